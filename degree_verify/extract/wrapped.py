"""Puts labels together that a narrow cell breaks into several lines: 毕（结）业 over 日期."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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


_Stretch = tuple[int, int, int]
"""A line, and the first and one after the last glyph of a stretch that a gap or a ruling sets apart on it."""


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
    """What broken labels are put together to, and what their first and their other lines can read."""

    whole: frozenset[str]
    starts: frozenset[str]
    others: frozenset[str]


@lru_cache(maxsize=64)
def _halves(layout: Layout) -> _Halves:
    # The heading of the notes breaks in a narrow cell as well.
    labels = frozenset((*layout.fields_by_label, *(end.removesuffix(":") for end in layout.ends)))
    return _Halves(
        labels,
        frozenset(label[:end] for label in labels for end in range(1, len(label))),
        frozenset(w[begin:end] for w in labels for begin in range(1, len(w)) for end in range(begin + 1, len(w) + 1)),
    )


def unbroken(page: Page, lines: Sequence[Line], layout: Layout) -> list[Line]:
    """The lines, each broken label moved whole to the line on which it begins.

    The moved glyphs keep their heights: the label's middle stays between its lines, where its value stands.
    """
    halves = _halves(layout)
    stretches = [stretch for number, line in enumerate(lines) for stretch in _stretches(page, number, line)]
    pieces = [piece for stretch in stretches for piece in _pieces(lines, stretch, halves)]
    lowers = [piece for piece in pieces if piece.text in halves.others]
    joined = _joined(page, pieces, lowers, halves)
    taken = {piece for _, rest in joined for piece in rest}
    touching = [piece for piece in lowers if piece not in taken and piece.text not in halves.whole]
    if touching:
        joined += _touching(page, lines, stretches, touching, layout)
    joined += _bracketed(page, lines, stretches, halves)
    if not joined:
        return list(lines)
    taken = set()
    moved: dict[tuple[int, int], list[Glyph]] = {}
    for upper, rest in joined:
        for lower in rest:
            taken.add(lower)
            glyphs = lines[lower.line].glyphs[lower.first : lower.last + 1]
            moved.setdefault((upper.line, upper.last), []).extend(
                glyph._replace(x0=upper.x1, x1=upper.x1, gap=0.0, space="") for glyph in glyphs
            )
    rearranged = [_rearranged(line, number, taken, moved) for number, line in enumerate(lines)]
    return [line for line in rearranged if line.glyphs]


_Joined = list[tuple[_Piece, list[_Piece]]]
"""The first line of each broken label, with its others."""


def _joined(page: Page, pieces: Sequence[_Piece], lowers: Sequence[_Piece], halves: _Halves) -> _Joined:
    """Labels whose lines all stand free."""
    texts = Counter(piece.text for piece in pieces)
    taken: set[_Piece] = set()
    joined = []
    for upper in pieces:
        if upper.text not in halves.starts or upper in taken:
            continue
        rest = _rest(page, upper, [piece for piece in lowers if piece not in taken], halves.whole, texts)
        if rest:
            taken.update(rest)
            joined.append((upper, rest))
    return joined


def _touching(
    page: Page, lines: Sequence[Line], stretches: Sequence[_Stretch], lowers: Sequence[_Piece], layout: Layout
) -> _Joined:
    """Labels whose first line touches its value: 毕（结）业2013年6月20日 over 日期."""
    joined: _Joined = []
    for lower in lowers:
        for number, first, stop in stretches:
            line = lines[number]
            if not 0 < lower.middle - line.middle < CLOSE_PITCH * lower.size:
                continue
            text = "".join([glyph.text for glyph in line.glyphs[first:stop]])
            whole = next((w for w in layout.fields_by_label if w.endswith(lower.text) and _begins(text, w, lower)), "")
            known = layout.label_pattern.match(text)
            length = len(whole) - len(lower.text)
            if not whole or (known and len(known.group()) > length):
                continue
            upper = _piece(line, number, first, first + length)
            within = upper.x0 - lower.size / 2 < lower.x0 and lower.x1 < upper.x1 + lower.size / 2
            if within and upper.text == whole[:length] and _under(page, upper, lower, CLOSE_PITCH):
                joined.append((upper, [lower]))
                break
    return joined


def _begins(text: str, whole: str, lower: _Piece) -> bool:
    """Whether a text begins with all of a label but its lower line, and goes on otherwise."""
    start = whole.removesuffix(lower.text)
    return bool(start) and text.startswith(start) and text != start


def _bracketed(page: Page, lines: Sequence[Line], stretches: Sequence[_Stretch], halves: _Halves) -> _Joined:
    """Labels that break in running text behind a bracket: 1002…（原证书编 over 号：1001…）."""
    joined: _Joined = []
    for number, first, stop in stretches:
        line = lines[number]
        _, bracket, start = line.text.rpartition("(") if stop == len(line.glyphs) else ("", "", "")
        if not bracket or start not in halves.starts or len(start) >= stop - first:
            continue
        upper = _piece(line, number, stop - len(start), stop)
        for other, begin, end in stretches:
            below = lines[other]
            if upper.text != start or not 0 < below.middle - line.middle < CLOSE_PITCH * upper.size:
                continue
            text = "".join([glyph.text for glyph in below.glyphs[begin:end]])
            rest = next((w[len(start) :] for w in halves.whole if w.startswith(start) and _goes_on(text, w, start)), "")
            left = line.glyphs[first].x0 - upper.size
            if rest and left < below.glyphs[begin].x0 < upper.x1:
                colon = text[len(rest)] == ":"
                joined.append((upper, [_piece(below, other, begin, begin + len(rest) + colon)]))
                break
    return joined


def _goes_on(text: str, whole: str, start: str) -> bool:
    """Whether a text begins with the rest of a label, a colon or a number behind it."""
    rest = whole[len(start) :]
    return bool(rest) and text.startswith(rest) and text[len(rest) : len(rest) + 1] in tuple(":0123456789")


def _rest(
    page: Page, upper: _Piece, lowers: Sequence[_Piece], labels: frozenset[str], texts: Counter[str]
) -> list[_Piece]:
    """The pieces below one that make a label with it; none when there is no such label."""
    rows, text = [upper], upper.text
    whole: list[_Piece] = []
    while len(rows) < MOST_ROWS:
        last = rows[-1]
        # Two labels above each other are one only where the lower one stands elsewhere too: 校(院)长 over 姓名.
        # Of pieces that begin together the whole one: letters of a label can stand apart.
        lower = max(
            (
                piece
                for piece in lowers
                if _under(page, last, piece, CLOSE_PITCH if text in labels else PITCH)
                and any(label.startswith(text + piece.text) for label in labels)
                and not (text in labels and piece.text in labels and texts[piece.text] < 2)
            ),
            key=lambda piece: piece.last - piece.first,
            default=None,
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


def _stretches(page: Page, number: int, line: Line) -> list[_Stretch]:
    walls = ruled(page, line)
    starts = [i for i, glyph in enumerate(line.glyphs) if not i or glyph.gap > CELL_GAP or i in walls]
    return [(number, first, stop) for first, stop in zip(starts, [*starts[1:], len(line.glyphs)], strict=True)]


def _pieces(lines: Sequence[Line], stretch: _Stretch, halves: _Halves) -> list[_Piece]:
    """The beginning of a stretch, where it may be part of a broken label."""
    number, first, stop = stretch
    line = lines[number]
    glyphs = line.glyphs
    # A value can stand closer than another cell would.
    near = next((i for i in range(first + 1, stop) if glyphs[i].gap > VALUE_GAP or glyphs[i].space), stop)
    pieces = []
    for end in (near, stop) if near < stop else (stop,):
        text = "".join([glyph.text for glyph in glyphs[first:end]]).removesuffix(":")
        if text in halves.starts or text in halves.others:
            pieces.append(_piece(line, number, first, end))
    return pieces


def _piece(line: Line, number: int, first: int, end: int) -> _Piece:
    glyphs = line.glyphs[first:end]
    text = "".join([glyph.text for glyph in glyphs]).removesuffix(":")
    return _Piece(number, first, end - 1, text, glyphs[0].x0, glyphs[-1].x1, line.middle, glyphs[0].size)


def _rearranged(line: Line, number: int, taken: set[_Piece], moved: dict[tuple[int, int], list[Glyph]]) -> Line:
    """A line without the pieces taken from it and with those moved to it."""
    gone = {index for piece in taken if piece.line == number for index in range(piece.first, piece.last + 1)}
    glyphs: list[Glyph] = []
    for index, glyph in enumerate(line.glyphs):
        if index in gone:
            continue
        # What was left and right of a piece taken away does not belong together; a value stands apart from its label.
        apart = float("inf") if index - 1 in gone else CELL_GAP if (number, index - 1) in moved else 0.0
        glyphs.append(glyph._replace(gap=max(glyph.gap, apart)) if apart else glyph)
        glyphs += moved.get((number, index), [])
    return rebuilt(line, tuple(glyphs))
