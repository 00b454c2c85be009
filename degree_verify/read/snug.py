"""Boxes drawn closer around small text.

The detector shrinks a page and grows its boxes by whole pixels of what is left, so that a box around small text is
three times as high as the text and has some of the lines above and below. The recogniser sees every box in one height:
the digits in such a one stand closer than its steps, and of 0032994 it reads 003299, as surely as the whole.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.read.ocr import Colours, Quad, cut, sides

LOOSE, SNUG = 0.42, 0.58
"""Share of a box's height that its text has at most if the box is drawn closer, and that it has then: usual is 0.5 to
0.7."""

SLIMMEST, SHORTEST = 0.2, 3.0
"""Share of a box's height below which ink is a ruling or a dash, and length in heights from which on a box has enough
characters to tell how high they are."""

INKED = 0.5
"""How dark ink is, between the paper and the line's darkest."""

SOME = 0.02
"""Share of a row's pixels that are ink where there is text."""

GAP = 0.06
"""Share of a box's height that is free between two lines of text at least; strokes of 三 are closer in a line of it."""


def cut_snugly(picture: Colours, quad: Quad) -> tuple[Quad, Colours]:
    """A box and its line as `cut` gives it, the box drawn closer where the text in it is small."""
    line = cut(picture, quad)
    across, down = sides(quad)
    if across < SHORTEST * down:
        return quad, line
    height = line.shape[0]
    top, size = row_of_text(ink_of(line))
    if not SLIMMEST * height < size < LOOSE * height:
        return quad, line
    margin = size * (1 / SNUG - 1) / 2
    start, end = max(0.0, (top - margin) / height), min(1.0, (top + size + margin) / height)
    left, right = quad[3] - quad[0], quad[2] - quad[1]
    ends = quad[0] + start * left, quad[1] + start * right, quad[1] + end * right, quad[0] + end * left
    closer = np.array(ends, np.float32)
    return closer, cut(picture, closer)


def ink_of(line: Colours) -> npt.NDArray[np.bool_]:
    """Where a line's picture has ink."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    paper, darkest = np.percentile(grey, (90, 2))
    return np.asarray(grey < paper - INKED * (paper - darkest))


def row_of_text(ink: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the text of a line's picture begins and how high it is, in pixels; no height where there is no ink. Of
    several lines it is that in the middle."""
    rows = np.flatnonzero(ink.mean(axis=1) > SOME)
    if not rows.size:
        return 0, 0
    height = ink.shape[0]
    pieces = np.split(rows, np.flatnonzero(np.diff(rows) > GAP * height) + 1)
    row = min(pieces, key=lambda piece: max(piece[0] - height / 2, height / 2 - piece[-1], 0))
    return int(row[0]), int(row[-1] - row[0] + 1)
