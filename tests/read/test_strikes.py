"""Values in a picture that were struck out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import UnreadReason
from degree_verify.model.policy import Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.read.ocr import Colours, Quad
from degree_verify.read.strikes import struck
from tests.support.degrade import degraded
from tests.support.specimens import draft, render

TOOLS = Tools(load_layouts(), load_schools(), Policy("test", "", ""))


def _line(ends: tuple[int, int, int, int] | None, turns: int = 0) -> tuple[Colours, Quad]:
    """A line of digits with another line from one point to another, turned by quarters, and the box of the digits."""
    page = np.full((120, 400, 3), 240, np.uint8)
    cv2.putText(page, "2001 07 01", (100, 70), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2)
    if ends:
        cv2.line(page, ends[:2], ends[2:], (200, 40, 40), 2)
    shown = np.zeros((120, 400), np.uint8)
    shown[48:74, 100:240] = 1
    ys, xs = np.nonzero(np.rot90(shown, turns))
    x0, y0, x1, y1 = xs.min(), ys.min(), xs.max() + 1, ys.max() + 1
    quad = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
    return np.ascontiguousarray(np.rot90(page, turns)), quad


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (None, False),
        ((94, 61, 246, 61), True),
        ((94, 63, 246, 59), True),
        ((120, 61, 246, 61), False),  # reaches over a part only
        ((94, 76, 246, 76), False),  # stands under it
        ((170, 30, 170, 90), False),
    ],
)
def test_line_from_end_to_end_strikes_a_value_out(
    ends: tuple[int, int, int, int] | None, found: bool, turns: int
) -> None:
    picture, quad = _line(ends, turns)

    assert bool(struck(picture, {"date": quad})) is found


@pytest.mark.parametrize("field", ["completion", "graduation_date"])
def test_value_that_was_struck_out_is_left_open(field: str) -> None:
    picture = degraded(render([draft("registration-record-c", seed="struck")]), "scan-150", seed=4)
    (clean,) = read_file(picture, "scan.png", TOOLS)
    x0, y0, x1, y1 = map(int, clean.fields[field].box)
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    middle = (y0 + y1) // 2
    cv2.line(pixels, (x0 - 6, middle), (x1 + 6, middle), (40, 40, 200), 2)
    (document,) = read_file(bytes(cv2.imencode(".png", pixels)[1]), "scan.png", TOOLS)

    assert document.unread[field].reason is UnreadReason.STRUCK
    assert set(document.fields) == set(clean.fields) - {field}
