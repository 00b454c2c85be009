"""Which glyphs beside a label are its value: by ruling lines where there are any, else by nearness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.extract.cells import cell_of, within
from degree_verify.extract.columns import SEGMENT_GAP, closing, loose_fragments, next_columns, owners_of, value_column
from degree_verify.extract.fragments import Fragment, box_of
from degree_verify.extract.labels import Label
from degree_verify.model.document import ReadFrom
from degree_verify.model.geometry import Box
from degree_verify.model.page import Glyph, Line, Page

CUT_GAP = 0.3
"""Glyphs closer than this belong to one word, whatever line is drawn between them."""

SAME_ROW = 0.5
"""Units of the font size between the middles of labels that stand on one row."""

FAR_GAP = 8.0
"""A value never has a gap this wide in it, nor stands so far from its own first glyph's column."""


LARGE = 3.0
"""A single letter so many times as large as the label is no part of its value: portraits are now and then read as one.
"""


class Value(NamedTuple):
    """The fragments of a value from top to bottom, and the box in which it was looked for.

    `cut` says that a ruling line runs through its text: some of it may stand on the other side. `beyond` are the texts
    that stand further right on the label's row and belong to no label.
    """

    fragments: tuple[Fragment, ...]
    place: Box
    cut: bool = False
    beyond: tuple[str, ...] = ()


def values_of(
    page: Page,
    lines: Sequence[Line],
    walls: Sequence[frozenset[int]],
    labels: Sequence[Label],
    end: float = float("inf"),
) -> list[Value]:
    """The value of each label, in the order of the labels. No value outside a ruled cell reaches below `end`."""
    edges = next_columns(labels)
    mains = [
        _main(lines[label.line], walls[label.line], labels, label, edge)
        for label, edge in zip(labels, edges, strict=True)
    ]
    boxed = [cell_of(page, lines, labels, label) for label in labels]
    neighbours = _neighbours(lines, labels)
    loose = loose_fragments(lines, walls, labels, mains, end)
    owned = closing(labels, mains, loose, owners_of(labels, loose))
    values = []
    for index, label in enumerate(labels):
        cell = boxed[index]
        if cell is not None:
            fragments = list(within(lines, labels, label, cell))
            # A frame around the page and the table's last line make a cell too, in which the notes stand as well.
            if lines[label.line].middle < end:
                fragments = [fragment for fragment in fragments if fragment.middle < end]
            place = Box(label.x1, *cell.box[1:]) if cell.inline else cell.box
            values.append(Value(tuple(fragments), place, _cut(neighbours, fragments)))
            continue
        fragments = value_column(
            label, mains[index], [f for f, owner in zip(loose, owned, strict=True) if owner == index]
        )
        fragments.sort(key=lambda fragment: (fragment.middle, fragment.x0))
        if fragments and fragments[0].glyphs[0].text == ":":  # its label's, which is broken over two lines
            fragments[0] = fragments[0]._replace(glyphs=fragments[0].glyphs[1:])
            fragments = [fragment for fragment in fragments if fragment.glyphs]
        place = _place(page, labels, label, fragments)
        values.append(Value(tuple(fragments), place, _cut(neighbours, fragments)))
    used = {id(glyph) for value in values for fragment in value.fragments for glyph in fragment.glyphs}
    return [
        value._replace(beyond=_beyond(lines[label.line], labels, label, used))
        for label, value in zip(labels, values, strict=True)
    ]


def _main(line: Line, ruled: frozenset[int], labels: Sequence[Label], label: Label, edge: float) -> Fragment | None:
    """What stands on the label's own line between it and the next label, ruling line or wide gap.

    What begins right of `edge`, where the next column of labels starts, is a value of that column.
    """
    stop = _next_label(line, labels, label)
    start = label.last + 1
    if start < stop < len(line.glyphs) and line.glyphs[stop - 1].text == "(":  # (原证书编号:…)
        stop -= 1
    if start < stop and line.glyphs[start].text == ":":
        start += 1
    # The label of the next column stands on a line of its own where it is broken over two.
    right = min([other.x0 for other in labels if other.x0 > label.x1 and _beside(label, other)], default=float("inf"))
    code = "verification_code" in label.fields
    kept: list[Glyph] = []
    for index in range(start, stop):
        glyph = line.glyphs[index]
        if glyph.x0 >= right or (not kept and glyph.x0 >= edge) or (kept and (glyph.gap > FAR_GAP or index in ruled)):
            break
        if kept and index == stop - 1 and line.read_from is ReadFrom.OCR and glyph.size > LARGE * label.size:
            break
        if code and kept and glyph.gap > SEGMENT_GAP and not _segment(line, index, stop).isascii():
            break
        kept.append(glyph)
    return Fragment(tuple(kept), line.middle) if kept else None


