"""What is found stands where it is printed."""

from __future__ import annotations

import numpy as np
import pymupdf

from degree_verify.load.picture import Colours
from degree_verify.read.detection import find_text
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
