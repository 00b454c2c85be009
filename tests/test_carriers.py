"""Codes of papers that share a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pymupdf
import pytest

import degree_verify as dv
from degree_verify.batch import tools_for
from degree_verify.model.document import Document
from degree_verify.model.ocr import Ocr
from degree_verify.pipeline import read_file
from tests.support.degrade import rendered, saved

RECORDS = Path(__file__).parents[1] / "fixtures" / "documents" / "registration-record-b"
TOOLS = tools_for(dv.load_policy("anhui-2023h1"), Ocr.AUTO)
ONE, OTHER = "browser-header.pdf", "no-photograph.pdf"
A4 = (595, 842)


@cache
def _code(name: str) -> str:
    (document,) = read_file((RECORDS / name).read_bytes(), name, TOOLS)
    return document.fields["verification_code"].value


def _sheet(
    *places: tuple[float, float, float, float], rotation: int = 0, width: float = 595, height: float = 842
) -> bytes:
    """Two papers on one page, made smaller."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        for name, place in zip((ONE, OTHER), places, strict=True):
            with pymupdf.open(RECORDS / name) as paper:
                page.show_pdf_page(pymupdf.Rect(place), paper, 0)
        page.set_rotation(rotation)
        return bytes(document.tobytes())


def _codes(documents: tuple[Document, ...]) -> list[tuple[str, list[str | None]]]:
    return [(paper.fields["verification_code"].value, [code.code for code in paper.codes]) for paper in documents]


UPPER, LOWER = (0, 0, 595, 421), (0, 421, 595, 842)


@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_each_of_two_papers_one_below_the_other_has_its_own_code(rotation: int) -> None:
    read = read_file(_sheet(UPPER, LOWER, rotation=rotation), "x.pdf", TOOLS)

    assert sorted(_codes(read)) == sorted([(_code(ONE), [_code(ONE)]), (_code(OTHER), [_code(OTHER)])])


def test_each_of_two_papers_on_one_picture_has_its_own_code() -> None:
    read = read_file(saved(rendered(_sheet(UPPER, LOWER), 250), None), "x.png", TOOLS)

    assert _codes(read) == [(_code(ONE), [_code(ONE)]), (_code(OTHER), [_code(OTHER)])]


def test_two_papers_side_by_side_are_for_a_person_to_tell_apart() -> None:
    sheet = _sheet((0, 0, 421, 595), (421, 0, 842, 595), width=842, height=595)
    result = dv.verify(saved(rendered(sheet, 250), None))

    assert result.verdict is dv.Verdict.REVIEW
    assert {finding.name for finding in result.findings} >= {"qr-code-mismatch", "low-confidence-reading"}


def test_code_in_the_part_of_what_is_no_paper_stays_with_the_paper_before() -> None:
    """A second title below the fields takes no symbol away."""
    with pymupdf.open(RECORDS / ONE) as document:
        page = document[0]
        page.insert_text((60, page.rect.height - 200), "教育部学历证书电子注册备案表", fontname="china-s", fontsize=12)
        (paper, *_) = read_file(bytes(document.tobytes()), "x.pdf", TOOLS)

    assert [code.code for code in paper.codes] == [_code(ONE)]
