"""Text on a watermark has a box although the detector sees but the watermark, and so has the end of a line that a seal
cuts in two; watermarks, rulings and seals have none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from degree_verify.load.picture import Colours
from degree_verify.read.boxes import TextBox
from degree_verify.read.missed_text import missed_text
from degree_verify.read.ocr import Quad

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
    _, (quad,) = missed_text((page * shade).astype(np.uint8), [LINE], [MARK])

    assert quad.min(axis=0) == pytest.approx((190, 210), abs=6)
    assert quad.max(axis=0) == pytest.approx((256, 226), abs=6)


def test_text_that_has_a_box_has_no_second_one() -> None:
    page = _page()
    _write(page, 190, 225, "OTHER", DARK)
    assert missed_text(page, [LINE, TextBox(_quad(186, 205, 266, 230))], [MARK])[1] == []
    # Boxes that overlap cover what they have in common.
    assert missed_text(page, [LINE, *[TextBox(_quad(186, 205, 266, 230))] * 2], [MARK])[1] == []


def test_watermark_rulings_and_seals_are_no_text() -> None:
    page = _page()
    cv2.line(page, (0, 200), (439, 200), DARK, 2)
    cv2.circle(page, (220, 220), 80, DARK, 5)
    assert missed_text(page, [LINE], [MARK]) == ([LINE], [])


def test_text_far_from_the_watermark_is_left_to_the_detector() -> None:
    page = _page()
    _write(page, 300, 330, "OTHER", DARK)
    assert missed_text(page, [LINE], [MARK]) == ([LINE], [])


def test_page_without_a_watermark_is_not_searched() -> None:
    assert missed_text(_page(), [LINE], []) == ([LINE], [])


def _cut(picture: Colours, box: tuple[float, float, float, float]) -> tuple[list[TextBox], list[Quad]]:
    """What is found besides the line TEST 1182 8120 with its box around a part of it, in a picture of its own."""
    grown, found = missed_text(picture, [LINE, TextBox(_quad(*box))], [])
    assert grown[0] is LINE
    return grown[1:], found


def _number() -> Colours:
    page = np.full((200, 440, 3), 255, np.uint8)
    _write(page, 24, 40, "TEST", DARK)
    for x, group in ((100, "1182"), (172, "8120"), (244, "2206")):
        _write(page, x, 125, group, DARK)
    return page


@pytest.mark.parametrize(("box", "missed"), [((168, 105, 310, 130), (100, 151)), ((96, 105, 232, 130), (244, 295))])
def test_group_beside_a_line_has_a_box(box: tuple[float, float, float, float], missed: tuple[float, float]) -> None:
    (same,), (quad,) = _cut(_number(), box)

    assert (same.quad == _quad(*box)).all()
    assert (quad[:, 0].min(), quad[:, 0].max()) == pytest.approx(missed, abs=6)


def test_box_that_cuts_a_line_off_is_made_longer() -> None:
    (grown,), found = _cut(_number(), (136, 105, 310, 130))

    assert found == []
    assert grown.quad[:, 0].min() == pytest.approx(100, abs=6)
    assert grown.quad[:, 0].max() == pytest.approx(310, abs=1)
    assert (grown.quad[:, 1].min(), grown.quad[:, 1].max()) == (105, 130)


def test_seal_across_a_line_is_no_part_of_it() -> None:
    page = _number()
    cv2.circle(page, (160, 60), 90, (214, 90, 95), 8)
    box = (96.0, 105.0, 310.0, 130.0)
    (same,), found = _cut(page, box)
    assert ((same.quad == _quad(*box)).all(), found) == (True, [])

    (_,), (quad,) = _cut(page, (168, 105, 310, 130))
    assert (quad[:, 0].min(), quad[:, 0].max()) == pytest.approx((100, 151), abs=6)


def test_what_stands_in_another_row_or_farther_off_is_no_end_of_a_line() -> None:
    page = _number()
    _write(page, 100, 170, "OTHER", DARK)
    _write(page, 370, 125, "24", DARK)
    assert _cut(page, (96, 105, 310, 130))[1] == []
