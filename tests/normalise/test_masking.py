"""Masks: enough is left to tell numbers apart, never the whole number. All numbers are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.masking import mask_code, mask_id, mask_text

ID = "990000198009010017"
AROUND = st.sampled_from(
    ["", "_", "-", " ", ".pdf", "张三", "（", "/", "id=", "，", "\u3000", "A", "x", "x_2023_", "No."]
)


def test_mask_id_keeps_six_and_two_characters() -> None:
    assert mask_id(ID) == "990000**********17"
    assert mask_id("99000019800901001X") == "990000**********1X"


@given(st.text(min_size=1, max_size=40))
def test_mask_id_of_any_text_hides_at_least_a_third_and_keeps_the_length(text: str) -> None:
    masked = mask_id(text)

    assert len(masked) == len(text)
    assert sum(a != b for a, b in zip(text, masked, strict=True) if b == "*") + text.count("*") >= len(text) / 3


@given(st.text("ABCDEFGH12345", min_size=1, max_size=20))
def test_mask_code_shows_at_most_four_characters(code: str) -> None:
    assert len(mask_code(code).replace("*", "")) <= 4
    assert len(mask_code(code)) == len(code)


@pytest.mark.parametrize(
    "secret",
    [
        ID,
        "99000019800901001X",
        "99000019800901001x",
        "990000800901001",
        "13900000000",
        "A123456789BCDEFG",
        "090888693519",
        "0908 8869 3519",
        "100221200106999999",
        "10022120010699999",
    ],
)
@given(before=AROUND, after=AROUND)
def test_mask_text_leaves_no_secret_whatever_stands_around_it(secret: str, before: str, after: str) -> None:
    neighbours = before[-1:] + after[:1]
    if secret.startswith("A") and any(char.isascii() and char.isalnum() for char in neighbours):
        return  # a longer word is no code
    masked = mask_text(f"{before}{secret}{after}")

    assert secret not in masked


@pytest.mark.parametrize("glued", [f"2023{ID}", f"{ID}2023", f"13900000000{ID}", f"{ID}13900000000", f"{ID}{ID}"])
def test_mask_text_of_digits_glued_together_leaves_no_whole_number(glued: str) -> None:
    assert ID not in mask_text(glued)


@pytest.mark.parametrize("text", ["备案表.pdf", "2023-06-05", "row 12", "3 of 40", "北京林业大学", "340101230001"[:8]])
def test_mask_text_of_harmless_text_changes_nothing(text: str) -> None:
    assert mask_text(text) == text


@given(st.text(max_size=40) | st.text("0123456789AX ", max_size=40))
def test_mask_text_of_any_text_never_raises_and_keeps_its_length(text: str) -> None:
    assert len(mask_text(text)) == len(text)