def _next_label(line: Line, labels: Sequence[Label], label: Label) -> int:
    """The first glyph of the label that follows one on its line, one past the last glyph where none does."""
    return min(
        [other.first for other in labels if other.line == label.line and other.first > label.last],
        default=len(line.glyphs),
    )


def _beside(label: Label, other: Label) -> bool:
    """Whether a label further right stands at the height of one, but on another line."""
    return (
        other.line != label.line
        and not other.notes
        and not other.opened  # it stands in a value: (原证书编号:…)
        and abs(other.middle - label.middle) < SAME_ROW * label.size
    )


def _segment(line: Line, start: int, stop: int) -> str:
    """The text up to the next wide gap."""
    end = next((i for i in range(start + 1, stop) if line.glyphs[i].gap > SEGMENT_GAP), stop)
    return "".join([glyph.text for glyph in line.glyphs[start:end]])


def _beyond(line: Line, labels: Sequence[Label], label: Label, used: set[int]) -> tuple[str, ...]:
    """The texts between a label and the next one on its line that are part of no value."""
    texts: list[str] = []
    apart = True
    for glyph in line.glyphs[label.last + 1 : _next_label(line, labels, label)]:
        if id(glyph) in used:
            apart = True
            continue
        if apart or glyph.gap > SEGMENT_GAP:
            texts.append("")
        apart = False
        texts[-1] += glyph.raw
    return tuple(texts)


def _cut(neighbours: Neighbours, fragments: Sequence[Fragment]) -> bool:
    """Whether the text of a fragment runs on beyond its end, close enough to belong to it."""
    inside = {id(glyph) for fragment in fragments for glyph in fragment.glyphs}
    for fragment in fragments:
        before, after = neighbours.get(id(fragment.glyphs[0])), neighbours.get(id(fragment.glyphs[-1]))
        if (before and before[0] not in inside and before[0]) or (after and after[1] not in inside and after[1]):
            return True
    return False


Neighbours = dict[int, tuple[int, int]]
"""By the id of a glyph, the ids of the glyphs that touch it left and right; 0 where none does."""


def _neighbours(lines: Sequence[Line], labels: Sequence[Label]) -> Neighbours:
    """Which glyphs touch: no free space between them, neither a label's nor after a colon."""
    # A bracket that opens before a label belongs to the label: (原证书编号: 1002…).
    names = {
        id(glyph) for label in labels for glyph in lines[label.line].glyphs[label.first - label.opened : label.last + 1]
    }
    found: Neighbours = {}
    for number in {label.line for label in labels}:
        before = 0
        for glyph in lines[number].glyphs:
            own = id(glyph)
            touches = before and glyph.gap < CUT_GAP and not glyph.space and own not in names
            found[own] = (before if touches else 0, 0)
            if touches:
                found[before] = (found[before][0], own)
            before = 0 if own in names or glyph.text == ":" else own
    return found


def _place(page: Page, labels: Sequence[Label], label: Label, fragments: Sequence[Fragment]) -> Box:
    """Where the value was looked for: what was found, else the free space right of the label."""
    if fragments:
        glyphs = [glyph for fragment in fragments for glyph in fragment.glyphs]
        return box_of(glyphs)
    right = min(
        (o.x0 for o in labels if o.x0 > label.x1 and abs(o.middle - label.middle) < label.size),
        default=min(label.x1 + 20 * label.size, page.width),
    )
    return Box(label.x1, label.middle - label.size, right, label.middle + label.size)


def handed_on(labels: Sequence[Label], values: Sequence[Value]) -> list[Value]:
    """The values, the lower lines of one given to a label that ends its first line and has none: a second label in a
    cell whose own value wraps, 1105… 原证书编号： over 1105…"""
    given = list(values)
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        owner = next((n for n in range(number - 1, -1, -1) if labels[n].line == label.line), None)
        if value.fragments or owner is None or not given[owner].fragments:
            continue
        own = given[owner]
        upper = tuple(fragment for fragment in own.fragments if fragment.middle <= label.middle + label.size / 2)
        lower = own.fragments[len(upper) :]
        if upper and lower and upper[-1].glyphs[-1].x1 <= label.x0:
            given[owner], given[number] = own._replace(fragments=upper), value._replace(fragments=lower)
    return given
