"""Kinds of file by content."""

from __future__ import annotations

import io

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from degree_verify.load.sniff import PICTURES, sniff


@pytest.mark.parametrize(
    ("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("TIFF", "tiff"), ("BMP", "bmp"), ("WEBP", "webp")]
)
def test_picture_written_by_a_library_is_known_by_its_content(form: str, kind: str) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, form)

    assert sniff(stream.getvalue()[:1024]) == kind
    assert kind in PICTURES


def test_pdf_is_known_also_behind_other_bytes_within_the_first_kilobyte() -> None:
    document = pymupdf.open()
    document.new_page()
    data = document.tobytes()

    assert sniff(data[:1024]) == "pdf"
    assert sniff((b"\xef\xbb\xbf" + data)[:1024]) == "pdf"
    assert sniff((b"junk" * 200 + data)[:1024]) == "pdf"
    assert sniff((b"junk" * 300 + data)[:1024]) is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", None),
        (b"MM\x00*\x00\x00", "tiff"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"PK\x03\x04", None),
        (b"", None),
        (b"%PD", None),
        ("备案表".encode(), None),
    ],
)
def test_head_of_a_file_gives_its_kind_or_none(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


@given(st.binary(max_size=64))
def test_sniff_of_any_bytes_never_raises(head: bytes) -> None:
    assert sniff(head) in {None, "pdf", *PICTURES}
