"""Whether the glyphs of fonts look like the characters that they are said to be.

A page that is drawn plainly can deceive in one way only: a font whose shapes are other characters than its table of
characters says. Each shape is recognised by itself, and once in the life of a process: papers of one issuer share their
fonts' shapes, so that after the first papers hardly any is new. What is known of a shape depends on nothing but the
shape and its character, so the order in which papers come changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from enum import Enum, auto
from typing import Any, NamedTuple

import numpy as np
from pymupdf import mupdf

from degree_verify.model.geometry import Box
from degree_verify.read.device import Device
from degree_verify.read.lines import BASELINE_TO_MIDDLE
from degree_verify.read.ocr import LINE_HEIGHT, Colours, spotted
from degree_verify.read.proof import chance_of
from degree_verify.read.shapes import SIZE, Shape, shape_of, shapes_of

WIDTH, BASELINE = 48, 37
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


class Look(Enum):
    """How a glyph looks."""

    ALIKE = auto()  # like its character, or like nothing where nothing should be
    UNLIKE = auto()  # not surely like its character
    BEYOND = auto()  # more than a character, or something for white space


class Printed(NamedTuple):
    """A glyph of a page: the name of its font, the number of its shape in it, its character, empty for white space, and
    its box on the page as displayed, if the name of its font is shared."""

    font: str
    number: int
    char: str
    place: Box | None


class Looks:
    """How the glyphs of a page look that are in some fonts, given by name.

    Fonts that the file does not hold are looked at as well: its table of characters can lie about any font.
    `shared` are the names that several fonts have: which of them draws a glyph is known by its place only.
    """

    def __init__(self, page: Any, fonts: Collection[str]) -> None:
        seen = _Fonts(fonts)
        seen.watch(page)
        self._fonts = seen.found
        self.shared = frozenset(name for name, found in seen.found.items() if len(found) > 1)
        self._places = _Places(self.shared)
        if self.shared:
            self._places.watch(page)

    def of(self, printed: Collection[Printed]) -> dict[Printed, Look]:
        """How each glyph looks. Raises OcrUnavailableError."""
        fonts = {glyph: self._font(glyph) for glyph in printed}
        known = {glyph: font for glyph, font in fonts.items() if font is not None}
        chars = [glyph for glyph in known if glyph.char]
        shapes = dict(zip(chars, shapes_of([(known[glyph], glyph.number) for glyph in chars]), strict=True))
        shapes |= {glyph: shape_of(font, glyph.number) for glyph, font in known.items() if not glyph.char}
        looks, left = dict[Printed, Look](), list[Printed]()
        for glyph in printed:
            look = _oddity(shapes.get(glyph), glyph.char)
            if look is None:
                left.append(glyph)
            else:
                looks[glyph] = look
        like = are_like([(shapes[glyph], glyph.char) for glyph in left])
        return looks | {glyph: Look.ALIKE if alike else Look.UNLIKE for glyph, alike in zip(left, like, strict=True)}

    def _font(self, glyph: Printed) -> Any:
        """The font that draws a glyph; None where nobody knows it."""
        found = self._fonts.get(glyph.font, {})
        if glyph.place is not None:
            return found.get(self._places.font_of(glyph.font, glyph.number, glyph.place))
        return next(iter(found.values()), None)


def _oddity(shape: Shape | None, char: str) -> Look | None:
    """How a glyph looks; None where only its recognition tells."""
    if shape is not None and (_reaches_out(shape) if char else _draws(shape)):
        return Look.BEYOND
    if not char.isalnum():
        return Look.ALIKE
    return Look.UNLIKE if shape is None else None


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


class _Places(Device):
    """Collects which of several fonts of one name draws what where."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self._names = names
        self._drawn: dict[tuple[str, int], list[tuple[float, float, int]]] = {}
        self.use_virtual_fill_text()
        self.use_virtual_stroke_text()

    def font_of(self, name: str, number: int, place: Box) -> int:
        """The font that draws a glyph of this name and number nearest to its place; 0 where none does."""
        x, y = place.x0, (place.y0 + place.y1) / 2
        drawn = self._drawn.get((name, number), ())
        return min(drawn, key=lambda at: math.hypot(at[0] - x, at[1] - y), default=(0.0, 0.0, 0))[2]

    def fill_text(self, _: Any, text: Any, ctm: Any, *__: Any) -> None:
        self._look_at(text, ctm)

    def stroke_text(self, _: Any, text: Any, __: Any, ctm: Any, *___: Any) -> None:
        self._look_at(text, ctm)

    def _look_at(self, text: Any, ctm: Any) -> None:
        span = text.head
        while span is not None:
            name = mupdf.ll_fz_font_name(span.font)
            if name in self._names:
                own = int(span.font.this)
                # A glyph's place is the middle of its height, which lies above the baseline.
                a, b, c, d, e, f = ctm.a, ctm.b, ctm.c, ctm.d, ctm.e, ctm.f
                up = BASELINE_TO_MIDDLE
                rise, items = (span.trm.c * up, span.trm.d * up), mupdf.FzTextSpan(span)
                for number in range(span.len):
                    item = items.items(number)
                    x, y = item.x + rise[0], item.y + rise[1]
                    at = (a * x + c * y + e, b * x + d * y + f, own)
                    self._drawn.setdefault((name, item.gid), []).append(at)
            span = span.next


def are_like(pairs: Collection[tuple[Shape, str]]) -> list[bool]:
    """Whether each shape looks like its character; one that cannot be placed in a line does not.

    Raises OcrUnavailableError.
    """
    known = {pair: _KNOWN[pair] for pair in pairs if pair in _KNOWN}
    new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
    lines = {pair: line for pair in new if (line := _line_of(*pair)) is not None}
    seen = dict(zip(lines, spotted(list(lines.values()), WIDTH), strict=True))
    for pair in new:
        known[pair] = pair in seen and chance_of(pair[1], seen[pair]) >= LIKELY
        if len(_KNOWN) >= KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)))
        _KNOWN[pair] = known[pair]
    return [known[pair] for pair in pairs]


_KNOWN: dict[tuple[Shape, str], bool] = {}
"""What is known of shapes, the oldest first."""


def _line_of(shape: Shape, char: str) -> Colours | None:
    """The picture of a line with nothing but a glyph."""
    times = 2 if char.isascii() and 2 * (shape.width + APART) <= WIDTH else 1
    x, y = (WIDTH - times * (shape.width + APART)) // 2, BASELINE + shape.top
    if not shape.rows or x < 0 or y < 0 or y + shape.height > LINE_HEIGHT:
        return None
    line = np.full((LINE_HEIGHT, WIDTH, 3), 255, np.uint8)
    grey = np.frombuffer(shape.rows, np.uint8).reshape(shape.height, shape.width, 1)
    for start in range(x, x + times * (shape.width + APART), shape.width + APART):
        line[y : y + shape.height, start : start + shape.width] -= grey
    return line
