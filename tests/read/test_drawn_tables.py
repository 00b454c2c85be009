"""Ruling lines are found in the picture of a table, and nothing else is taken for one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from degree_verify.read import drawn_tables
from degree_verify.read.drawn_tables import tables_in
from degree_verify.read.ocr import Colours
from degree_verify.read.straighten import inverse

WIDTH, HEIGHT = 595.0, 842.0
ROWS, WALLS = (100, 130, 160, 190), (60, 140, 350)


def _paper(dpi: int = 150) -> tuple[Colours, float]:
    scale = dpi / 72
    return np.full((round(HEIGHT * scale), round(WIDTH * scale), 3), 245, np.uint8), scale


def _line(paper: Colours, scale: float, *ends: float, grey: int = 90, thick: float = 0.7) -> None:
    x0, y0, x1, y1 = (round(end * scale) for end in ends)
    cv2.line(paper, (x0, y0), (x1, y1), (grey, grey, grey), max(1, round(thick * scale)))


def _table(dpi: int = 150, grey: int = 90) -> tuple[Colours, float]:
    paper, scale = _paper(dpi)
    for y in ROWS:
        _line(paper, scale, WALLS[0], y, WALLS[-1], y, grey=grey)
    for x in WALLS:
        _line(paper, scale, x, ROWS[0], x, ROWS[-1], grey=grey)
    return paper, scale


def _found(paper: Colours, scale: float) -> tuple[list[int], list[int]]:
    """The heights of the rows and the places of the walls, each once, in whole points."""
    across, down = tables_in(paper, np.diag([1 / scale, 1 / scale, 1.0]), WIDTH, HEIGHT)
    return [round(y) for *_, y in across], sorted({round(x) for *_, x in down})


@pytest.mark.parametrize("dpi", [96, 150, 300])
@pytest.mark.parametrize("grey", [20, 90, 200])
def test_table_is_found_at_every_resolution_and_on_pale_copies(dpi: int, grey: int) -> None:
    rows, walls = _found(*_table(dpi, grey))
    assert rows == pytest.approx(ROWS, abs=1)
    assert walls == pytest.approx(WALLS, abs=1)


def test_table_on_a_slope_is_found_where_it_stands_on_the_level_page() -> None:
    paper, scale = _table()
    turn = np.vstack([cv2.getRotationMatrix2D((600, 800), 3, 1), [0, 0, 1]])
    aslant = cv2.warpPerspective(paper, turn, (paper.shape[1], paper.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    across, down = tables_in(
        np.asarray(aslant, np.uint8), np.diag([1 / scale, 1 / scale, 1.0]) @ inverse(turn), WIDTH, HEIGHT
    )
    assert [round(y) for *_, y in across] == pytest.approx(ROWS, abs=1)
    assert sorted({round(x) for *_, x in down}) == pytest.approx(WALLS, abs=1)


def test_line_that_a_stamp_broke_is_one_line() -> None:
    paper, scale = _table()
    paper[:, round(240 * scale) : round(246 * scale)] = 245
    rows, _ = _found(paper, scale)
    assert rows == pytest.approx(ROWS, abs=1)


@pytest.mark.parametrize(
    "ends",
    {
        "fold": (250, 0, 250, 842),
        "streak of the scanner": (250, 110, 250, 700),
        "underline": (150, 150, 300, 150),
        "edge of a photograph": (400, 100, 400, 180),
    }.items(),
    ids=lambda item: item[0],
)
def test_line_that_meets_no_other_is_no_ruling(ends: tuple[str, tuple[float, float, float, float]]) -> None:
    paper, scale = _table()
    _line(paper, scale, *ends[1])
    rows, walls = _found(paper, scale)
    assert rows == pytest.approx(ROWS, abs=1)
    assert walls == pytest.approx(WALLS, abs=1)


def test_bars_and_page_without_table_have_none() -> None:
    paper, scale = _paper()
    cv2.rectangle(paper, (200, 200), (600, 260), (0, 0, 0), -1)
    assert _found(paper, scale) == ([], [])


def test_stripe_of_pixels_is_no_page_and_costs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(*_: object) -> None:
        raise AssertionError("a sheet of a hundred thousand rows")

    monkeypatch.setattr(drawn_tables, "_upright", drawn)
    stripe = np.full((1024, 6, 3), 255, np.uint8)
    assert tables_in(stripe, np.diag([99.0, 99.0, 1.0]), 594.0, 101_376.0) == ((), ())
