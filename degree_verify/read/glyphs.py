"""Whether the glyphs of fonts look like the characters that they are said to be.

A page that is drawn plainly can deceive in one way only: a font whose shapes are other characters than its table of
characters says. Each shape is recognised by itself, and once in the life of a process: papers of one issuer share their
fonts' shapes, so that after the first papers hardly any is new. What is known of a shape depends on nothing but the
shape and its character, so the order in which papers come changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from pymupdf import mupdf

from degree_verify.read.device import Device
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

OUT = 0.5
"""Ems by which a shape may reach out of its square: slanted and swash letters do by less."""

PALE = 40
"""Coverage, of 255, up to which a shape shows nothing."""

DASH = (0.5, 0.15)
"""Ems that a hyphen is wide and high at most."""

KNOWN = 1 << 14
"""Shapes that are remembered: all characters of some fonts, in 40 MB at most."""

_MATRIX, _AREA = mupdf.FzMatrix(SIZE, 0, 0, -SIZE, 0, 0), mupdf.FzIrect(-4 * SIZE, -4 * SIZE, 4 * SIZE, 4 * SIZE)
_UPRIGHT, _EVERYWHERE = _MATRIX.internal(), _AREA.internal()


class Shape(NamedTuple):
    """A glyph as grey picture: its rows, width, height, and where its left upper corner is from its origin."""

    rows: bytes
    width: int
    height: int
    left: int
    top: int


class Looks(NamedTuple):
    """Whether glyphs look like their characters, and those that draw where nothing should be: more than a character, or
    something for white space; each by the name of its font and its number in it."""

    alike: bool
    beyond: frozenset[tuple[str, int]]


def looks_of(page: Any, printed: Iterable[tuple[str, int, str]]) -> Looks:
    """How glyphs of a page look. Each is given by the name of its font, the number of its shape in it, and the
    character, empty for white space.

    Fonts that the file does not hold are looked at as well: its table of characters can lie about any font.
    Raises OcrUnavailableError.
    """
    wanted = list(dict.fromkeys(printed))
    fonts = _Fonts({font for font, *_ in wanted})
    fonts.watch(page)
    alike, beyond = True, set[tuple[str, int]]()
    for name, number, char in wanted:
        # Several fonts can have one name; then nobody knows which of them a glyph is from.
        shapes = [shape_of(font, number) for font in fonts.found.get(name, {}).values()]
        if shapes and all(_reaches_out(shape) if char else _draws(shape) for shape in shapes):
            beyond.add((name, number))
        elif char.isalnum():
            alike = alike and bool(shapes) and all(_is_like(shape, char) for shape in shapes)
    return Looks(alike, frozenset(beyond))


def _is_like(shape: Shape, char: str) -> bool:
    """Whether a shape looks like a character. One that is too large is not even remembered."""
    return not _reaches_out(shape) and looks_like(shape, char)


def _draws(shape: Shape) -> bool:
    """Whether a shape shows something for white space; a soft hyphen's dash is none of it."""
    dash = shape.width <= DASH[0] * SIZE and shape.height <= DASH[1] * SIZE
    return not dash and max(shape.rows, default=0) > PALE


def _reaches_out(shape: Shape) -> bool:
    """Whether a shape is too wide or high for any character."""
    left, right = shape.left, shape.left + shape.width
    return left < -OUT * SIZE or right > (1 + OUT) * SIZE or shape.height > (1 + OUT) * SIZE


class _Fonts(Device):
    """Collects the fonts of some names; several can have one name."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.found: dict[str, dict[int, Any]] = {}
        self._names = names
        self._known: set[int] = set()
        self.use_virtual_fill_text()
        self.use_virtual_stroke_text()

    def fill_text(self, _: Any, text: Any, *__: Any) -> None:
        self._look_at(text)

    def stroke_text(self, _: Any, text: Any, *__: Any) -> None:
        self._look_at(text)

    def _look_at(self, text: Any) -> None:
        span = text.head
        while span is not None:
            own = int(span.font.this)
            if own not in self._known:
                self._known.add(own)
                name = mupdf.ll_fz_font_name(span.font)
                if name in self._names:
                    # The page's end would take the font away.
                    self.found.setdefault(name, {})[own] = mupdf.FzFont(mupdf.ll_fz_keep_font(span.font))
            span = span.next


def shape_of(font: Any, number: int) -> Shape:
    """The shape of a font's glyph; without size where nothing is drawn."""
    drawn = mupdf.ll_fz_render_glyph_pixmap(font.m_internal, number, _UPRIGHT, _EVERYWHERE, 8)
    if drawn is None:
        return Shape(b"", 0, 0, 0, 0)
    picture = mupdf.FzPixmap(drawn)
    rows = bytes(mupdf.fz_pixmap_samples_memoryview(picture))
    return Shape(rows, drawn.w, drawn.h, drawn.x, drawn.y)


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
