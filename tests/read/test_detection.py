"""Empty margins of a page are not searched, and what is found stands where it is printed."""

from __future__ import annotations

import numpy as np
import pymupdf

from degree_verify.load.picture import Colours
from degree_verify.read.detection import find_text, printed_part
from tests.read.drawing import write


def _page(*texts: tuple[float, float, str]) -> Colours:
    document = pymupdf.open()
    page = document.new_page()
    for x, y, text in texts:
        write(page, x, y, text, 12)
    pixmap = page.get_pixmap(dpi=150, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()


def test_text_amid_wide_margins_is_found_in_its_place() -> None:
    (quad,) = find_text(_page((400, 700, "北京林业大学")))
    left, top = quad.min(axis=0) * 72 / 150
    right, bottom = quad.max(axis=0) * 72 / 150
    assert 394 < left < 402
    assert 470 < right < 480
    assert 684 < top < 694
    assert 698 < bottom < 708


def test_part_that_is_searched_holds_all_print() -> None:
    sheet = np.full((960, 672, 3), 250, np.uint8)
    sheet[300:310, 200:260] = 90
    sheet[600:606, 400:404] = 120
    x0, y0, x1, y1 = printed_part(sheet)
    assert (x0 <= 184, y0 <= 284, x1 >= 420, y1 >= 622) == (True,) * 4
    assert (x1 - x0) * (y1 - y0) < 0.3 * 960 * 672
    assert {side % 32 for side in (x0, y0, x1, y1)} == {0}


def test_specks_and_grain_are_no_print() -> None:
    sheet = np.random.default_rng(1).normal(235, 3, (640, 640, 3)).clip(0, 255).astype(np.uint8)
    sheet[320:330, 300:360] = 60
    bare = printed_part(sheet)
    assert bare[2] - bare[0] < 200
    assert bare[3] - bare[1] < 200


def test_empty_sheet_is_searched_as_a_whole() -> None:
    assert printed_part(np.full((320, 640, 3), 255, np.uint8)) == (0, 0, 640, 320)
