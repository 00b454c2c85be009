"""Damage is told from a fault of the tool, whatever a reader raises on it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from degree_verify.load.damage import is_of_reader
from degree_verify.load.picture import LONGEST_SIDE
from degree_verify.model.document import DocumentType
from degree_verify.model.file import FileProblem
from degree_verify.pipeline import read_file
from tests.read.drawing import TOOLS


def _scan(old: bytes, new: bytes) -> bytes:
    """A PDF that is one JPEG picture, as scanners write it, with some bytes of the picture replaced."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(stream, "PDF", resolution=50)
    data = stream.getvalue()
    assert data.count(old) == 1
    return data.replace(old, new)


def test_an_error_belongs_to_the_code_that_raised_it() -> None:
    with pytest.raises(OSError, match="identify") as theirs:
        Image.open(io.BytesIO(b"no picture"))
    assert is_of_reader(theirs.value)
    with pytest.raises(ValueError, match="ours") as ours:
        _raise()
    assert not is_of_reader(ours.value)
    assert not is_of_reader(ValueError("never raised"))


def _raise() -> None:
    raise ValueError("ours")


def test_scan_whose_picture_cannot_be_opened_is_damaged() -> None:
    (document,) = read_file(_scan(b"\xff\xd8\xff\xe0", b"\x00\x00\x00\x00"), "x.pdf", TOOLS)
    assert document.problem == FileProblem("damaged", "UnidentifiedImageError")


def test_fault_of_our_own_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise TypeError("ours")

    monkeypatch.setattr("degree_verify.pipeline.page_picture", broken)
    (document,) = read_file(_scan(b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe0"), "x.pdf", TOOLS)
    assert document.problem == FileProblem("error", "TypeError", tool_failure=True)


@pytest.mark.parametrize("size", [(1, 1), (30_000, 1), (1, 30_000), (40, 32_767)])
def test_picture_that_is_but_a_line_or_a_dot_is_read_like_any_other(size: tuple[int, int]) -> None:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, "PNG")
    (document,) = read_file(stream.getvalue(), "x.png", TOOLS)
    assert document.problem is None
    assert document.type is DocumentType.UNKNOWN


@pytest.mark.parametrize("size", [(70_000, 2), (2, 40_000)])
def test_picture_with_a_side_beyond_every_decoder_is_too_large(size: tuple[int, int]) -> None:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, "PNG")
    (document,) = read_file(stream.getvalue(), "x.png", TOOLS)
    assert document.problem == FileProblem("too-large", f"{max(size)} px > {LONGEST_SIDE} px")


def test_long_picture_on_a_page_is_drawn_within_what_every_decoder_takes() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40_000, 300), "white").save(stream, "PDF", resolution=300)
    (document,) = read_file(stream.getvalue(), "x.pdf", TOOLS)
    assert document.problem is None
