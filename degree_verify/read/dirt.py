"""What was recognised and is no text of the paper: dirt, and a watermark behind the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.read.ocr import Char, Colours

SURE = 0.98
"""Characters below it are worth a second reading."""

PALE, REACH = 0.42, 9
"""Share of the usual ink under which a character is a watermark's, and pixels of a cut line around its middle."""

THIN = frozenset("一")
"""Characters with so little ink that it tells nothing of how dark they are: names end in them."""

SPECKS = frozenset(".,'`^~_-|\"")
"""Signs that dirt on the paper is taken for; no value begins or ends with one."""


def without_watermark(lines: Sequence[Colours], read: Sequence[tuple[Char, ...]]) -> list[tuple[Char, ...]]:
    """The characters less dirt, and less those whose ink is far lighter than the others': a watermark's, behind the
    text."""
    read = [without_dirt(chars) for chars in read]
    inks = [_inks(line, chars) for line, chars in zip(lines, read, strict=True)]
    usual = median([ink for line in inks for ink in line] or [0.0])
    return [
        tuple(
            c
            for c, ink in zip(chars, line, strict=True)
            if ink > PALE * usual or not c.text.isalnum() or c.text in THIN
        )
        for chars, line in zip(read, inks, strict=True)
    ]


def without_dirt(chars: tuple[Char, ...]) -> tuple[Char, ...]:
    """The characters of a line less what was seen in empty paper: pictograms, and doubtful specks at its ends."""
    kept = [char._replace(text=" ") if _pictogram(char.text) else char for char in chars]
    for end in (0, -1):
        while kept and (not kept[end].text.strip() or (kept[end].text in SPECKS and kept[end].confidence < SURE)):
            kept.pop(end)
    return tuple(kept)


def _pictogram(char: str) -> bool:
    return char != "○" and unicodedata.category(char[0]) == "So"  # a circle is a zero of 二○○三年


def _inks(line: Colours, chars: Sequence[Char]) -> list[float]:
    """How much darker than the paper the darkest ink of each character is, between 0 and 1."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    paper = _percentile(grey, 90)
    inks = []
    for char in chars:
        middle = int(char.at * grey.shape[1])
        window = grey[:, max(0, middle - REACH) : middle + REACH]
        inks.append((paper - _percentile(window, 3)) / 255 if window.size else 0.0)
    return inks


def _percentile(grey: npt.NDArray[np.generic], share: float) -> float:
    """The lightness that a share of the pixels, in percent, lie under; numpy's own takes ten times as long."""
    flat = grey.ravel()
    at = int(share / 100 * (flat.size - 1))
    return float(np.partition(flat, at)[at])
