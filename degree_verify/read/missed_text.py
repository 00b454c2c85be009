"""Text that the detector passed over: on lettering across the page, where it puts one box around both, and at the end
of a line that a seal cuts in two, of 1182 8120 2206 9903 62 the 1182.

Such lettering is a watermark, far paler than the text, and seals are red, as light as paper in a picture's red. So dark
ink that belongs to no box of a line is gathered into runs as high as a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

import cv2
import numpy as np

from degree_verify.read.boxes import TextBox
from degree_verify.read.detection import ordered
from degree_verify.read.ocr import Colours, Quad
from degree_verify.read.shrink import shrunk

LINE = 16.0
"""Pixels that a usual box is high in the picture that is searched: letters are then as high as the smallest print."""

DARK = 0.5
"""How dark text is at least, between the paper and the darkest of a usual line. A watermark has a fifth of it."""

LOWEST, HIGHEST = 0.4, 3.0
"""Heights of a run, in those of a usual box: rulings are lower, and symbols and seals higher."""

TOGETHER = 0.8
"""Free space between characters of one run, in heights of a usual box."""

BESIDE, OVERLAP, ALONG = 1.5, 0.5, 0.3
"""Heights of a usual box that a run stands from the end of a line it belongs to at most, reaches into its box, and
stands above or below it."""

TOUCHING = 0.2
"""The same up to which the run is a piece of the line that its box cuts off."""

MARGIN = 0.15
"""Heights of a run by which its box is larger, as those of the detector are."""


def missed_text(
    picture: Colours, boxes: Sequence[TextBox], across: Sequence[TextBox]
) -> tuple[list[TextBox], list[Quad]]:
    """The `boxes` of lines, grown where dark ink goes on at their ends, and the boxes of other runs of dark ink that
    belong to none of them: on the lettering in `across`, or beside a box on its line."""
    if not boxes:
        return [], []
    line = median([box.down for box in boxes])
    scale = min(1.0, LINE / line)
    red = np.ascontiguousarray(picture[..., 0])
    red = shrunk(red, round(red.shape[1] * scale), round(red.shape[0] * scale)) if scale < 1 else red
    ink = _free_ink(red, [np.round(box.quad * scale).astype(np.int32) for box in boxes], line * scale)
    grown, found = list(boxes), []
    for middle, (width, height), angle in _runs(ink, line * scale):
        more = 2 * MARGIN * min(width, height)
        quad = ordered(cv2.boxPoints((middle, (width + more, height + more), angle)))
        quad = np.asarray(quad / scale, np.float32)
        beside = [(gap, number) for number, box in enumerate(grown) if (gap := _gap(quad, box.quad, line)) is not None]
        place = np.array(middle, np.float32) / scale
        if beside and min(beside)[0] < TOUCHING * line:
            number = min(beside)[1]
            grown[number] = TextBox(_longer(grown[number].quad, quad))
        # Ink farther off has a box of its own where it is text.
        elif beside or any(cv2.pointPolygonTest(box.quad, place.tolist(), measureDist=True) > -line for box in across):
            found.append(quad)
    return grown, found


def _gap(run: Quad, box: Quad, line: float) -> float | None:
    """The free space between a run and the box whose line it goes on with, before it or behind it; None where it is no
    part of that line. Both lie about level."""
    reach, height, length = _along(run, box)
    gap = max(-float(reach.max()), float(reach.min()) - length)
    return gap if abs(float(height.mean())) < ALONG * line and -OVERLAP * line < gap < BESIDE * line else None


def _longer(box: Quad, run: Quad) -> Quad:
    """A box lengthened to where a run ends that goes on with its line."""
    reach, _, length = _along(run, box)
    start, end = min(float(reach.min()), 0.0), max(float(reach.max()), length)
    along = np.stack([(box[1] - box[0]), (box[2] - box[3])]) / max(length, 1.0)
    ends = box[0] + start * along[0], box[0] + end * along[0], box[3] + end * along[1], box[3] + start * along[1]
    return np.array(ends, np.float32)


def _along(run: Quad, box: Quad) -> tuple[Any, Any, float]:
    """How far a run's corners are along a box's line and across it, and the line's length."""
    start, end = (box[0] + box[3]) / 2, (box[1] + box[2]) / 2
    length = float(np.linalg.norm(end - start))
    along = (end - start) / max(length, 1.0)
    corners = run - start
    return corners @ along, corners @ np.array([-along[1], along[0]]), length


def _free_ink(grey: Any, lines: Sequence[Any], size: float) -> Any:
    """Where in a picture, whose lines are `size` pixels high, ink is as dark as theirs and outside of them."""
    reach = round(size) | 1
    paper = cv2.blur(cv2.dilate(grey, np.ones((reach, reach), np.uint8)), (reach, reach))
    light = cv2.divide(grey, paper, scale=255)
    darkest = []
    for line in lines:
        (x0, y0), (x1, y1) = np.maximum((line.min(axis=0), line.max(axis=0)), 0)
        if (inner := light[y0:y1, x0:x1]).size:
            darkest.append(int(inner.min()))
    ink = (light < 255 - DARK * (255 - median(darkest or [0]))).astype(np.uint8)
    for line in lines:  # not all at once: where two overlap nothing would be filled
        cv2.fillConvexPoly(ink, line, 0)
    return ink


def _runs(ink: Any, size: float) -> Iterator[Any]:
    """The runs in some ink that are as high as a line, each as its middle, its sides and its angle."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, round(TOGETHER * size) | 1), np.uint8))
    outlines, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for place in map(cv2.minAreaRect, outlines):
        if LOWEST * size < min(place[1]) < HIGHEST * size:
            yield place
