"""Words that are known to be printed, recognised though some of their characters were not.

The labels of the forms are often paler than the values and break first on a poor copy. A label decides nothing but
where a value stands, so that it may be mended where the recogniser itself has doubts. Values and titles never are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from degree_verify.normalise.text import fold_char
from degree_verify.read.boxes import TextBox
from degree_verify.read.dirt import SPECKS, SURE
from degree_verify.read.ocr import Char

SHORTEST = 4
"""Characters of a word that can be told with one of them wrong."""

LONG = 7
"""Characters of a word that can be told with two of them wrong."""


COMPLETIONS = ("毕业", "结业", "肄业")
"""Values that behind a label look nearly like a longer label: 毕(结)业 with 结业 is one character from 毕(结)业结论."""


def with_known_words(boxes: Sequence[TextBox], words: Iterable[str]) -> tuple[TextBox, ...]:
    """The boxes, those that hold nearly one of the words and nothing else with that word instead."""
    known = [word for word in words if len(word) >= SHORTEST]
    return tuple(_mended(box, known) for box in boxes)


def _mended(box: TextBox, known: Sequence[str]) -> TextBox:
    chars = [char for char in box.chars or () if char.text.strip()]
    ends = chars[-1:] if chars and fold_char(chars[-1].text) == ":" else []
    chars = chars[: len(chars) - len(ends)]
    # Dirt is seen between the letters of a label that are set wide apart.
    clean = [char for char in chars if char.text not in SPECKS]
    text = "".join(fold_char(char.text) for char in clean)
    if text in known:
        return box if len(clean) == len(chars) else replace(box, chars=(*_spread(clean, text), *ends))
    if len(text) < SHORTEST - 1 or min(char.confidence for char in clean) >= SURE:
        return box
    apart = sorted((Levenshtein.distance(text, word, score_cutoff=2), word) for word in known)
    if not apart or apart[0][0] > (2 if len(apart[0][1]) >= LONG else 1):
        return box
    nearest, word = apart[0]
    if len(apart) > 1 and apart[1][0] == nearest:
        return box
    if text.endswith(COMPLETIONS) and not word.endswith(text[-2:]):
        return box
    return replace(box, chars=(*_spread(clean, word), *ends))


def _spread(seen: Sequence[Char], word: str) -> list[Char]:
    """A word's characters, evenly between the first and the last that were seen, none surer than the least of them."""
    first, last = seen[0].at, seen[-1].at
    lowest = min(char.confidence for char in seen)
    step = (last - first) / (len(word) - 1)
    return [Char(char, first + step * number, lowest) for number, char in enumerate(word)]
