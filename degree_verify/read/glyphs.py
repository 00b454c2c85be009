"""Whether the glyphs of fonts look like the characters that they are said to be.

A page that is drawn plainly can deceive in one way only: a font whose shapes are other characters than its table of
characters says. Each shape is recognised by itself, and once in the life of a process: papers of one issuer share their
fonts' shapes, so that after the first papers hardly any is new. What is known of a shape depends on nothing but the
shape and its character, so the order in which papers come changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pymupdf
from pymupdf import mupdf

from degree_verify.model.geometry import Box
from degree_verify.normalise.text import fold_char
from degree_verify.read.ocr import LINE_HEIGHT, spotted
from degree_verify.read.proof import chance_of

SIZE = 34
"""Pixels to the em of a glyph in a line of LINE_HEIGHT."""

WIDTH, BASELINE = 64, 37
"""Pixels: the width of a line with one glyph in its middle, and where its baseline is."""

APART = 4
"""Pixels between two of a glyph: a letter or digit is put there twice, since alone some look like Han characters."""

LIKELY = 0.3
"""Chance of its character from which on a glyph looks like it. Below, nothing is said but that the page must be looked
at: rare characters are recognised less surely by themselves than among others."""

KNOWN = 1 << 14
"""Shapes that are remembered: all characters of some fonts, in 40 MB at most."""

REACH = 1.0
"""Points around a place in which the origin of a glyph may stand that belongs to it."""

_UPRIGHT = mupdf.FzMatrix(SIZE, 0, 0, -SIZE, 0, 0)
_EVERYWHERE = mupdf.FzIrect(-4 * SIZE, -4 * SIZE, 4 * SIZE, 4 * SIZE)


class Shape(NamedTuple):
    """A glyph as grey picture: its rows, width, height, and where its left upper corner is from its origin."""

    rows: bytes
    width: int
    height: int
    left: int
    top: int


def unlike(page: Any, places: Sequence[Box]) -> bool:
    """Whether a glyph in some places of a page, given as on the page as displayed, does not look like its character.

    Raises OcrUnavailableError.
    """
    shapes = _Shapes(places)
    mupdf.fz_run_page_contents(page.this, shapes, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(shapes)
    return not all(looks_like(shape, char) for shape, char in shapes.found)


class _Shapes(mupdf.FzDevice2):  # type: ignore[misc]
    """Collects the shapes of the letters and digits that stand in some places, with their characters.

    Those of fonts that the file does not hold as well: its table of characters can lie about any font.
    """

    def __init__(self, places: Sequence[Box]) -> None:
        super().__init__()
        self.found: dict[tuple[Shape, str], None] = {}
        self._places = [(x0 - REACH, y0 - REACH, x1 + REACH, y1 + REACH) for x0, y0, x1, y1 in places]
        self._known: set[tuple[int, int, int]] = set()
        self.use_virtual_fill_text()

    def fill_text(self, _: Any, text: Any, ctm: Any, *__: Any) -> None:
        a, b, c, d, e, f = ctm.a, ctm.b, ctm.c, ctm.d, ctm.e, ctm.f
        span = text.head
        while span is not None:
            font, items = span.font, mupdf.FzTextSpan(span)
            own = int(font.this)
            for index in range(span.len):
                item = items.items(index)
                x, y = item.x, item.y
                x, y = a * x + c * y + e, b * x + d * y + f
                if any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._places):
                    self._add(own, font, item.gid, item.ucs)
            span = span.next

    def _add(self, own: int, font: Any, number: int, code: int) -> None:
        if (own, number, code) in self._known:
            return
        self._known.add((own, number, code))
        char = fold_char(chr(code)) if 0 <= code < 0x110000 else ""
        if char.isalnum():
            self.found[shape_of(font, number), char] = None


def shape_of(font: Any, number: int) -> Shape:
    """The shape of a font's glyph; without size where nothing is drawn."""
    drawn = mupdf.ll_fz_render_glyph_pixmap(font, number, _UPRIGHT.internal(), _EVERYWHERE.internal(), 8)
    if drawn is None:
        return Shape(b"", 0, 0, 0, 0)
    picture = pymupdf.Pixmap("raw", mupdf.FzPixmap(drawn))
    return Shape(bytes(picture.samples), picture.width, picture.height, picture.x, picture.y)


@lru_cache(maxsize=KNOWN)
def looks_like(shape: Shape, char: str) -> bool:
    """Whether a shape looks like a character; one that cannot be placed in a line does not."""
    times = 2 if char.isascii() and 2 * (shape.width + APART) <= WIDTH else 1
    x, y = (WIDTH - times * (shape.width + APART)) // 2, BASELINE + shape.top
    if not shape.rows or x < 0 or y < 0 or y + shape.height > LINE_HEIGHT:
        return False
    line = np.full((LINE_HEIGHT, WIDTH, 3), 255, np.uint8)
    grey = np.frombuffer(shape.rows, np.uint8).reshape(shape.height, shape.width, 1)
    for start in range(x, x + times * (shape.width + APART), shape.width + APART):
        line[y : y + shape.height, start : start + shape.width] -= grey
    (seen,) = spotted([line])
    return chance_of(char, seen) >= LIKELY
