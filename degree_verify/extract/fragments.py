"""Stretches of a line, of which values are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.model.geometry import Box
from degree_verify.model.page import Glyph, Line


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
        min(g.x0 for g in glyphs), min(g.y0 for g in glyphs), max(g.x1 for g in glyphs), max(g.y1 for g in glyphs)
    )


def inside(glyph: Glyph, box: Box) -> bool:
    """Whether the middle of a glyph lies in a box."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
