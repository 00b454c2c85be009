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

LETTER_SPACING = 5.0
"""Free space within a label: 姓　　名 is set this wide to align with longer labels."""

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


def find_labels(page: Page, lines: Sequence[Line], layout: Layout) -> list[Label]:
    """All labels in reading order."""
    labels = []
    in_notes = notes_start(page, lines, layout)
    for number, line in enumerate(lines):
        for match in layout.label_pattern.finditer(line.text):
            first, last = line.owners[match.start()], line.owners[match.end() - 1]
            glyphs = line.glyphs
            if any(
                glyph.gap > LETTER_SPACING or ruled_between(page, glyphs, i) for i, glyph in _inner(line, first, last)
            ):
                continue
            colon = match.end() < len(line.text) and line.text[match.end()] in ":"
            if not _starts(page, glyphs, first, colon):
                continue
            apart = colon or _ends(page, glyphs, last)
            if not apart and not _starts_cell(page, glyphs, first):
                continue
            labels.append(
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
                    line.middle >= in_notes,
                    bool(first) and glyphs[first - 1].text == "(",
                )
            )
    return labels


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


def ruled_between(page: Page, glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a vertical ruling line stands between a glyph and the one before it."""
    if index == 0 or not page.down:
        return False
    left, right = glyphs[index - 1], glyphs[index]
    middle = (right.y0 + right.y1) / 2
    x0, x1 = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    return any(y0 <= middle <= y1 and x0 <= x <= x1 for y0, y1, x in page.down)


def _inner(line: Line, first: int, last: int) -> list[tuple[int, Glyph]]:
    return [(index, line.glyphs[index]) for index in range(first + 1, last + 1)]


def _starts_cell(page: Page, glyphs: Sequence[Glyph], first: int) -> bool:
    return first == 0 or glyphs[first].gap > CELL_GAP or ruled_between(page, glyphs, first)


def _starts(page: Page, glyphs: Sequence[Glyph], first: int, colon: bool) -> bool:
    if _starts_cell(page, glyphs, first):
        return True
    glyph, before = glyphs[first], glyphs[first - 1]
    return before.text in OPENERS or (colon and (bool(glyph.space) or glyph.gap > VALUE_GAP))


def _ends(page: Page, glyphs: Sequence[Glyph], last: int) -> bool:
    if last + 1 == len(glyphs):
        return True
    after = glyphs[last + 1]
    return bool(after.space) or after.gap > VALUE_GAP or ruled_between(page, glyphs, last + 1)
