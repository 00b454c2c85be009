"""Wrapped lines of values where no rulings stand: loose fragments, and the label that each belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from degree_verify.extract.fragments import Fragment
from degree_verify.extract.labels import Label
from degree_verify.model.page import Glyph, Line

SEGMENT_GAP = 1.2
"""Units of the font size: a wider gap separates cells where no ruling line does."""

LARGER = 1.45
"""Text larger than its label by more than this is a title, not a line of the value."""

ROW_REACH = 2.2
"""A wrapped line stands no further than this from the rest of its value."""


def loose_fragments(
    lines: Sequence[Line],
    walls: Sequence[frozenset[int]],
    labels: Sequence[Label],
    mains: Sequence[Fragment | None],
    end: float,
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
            if run and (broken or glyph.gap > SEGMENT_GAP or index in walls[number]):
                fragments.append(Fragment(tuple(run), line.middle))
                run = []
            if not broken:
                run.append(glyph)
        if run:
            fragments.append(Fragment(tuple(run), line.middle))
    return fragments


def owners_of(labels: Sequence[Label], loose: Sequence[Fragment]) -> list[int | None]:
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


def closing(
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


def value_column(label: Label, main: Fragment | None, loose: Sequence[Fragment]) -> list[Fragment]:
    """The lines of a value: above and below its main one, not beside it as the text in a photograph's frame."""
    if main is None:
        main = min(loose, key=lambda f: (abs(f.middle - label.middle), f.x0), default=None)
    if main is None:
        return []
    x0, x1 = main.x0, main.glyphs[-1].x1
    return [main, *(f for f in loose if f is not main and ((f.x0 < x1 and f.glyphs[-1].x1 > x0) or label.opened))]


def next_columns(labels: Sequence[Label]) -> list[float]:
    """For each label, where the next column of labels starts; infinitely far where none does."""
    edges = [float("inf")] * len(labels)
    for column, right in _columns(labels):
        for index in column:
            edges[index] = right
    return edges


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


def _text(fragment: Fragment | None) -> str:
    return "".join(glyph.text for glyph in fragment.glyphs) if fragment else ""
