"""Finds the labels of a layout's fields on the lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Line, Page

CELL_GAP = 0.8
"""Units of the font size: free space before a label that sets it apart from what stands left of it."""

VALUE_GAP = 0.25
"""Free space after a label that sets its value apart; a plain space is about this wide."""

LETTER_SPACING = 5.0
"""Free space within a label: 姓　　名 is set this wide to align with longer labels."""

MOST_ROWS = 3
"""Lines into which a label is broken at most; 在线验证 set downwards has four and no value beside it."""

OPENERS = frozenset("()[]:;,.、。|①②③④⑤⑥⑦⑧⑨")


class Label(NamedTuple):
    """A label found. `first` and `last` are glyph indexes on the line; `apart` says that its value is set apart.

    `notes` is True for labels among the notes below the table, where the words occur in running text.
    `fields` is empty for a label that only ends the value before it.
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
                    line.middle,
                    glyphs[first].size,
                    apart,
                    line.middle >= in_notes,
                )
            )
    return _with_wrapped(page, lines, layout, labels)


def _with_wrapped(page: Page, lines: Sequence[Line], layout: Layout, labels: list[Label]) -> list[Label]:
    """The labels, with those that a narrow cell breaks into two lines in place of their halves.

    Half of one label can look like another: 校（院）长 over 姓名. Only where a required label is lacking or one stands
    twice are the cells looked into.
    """
    if len(page.down) < 2 or len(page.across) < 2:
        return labels
    # The code has two captions on some papers, and is found without them.
    names = [name for label in labels if not label.notes for name in label.fields if name != "verification_code"]
    if set(layout.required) - {"verification_code"} <= set(names) and len(names) == len(set(names)):
        return labels
    kept, cells = labels, set()
    for line in lines:
        for index, glyph in enumerate(line.glyphs):
            if index and not ruled_between(page, line.glyphs, index):
                continue
            cell = cell_around(page, (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2)
            if cell is None or cell in cells:
                continue
            cells.add(cell)
            wrapped = _wrapped(lines, layout, cell)
            if wrapped is not None:
                kept = [label for label in kept if not _in_cell(label, cell)]
                kept.append(wrapped)
    return sorted(kept, key=lambda label: (label.line, label.first))


def _in_cell(label: Label, cell: Box) -> bool:
    return cell.x0 <= (label.x0 + label.x1) / 2 <= cell.x1 and cell.y0 <= label.middle <= cell.y1


def _wrapped(lines: Sequence[Line], layout: Layout, cell: Box) -> Label | None:
    """The label that all the text of a cell makes together, if it stands on several lines."""
    rows = []
    for number, line in enumerate(lines):
        if cell.y0 <= line.middle <= cell.y1:
            inside = [i for i, glyph in enumerate(line.glyphs) if cell.x0 <= (glyph.x0 + glyph.x1) / 2 <= cell.x1]
            if inside:
                rows.append((number, inside))
    if not 1 < len(rows) <= MOST_ROWS:
        return None
    glyphs = [lines[number].glyphs[i] for number, inside in rows for i in inside]
    text = "".join(glyph.text for glyph in glyphs).removesuffix(":")
    if text not in layout.fields_by_label:
        return None
    number, inside = rows[-1]
    return Label(
        *(number, text, layout.fields_by_label[text], inside[0], inside[-1]),
        *(min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)),
        *((cell.y0 + cell.y1) / 2, glyphs[0].size),
        apart=True,
        notes=False,
    )


def cell_around(page: Page, x: float, y: float) -> Box | None:
    """The ruled cell around a point; None where rulings do not enclose it."""
    walls = [at for y0, y1, at in page.down if y0 <= y <= y1]
    floors = [at for x0, x1, at in page.across if x0 <= x <= x1]
    left, right = max((w for w in walls if w < x), default=None), min((w for w in walls if w > x), default=None)
    top, bottom = max((f for f in floors if f < y), default=None), min((f for f in floors if f > y), default=None)
    if left is None or right is None or top is None or bottom is None:
        return None
    return Box(left, top, right, bottom)


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
