"""Finds the labels of a layout's fields on the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Line, Page

CELL_GAP = 0.8
"""Units of the font size: free space before a label that sets it apart from what stands left of it."""

VALUE_GAP = 0.25
"""Free space after a label that sets its value apart; a plain space is about this wide."""

LETTER_SPACING = 8.5
"""Free space within a label: 姓　　名 is set this wide to align with longer labels, as justified columns do."""

SAME_COLUMN = 1.0
"""Points between the left edges of two labels that stand above each other."""

OPENERS = frozenset("()[]:;,.、。|①②③④⑤⑥⑦⑧⑨")


class Label(NamedTuple):
    """A label found. `first` and `last` are glyph indexes on the line; `apart` says that its value is set apart.

    `notes` is True for labels among the notes below the table, where the words occur in running text.
    `fields` is empty for a label that only ends the value before it. `opened`: a bracket opens before it, which its
    value must close.
    """

    line: int
    text: str
    fields: tuple[str, ...]
    first: int
    last: int
    x0: float
    x1: float
    middle: float
    size: float
    apart: bool
    notes: bool
    opened: bool = False


def find_labels(
    lines: Sequence[Line], walls: Sequence[frozenset[int]], layout: Layout, end: float = float("inf")
) -> list[Label]:
    """All labels in reading order. `walls` are the ruled glyphs of each line; the notes begin at the height `end`."""
    labels: list[Label] = []
    close: list[Label] = []
    for number, (line, ruled) in enumerate(zip(lines, walls, strict=True)):
        for match in layout.label_pattern.finditer(line.text):
            first, last = line.owners[match.start()], line.owners[match.end() - 1]
            glyphs = line.glyphs
            if any(i in ruled or glyphs[i].gap > LETTER_SPACING for i in range(first + 1, last + 1)):
                continue
            colon = match.end() < len(line.text) and line.text[match.end()] in ":"
            apart = colon or _ends(glyphs, ruled, last)
            free = _starts_cell(glyphs, ruled, first)
            beside = apart and _starts(glyphs[first - 1 : first + 1], colon)
            if not free and not beside and not (apart and glyphs[first].gap > VALUE_GAP):
                continue
            (labels if free or beside else close).append(
                Label(
                    number,
                    match.group(),
                    layout.fields_by_label.get(match.group(), ()),
                    first,
                    last,
                    glyphs[first].x0,
                    glyphs[last].x1,
                    line.middle if glyphs[last].y1 <= line.y1 else (line.y0 + glyphs[last].y1) / 2,
                    glyphs[first].size,
                    apart,
                    line.middle >= end,
                    bool(first) and glyphs[first - 1].text == "(",
                )
            )
    aligned = [label for label in close if any(_above(label, other) for other in labels)]
    return sorted([*labels, *aligned], key=_place) if aligned else labels


def _place(label: Label) -> tuple[int, int]:
    return label.line, label.first


def _above(label: Label, other: Label) -> bool:
    """Whether two labels stand in one column: what stands close behind a value is a label of the next one."""
    return abs(label.x0 - other.x0) < SAME_COLUMN and label.line != other.line and label.notes == other.notes


def notes_start(page: Page, lines: Sequence[Line], layout: Layout) -> float:
    """The height on the page at which the notes begin; below everything when there are none."""
    for line in lines:
        if any(line.text.startswith(end) for end in layout.ends):
            # The heading may stand in the middle of its cell, beside the notes.
            x = line.glyphs[0].x0
            top = max((y for x0, x1, y in page.across if x0 <= x <= x1 and y < line.middle), default=line.y0)
            # A ruling above a row of the table is the page's frame, not the top of the notes' cell.
            rows = any(top < other.middle < line.y0 and layout.label_pattern.match(other.text) for other in lines)
            return line.y0 if rows else top
    return float("inf")


def _starts_cell(glyphs: Sequence[Glyph], ruled: frozenset[int], first: int) -> bool:
    return first == 0 or glyphs[first].gap > CELL_GAP or first in ruled


def _starts(pair: Sequence[Glyph], colon: bool) -> bool:
    """Whether a label can start at the second of two glyphs, though no wide gap is there."""
    if len(pair) < 2:
        return True
    before, glyph = pair
    return before.text in OPENERS or (colon and (bool(glyph.space) or glyph.gap > VALUE_GAP))


def _ends(glyphs: Sequence[Glyph], ruled: frozenset[int], last: int) -> bool:
    if last + 1 == len(glyphs):
        return True
    after = glyphs[last + 1]
    return bool(after.space) or after.gap > VALUE_GAP or last + 1 in ruled
