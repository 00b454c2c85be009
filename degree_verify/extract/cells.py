"""The ruled cell that holds a label's value, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.extract.fragments import Fragment, inside
from degree_verify.extract.labels import Label
from degree_verify.model.geometry import Box
from degree_verify.model.page import Line, Page


class Cell(NamedTuple):
    """A ruled cell that holds a value: one of its own, or (`inline`) the one that its label stands in too."""

    box: Box
    inline: bool


def cell_of(page: Page, lines: Sequence[Line], labels: Sequence[Label], label: Label) -> Cell | None:
    """The ruled cell that holds the label's value: the one right of the label's cell, or the label's own."""
    if len(page.down) < 2 or len(page.across) < 2:
        return None
    slack = label.size / 2
    walls = sorted({round(x, 1) for y0, y1, x in page.down if y0 <= label.middle <= y1})
    walls = [x for i, x in enumerate(walls) if i == 0 or x - walls[i - 1] > slack]
    left = [x for x in walls if x <= label.x0 + slack]
    right = [x for x in walls if x >= label.x1 - slack]
    if not left or not right:
        return None
    floors = sorted(y for x0, x1, y in page.across if x0 <= label.x0 + slack and x1 >= label.x1 - slack)
    above = [y for y in floors if y <= label.middle]
    below = [y for y in floors if y > label.middle]
    if not above or not below:
        return None
    own = Box(left[-1], above[-1], right[0], below[0])
    if label.opened or _holds(lines, own, label):
        return None if _frames(labels, own, label) else Cell(own, inline=True)
    if len(right) < 2:
        return None
    # The value's cell may be divided otherwise than the label's (a label cell over two rows).
    inner = sorted(y for x0, x1, y in page.across if x0 <= right[0] + slack and x1 >= right[1] - slack)
    tops = [y for y in inner if y <= label.middle]
    bottoms = [y for y in inner if y > label.middle]
    if not tops or not bottoms:
        return None
    cell = Box(right[0], tops[-1], right[1], bottoms[0])
    return None if _frames(labels, cell, label) else Cell(cell, inline=False)


def within(lines: Sequence[Line], labels: Sequence[Label], label: Label, cell: Cell) -> tuple[Fragment, ...]:
    """What stands in a cell up to a second label in it, which has a value of its own: 证书编号 over (原证书编号:…)."""
    fragments = []
    # A label in the middle of its cell has lines of its value above it, and nothing else.
    first = label.line if cell.inline and _starts_above(lines[: label.line], label, cell.box) else 0
    for number, line in enumerate(lines[first:], start=first):
        if line.y1 < cell.box.y0 or line.y0 > cell.box.y1:
            continue
        glyphs = line.glyphs
        start = label.last + 1 if number == label.line else 0
        others = [
            o.first for o in labels if o.line == number and o.first >= start and inside(glyphs[o.first], cell.box)
        ]
        stop = min(others, default=len(glyphs))
        if others and start < stop and glyphs[stop - 1].text == "(":
            stop -= 1
        kept = [glyph for glyph in glyphs[start:stop] if inside(glyph, cell.box)]
        if number == label.line and kept and kept[0].text == ":":
            kept = kept[1:]
        if kept:
            fragments.append(Fragment(tuple(kept), line.middle))
        if others:
            break
    return tuple(fragments)


def _frames(labels: Sequence[Label], box: Box, label: Label) -> bool:
    """Whether a box is no cell but a frame around several rows: the label of another row stands at its height.

    A second label inside a value's cell (原证书编号 below the own number) makes no frame of it.
    """
    return any(
        box.y0 < other.middle < box.y1
        and abs(other.middle - label.middle) > label.size
        and not (label.x1 < box.x0 < (other.x0 + other.x1) / 2 < box.x1)
        for other in labels
        if other is not label
    )


def _holds(lines: Sequence[Line], box: Box, label: Label) -> bool:
    """Whether text other than a colon stands in the label's own cell, right of it."""
    if any(inside(glyph, box) and glyph.text != ":" for glyph in lines[label.line].glyphs[label.last + 1 :]):
        return True
    glyphs = lines[label.line].glyphs
    behind = [glyph for glyph in glyphs[label.last + 1 :] if glyph.text != ":"]
    if label.first and inside(glyphs[label.first - 1], box) and not behind:
        # Behind a value of the same cell, at the end of its line: what follows stands below, 原证书编号： over 1105…
        return any(inside(line.glyphs[0], box) for line in lines[label.line + 1 :] if line.y0 < box.y1)
    # The value of a label on two lines stands between them, on a line of its own.
    return any(
        inside(glyph, box) and glyph.x0 > label.x1
        for line in lines[label.line + 1 :]
        if abs(line.middle - label.middle) < label.size
        for glyph in line.glyphs
    )


def _starts_above(lines: Sequence[Line], label: Label, box: Box) -> bool:
    """Whether something in a box above its label begins left of the label's end."""
    return any(
        inside(glyph, box) and glyph.x0 < label.x1
        for line in lines
        if line.y1 >= box.y0 and line.y0 <= box.y1
        for glyph in line.glyphs
    )
