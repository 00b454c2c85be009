"""Glyphs into visual lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from degree_verify.model.document import ReadFrom, UnreadReason
from degree_verify.model.page import Glyph, Line

BASELINE_TO_MIDDLE = 0.38
"""From the baseline up to the middle of a Han character, in units of the font size; the same for all fonts, whose own
boxes differ widely."""

ABOVE_BASELINE = 0.88
"""How far a glyph's box reaches above the baseline, in units of the font size."""

SAME_LINE = 0.4
"""Runs whose middles differ by less than this part of the smaller size stand on one line."""

SPLIT_ROW = 0.25
"""Part of the size by which the middles of two rows differ at most that are one; text that stands on them is level."""

_NO_GLYPH_BEFORE = float("inf")
_left = attrgetter("x0")
_height = itemgetter(0)

SAME_PLACE = 0.6
"""Two glyphs that share this part of their width stand on each other."""


class Mark(NamedTuple):
    """One character as a reader reports it. `base` is the baseline; `run` numbers the reader's runs of text,
    `shape` is the number of the character's shape in its font."""

    raw: str
    text: str
    x0: float
    x1: float
    base: float
    size: float
    run: int
    doubt: UnreadReason | None = None
    confidence: float = 1.0
    shape: int = -1


mark_of: Callable[[tuple[Any, ...]], Mark] = partial(tuple.__new__, Mark)
_glyph: Callable[[tuple[Any, ...]], Glyph] = partial(tuple.__new__, Glyph)
"""Both at half the time of a call by name; a page has hundreds of characters."""


def lines_of(marks: Iterable[Mark], read_from: ReadFrom = ReadFrom.TEXT) -> tuple[Line, ...]:
    """Lines from top to bottom. Letters without size, which nobody sees, stand in none."""
    rows: list[list[Mark]] = []
    at, size = 0.0, 0.0  # middle and size of the last mark that opened a row
    placed = [(mark.base - BASELINE_TO_MIDDLE * mark.size, mark) for mark in marks if mark.size > 0]
    placed.sort(key=_height)  # keeps marks of one height in their order
    for middle, mark in placed:
        if rows and (middle == at or middle - at < SAME_LINE * min(mark.size, size)):
            rows[-1].append(mark)
            continue
        if len(rows) > 1 and _one_row(rows[-2], rows[-1]):
            rows[-2:] = [rows[-2] + rows[-1]]
        rows.append([mark])
        at, size = middle, mark.size
    if len(rows) > 1 and _one_row(rows[-2], rows[-1]):
        rows[-2:] = [rows[-2] + rows[-1]]
    return tuple(line for row in rows if (line := _line(row, read_from)).glyphs)


def _one_row(upper: list[Mark], lower: list[Mark]) -> bool:
    """Whether two rows are one that a mark far off on it, slightly higher, has split: digits from 年 and 月."""
    one, other = upper[len(upper) // 2], lower[len(lower) // 2]
    down = (other.base - BASELINE_TO_MIDDLE * other.size) - (one.base - BASELINE_TO_MIDDLE * one.size)
    if down > SPLIT_ROW * min(one.size, other.size):
        return False
    slack = SPLIT_ROW * min(one.size, other.size)
    shown = [mark for mark in lower if mark.text.strip()]
    return not any(
        mark.x0 < near.x1 - slack and mark.x1 > near.x0 + slack for mark in upper if mark.text.strip() for near in shown
    )


def _line(row: list[Mark], read_from: ReadFrom) -> Line:
    glyphs: list[Glyph] = []
    space = ""
    row.sort(key=_left)  # stable: glyphs of one run that share a place keep their order
    before: Glyph | None = None
    for raw, folded, x0, x1, base, size, run, reported, confidence, shape in row:
        text, doubt = folded.strip(), reported
        if not text:
            space += raw
            continue
        gap = _NO_GLYPH_BEFORE
        if before is not None:
            if before.x1 > x0 and _share(before, x0, x1):
                if before.text == text and before.doubt == doubt:  # bold by printing twice
                    continue
                doubt = UnreadReason.OVERLAID
                glyphs[-1] = before._replace(doubt=doubt)
            gap = (x0 - before.x1) / size
        top, bottom = base - ABOVE_BASELINE * size, base + 0.12 * size
        before = _glyph((raw, text, x0, x1, top, bottom, size, gap, space, doubt, confidence, run, shape))
        glyphs.append(before)
        space = ""
    line = "".join([glyph.text for glyph in glyphs])
    # One character each, but for the few that fold to several.
    plain = len(line) == len(glyphs)
    owners = tuple(range(len(glyphs))) if plain else tuple(i for i, glyph in enumerate(glyphs) for _ in glyph.text)
    return Line(
        glyphs=tuple(glyphs),
        text=line,
        owners=owners,
        y0=min([glyph.y0 for glyph in glyphs], default=0.0),
        y1=max([glyph.y1 for glyph in glyphs], default=0.0),
        read_from=read_from,
    )


def _share(before: Glyph, x0: float, x1: float) -> bool:
    """Whether two glyphs stand on each other."""
    narrower = min(before.x1 - before.x0, x1 - x0)
    return narrower > 0 and min(before.x1, x1) - max(before.x0, x0) > SAME_PLACE * narrower
