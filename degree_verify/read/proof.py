"""Proof-reading: whether the picture of a line shows the characters that its text layer says.

A recogniser is not asked what it reads, for it misreads rare characters, but how likely it finds each character that is
said to stand there, in its own place. Only where it sees next to nothing of that character, and something else clearly,
does the paper show something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from degree_verify.normalise.text import fold_char
from degree_verify.read.ocr import STEP, Colours, Spotted, engine, spotted

LEAST_SUPPORT = 0.02
"""Chance that the recogniser gives a character in its place from which on it may well stand there."""

SURE = 0.9
"""Chance of another character from which on it is that one which stands there. Two are taken together, since there are
characters of two forms (黄, 黃)."""

APART = 0.8
"""Widths of a character by which its place and that of the recognised one may differ."""

SKIPPED = 0.7
"""Cost of a character that the recogniser did not see, or saw besides; that of a wrong one is 1, of a right one 0."""

BLANK = 40
"""Contrast, of 255, below which a place shows no character."""

MIDDLE = slice(8, 40)
"""Rows of a line of LINE_HEIGHT in which its characters stand; table rulings stand beyond."""

NOTHING = "□"
"""Stands for a character that is not there, or that nobody can read."""

_ALIKE = str.maketrans("Oo〇○◯Iil|丨—－―ー", "0000011111一一一一")
"""Characters that look alike, or whose difference no recogniser is to be trusted with."""


class Said(NamedTuple):
    """A character of the text layer with the left and right edge of its place, in pixels of the line's picture."""

    text: str
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a line. `shown` is the line as it is drawn, with NOTHING for what cannot be read.

    Of the `compared` characters, `differing` ones are shown as others or not at all; of `lost` ones nothing was seen,
    but no other surely.
    """

    shown: str
    differing: int
    lost: int
    compared: int


def proofread(lines: Sequence[tuple[Colours, Sequence[Said]]]) -> list[Proof]:
    """Compares lines, LINE_HEIGHT high, with what is said of them. Raises OcrUnavailableError."""
    seen = spotted([picture for picture, _ in lines])
    return [_proof(picture, said, found) for (picture, said), found in zip(lines, seen, strict=True)]


def chance_of(char: str, seen: Spotted) -> float:
    """The highest chance of a character, or of one that looks like it, in a line; 1 if the recogniser has no such."""
    own = _classes().get(_key(char))
    return 1.0 if own is None else float(seen.chances[:, own].sum(axis=1).max())


def _proof(picture: Colours, said: Sequence[Said], found: Spotted) -> Proof:
    expected = [char for char in said if char.text.isalnum()]
    seen = [i for i, char in enumerate(found.chars) if fold_char(char.text).isalnum()]
    middles = [found.chars[i].at * picture.shape[1] for i in seen]
    places = _paired(expected, [_key(found.chars[i].text) for i in seen], middles)
    shown = {id(char): char.text for char in said}
    differing = lost = compared = 0
    for char, place in zip(expected, places, strict=True):
        own = _classes().get(_key(char.text))
        if own is None:  # the recogniser never learned it
            continue
        compared += 1
        other = None if place is None else seen[place]
        if other is not None and _key(found.chars[other].text) == _key(char.text):
            continue
        first, last = found.steps[other] if other is not None else (int(char.x0 / STEP), int(char.x1 / STEP) + 1)
        around = found.chances[max(first - 1, 0) : last + 1]
        if around.size and float(around[:, own].max()) >= LEAST_SUPPORT:
            continue
        if other is not None and _surest(around) >= SURE:
            shown[id(char)] = fold_char(found.chars[other].text)
            differing += 1
        elif _blank(picture, char):
            shown[id(char)] = NOTHING
            differing += 1
        else:
            shown[id(char)] = NOTHING
            lost += 1
    return Proof("".join(shown.values()), differing, lost, compared)


def _surest(chances: npt.NDArray[np.float32]) -> float:
    """The highest chance that one of two characters stands at a step, the blank left out."""
    return float(np.partition(chances[:, 1:], -2, axis=1)[:, -2:].sum(axis=1).max())


def _paired(expected: Sequence[Said], seen: Sequence[str], middles: Sequence[float]) -> list[int | None]:
    """For each expected character the index of the one seen in its place, in order; None where there is none."""
    rows, columns = len(expected) + 1, len(seen) + 1
    cost = np.zeros((rows, columns))
    cost[:, 0] = np.arange(rows) * SKIPPED
    cost[0, :] = np.arange(columns) * SKIPPED
    step = np.zeros((rows, columns), np.int8)  # 0 both, 1 only expected, 2 only seen
    step[1:, 0], step[0, 1:] = 1, 2
    for i, char in enumerate(expected, start=1):
        reach = APART * max(char.x1 - char.x0, 2 * STEP)
        for j in range(1, columns):
            off = abs(middles[j - 1] - char.middle) / reach
            both = cost[i - 1, j - 1] + (seen[j - 1] != _key(char.text)) + 0.1 * off if off <= 1 else np.inf
            ways = (both, cost[i - 1, j] + SKIPPED, cost[i, j - 1] + SKIPPED)
            step[i, j] = int(np.argmin(ways))
            cost[i, j] = min(ways)
    pairs: list[int | None] = [None] * len(expected)
    i, j = rows - 1, columns - 1
    while i or j:
        way = step[i, j]
        if way == 0:
            pairs[i - 1] = j - 1
        i, j = i - (way != 2), j - (way != 1)
    return pairs


def _blank(picture: Colours, char: Said) -> bool:
    part = picture[MIDDLE, max(int(char.x0), 0) : int(char.x1) + 1]
    return not part.size or int(part.max()) - int(part.min()) < BLANK


def _key(text: str) -> str:
    """What a character has in common with those that look like it."""
    return fold_char(text).translate(_ALIKE).lower()


@cache
def _classes() -> dict[str, npt.NDArray[np.intp]]:
    """The recogniser's classes of each key."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(engine().alphabet):
        if text.strip():
            found.setdefault(_key(text), []).append(number)
    return {key: np.array(numbers) for key, numbers in found.items()}
