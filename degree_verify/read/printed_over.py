"""Text that stands on lettering across the page, or close to it: the detector puts one box around both.

Such lettering is a watermark, far paler than the text. So dark ink within its box that belongs to no box of a line is
gathered into runs as high as a line.
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

MARGIN = 0.15
"""Heights of a run by which its box is larger, as those of the detector are."""


def printed_over(picture: Colours, boxes: Sequence[TextBox], across: Sequence[TextBox]) -> list[Quad]:
    """The boxes of runs of dark ink on the lettering in `across` that belong to none of the `boxes` of lines."""
    if not boxes or not across:
        return []
    line = median([box.down for box in boxes])
    scale = min(1.0, LINE / line)
    corners = np.concatenate([box.quad for box in across])
    left, top = np.maximum(corners.min(axis=0) - 2 * line, 0).astype(int)
    right, bottom = np.ceil(corners.max(axis=0) + 2 * line).astype(int)
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    if min(part.shape[:2]) < 2 * line:
        return []
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    grey = shrunk(grey, round(grey.shape[1] * scale), round(grey.shape[0] * scale)) if scale < 1 else grey
    corner = np.array([left, top], np.float32)
    ink = _free_ink(grey, [np.round((box.quad - corner) * scale).astype(np.int32) for box in boxes], line * scale)
    found = []
    for middle, (width, height), angle in _runs(ink, line * scale):
        place = np.array(middle, np.float32) / scale + corner
        # Ink farther off has a box of its own where it is text.
        if any(cv2.pointPolygonTest(box.quad, place.tolist(), measureDist=True) > -line for box in across):
            more = 2 * MARGIN * min(width, height)
            quad = ordered(cv2.boxPoints((middle, (width + more, height + more), angle)))
            found.append(np.asarray(quad / scale + corner, np.float32))
    return found


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
