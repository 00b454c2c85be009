"""Small things drawn with lines and areas: letters as outlines, signs, marks; whatever is no ruling and no ground."""

from __future__ import annotations

from typing import Any

import pymupdf

from degree_verify.model.geometry import PLAIN, Box
from degree_verify.read.visibility import FAINT, PALE, Ground, rgb

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


LEAST_OUTLINE = 8
"""Pieces of an outline within which something is drawn, from which on it may be a letter; frames have fewer."""


def figures_of(traced: list[Any], grounds: list[Ground], matrix: Any) -> tuple[Box, ...]:
    """The places of the pieces, each by itself: a shape may reach over the page and be seen in one corner of it.

    `traced` is all that is drawn, clips among it; white is seen on a ground alone.
    """
    found = []
    for shape in traced:
        kind = shape["type"]
        if kind == "group" or (kind == "clip" and len(shape.get("items", ())) < LEAST_OUTLINE):
            continue
        if kind != "clip" and not _is_seen(shape, grounds):
            continue
        items = shape["items"]
        whole = kind == "clip" or len(items) > MOST_ITEMS
        place = shape["scissor"] if kind == "clip" else shape["rect"]
        areas = [place] if whole else [area for item in items if (area := _area(item))]
        found += [(x0, y0, x1, y1) for x0, y0, x1, y1 in areas if _is_small(x1 - x0, y1 - y0)]
    plain = tuple(matrix) == PLAIN
    return tuple(Box(*area) if plain else Box(*(pymupdf.Rect(area) * matrix)) for area in found)


def _is_seen(shape: Any, grounds: list[Ground]) -> bool:
    filled = "f" in shape["type"] and (shape["fill_opacity"] or 0) > FAINT
    stroked = "s" in shape["type"] and (shape["stroke_opacity"] or 0) > FAINT
    if (filled and _is_dark(shape["fill"])) or (stroked and _is_dark(shape["color"])):
        return True
    return (filled or stroked) and bool(grounds) and _is_on(shape, grounds)


def _is_on(shape: Any, grounds: list[Ground]) -> bool:
    """Whether a light shape stands on a darker ground drawn before it."""
    x0, y0, x1, y1 = shape["rect"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return any(
        ground.order < shape["seqno"] and a <= x <= c and b <= y <= d
        for ground in grounds
        for a, b, c, d in (ground.area,)
    )


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
