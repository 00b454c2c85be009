"""Ruling lines of a page: what separates rows and cells."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import pymupdf

from degree_verify.model.geometry import PLAIN
from degree_verify.read.visibility import THIN, Area

SAME_RULING = 1.0
"""Points. Pieces of rulings that lie closer are one line: cells that touch each draw their edge."""

LOWEST_CELL = 1.7
"""Units of the font size. A filled box without an outline that is lower is the ground of one text, not its cell."""

FINE_SHAPES = 60
"""A smallest QR code (version 1) has over 200 dark modules; tables have fewer small shapes than this."""


Rulings = tuple[tuple[float, float, float], ...]


def rulings_of(drawings: list[Any], matrix: Any, spans: list[Any]) -> tuple[Rulings, Rulings, bool]:
    """Horizontal and vertical ruling lines, and whether there are many small shapes."""
    across, down = [], []
    small = 0
    plain = tuple(matrix) == PLAIN
    for shape in drawings:
        items = shape["items"]
        if len(items) > FINE_SHAPES:
            small += len(items)
            continue
        for item in items:
            kind = item[0]
            if kind == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
            elif kind == "re":
                x0, y0, x1, y1 = item[1]
            elif kind == "qu":
                x0, y0, x1, y1 = pymupdf.Quad(item[1]).rect
            else:
                continue
            as_drawn = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            x0, y0, x1, y1 = as_drawn if plain else pymupdf.Rect(as_drawn) * matrix
            if x1 - x0 < 8 and y1 - y0 < 8:
                small += 1
            elif y1 - y0 < THIN:
                across.append((x0, x1, (y0 + y1) / 2))
            elif x1 - x0 < THIN:
                down.append((y0, y1, (x0 + x1) / 2))
            elif kind != "l" and not (shape["type"] == "f" and _is_ground(as_drawn, spans)):
                across += [(x0, x1, y0), (x0, x1, y1)]
                down += [(y0, y1, x0), (y0, y1, x1)]
    return merged(across), merged(down), small > FINE_SHAPES


def _is_ground(box: Area, spans: list[Any]) -> bool:
    """Whether a filled box is the ground of one text, closer around it than a cell."""
    x0, y0, x1, y1 = box
    return any(
        x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1 and y1 - y0 < LOWEST_CELL * span["size"]
        for span in spans
        for left, top, right, bottom in (span["bbox"],)
    )


def merged(pieces: Iterable[tuple[float, float, float]]) -> Rulings:
    """Pieces of one ruling line, as the edges of neighbouring cells draw it, made one."""
    lines: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces, key=itemgetter(2)):
        if lines and piece[2] - lines[-1][0][2] < SAME_RULING:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    merged: list[tuple[float, float, float]] = []
    for line in lines:
        at = line[0][2]
        start, end = float("-inf"), float("-inf")
        for first, last, _ in sorted(line):
            if first > end + SAME_RULING:
                if end > start:
                    merged.append((start, end, at))
                start, end = first, last
            end = max(end, last)
        merged.append((start, end, at))
    return tuple(merged)
