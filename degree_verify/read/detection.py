"""Where text stands in a picture: the PP-OCRv6 detector and the boxes made of what it sees."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.read.ocr import Colours, Quad, engine, normalised, run
from degree_verify.read.shrink import shrunk
from degree_verify.timings import stage

DETECTION_SIDE = 960
"""Pixels of the longer side for detection. Smaller loses text of 6 points, larger costs more and finds nothing else."""

MODULE = 32
"""Sides are multiples of this for the detector."""

INK, BOX_SCORE, GROWTH = 0.3, 0.5, 1.6
"""Detector's threshold for a pixel and for a box, and how far boxes are grown: the model learned shrunken ones."""

MOST_BOXES = 400
"""Boxes of a page; certificates have about 40, dense print about 150."""


@stage("find text")
def find_text(picture: Colours, side: int = DETECTION_SIDE) -> list[Quad]:
    """The boxes of text in a picture, from top to bottom."""
    height, width = picture.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = [max(MODULE, round(length * scale / MODULE) * MODULE) for length in (width, height)]
    small = shrunk(picture, *size) if scale < 1 else cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
    heat = run(engine().detector, normalised(np.asarray(small, np.uint8))[None])[0, 0]
    back = np.array([width / size[0], height / size[1]], np.float32)
    quads = [quad * back for quad in _boxes(heat)]
    return sorted(quads, key=lambda quad: float(quad[:, 1].mean()))


def _boxes(heat: npt.NDArray[np.float32]) -> list[Quad]:
    """Boxes around the connected places where the detector sees text, grown back to the height of the text."""
    mask = cv2.dilate((heat > INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[: 4 * MOST_BOXES]:
        (x, y), (w, h), angle = cv2.minAreaRect(outline)
        if min(w, h) < 3 or _score(heat, outline) < BOX_SCORE:
            continue
        reach = 2 * w * h * GROWTH / (2 * (w + h))
        found.append(ordered(cv2.boxPoints(((x, y), (w + reach, h + reach), angle))))
    return found[:MOST_BOXES]


def _score(heat: npt.NDArray[np.float32], outline: Any) -> float:
    x, y, w, h = cv2.boundingRect(outline)
    inside = np.zeros((h, w), np.uint8)
    cv2.fillPoly(inside, [outline - (x, y)], 1)
    return float(cv2.mean(heat[y : y + h, x : x + w], inside)[0])


def ordered(corners: Any) -> Quad:
    """Corners from the top left clockwise, for a box that is not upside down."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1])]
    top_right, bottom_right = right[np.argsort(right[:, 1])]
    return np.array([top_left, top_right, bottom_right, bottom_left], np.float32)
