"""Boxes of text in a sheet: where they stand, what was read in them, and the lines of characters that they make."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import pairwise
from statistics import median

import numpy as np

from degree_verify.model.document import ReadFrom
from degree_verify.model.page import Line
from degree_verify.normalise.text import fold_char
from degree_verify.read import straighten
from degree_verify.read.lines import BASELINE_TO_MIDDLE, Mark, lines_of
from degree_verify.read.ocr import Char, Quad, sides
from degree_verify.read.straighten import Matrix

PULLED_TOGETHER = 0.35
"""Units of the size: free space that is only the error of the characters' places."""

LETTERS_TOGETHER = 1.0
"""The same between two letters or digits, and beside a bracket, which is recognised as narrow however it is printed."""

BRACKETS = frozenset("()（）")

WORD = 12
"""Units of the size: a box that is shorter holds a word or two, which stand on one line however the paper is curled."""

TWINS = str.maketrans("別學歷業專層書證號編長製間類領習驗線報備冊註", "别学历业专层书证号编长制间类领习验线报备册注")
"""Traditional forms that a recogniser sees in printed labels; values keep what was seen."""


@dataclass(frozen=True, slots=True, eq=False)
class TextBox:
    """A box of text in pixels of the straightened sheet; `chars` is None as long as it was not read."""

    quad: Quad
    chars: tuple[Char, ...] | None = None

    @property
    def across(self) -> float:
        return sides(self.quad)[0]

    @property
    def down(self) -> float:
        return sides(self.quad)[1]

    @property
    def upright(self) -> bool:
        """Whether the text runs from top to bottom."""
        return self.down > 1.5 * self.across


def both_ways(boxes: Iterable[TextBox]) -> list[TextBox]:
    """The upright ones of some boxes, turned so that each is read down and up: a note along a margin runs either way,
    and characters below each other are read as those that run down."""
    return [TextBox(np.roll(box.quad, way, axis=0)) for box in boxes if box.upright for way in (-1, 1)]


def lines_of_boxes(boxes: Sequence[TextBox], level: Matrix) -> tuple[Line, ...]:
    """The lines of boxes that were read; `level` takes their places to the page."""
    placed = [replace(box, quad=straighten.moved(box.quad, level)) for box in boxes if box.chars]
    sizes = _sizes(placed)
    marks: list[Mark] = []
    for run, (box, size) in enumerate(zip(placed, sizes, strict=True)):
        marks += _upright_marks(box, run) if box.upright else _marks(box, size, run)
    return lines_of(marks, ReadFrom.OCR)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _pitch(box: TextBox, *, wide: bool) -> float | None:
    """The distance of neighbouring characters of one width; None with too few of them."""
    chars, across = box.chars or (), box.across
    steps = [
        (after.at - before.at) * across
        for before, after in pairwise(chars)
        if _wide(before.text) == _wide(after.text) == wide and before.text.strip() and after.text.strip()
    ]
    return median(steps) if len(steps) >= (2 if wide else 3) else None


def _sizes(boxes: Sequence[TextBox]) -> list[float]:
    """The font size of each box: the pitch of its Han characters where there are some, else as boxes of like height."""
    pitches = [_pitch(box, wide=True) for box in boxes]
    heights = [box.down for box in boxes]
    known = [(height, pitch / height) for height, pitch in zip(heights, pitches, strict=True) if pitch]
    sizes = []
    for height, pitch in zip(heights, pitches, strict=True):
        near = nsmallest(5, known, key=lambda entry: abs(entry[0] - height))
        like = height * (median([ratio for _, ratio in near]) if near else 0.72)
        # Letter-spaced text has a pitch larger than its size.
        sizes.append(min(pitch, 1.4 * like) if pitch else like)
    return sizes


def _marks(box: TextBox, size: float, run: int) -> list[Mark]:
    """The characters of a level box, side by side."""
    chars = box.chars or ()
    start, end = (box.quad[0] + box.quad[3]) / 2, (box.quad[1] + box.quad[2]) / 2
    if box.across < WORD * size:
        start[1] = end[1] = (start[1] + end[1]) / 2
    narrow = min(_pitch(box, wide=False) or 0.55 * size, 0.75 * size)
    marks: list[Mark] = []
    for text, at, confidence in chars:
        x, y = (start + (end - start) * at).tolist()
        half = size / 2 if _wide(text) else narrow / 2
        x0, x1 = x - half, x + half
        if marks:
            before = marks[-1]
            # Letters are of many widths; a space between two of them was recognised as one.
            loose = not (_wide(text) or _wide(before.raw)) or text in BRACKETS or before.raw in BRACKETS
            together = LETTERS_TOGETHER if loose else PULLED_TOGETHER
            if x0 - before.x1 < together * size:
                x0 = max((x0 + before.x1) / 2, before.x0 + 0.1 * size)
                marks[-1] = before._replace(x1=x0)
                x1 = max(x1, x0 + 0.1 * size)
        base = y + BASELINE_TO_MIDDLE * size
        marks.append(Mark(text, fold_char(text).translate(TWINS), x0, x1, base, size, run, None, confidence))
    return marks


def _upright_marks(box: TextBox, run: int) -> list[Mark]:
    """The characters of a box that is read from top to bottom, below each other."""
    start, end = (box.quad[0] + box.quad[1]) / 2, (box.quad[2] + box.quad[3]) / 2
    size = 0.8 * box.across
    marks = []
    for text, at, confidence in box.chars or ():
        x, y = (start + (end - start) * at).tolist()
        base = y + BASELINE_TO_MIDDLE * size
        marks.append(Mark(text, fold_char(text), x - size / 2, x + size / 2, base, size, run, None, confidence))
    return marks
