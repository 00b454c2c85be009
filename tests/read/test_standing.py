"""A page within a window is searched again where its text is."""

from __future__ import annotations

import numpy as np
import pytest

from degree_verify.read import standing
from degree_verify.read.ocr import Colours, Quad
from degree_verify.read.straighten import Straightened


def _quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def test_no_line_is_cut_by_the_edge_of_the_part_that_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    column = [_quad(300, 100 + 8 * row, 400, 106 + 8 * row) for row in range(130)]
    # The second reaches into the part that grew for the first.
    sticking_out = [_quad(350, 90, 470, 98), _quad(440, 80, 480, 95)]
    far_off = [_quad(1900, 10, 1990, 20)]
    searched: list[Colours] = []

    def find_text(picture: Colours) -> list[Quad]:
        searched.append(picture)
        return []

    monkeypatch.setattr(standing, "find_text", find_text)
    picture = np.full((1400, 2000, 3), 255, np.uint8)
    for quad in (*column, *sticking_out, *far_off):
        (x0, y0), (x1, y1) = quad[[0, 2]].astype(int)
        picture[y0:y1, x0:x1] = 0
    _, left = standing.closer(Straightened(picture, np.eye(3), ()), [*column, *sticking_out, *far_off])
    ink = int((picture < 128).sum() - (picture[:, 1900:] < 128).sum())
    assert int((searched[0] < 128).sum()) == ink
    assert [quad.tolist() for quad in left] == [quad.tolist() for quad in far_off]
