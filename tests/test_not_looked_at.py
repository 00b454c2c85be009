"""What a file shows besides the pages that were looked at is never a clean verdict."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pymupdf
import pytest
from PIL import Image

import degree_verify as dv
from degree_verify import other_pages, pipeline
from tests.support.specimens import draft, render

AS_OF = date(2023, 6, 5)
PAPER = draft(seed="not looked at")
DATA = render([PAPER])
BLANK = Image.new("RGB", (800, 1100), "white")


def _pictured(form: str, data: bytes = DATA, **how: object) -> bytes:
    page = pymupdf.open(stream=data)[0].get_pixmap(dpi=170)
    stream = io.BytesIO()
    Image.frombytes("RGB", (page.w, page.h), page.samples).save(stream, form, **how)
    return stream.getvalue()


def _scans(*pictures: bytes, behind: bytes = b"") -> bytes:
    document = pymupdf.open(stream=behind, filetype="pdf") if behind else pymupdf.open()
    for picture in pictures:
        page = document.new_page()
        page.insert_image(page.rect, stream=picture)
    return bytes(document.tobytes())


def _blank() -> bytes:
    stream = io.BytesIO()
    BLANK.save(stream, "JPEG")
    return stream.getvalue()


def _told(data: bytes) -> tuple[dv.Verdict, dict[str, object]]:
    """The verdict of the first paper, and what `unreadable-file` says."""
    result, *_ = dv.Verifier(as_of=AS_OF).verify(data)
    facts = {f.name: dict(f.facts) for f in result.findings}
    return result.verdict, {**facts.get("unreadable-file", {"passed": True})}


FILES: dict[str, Callable[[int], bytes]] = {
    "scans": lambda pages: _scans(_pictured("JPEG", quality=88), *[_blank()] * (pages - 1)),
    "scans behind a text": lambda pages: _scans(*[_blank()] * pages, behind=DATA),
    "pictures of one file": lambda pages: _pictured("TIFF", save_all=True, append_images=[BLANK.copy()] * (pages - 1)),
}


@pytest.mark.parametrize("form", FILES)
def test_pages_beyond_those_that_are_read_are_for_a_person(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pipeline, other_pages):
        monkeypatch.setattr(module, "MOST_SCANS", 2)
    missing = "4" if form == "scans behind a text" else "3"

    assert _told(FILES[form](2)) == (dv.Verdict.ACCEPT, {"passed": True})
    assert _told(FILES[form](3)) == (dv.Verdict.REVIEW, {"pages": [missing]})


def _with_catalogue(**entries: str) -> bytes:
    document = pymupdf.open(stream=DATA, filetype="pdf")
    for key, value in entries.items():
        document.xref_set_key(document.pdf_catalog(), key, value)
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        ({"Collection": "<</Type/Collection/View/D>>"}, dv.Verdict.REVIEW),
        ({"AcroForm": "<</Fields[]/XFA(x)>>"}, dv.Verdict.REVIEW),
        ({"AcroForm": "<</Fields[]>>"}, dv.Verdict.ACCEPT),
    ],
    ids=["portfolio", "dynamic form", "form"],
)
def test_portfolio_and_dynamic_form_are_for_a_person(entries: dict[str, str], verdict: dv.Verdict) -> None:
    assert _told(_with_catalogue(**entries))[0] is verdict


def test_picture_that_is_a_pdf_as_well_is_for_a_person() -> None:
    clean = _pictured("JPEG", quality=90)
    assert _told(clean)[0] is dv.Verdict.ACCEPT

    comment = b"\xff\xfe\x00\x0c%PDF-1.7\n\n"  # a comment of the picture that is a PDF's header
    assert _told(clean[:2] + comment + clean[2:] + DATA)[0] is dv.Verdict.REVIEW


@pytest.mark.parametrize("form", ["PNG", "WEBP", "MPO"])
def test_second_picture_of_a_file_is_read_and_a_preview_holds_nothing_up(form: str) -> None:
    other = Image.open(io.BytesIO(_pictured("PNG", render([PAPER.changed(completion="结业")]))))
    assert _verdicts(_pictured(form, save_all=True, append_images=[other])) == [dv.Verdict.ACCEPT, dv.Verdict.REJECT]
    if form == "MPO":
        small = Image.open(io.BytesIO(_pictured("PNG"))).reduce(3)
        assert _verdicts(_pictured(form, save_all=True, append_images=[small])) == [dv.Verdict.ACCEPT]


def _verdicts(data: bytes) -> list[dv.Verdict]:
    return [result.verdict for result in dv.Verifier(as_of=AS_OF).verify(data)]
