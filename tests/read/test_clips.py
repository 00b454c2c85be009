"""What stands under a clip, by the operators of a page."""

from __future__ import annotations

import pytest

from degree_verify.read.clips import text_under

PICTURE = b"q 10 10 50 50 re W n q 50 0 0 50 10 10 cm /Im0 Do Q Q "
TEXT = b"BT /F0 10 Tf <0041> Tj ET "


def test_text_after_or_before_a_clipped_picture_is_not_under_the_clip() -> None:
    assert not text_under(TEXT + PICTURE + TEXT, {0}, 1)


@pytest.mark.parametrize(
    "shown", [b"<0041> Tj", b"[<0041> -20 <0042>] TJ", b"[(A)]TJ", b"(A)Tj", b"(A) '", b'0 0 (A) "'], ids=repr
)
def test_text_under_a_narrow_clip_is_found(shown: bytes) -> None:
    assert text_under(b"q 10 10 50 50 re W n BT " + shown + b" ET Q", {0}, 1)


def test_text_under_a_clip_that_covers_everything_is_fine() -> None:
    assert not text_under(b"0 0 595 842 re W* n " + PICTURE + TEXT, {1}, 2)


@pytest.mark.parametrize(
    "contents",
    [
        b"q 10 10 50 50 re W Q n " + TEXT,  # the clip comes into force after the state is restored
        PICTURE + b"( q ( Q ) ) Tj " + TEXT,  # strings within strings
        PICTURE + b"% Q\n" + TEXT,
        PICTURE + b"BI /W 1 /H 1 ID x EI " + TEXT,
        PICTURE + b"10 10 5 5 re W n " + TEXT,  # more clips than the trace has
        b"q " * 300 + PICTURE + TEXT,
    ],
    ids=["late", "strings", "comment", "picture", "count", "depth"],
)
def test_what_cannot_be_told_for_sure_is_taken_for_text_under_a_clip(contents: bytes) -> None:
    assert text_under(contents, {0}, 1)


def test_operators_in_strings_and_names_are_none() -> None:
    assert not text_under(PICTURE + b"BT /W 10 Tf (W n q q Q) Tj <51> Tj ET /Q gs", {0}, 1)
