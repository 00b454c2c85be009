"""Stretches of a line, of which values are made, and the rulings between its glyphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.model.geometry import Box
from degree_verify.model.page import Glyph, Line, Page


class Fragment(NamedTuple):
    """A stretch of one line."""

    glyphs: tuple[Glyph, ...]
    middle: float

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def centre(self) -> float:
        return (self.glyphs[0].x0 + self.glyphs[-1].x1) / 2


def rebuilt(line: Line, glyphs: tuple[Glyph, ...]) -> Line:
    """A line of some of another line's glyphs."""
    owners = tuple(index for index, glyph in enumerate(glyphs) for _ in glyph.text)
    return Line(glyphs, "".join(g.text for g in glyphs), owners, line.y0, line.y1, line.read_from)


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The box around some glyphs."""
    return Box(
        min([g.x0 for g in glyphs]),
        min([g.y0 for g in glyphs]),
        max([g.x1 for g in glyphs]),
        max([g.y1 for g in glyphs]),
    )


def inside(glyph: Glyph | Box, box: Box) -> bool:
    """Whether the middle of a glyph, or of its place, lies in a box."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def ruled(page: Page, line: Line) -> frozenset[int]:
    """The glyphs of a line that a vertical ruling separates from the one before them, by their index."""
    walls = [wall for wall in page.down if wall[0] <= line.y1 and wall[1] >= line.y0]
    if not walls:
        return frozenset()
    glyphs = line.glyphs
    centres = [(glyph.x0 + glyph.x1) / 2 for glyph in glyphs]
    found = set()
    for y0, y1, x in walls:
        index = bisect_left(centres, x)
        if 0 < index < len(glyphs) and y0 <= (glyphs[index].y0 + glyphs[index].y1) / 2 <= y1:
            found.add(index)
    return frozenset(found)


def running(lines: Sequence[Line]) -> tuple[str, list[Glyph]]:
    """The text of lines, whose sentences run over them, and the glyph of each of its characters."""
    return "".join(line.text for line in lines), [line.glyphs[owner] for line in lines for owner in line.owners]
