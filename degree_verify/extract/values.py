"""Which glyphs beside a label are its value: by ruling lines where there are any, else by nearness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.extract.labels import Label, ruled_between
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Line, Page

SEGMENT_GAP = 1.2
"""Units of the font size: a wider gap separates cells where no ruling line does."""

CUT_GAP = 0.3
"""Glyphs closer than this belong to one word, whatever line is drawn between them."""

FAR_GAP = 8.0
"""A value never has a gap this wide in it, nor stands so far from its own first glyph's column."""

LARGER = 1.45
"""Text larger than its label by more than this is a title, not a line of the value."""

ROW_REACH = 2.2
"""A wrapped line stands no further than this from the rest of its value."""


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


class Value(NamedTuple):
    """The fragments of a value from top to bottom, and the box in which it was looked for.

    `cut` says that a ruling line runs through its text: some of it may stand on the other side.
    """

    fragments: tuple[Fragment, ...]
    place: Box
    cut: bool = False


class Cell(NamedTuple):
    """A ruled cell that holds a value: one of its own, or (`inline`) the one that its label stands in too."""

    box: Box
    inline: bool


def without_noise(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """The lines less the title and the texts that stand in value cells without being values (暂无照片上传)."""
    cleaned = []
    titles = _titles(lines, layout)
    for number, printed in enumerate(lines):
        if number in titles:
            continue
        line = printed
        for noise in layout.noise:
            at = line.text.find(noise)
            if at < 0:
                continue
            first, last = line.owners[at], line.owners[at + len(noise) - 1]
            alone_left = first == 0 or line.glyphs[first].gap > 0.5 or line.glyphs[first].space
            if alone_left and (last + 1 == len(line.glyphs) or line.glyphs[last + 1].gap > 0.5):
                line = rebuilt(line, (*line.glyphs[:first], *line.glyphs[last + 1 :]))
        if line.glyphs:
            cleaned.append(line)
    return cleaned


def _titles(lines: Sequence[Line], layout: Layout) -> set[int]:
    """The lines that are a title, or together with the next one."""
    found: set[int] = set()
    for number in range(len(lines)):
        for extent in (1, 2):
            text = "".join(part.text for part in lines[number : number + extent]).lower()
            if any(title.fullmatch(text) for title in layout.titles):
                found.update(range(number, number + extent))
    return found


def rebuilt(line: Line, glyphs: tuple[Glyph, ...]) -> Line:
    """A line of some of another line's glyphs."""
    owners = tuple(index for index, glyph in enumerate(glyphs) for _ in glyph.text)
    return Line(glyphs, "".join(g.text for g in glyphs), owners, line.y0, line.y1, line.read_from)


def values_of(page: Page, lines: Sequence[Line], labels: Sequence[Label], end: float = float("inf")) -> list[Value]:
    """The value of each label, in the order of the labels. No value outside a ruled cell reaches below `end`."""
    mains = [_main(page, lines, labels, label) for label in labels]
    boxed = [_cell(page, lines, labels, label) for label in labels]
    neighbours = _neighbours(lines, labels)
    loose = _loose(page, lines, labels, mains, end)
    owned = _closing(labels, mains, loose, _owners(labels, loose, page))
    values = []
    for index, label in enumerate(labels):
        cell = boxed[index]
        if cell is not None:
            fragments = list(_within(lines, labels, label, cell))
            place = Box(label.x1, *cell.box[1:]) if cell.inline else cell.box
            values.append(Value(tuple(fragments), place, _cut(neighbours, fragments)))
            continue
        fragments = _column(label, mains[index], [f for f, owner in zip(loose, owned, strict=True) if owner == index])
        fragments.sort(key=lambda fragment: (fragment.middle, fragment.x0))
        if fragments and fragments[0].glyphs[0].text == ":":  # its label's, which is broken over two lines
            fragments[0] = fragments[0]._replace(glyphs=fragments[0].glyphs[1:])
            fragments = [fragment for fragment in fragments if fragment.glyphs]
        place = _place(page, labels, label, fragments)
        values.append(Value(tuple(fragments), place, _cut(neighbours, fragments)))
    return values


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
    names = {id(glyph) for label in labels for glyph in lines[label.line].glyphs[label.first : label.last + 1]}
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


def _main(page: Page, lines: Sequence[Line], labels: Sequence[Label], label: Label) -> Fragment | None:
    """What stands on the label's own line between it and the next label, ruling line or wide gap."""
    line = lines[label.line]
    stop = min(
        (other.first for other in labels if other.line == label.line and other.first > label.last),
        default=len(line.glyphs),
    )
    start = label.last + 1
    if start < stop < len(line.glyphs) and line.glyphs[stop - 1].text == "(":  # (原证书编号:…)
        stop -= 1
    if start < stop and line.glyphs[start].text == ":":
        start += 1
    kept: list[Glyph] = []
    for index in range(start, stop):
        glyph = line.glyphs[index]
        if kept and (glyph.gap > FAR_GAP or ruled_between(page, line.glyphs, index)):
            break
        kept.append(glyph)
    return Fragment(tuple(kept), line.middle) if kept else None


def _cell(page: Page, lines: Sequence[Line], labels: Sequence[Label], label: Label) -> Cell | None:
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
    if _holds(lines, own, label):
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
    if any(_inside(glyph, box) and glyph.text != ":" for glyph in lines[label.line].glyphs[label.last + 1 :]):
        return True
    # The value of a label on two lines stands between them, on a line of its own.
    return any(
        _inside(glyph, box) and glyph.x0 > label.x1
        for line in lines[label.line + 1 :]
        if abs(line.middle - label.middle) < label.size
        for glyph in line.glyphs
    )


def _inside(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _within(lines: Sequence[Line], labels: Sequence[Label], label: Label, cell: Cell) -> tuple[Fragment, ...]:
    """What stands in a cell up to a second label in it, which has a value of its own: 证书编号 over (原证书编号:…)."""
    fragments = []
    # A label in the middle of its cell has lines of its value above it, and nothing else.
    above = [g for line in lines[: label.line] for g in line.glyphs if _inside(g, cell.box)]
    first = label.line if cell.inline and any(glyph.x0 < label.x1 for glyph in above) else 0
    for number, line in enumerate(lines[first:], start=first):
        if line.y1 < cell.box.y0 or line.y0 > cell.box.y1:
            continue
        glyphs = line.glyphs
        start = label.last + 1 if number == label.line else 0
        others = [
            o.first for o in labels if o.line == number and o.first >= start and _inside(glyphs[o.first], cell.box)
        ]
        stop = min(others, default=len(glyphs))
        if others and start < stop and glyphs[stop - 1].text == "(":
            stop -= 1
        kept = [glyph for glyph in glyphs[start:stop] if _inside(glyph, cell.box)]
        if number == label.line and kept and kept[0].text == ":":
            kept = kept[1:]
        if kept:
            fragments.append(Fragment(tuple(kept), line.middle))
        if others:
            break
    return tuple(fragments)


def _loose(
    page: Page, lines: Sequence[Line], labels: Sequence[Label], mains: Sequence[Fragment | None], end: float
) -> list[Fragment]:
    """Stretches of text that are neither label nor beside one: perhaps wrapped lines of a value."""
    taken: dict[int, set[int]] = {}
    for label, main in zip(labels, mains, strict=True):
        used = taken.setdefault(label.line, set())
        used.update(range(label.first, label.last + 1))
        if label.first and lines[label.line].glyphs[label.first - 1].text == "(":  # (原证书编号:…)
            used.add(label.first - 1)
        if label.last + 1 < len(lines[label.line].glyphs) and lines[label.line].glyphs[label.last + 1].text == ":":
            used.add(label.last + 1)
        if main is not None:
            length = len(main.glyphs)
            start = next(
                i
                for i in range(label.last + 1, len(lines[label.line].glyphs))
                if lines[label.line].glyphs[i] is main.glyphs[0]
            )
            used.update(range(label.last + 1, start + length))
    fragments = []
    top = min((label.middle for label in labels), default=0.0) - 40
    bottom = max((label.middle for label in labels if not label.notes), default=0.0) + 40
    for number, line in enumerate(lines):
        if not top <= line.middle <= min(bottom, end):
            continue
        run: list[Glyph] = []
        for index, glyph in enumerate(line.glyphs):
            broken = index in taken.get(number, ())
            if run and (broken or glyph.gap > SEGMENT_GAP or ruled_between(page, line.glyphs, index)):
                fragments.append(Fragment(tuple(run), line.middle))
                run = []
            if not broken:
                run.append(glyph)
        if run:
            fragments.append(Fragment(tuple(run), line.middle))
    return fragments


def _owners(labels: Sequence[Label], loose: Sequence[Fragment], page: Page) -> list[int | None]:
    """The label that each loose fragment belongs to: nearest neighbours join first, never two labels."""
    owners: list[int | None] = [None] * len(loose)
    columns = _columns(labels)
    for column, right in columns:
        left = min(labels[i].x1 for i in column)
        size = labels[column[0]].size
        top, bottom = min(labels[i].middle for i in column), max(labels[i].middle for i in column)
        inside = [
            i
            for i, f in enumerate(loose)
            if top - 4 * size < f.middle < bottom + 4 * size
            and left < f.centre < right
            and f.x0 > left - f.glyphs[0].size
            and f.glyphs[0].size < LARGER * size
        ]
        if not inside:
            continue
        nodes = sorted(
            [(labels[i].middle, -1 - i, labels[i].size) for i in column]
            + [(loose[i].middle, i, loose[i].glyphs[0].size) for i in inside]
        )
        group = list(range(len(nodes)))
        has_label = [-1 - node[1] if node[1] < 0 else None for node in nodes]
        edges = sorted((nodes[k + 1][0] - nodes[k][0], k) for k in range(len(nodes) - 1))
        for distance, k in edges:
            one, other = group[k], group[k + 1]
            reach = ROW_REACH * max(nodes[k][2], nodes[k + 1][2])
            if distance > reach or one == other or (has_label[one] is not None and has_label[other] is not None):
                continue
            label = has_label[one] if has_label[one] is not None else has_label[other]
            group = [one if g == other else g for g in group]
            has_label[one] = label
        for position, node in enumerate(nodes):
            if node[1] >= 0:
                owners[node[1]] = has_label[group[position]]
    return owners


def _closing(
    labels: Sequence[Label], mains: Sequence[Fragment | None], loose: Sequence[Fragment], owned: list[int | None]
) -> list[int | None]:
    """The owners, with what closes a bracket given to the label after that bracket.

    (原证书编号:…) that breaks its line goes on below the beginning of the own number.
    """
    for index, label in enumerate(labels):
        if not label.opened or ")" in _text(mains[index]):
            continue
        for number, fragment in enumerate(loose):
            text = _text(fragment)
            if 0 < fragment.middle - label.middle < ROW_REACH * label.size and ")" in text and "(" not in text:
                owned[number] = index
    return owned


def _text(fragment: Fragment | None) -> str:
    return "".join(glyph.text for glyph in fragment.glyphs) if fragment else ""


def _column(label: Label, main: Fragment | None, loose: Sequence[Fragment]) -> list[Fragment]:
    """The lines of a value: above and below its main one, not beside it as the text in a photograph's frame."""
    if main is None:
        main = min(loose, key=lambda f: (abs(f.middle - label.middle), f.x0), default=None)
    if main is None:
        return []
    x0, x1 = main.x0, main.glyphs[-1].x1
    return [main, *(f for f in loose if f is not main and ((f.x0 < x1 and f.glyphs[-1].x1 > x0) or label.opened))]


def _columns(labels: Sequence[Label]) -> list[tuple[list[int], float]]:
    """Labels that stand above each other, each group with the place where the next group begins."""
    columns: list[list[int]] = []
    for index in sorted(range(len(labels)), key=lambda i: labels[i].x0):
        if labels[index].notes:
            continue
        for column in columns:
            if labels[index].x0 < max(labels[i].x1 for i in column[:1]):
                column.append(index)
                break
        else:
            columns.append([index])
    bounded = []
    for column in columns:
        edge = max(labels[i].x1 for i in column)
        top, bottom = min(labels[i].middle for i in column), max(labels[i].middle for i in column)
        # Only a column beside this one cuts it off: a caption in a box below the table does not, nor a lone label that
        # stands in a value's place (原证书编号).
        starts = (
            min(labels[i].x0 for i in other)
            for other in columns
            if sum(top - labels[i].size < labels[i].middle < bottom + labels[i].size for i in other) > 1
        )
        bounded.append((column, min((x for x in starts if x > edge), default=float("inf"))))
    return bounded


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


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The box around some glyphs."""
    return Box(
        min(g.x0 for g in glyphs), min(g.y0 for g in glyphs), max(g.x1 for g in glyphs), max(g.y1 for g in glyphs)
    )
