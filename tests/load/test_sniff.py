"""Kinds of file by content."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from degree_verify.load.sniff import PICTURES, foreign_kind, is_also_pdf, sniff


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
    assert not is_also_pdf(data[:1024])


def test_picture_with_the_header_of_a_pdf_is_both() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", comment=b"%PDF-1.7")

    assert sniff(stream.getvalue()[:1024]) == "jpeg"
    assert is_also_pdf(stream.getvalue()[:1024])
    assert not is_also_pdf(stream.getvalue().replace(b"%PDF", b"%XYZ")[:1024])


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


def _zip(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return stream.getvalue()


def _tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.pdf"))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_zip("张三.pdf"), "archive"),
        (_zip(), "archive"),
        (_tar(), "archive"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive"),
        (_zip("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "office-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office-file"),
        (b"{\\rtf1\\ansi", "office-file"),
        (b"GIF89a", "other-kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "other-kind"),
        (b"", "other-kind"),
    ],
)
def test_what_is_no_evidence_is_named(data: bytes, kind: str) -> None:
    assert sniff(data[:1024]) is None
    assert foreign_kind(data[:1024]) == kind
