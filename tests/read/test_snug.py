"""Boxes drawn closer around small text."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

import degree_verify as dv
from degree_verify.batch import tools_for
from degree_verify.model.ocr import Ocr
from degree_verify.pipeline import read_file
from degree_verify.read.ocr import Colours, Quad
from degree_verify.read.snug import LOOSE, SNUG, cut_snugly, ink_of, row_of_text
from tests.support.degrade import rendered, saved

REPORTS = Path(__file__).parents[2] / "fixtures" / "documents" / "certification-report"
TOOLS = tools_for(dv.load_policy("anhui-2023h1"), Ocr.AUTO)


def _drawn(text: str, size: float, *, below: str = "") -> Colours:
    """Text whose digits are about `size` pixels high, in the middle of a picture of 40 by 400."""
    picture = np.full((40, 400, 3), 255, np.uint8)
    for line, y in ((text, 20 + size / 2), (below, 20 + 2.2 * size)):
        cv2.putText(picture, line, (20, round(y)), cv2.FONT_HERSHEY_SIMPLEX, size / 22, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def _whole(picture: Colours) -> Quad:
    height, width = picture.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


@pytest.mark.parametrize("below", ["", "2014-10-14 0032994"])
def test_box_of_small_text_is_drawn_around_it(below: str) -> None:
    picture = _drawn("0032994 0032994", 11, below=below)
    quad, line = cut_snugly(picture, _whole(picture))

    _, size = row_of_text(ink_of(line))
    assert size / line.shape[0] == pytest.approx(SNUG, abs=0.1)
    assert 8 < quad[:, 1].min() < 15
    assert quad[:, 1].max() < 20 + 2.2 * 11
    assert (quad[:, 0].min(), quad[:, 0].max()) == (0, 400)


def test_box_that_leans_is_drawn_closer_along_itself() -> None:
    picture = _drawn("0032994 0032994", 11)
    matrix = cv2.getRotationMatrix2D((200, 20), 3, 1)
    leaning = np.asarray(cv2.warpAffine(picture, matrix, (400, 40), borderValue=(255, 255, 255)), np.uint8)
    corners = np.hstack([_whole(picture), np.ones((4, 1), np.float32)])
    quad, line = cut_snugly(leaning, np.asarray(corners @ matrix.T, np.float32))

    assert row_of_text(ink_of(line))[1] > LOOSE * line.shape[0]
    assert quad[0, 1] - quad[1, 1] == pytest.approx(400 * np.sin(np.radians(3)), abs=0.5)


@pytest.mark.parametrize(
    "picture",
    [
        _drawn("0032994 0032994", 22),  # usual
        _drawn("", 11),  # empty
        _drawn("________________", 4),  # a ruling
        _drawn("00", 11)[:, :80],  # too short to tell
    ],
)
def test_other_boxes_stay_as_they_are(picture: Colours) -> None:
    quad, line = cut_snugly(picture, _whole(picture))

    assert (quad == _whole(picture)).all()
    assert line.shape[0] == 48


@pytest.mark.parametrize("name", ["plain.pdf", "older-number.pdf"])
def test_digits_of_small_print_are_all_read(name: str) -> None:
    """Two sheets on one picture: each is as small as on a photograph from afar."""
    with pymupdf.open() as sheet, pymupdf.open(REPORTS / name) as paper:
        page = sheet.new_page(width=595, height=842)
        page.show_pdf_page(pymupdf.Rect(0, 421, 595, 842), paper, 0)
        page.show_pdf_page(pymupdf.Rect(0, 0, 595, 421), paper, 0)
        small = saved(rendered(bytes(sheet.tobytes()), 250), None)
    (paper_read,) = read_file((REPORTS / name).read_bytes(), name, TOOLS)

    for document in read_file(small, "x.png", TOOLS):
        assert document.fields["report_number"].value == paper_read.fields["report_number"].value
