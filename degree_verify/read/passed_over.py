"""Characters that were passed over: ink between two that were read, as wide as a third one, or behind a last digit.

A recogniser is sure of what it reads and silent about what it does not: of 钱一萍 it may read 钱萍, both surely, and of
0003911 only 000391, as two like digits are told apart by the paper between them alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from degree_verify.read.ocr import Char, Colours
from degree_verify.read.snug import ink_of, row_of_text

APART = 1.45
"""Distance of two characters' middles, in heights of the line's ink, from which on a third has room between them."""

BESIDE = 0.6
"""The same from a character's middle to the place beside it that is looked at."""

BAND = (0.1, 0.85)
"""Part of the ink's height that is looked at: an underline is below it."""

FILLED = 0.6
"""Share of that place's columns with ink in them: a wall of a table takes one of them."""

LEAST_DIGITS, BEHIND = 4, 0.95
"""Digits from which on their distance is known, and from the middle of the last one to what is behind it: half a
distance to its own edge, and the recogniser's places err by as much."""

HIGH, WALL = 0.45, 0.85
"""Share of the ink's height that a digit's stroke has at least, and of the whole line's that only a wall has."""

DOUBT = 0.5
"""Confidence of the two characters then: low enough for a second look, and for a person."""


def with_doubt(lines: Sequence[Colours], read: Sequence[tuple[Char, ...]]) -> list[tuple[Char, ...]]:
    """The characters, those on both sides of one that was passed over as doubtful ones."""
    return [_doubted(line, chars) for line, chars in zip(lines, read, strict=True)]


def _doubted(line: Colours, chars: tuple[Char, ...]) -> tuple[Char, ...]:
    width, height = line.shape[1], line.shape[0]
    seen = [number for number, char in enumerate(chars) if char.text.strip()]
    # No ink is higher than its line: what stands closer has no room, and most lines need not be looked at.
    pairs = [
        (one, other)
        for one, other in pairwise(seen)
        if _wide(chars[one]) and _wide(chars[other]) and (chars[other].at - chars[one].at) * width > 0.4 * height
    ]
    digits = _last_digits(chars)
    if not pairs and len(digits) < LEAST_DIGITS:
        return chars
    ink = ink_of(line)
    top, size = row_of_text(ink)
    if not size:
        return chars
    band = np.any(ink[top + int(BAND[0] * size) : top + int(BAND[1] * size)], axis=0)
    doubtful: set[int] = set()
    for one, other in pairs:
        start, end = chars[one].at * width, chars[other].at * width
        between = band[int(start + BESIDE * size) : int(end - BESIDE * size)]
        if end - start > APART * size and between.size and between.mean() > FILLED:
            doubtful |= {one, other}
    if len(digits) >= LEAST_DIGITS:
        pitch = (digits[-1].at - digits[0].at) * width / (len(digits) - 1)
        behind = ink[top : top + size, int(digits[-1].at * width + BEHIND * pitch) :]
        # A wall of a table is as high as the line and more; a stop or a speck is lower than a digit.
        high = behind.mean(axis=0) if behind.size else np.zeros(1)
        beyond = ink[:, width - behind.shape[1] :].mean(axis=0) if behind.size else high
        if ((high > HIGH) & (beyond < WALL)).any():
            doubtful.add(seen[-1])
    return tuple(
        char._replace(confidence=min(char.confidence, DOUBT)) if number in doubtful else char
        for number, char in enumerate(chars)
    )


def _last_digits(chars: Sequence[Char]) -> list[Char]:
    """The digits that a line ends with, as far as they stand side by side."""
    digits: list[Char] = []
    for char in reversed(chars):
        if not char.text.isdecimal():
            break
        digits.insert(0, char)
    return digits


def _wide(char: Char) -> bool:
    return unicodedata.east_asian_width(char.text[0]) == "W"
