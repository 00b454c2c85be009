"""Values in a picture of a page that were struck out: a line runs through them from end to end.

Recognisers read on through such a line as if it were not there. No height of a text is covered by ink from end to end,
free space between two characters being part of it, unless something was drawn across.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from degree_verify.read.ocr import Colours, Quad, cut, sides

BEYOND = 0.1
"""Units of a value's height that a line through it covers beyond its ends at least."""

LOWEST = 0.8
"""Share of a value's height, from above, in which a line strikes it out: below there are underlines. The line may have
cut the value's box in two and run along its upper edge."""

THROUGH = 0.995
"""Share of a value's width that is covered. Of 2,262 values in 157 pictures drawn by others, and 1,291 in pictures of
the sample papers, those that are struck out were found and no other."""

INK, THICK = 45, 0.2
"""Levels by which ink is darker than the paper in the colour that it takes most of, and the units of a value's height
above and below a line where it has ended."""

SLOPE = 0.15
"""Units of the height within which a line may rise or sink."""


def struck(picture: Colours, places: Mapping[str, Quad]) -> list[str]:
    """The names of the places through which a line runs; `places` are those of values of two characters and more."""
    return [name for name, quad in places.items() if _is_struck(cut(picture, _longer(quad)))]


def _longer(quad: Quad) -> Quad:
    """A box with a little more at both ends of its text."""
    across, down = sides(quad)
    # The corners go round from the upper left; a page that lies on its side has its text along the other sides.
    one, other = (quad[1] - quad[0], quad[2] - quad[3]) if across >= down else (quad[3] - quad[0], quad[2] - quad[1])
    more = BEYOND * min(across, down) / max(across, down)
    ends = (-one, one, other, -other) if across >= down else (-one, -other, other, one)
    return np.add(quad, more * np.array(ends), dtype=np.float32)


def _is_struck(line: Colours) -> bool:
    """Whether ink covers a line's whole width at one height, and ends a little above and below: shadows fade."""
    darkest = line.min(axis=2).astype(np.int16)
    ink = (darkest < np.quantile(darkest, 0.9) - INK).astype(np.uint8)
    height, usual = len(ink), np.median(darkest, axis=1)
    thick = cv2.dilate(ink, np.ones((max(round(SLOPE * height), 1), 1), np.uint8))
    full = np.flatnonzero(thick[: round(LOWEST * height)].mean(axis=1) >= THROUGH)
    reach = round(THICK * height)
    return any(
        all(
            usual[place] - usual[max(row - 1, 0) : row + 2].min() > INK
            for place in (row - reach, row + reach)
            if place >= 0
        )
        for row in full
    )
