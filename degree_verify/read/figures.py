"""Small things drawn with lines and areas: letters as outlines, signs, marks; whatever is no ruling and no ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pymupdf

from degree_verify.model.geometry import PLAIN, Box
from degree_verify.read.images import Painted
from degree_verify.read.rulings import FINE_SHAPES
from degree_verify.read.visibility import BLOCKS, FAINT, PALE, SMALLEST_PICTURE, TINY, Area, Ground, rgb

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


LEAST_OUTLINE = 12
"""Pieces of an outline within which something is drawn, from which on it may be a letter; rounded frames have fewer."""

MOST_OF_FRAME, LEAST_FRAME, BORDER = 80, 8.0, 3.0
"""Pieces of a box with rounded corners, points of its height, and points from its sides within which its lines run."""

LEAST_GROUND, MOST_GROUNDS = 5.0, 100
"""Points of the shorter side of a ground on which letters may stand, and grounds that are looked at."""


def figures_of(drawings: list[Any], matrix: Any) -> tuple[Box, ...]:
    """The places of the pieces, each by itself: a shape may reach over the page and be seen in one corner of it."""
    return _placed((area for shape in drawings if _is_dark(shape) for area in _pieces(shape)), matrix)


def painted_figures_of(painted: list[Painted], traced: list[Any], matrix: Any) -> tuple[Box, ...]:
    """The places of what is painted with gradients, patterns or through letters, as far as it is no ground of cells,
    which rectangles bound. Outlines of letters may then be among the clips of `traced`."""
    if not painted:
        return ()
    areas = [area for area, rectangle in painted if not rectangle or _area(("re", area))]
    return _placed((*areas, *_crooked(traced)), matrix)


def are_modules(painted: list[Painted], spans: list[Any]) -> bool:
    """Whether what is painted, block characters or the smallest letters may be the modules of a code."""
    small = sum(char[0] in BLOCKS or span["size"] < TINY for span in spans for char in span["chars"])
    large = any(not rectangle and _sides(area)[0] > SMALLEST_PICTURE for area, rectangle in painted)
    return large or small > FINE_SHAPES or len(painted) > FINE_SHAPES


def _crooked(traced: list[Any]) -> Iterator[Area]:
    """The clips that are as crooked as letters."""
    return (s["scissor"] for s in traced if s["type"] == "clip" and len(s.get("items", ())) >= LEAST_OUTLINE)


def cut_figures_of(traced: list[Any], grounds: list[Ground], matrix: Any) -> tuple[Box, ...]:
    """The places of what is light on a darker ground, and of clips as crooked as letters are, in which a gradient or a
    pattern may be drawn. `traced` is all that is drawn, clips among it."""
    wide = sorted((g for g in grounds if _sides(g.area)[0] > LEAST_GROUND), key=lambda g: -_sides(g.area)[0])
    wide = wide[:MOST_GROUNDS]
    found = [*_crooked(traced)]
    for shape in traced if wide else ():
        if shape["type"] not in ("clip", "group") and not _is_dark(shape) and _is_on(shape, wide):
            found += _pieces(shape)
    return _placed(found, matrix)


def _placed(areas: Iterable[Area], matrix: Any) -> tuple[Box, ...]:
    plain = tuple(matrix) == PLAIN
    small = [area for area in areas if _is_small(area[2] - area[0], area[3] - area[1])]
    return tuple(Box(*area) if plain else Box(*(pymupdf.Rect(area) * matrix)) for area in small)


def _is_frame(shape: Any) -> bool:
    """Whether a shape is a wide box with rounded corners, filled or as a border: its lines run along its sides, and
    nothing of it is crooked but at its ends."""
    items = shape["items"]
    x0, y0, x1, y1 = shape["rect"]
    height = y1 - y0
    if len(items) > MOST_OF_FRAME or height < LEAST_FRAME or x1 - x0 < 2 * height:
        return False
    for kind, *points in items:
        if kind not in ("l", "c"):
            return False
        xs, ys = zip(*points, strict=True)
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if kind == "c":
            along = right < x0 + height / 2 + STRAIGHT or left > x1 - height / 2 - STRAIGHT
        elif bottom - top < STRAIGHT:
            along = min(top - y0, y1 - bottom) < BORDER
        else:
            along = right - left < STRAIGHT and min(left - x0, x1 - right) < BORDER
        if not along:
            return False
    return True


def _sides(area: Area) -> list[float]:
    return sorted((area[2] - area[0], area[3] - area[1]))


def _pieces(shape: Any) -> list[Area]:
    items = shape["items"]
    if _is_frame(shape):
        return []
    return [shape["rect"]] if len(items) > MOST_ITEMS else [area for item in items if (area := _area(item))]


def _is_dark(shape: Any) -> bool:
    """Whether a shape is seen on white."""
    filled = "f" in shape["type"] and (shape["fill_opacity"] or 0) > FAINT and _is_inked(shape["fill"])
    return filled or ("s" in shape["type"] and (shape["stroke_opacity"] or 0) > FAINT and _is_inked(shape["color"]))


def _is_on(shape: Any, grounds: list[Ground]) -> bool:
    """Whether a shape stands on a ground drawn before it."""
    x0, y0, x1, y1 = shape["rect"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return any(
        ground.order < shape["seqno"] and a <= x <= c and b <= y <= d
        for ground in grounds
        for a, b, c, d in (ground.area,)
    )


def _is_inked(colour: Any) -> bool:
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
