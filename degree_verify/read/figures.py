"""Small things drawn with lines and areas: letters as outlines, signs, marks; whatever is no ruling and no ground."""

from __future__ import annotations

from typing import Any

import pymupdf

from degree_verify.model.geometry import PLAIN, Box
from degree_verify.read.visibility import FAINT, PALE, rgb

SHORTEST_RULING = 16.0
"""Points. Straight level and upright lines that are as long are rulings: rows of a table are as high."""

STRAIGHT = 1.0
"""Points by which the ends of a level or upright line may differ."""

LARGEST = 200.0
"""Points. What is larger both ways is a frame or an ornament of the page."""

SMALLEST = 0.3
"""Points. What is smaller both ways is a dot that nobody sees."""

MOST_ITEMS = 5000
"""Pieces of one shape. A shape with more is one thing, as large as it is."""


def figures_of(drawings: list[Any], matrix: Any) -> tuple[Box, ...]:
    """The places of the pieces, each by itself: a shape may reach over the page and be seen in one corner of it."""
    found = []
    for shape in drawings:
        if not _is_seen(shape):
            continue
        items = shape["items"]
        areas = [shape["rect"]] if len(items) > MOST_ITEMS else [area for item in items if (area := _area(item))]
        found += [(x0, y0, x1, y1) for x0, y0, x1, y1 in areas if _is_small(x1 - x0, y1 - y0)]
    plain = tuple(matrix) == PLAIN
    return tuple(Box(*area) if plain else Box(*(pymupdf.Rect(area) * matrix)) for area in found)


def _is_seen(shape: Any) -> bool:
    filled = "f" in shape["type"] and (shape["fill_opacity"] or 0) > FAINT and _is_dark(shape["fill"])
    return filled or ("s" in shape["type"] and (shape["stroke_opacity"] or 0) > FAINT and _is_dark(shape["color"]))


def _is_dark(colour: Any) -> bool:
    return bool(colour) and min(rgb(tuple(colour))) < PALE


def _is_small(width: float, height: float) -> bool:
    return max(width, height) > SMALLEST and min(width, height) < LARGEST


def _area(item: Any) -> tuple[float, float, float, float] | None:
    """The place of a piece; None of a ruling and of a rectangle, which are cells, grounds and modules of codes."""
    kind = item[0]
    if kind == "re":
        x0, y0, x1, y1 = item[1]
        thin, long = sorted((abs(x1 - x0), abs(y1 - y0)))
        return (x0, y0, x1, y1) if thin < SHORTEST_RULING / 2 and long < SHORTEST_RULING else None
    if kind == "qu":
        x0, y0, x1, y1 = pymupdf.Quad(item[1]).rect
        return (x0, y0, x1, y1)
    xs, ys = zip(*item[1:], strict=True)
    area = (min(xs), min(ys), max(xs), max(ys))
    thin, long = sorted((area[2] - area[0], area[3] - area[1]))
    return None if kind == "l" and thin < STRAIGHT and long >= SHORTEST_RULING else area
