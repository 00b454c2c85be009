"""Where letters and shapes of a drawing trace stand, and what touches what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from degree_verify.read.visibility import ASCENT, DESCENT, LEVEL, Area

TOLERANCE = 0.5
"""Points by which letters may reach over the side of what stands beside them."""

HAIRLINE = 1.0
"""Points. A level line of at most this width hides nothing of letters that it only underlines."""

UNDERLINE = 1.2
"""Points by which an underline may reach up into letters."""

ONE_ROW = 1.5
"""Units of the size: a span whose box is higher than this may have letters on several rows."""


def core_of(span: Any) -> Area:
    """Where a span's letters stand, without the free space of its box."""
    x0, y0, x1, y1 = span["bbox"]
    if span["dir"][0] > LEVEL:
        size = span["size"]
        top = bottom = span["chars"][0][2][1]
        if y1 - y0 > ONE_ROW * size:
            bases = [base for _, _, (_, base), _ in span["chars"]]
            top, bottom = min(bases), max(bases)
        y0, y1 = top - ASCENT * size, bottom + DESCENT * size
    return (x0 + TOLERANCE, y0, max(x1 - TOLERANCE, x0 + 2 * TOLERANCE), y1)


def letters_of(span: Any) -> list[Area]:
    """Where each letter of a span stands: a span can go on in the next cell or row."""
    size, upright = span["size"], span["dir"][0] > LEVEL
    return [
        (x0 + TOLERANCE, base - ASCENT * size, max(x1, x0 + size / 2) - TOLERANCE, base + DESCENT * size)
        if upright
        else (x0, y0, x1, y1)
        for code, _, (_, base), (x0, y0, x1, y1) in span["chars"]
        if code > ord(" ")
    ]


def outline_of(shape: Any) -> Iterator[Area]:
    """The areas that the strokes of a shape touch."""
    half = max(float(shape["width"] or 0), 1.0) / 2
    for item in shape["items"]:
        if item[0] == "l":
            xs, ys = (item[1][0], item[2][0]), (item[1][1], item[2][1])
            top = min(ys) - half
            if half <= HAIRLINE / 2 and max(ys) == min(ys):
                top += UNDERLINE
            yield (min(xs) - half, top, max(xs) + half, max(ys) + half)
        elif item[0] == "re":
            x0, y0, x1, y1 = item[1]
            yield (x0 - half, y0 - half, x1 + half, y0 + half)
            yield (x0 - half, y1 - half, x1 + half, y1 + half)
            yield (x0 - half, y0 - half, x0 + half, y1 + half)
            yield (x1 - half, y0 - half, x1 + half, y1 + half)
        else:
            x0, y0, x1, y1 = shape["rect"]
            yield (x0 - half, y0 - half, x1 + half, y1 + half)
            return


def areas_of(shape: Any) -> list[Area]:
    """The areas that a filled shape may cover."""
    items = shape["items"]
    if not all(item[0] == "re" for item in items):
        return [tuple(shape["rect"])]
    areas: list[Area] = [tuple(item[1]) for item in items]
    if len(areas) == 2 and shape["even_odd"]:  # browsers draw the frame of a box as one box less a smaller one
        outer, inner = sorted(areas, key=lambda area: (area[0], -area[2]))
        (x0, y0, x1, y1), (left, top, right, bottom) = outer, inner
        if x0 <= left <= right <= x1 and y0 <= top <= bottom <= y1:
            return [(x0, y0, x1, top), (x0, bottom, x1, y1), (x0, y0, left, y1), (right, y0, x1, y1)]
    return areas


def touches(level: list[Any], cores: Any, areas: list[Area]) -> Any:
    """Which spans have letters that some areas touch."""
    if not areas:
        return np.zeros((len(level), 0), dtype=bool)
    boxes = np.array(areas)
    found = overlaps(cores, boxes)
    for place in np.flatnonzero(found.any(axis=1)):
        letters = letters_of(level[place])
        near = np.flatnonzero(found[place])
        found[place, near] = overlaps(np.array(letters), boxes[near]).any(axis=0) if letters else False
    return found


def overlaps(one: Any, other: Any) -> Any:
    """Which of some areas touch which of others."""
    return (
        (one[:, None, 0] < other[None, :, 2])
        & (other[None, :, 0] < one[:, None, 2])
        & (one[:, None, 1] < other[None, :, 3])
        & (other[None, :, 1] < one[:, None, 3])
    )
