"""How a sheet stands in its picture: which way up, how large, how level. Its lines of text tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from degree_verify.read import straighten
from degree_verify.read.boxes import TextBox
from degree_verify.read.detection import DETECTION_SIDE, find_text
from degree_verify.read.ocr import Quad, cut, upside_down
from degree_verify.read.straighten import Matrix, Straightened

Corner = npt.NDArray[np.floating]
"""Across and down, in pixels."""

PAGE_WIDTH = 595.0
"""Points: pages are scaled to the width of A4, so that places can be compared with those of PDF pages."""

ASLANT = 0.14
"""Slope against the page's lines (8 degrees) from which on lettering is a watermark."""

USED = 0.7
"""A picture whose text takes less of its width and height than this is searched again where the text is."""

TURNED_LINES = 7
"""Lines asked which way up the page is."""


def upright(flat: Straightened, quads: Sequence[Quad]) -> tuple[Straightened, list[Quad]]:
    """The sheet turned so that its lines run from left to right and stand on their feet."""
    boxes = [TextBox(quad) for quad in quads]
    long = [box for box in boxes if max(box.across, box.down) > 2.5 * min(box.across, box.down)]
    quarters = 1 if sum(box.down if box.upright else -box.across for box in long) > 0 else 0
    asked = sorted(long, key=lambda box: abs(max(box.across, box.down) / min(box.across, box.down) - 5))
    if quarters:
        # `cut` turns upright boxes left, which is right for a sheet that must be turned three quarters.
        lines = [np.ascontiguousarray(cut(flat.picture, box.quad)) for box in asked[:TURNED_LINES] if box.upright]
        quarters = 3 if upside_down(lines) < 0.5 else 1
    else:
        lines = [cut(flat.picture, box.quad) for box in asked[:TURNED_LINES] if not box.upright]
        quarters = 2 if upside_down(lines) > 0.5 else 0
    if not quarters:
        return flat, list(quads)
    turned = straighten.turned(flat, quarters)
    there = straighten.inverse(turned.back) @ flat.back
    return turned, [np.roll(straighten.moved(quad, there), quarters, axis=0) for quad in quads]


def closer(flat: Straightened, quads: list[Quad]) -> tuple[Straightened, list[Quad]]:
    """The text searched again where it stands, if it takes a small part of the picture: a page within a window."""
    height, width = flat.picture.shape[:2]
    if not quads or max(height, width) < 1.2 * DETECTION_SIDE:
        return flat, quads
    points = np.concatenate(quads)
    low, high = np.percentile(points, 2, axis=0), np.percentile(points, 98, axis=0)
    margin = 0.06 * (high - low)
    low, high = _around_whole_lines(quads, low - margin, high + margin)
    x0, y0 = np.clip(low, 0, (width, height)).astype(int)
    x1, y1 = np.clip(np.ceil(high), 0, (width, height)).astype(int)
    if max(x1 - x0, y1 - y0) > USED * max(height, width) or min(x1 - x0, y1 - y0) < 32:
        return flat, quads
    again = find_text(flat.picture[y0:y1, x0:x1])
    corner = np.array([x0, y0], np.float32)
    around = [q for q in quads if not ((q.mean(axis=0) > (x0, y0)) & (q.mean(axis=0) < (x1, y1))).all()]
    return flat, sorted([*around, *(q + corner for q in again)], key=lambda quad: float(quad[:, 1].mean()))


def _around_whole_lines(quads: Sequence[Quad], low: Corner, high: Corner) -> tuple[Corner, Corner]:
    """An area, given by two corners, grown until its edges cut no line in two: the first half would be read as surely
    as the whole, 2023年5月2 of 2023年5月22日."""
    while True:
        touched = [quad for quad in quads if (quad.max(axis=0) > low).all() and (quad.min(axis=0) < high).all()]
        points = np.concatenate([*touched, np.stack([low, high])])
        if (points >= low).all() and (points <= high).all():
            return low, high
        low, high = points.min(axis=0), points.max(axis=0)


def level_of(flat: Straightened, quads: list[Quad]) -> tuple[Matrix, float]:
    height, width = flat.picture.shape[:2]
    matrix, angle = straighten.slope_of(quads, width, height)
    scale = PAGE_WIDTH / width
    return np.diag([scale, scale, 1.0]) @ matrix, angle


def aslant(quad: Quad, angle: float) -> bool:
    """Whether lettering in a box runs neither along the page's lines, which slope by an angle, nor straight up or down
    the page."""
    along = quad[1] + quad[2] - quad[0] - quad[3]
    down = quad[2] + quad[3] - quad[0] - quad[1]
    if np.linalg.norm(down) > np.linalg.norm(along):
        along, down = np.array([down[1], -down[0]]), along
    if np.linalg.norm(along) < 1.8 * np.linalg.norm(down):
        return False
    return bool(abs(along[1] / max(along[0], 1.0) - np.tan(np.radians(angle))) > ASLANT)
