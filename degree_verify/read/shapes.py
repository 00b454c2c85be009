"""The shapes of a font's glyphs as small grey pictures: what a page shows of a character, whatever its text says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pymupdf import mupdf

SIZE = 34
"""Pixels to the em: about the size of letters in a line as the recogniser wants it."""

COLUMNS, LARGEST, CELL = 16, SIZE + 10, SIZE + 12
"""Sheets of glyphs: how many stand side by side, how wide and high a glyph is at most, and the pixels of a cell."""

MOST_ON_A_SHEET = 512
"""Glyphs on one sheet: a megabyte of it."""

_MATRIX, _AREA = mupdf.FzMatrix(SIZE, 0, 0, -SIZE, 0, 0), mupdf.FzIrect(-4 * SIZE, -4 * SIZE, 4 * SIZE, 4 * SIZE)
_UPRIGHT, _EVERYWHERE = _MATRIX.internal(), _AREA.internal()


class Shape(NamedTuple):
    """A glyph as grey picture: its rows, width, height, and where its left upper corner is from its origin."""

    rows: bytes
    width: int
    height: int
    left: int
    top: int


def shapes_of(glyphs: Sequence[tuple[Any, int]]) -> list[Shape]:
    """The shapes of glyphs, each given by its font and number, with a little of nothing around; without size where
    nothing is drawn.

    Most are drawn together on one sheet, each in a cell of its own, which takes half the time; those that may leave
    their cell are drawn by themselves.
    """
    return [
        shape
        for start in range(0, len(glyphs), MOST_ON_A_SHEET)
        for shape in _shapes(glyphs[start : start + MOST_ON_A_SHEET])
    ]


def _shapes(glyphs: Sequence[tuple[Any, int]]) -> list[Shape]:
    text, places = mupdf.FzText(), dict[int, _Cell]()
    shown, fonts = text.m_internal, dict[int, Any]()
    for index, (font, number) in enumerate(glyphs):
        inner = fonts.get(id(font), fonts)
        if inner is fonts:
            inner = fonts[id(font)] = None if mupdf.ll_fz_font_t3_procs(font.m_internal) else font.m_internal
        if inner is None:  # such a font's glyphs are drawings, and their bounds what the file says
            continue
        bounds = mupdf.ll_fz_bound_glyph(inner, number, _UPRIGHT)
        left, top, right, bottom = int(bounds.x0) - 2, int(bounds.y0) - 2, int(bounds.x1) + 2, int(bounds.y1) + 2
        if max(right - left, bottom - top) > LARGEST:  # of some fonts the bounds are those of all glyphs together
            continue
        # Moved by whole pixels, so that the glyph is drawn as at the origin.
        x, y = index % COLUMNS * CELL - left, index // COLUMNS * CELL - top
        mupdf.ll_fz_show_glyph(shown, inner, _at(x, y), number, 0, 0, 0, 0, 0)
        places[index] = _Cell(left, top, right, bottom, x, y)
    sheet = _drawn(text, -(-len(glyphs) // COLUMNS) * CELL) if places else None
    return [
        shape_of(font, number) if sheet is None or index not in places else _cut(sheet, places[index])
        for index, (font, number) in enumerate(glyphs)
    ]


@lru_cache(maxsize=MOST_ON_A_SHEET)
def _at(x: int, y: int) -> Any:
    return mupdf.ll_fz_make_matrix(SIZE, 0, 0, -SIZE, x, y)


class _Cell(NamedTuple):
    """Where a glyph stands on a sheet: its bounds from its origin, and its origin, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    x: int
    y: int


def _drawn(text: Any, height: int) -> npt.NDArray[np.uint8]:
    """The coverage, of 255, of a sheet of glyphs."""
    area = mupdf.FzIrect(0, 0, COLUMNS * CELL, height)
    picture = mupdf.FzPixmap(mupdf.FzColorspace(), area, mupdf.FzSeparations(), 1)
    picture.fz_clear_pixmap()
    device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), picture)
    mupdf.fz_fill_text(device, text, mupdf.FzMatrix(), mupdf.fz_device_gray(), [0.0], 1.0, mupdf.FzColorParams())
    mupdf.fz_close_device(device)
    return np.array(mupdf.fz_pixmap_samples_memoryview(picture)).reshape(height, COLUMNS * CELL)


def _cut(sheet: npt.NDArray[np.uint8], cell: _Cell) -> Shape:
    left, top, right, bottom, x, y = cell
    if right - left <= 4 or bottom - top <= 4:  # nothing but the margin
        return Shape(b"", 0, 0, 0, 0)
    return Shape(sheet[y + top : y + bottom, x + left : x + right].tobytes(), right - left, bottom - top, left, top)


def shape_of(font: Any, number: int) -> Shape:
    """The shape of a font's glyph; without size where nothing is drawn."""
    drawn = mupdf.ll_fz_render_glyph_pixmap(font.m_internal, number, _UPRIGHT, _EVERYWHERE, 8)
    if drawn is None:
        return Shape(b"", 0, 0, 0, 0)
    picture = mupdf.FzPixmap(drawn)
    rows = bytes(mupdf.fz_pixmap_samples_memoryview(picture))
    return Shape(rows, drawn.w, drawn.h, drawn.x, drawn.y)
