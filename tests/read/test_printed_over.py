"""Text on a watermark has a box although the detector sees but the watermark; the watermark, rulings and seals have
none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from degree_verify.load.picture import Colours
from degree_verify.read.boxes import TextBox
from degree_verify.read.ocr import Quad
from degree_verify.read.printed_over import printed_over

PALE, DARK = (245, 224, 224), (40, 40, 40)


def _quad(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


LINE = TextBox(_quad(20, 20, 120, 44))
MARK = TextBox(np.array([[60, 340], [340, 60], [380, 100], [100, 380]], np.float32))


def _page() -> Colours:
    """A page with a line of text and a watermark across it."""
    page = np.full((440, 440, 3), 255, np.uint8)
    _write(page, 24, 40, "TEST", DARK)
    cv2.line(page, (80, 360), (360, 80), PALE, 24)
    return page


def _write(page: Colours, x: int, y: int, text: str, colour: tuple[int, int, int]) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, colour, 2)


@pytest.mark.parametrize(("ground", "light"), [((255, 255, 255), 1.0), ((200, 190, 170), 0.6)])
def test_text_on_a_watermark_has_a_box(ground: tuple[int, int, int], light: float) -> None:
    page = _page()
    _write(page, 190, 225, "OTHER", DARK)
    shade = np.linspace(1.0, light, page.shape[1])[None, :, None] * np.array(ground) / 255
    (quad,) = printed_over((page * shade).astype(np.uint8), [LINE], [MARK])

    assert quad.min(axis=0) == pytest.approx((190, 210), abs=6)
    assert quad.max(axis=0) == pytest.approx((256, 226), abs=6)


def test_text_that_has_a_box_has_no_second_one() -> None:
    page = _page()
    _write(page, 190, 225, "OTHER", DARK)
    assert printed_over(page, [LINE, TextBox(_quad(186, 205, 266, 230))], [MARK]) == []
    # Boxes that overlap cover what they have in common.
    assert printed_over(page, [LINE, *[TextBox(_quad(186, 205, 266, 230))] * 2], [MARK]) == []


def test_watermark_rulings_and_seals_are_no_text() -> None:
    page = _page()
    cv2.line(page, (0, 200), (439, 200), DARK, 2)
    cv2.circle(page, (220, 220), 80, DARK, 5)
    assert printed_over(page, [LINE], [MARK]) == []


def test_text_far_from_the_watermark_is_left_to_the_detector() -> None:
    page = _page()
    _write(page, 300, 330, "OTHER", DARK)
    assert printed_over(page, [LINE], [MARK]) == []


def test_page_without_a_watermark_is_not_searched() -> None:
    assert printed_over(_page(), [LINE], []) == []
