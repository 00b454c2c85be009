"""Damage is told from a fault of the tool, whatever a reader raises on it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from degree_verify.load.damage import is_of_reader
from degree_verify.model.document import FileProblem
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
