"""Ruling lines of tables in the picture of a page: what tells wrapped cells apart where no file says it.

Only lines that meet lines of the other direction at both ends are taken. A fold, a streak of the scanner, an underline
or the edge of a photograph ends nowhere, and a wall that is none would cut a value in two.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.read.ocr import Colours
from degree_verify.read.rulings import Rulings
from degree_verify.read.shrink import shrunk
from degree_verify.read.straighten import Matrix

SCALE = 2
"""Pixels a point in which lines are looked for: a hairline still has one."""

THICKEST = 4
"""Points. What is thicker is no ruling line but a bar or an edge."""

CONTRAST = 14
"""Grey levels by which a ruling line is darker than the paper on both its sides."""

SHORTEST_ACROSS, SHORTEST_DOWN = 24, 15
"""Points. Strokes of characters are shorter than the first, and of titles than the second; rows are higher than it."""

GAP = 10
"""Points of a line that noise or a stamp may have taken away."""

STRIP = 20
"""Points of a vertical line that are placed together: on a photograph it leans, its pieces hardly do."""

MOST_SAG = 10
"""Points by which a horizontal line may rise or fall from end to end, as on a curled sheet: half a row's height."""

REACH = 4
"""Points around a line's end in which the line that it meets is looked for."""

LONGEST = 10
"""Widths that a page is high at most: a long screenshot is less, and a stripe of pixels would take a gigabyte."""

MOST_LINES = 200
"""Lines of one direction; tables of certificates have about 20."""

Mask = npt.NDArray[np.uint8]


def tables_in(picture: Colours, level: Matrix, width: float, height: float) -> tuple[Rulings, Rulings]:
    """Horizontal and vertical ruling lines of tables in points of the page; `level` takes pixels to them."""
    if height > LONGEST * width:
        return (), ()
    ink = _upright(picture, level, width, height)
    across = _lines(ink, np.ones((1, SHORTEST_ACROSS * SCALE), np.uint8))
    down = _lines(ink, np.ones((SHORTEST_DOWN * SCALE, 1), np.uint8))
    if not across.any() or not down.any():
        return (), ()
    reach = np.ones((2 * REACH * SCALE + 1, 2 * REACH * SCALE + 1), np.uint8)
    near_across, near_down = cv2.dilate(across, reach), cv2.dilate(down, reach)
    rows = []
    for xs, ys in _outlines(across):
        ends = [(ys[end], xs[end]) for end in (xs.argmin(), xs.argmax())]
        if np.ptp(ys) < MOST_SAG * SCALE and all(near_down[end] for end in ends):
            rows.append((int(xs.min()) / SCALE, int(xs.max() + 1) / SCALE, (float(ys.mean()) + 0.5) / SCALE))
    walls: list[tuple[float, float, float]] = []
    for xs, ys in _outlines(down):
        ends = [(ys[end], xs[end]) for end in (ys.argmin(), ys.argmax())]
        if all(near_across[end] for end in ends):
            walls += _pieces(ys, xs)
    return tuple(sorted(rows, key=lambda row: row[2])), tuple(sorted(walls, key=lambda wall: wall[2]))


def _pieces(ys: Any, xs: Any) -> list[tuple[float, float, float]]:
    """A vertical line in pieces that touch, each at its own place."""
    step = STRIP * SCALE
    found = []
    for start in range(int(ys.min()), int(ys.max()) + 1, step):
        here = (ys >= start) & (ys < start + step)
        if here.any():
            end = min(start + step, int(ys.max()) + 1)
            found.append((start / SCALE, end / SCALE, (float(xs[here].mean()) + 0.5) / SCALE))
    return found


def _upright(picture: Colours, level: Matrix, width: float, height: float) -> Any:
    """The page in grey, level and upright, in SCALE."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    size = (round(width * SCALE), round(height * SCALE))
    shrink = min(1.0, size[0] / grey.shape[1])
    if shrink < 1:  # hairlines are kept where pixels are averaged, and lost where one of several is picked
        grey = shrunk(grey, size[0], max(1, round(grey.shape[0] * shrink)))
    there = np.diag([SCALE, SCALE, 1.0]) @ level @ np.diag([1 / shrink, 1 / shrink, 1.0])
    return cv2.warpPerspective(grey, there, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _lines(grey: Any, along: Mask) -> Mask:
    """The places of thin dark lines that run in the direction of a kernel."""
    beside = np.ones(tuple(THICKEST * SCALE + 1 if side == 1 else 1 for side in along.shape), np.uint8)
    thin = (cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, beside) > CONTRAST).astype(np.uint8)
    # A line that leans a little is kept in one piece.
    aside = np.ones(tuple(3 if side == 1 else 1 for side in along.shape), np.uint8)
    lines = cv2.morphologyEx(cv2.dilate(thin, aside), cv2.MORPH_OPEN, along)
    bridge = np.ones(tuple(1 if side == 1 else GAP * SCALE for side in along.shape), np.uint8)
    return np.asarray(cv2.morphologyEx(lines, cv2.MORPH_CLOSE, bridge), np.uint8)


def _outlines(lines: Mask) -> list[tuple[Any, Any]]:
    """The places x and y along the edge of each line; none where there are too many lines for a table."""
    outlines, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if len(outlines) > MOST_LINES:
        return []
    return [(outline[:, 0, 0], outline[:, 0, 1]) for outline in outlines]
