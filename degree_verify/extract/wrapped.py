"""Puts labels together that a narrow cell breaks into several lines: 毕（结）业 over 日期."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from degree_verify.extract.fragments import rebuilt, ruled
from degree_verify.extract.labels import CELL_GAP, VALUE_GAP
from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Line, Page

MOST_ROWS = 3
"""Lines into which a label is broken at most; 在线验证 set downwards has four and no value beside it."""

PITCH = 2.0
"""Units of the font size: the lines of a broken label stand no further apart."""

CLOSE_PITCH = 1.7
"""The same where its upper line is a label by itself."""


class _Piece(NamedTuple):
    """A stretch of a line that stands free: glyphs `first` to `last`. `text` is without a colon at its end."""

    line: int
    first: int
    last: int
    text: str
    x0: float
    x1: float
    middle: float
    size: float


class _Halves(NamedTuple):
    """What the lines of a broken label can read: all beginnings and all ends of a layout's labels."""

    starts: frozenset[str]
    ends: frozenset[str]


@lru_cache(maxsize=64)
def _halves(layout: Layout) -> _Halves:
    labels = layout.fields_by_label
    return _Halves(
        frozenset(label[:end] for label in labels for end in range(1, len(label))),
        frozenset(label[begin:] for label in labels for begin in range(1, len(label))),
    )


def unbroken(page: Page, lines: Sequence[Line], layout: Layout) -> list[Line]:
    """The lines, each broken label moved whole to the line on which it begins.

    The moved glyphs keep their heights: the label's middle stays between its lines, where its value stands.
    """
    halves = _halves(layout)
    pieces = [piece for number, line in enumerate(lines) for piece in _pieces(page, number, line, halves)]
    lowers = [piece for piece in pieces if piece.text in halves.ends]
    texts = Counter(piece.text for piece in pieces)
    taken: set[_Piece] = set()
    moved: dict[tuple[int, int], list[Glyph]] = {}
    for upper in pieces:
        if upper.text not in halves.starts or upper in taken:
            continue
        rest = _rest(page, upper, [piece for piece in lowers if piece not in taken], layout.fields_by_label, texts)
        for lower in rest:
            taken.add(lower)
            glyphs = lines[lower.line].glyphs[lower.first : lower.last + 1]
            moved.setdefault((upper.line, upper.last), []).extend(
                glyph._replace(x0=upper.x1, x1=upper.x1, gap=0.0, space="") for glyph in glyphs
            )
    if not taken:
        return list(lines)
    rearranged = [_rearranged(line, number, taken, moved) for number, line in enumerate(lines)]
    return [line for line in rearranged if line.glyphs]


def _rest(
    page: Page, upper: _Piece, lowers: Sequence[_Piece], labels: Collection[str], texts: Counter[str]
) -> list[_Piece]:
    """The pieces below one that make a label with it; none when there is no such label."""
    rows, text = [upper], upper.text
    whole: list[_Piece] = []
    while len(rows) < MOST_ROWS:
        last = rows[-1]
        # Two labels above each other are one only where the lower one stands elsewhere too: 校(院)长 over 姓名.
        lower = next(
            (
                piece
                for piece in lowers
                if _under(page, last, piece, CLOSE_PITCH if text in labels else PITCH)
                and any(label.startswith(text + piece.text) for label in labels)
                and not (text in labels and piece.text in labels and texts[piece.text] < 2)
            ),
            None,
        )
        if lower is None:
            break
        rows.append(lower)
        text += lower.text
        if text in labels:
            whole = rows[1:]
    return whole


def _under(page: Page, upper: _Piece, lower: _Piece, pitch: float) -> bool:
    """Whether a piece stands right below another, in the same column and cell."""
    if not 0 < lower.middle - upper.middle < pitch * upper.size:
        return False
    left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    middle = (left + right) / 2
    return left < right + upper.size / 2 and not any(
        x0 <= middle <= x1 and upper.middle < y < lower.middle for x0, x1, y in page.across
    )


def _pieces(page: Page, number: int, line: Line, halves: _Halves) -> list[_Piece]:
    """The free stretches of a line that may be part of a broken label."""
    glyphs = line.glyphs
    walls = ruled(page, line)
    starts = [i for i, glyph in enumerate(glyphs) if not i or glyph.gap > CELL_GAP or i in walls]
    pieces = []
    for first, stop in zip(starts, [*starts[1:], len(glyphs)], strict=True):
        # A value can stand closer than another cell would.
        near = next((i for i in range(first + 1, stop) if glyphs[i].gap > VALUE_GAP or glyphs[i].space), stop)
        for end in (near, stop) if near < stop else (stop,):
            text = "".join([glyph.text for glyph in glyphs[first:end]]).removesuffix(":")
            if text in halves.starts or text in halves.ends:
                x0, x1 = glyphs[first].x0, glyphs[end - 1].x1
                pieces.append(_Piece(number, first, end - 1, text, x0, x1, line.middle, glyphs[first].size))
    return pieces


def _rearranged(line: Line, number: int, taken: set[_Piece], moved: dict[tuple[int, int], list[Glyph]]) -> Line:
    """A line without the pieces taken from it and with those moved to it."""
    gone = {index for piece in taken if piece.line == number for index in range(piece.first, piece.last + 1)}
    glyphs: list[Glyph] = []
    for index, glyph in enumerate(line.glyphs):
        if index in gone:
            continue
        # What was left and right of a piece taken away does not belong together.
        glyphs.append(glyph._replace(gap=float("inf")) if index - 1 in gone else glyph)
        glyphs += moved.get((number, index), [])
    return rebuilt(line, tuple(glyphs))
