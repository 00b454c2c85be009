"""Glyphs into visual lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from degree_verify.model.document import ReadFrom, UnreadReason
from degree_verify.model.page import Glyph, Line

BASELINE_TO_MIDDLE = 0.38
"""From the baseline up to the middle of a Han character, in units of the font size; the same for all fonts, whose own
boxes differ widely."""

SAME_LINE = 0.4
"""Runs whose middles differ by less than this part of the smaller size stand on one line."""

SAME_PLACE = 0.6
"""Two glyphs that share this part of their width stand on each other."""


class Mark(NamedTuple):
    """One character as a reader reports it. `base` is the baseline; `run` numbers the reader's runs of text."""

    raw: str
    text: str
    x0: float
    x1: float
    base: float
    size: float
    run: int
    doubt: UnreadReason | None = None
    confidence: float = 1.0


def lines_of(marks: Iterable[Mark], read_from: ReadFrom = ReadFrom.TEXT) -> tuple[Line, ...]:
    """Lines from top to bottom."""
    rows: list[list[Mark]] = []
    at, size = 0.0, 0.0  # middle and size of the last mark that opened a row
    placed = [(mark.base - BASELINE_TO_MIDDLE * mark.size, number, mark) for number, mark in enumerate(marks)]
    placed.sort()  # the number keeps marks of one height in their order
    for middle, _, mark in placed:
        if rows and middle - at < SAME_LINE * min(mark.size, size):
            rows[-1].append(mark)
            continue
        rows.append([mark])
        at, size = middle, mark.size
    return tuple(line for row in rows if (line := _line(row, read_from)).glyphs)


def _line(row: Sequence[Mark], read_from: ReadFrom) -> Line:
    glyphs: list[Glyph] = []
    space = ""
    # The sort is stable: glyphs of one run that share a place keep their order.
    for mark in sorted(row, key=lambda m: m.x0):
        text = mark.text.strip()
        if not text:
            space += mark.raw
            continue
        gap = float("inf")
        doubt = mark.doubt
        if glyphs:
            before = glyphs[-1]
            shared = min(before.x1, mark.x1) - max(before.x0, mark.x0)
            narrower = min(before.x1 - before.x0, mark.x1 - mark.x0)
            if shared > SAME_PLACE * narrower and narrower > 0:
                if before.text == text and before.doubt == doubt:  # bold by printing twice
                    continue
                doubt = UnreadReason.OVERLAID
                glyphs[-1] = before._replace(doubt=doubt)
            gap = (mark.x0 - before.x1) / mark.size
        glyphs.append(
            Glyph(
                mark.raw,
                text,
                mark.x0,
                mark.x1,
                mark.base - 0.88 * mark.size,
                mark.base + 0.12 * mark.size,
                mark.size,
                gap,
                space,
                doubt,
                mark.confidence,
            )
        )
        space = ""
    owners = tuple(index for index, glyph in enumerate(glyphs) for _ in glyph.text)
    return Line(
        glyphs=tuple(glyphs),
        text="".join(glyph.text for glyph in glyphs),
        owners=owners,
        y0=min((glyph.y0 for glyph in glyphs), default=0.0),
        y1=max((glyph.y1 for glyph in glyphs), default=0.0),
        read_from=read_from,
    )
