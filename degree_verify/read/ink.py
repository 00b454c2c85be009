"""What of a page's text can be seen: the page as it is drawn, compared with its letters alone.

Clips, groups, masks, patterns, strokes and pictures can each make text invisible, cover it, or put other letters in its
place. The list of such tricks never ends, so the outcome is looked at: where a letter's strokes leave no trace on the
page, or other strokes stand, nobody reads that letter on paper.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pymupdf
from pymupdf import mupdf

from degree_verify.read.device import Device
from degree_verify.read.visibility import ASCENT, DESCENT, LEVEL, MOST_FLATTENED, WASHED, Cover, luminance

DPI = 96
"""A stroke of 10-point type is about one pixel wide."""

USUAL, LEAST_SCALE, MOST_SCALE = 842.0, 0.1, 4.0
"""Points of an A4 page's long side, and how much less and more than usual a page is enlarged to be looked at as one:
some have as many points as their picture had pixels, and letters four times as large."""

LARGEST = 4_000_000
"""Pixels. Text spread over more cannot be looked at, and none of it counts as seen."""

STROKE = 11
"""Pixels. Wider than the strokes of the titles: what is dark within this width is a stroke, not a ground."""

LEAST_INK = 1 - WASHED
"""Part of a black letter's contrast from which on a letter can be told from what it stands on."""

TOUCHED = 64
"""Coverage, of 255, from which a pixel belongs to a letter's strokes."""

STRANGE = 100
"""Contrast, of 255, of strokes beside the letter's own from which on they are taken for other letters."""

MOST_LOST = 0.2
"""Part of a letter's strokes that may be missing."""

MOST_STRANGE = 0.15
"""Part of a letter's cell that may be taken by other strokes."""

_LEAST = np.ceil(LEAST_INK * np.arange(256)).astype(np.uint8)
"""The least contrast of a pixel by how far a letter covers it."""

Grey = npt.NDArray[np.uint8]


class Ink:
    """The level text of a page as displayed, annotations aside; `spans` are those of its drawing trace, `covers` the
    pictures on it that let nothing through."""

    def __init__(self, page: Any, spans: list[Any], covers: list[Cover]) -> None:
        self._covers = covers
        self._zoom = DPI / 72 * min(max(USUAL / max(page.rect.width, page.rect.height, 1.0), LEAST_SCALE), MOST_SCALE)
        self._turn = page.rotation_matrix
        self._turned = tuple(self._turn) != (1, 0, 0, 1, 0, 0)
        text = pymupdf.Rect()
        for span in spans:
            text |= pymupdf.Rect(span["bbox"])
        pixels = ((text * self._turn & page.rect) * self._zoom).irect
        self._origin = (pixels.x0, pixels.y0)
        self._size = (pixels.width, pixels.height)
        self._counts: tuple[Any, ...] = ()
        if pixels.is_empty or pixels.width * pixels.height > LARGEST:
            return
        # One list for both: places that are worked out twice differ by a hair, and letters then by a part of a pixel.
        steps = page.get_displaylist(annots=False)
        seen = _strokes(_drawn(steps, pixels, self._zoom))
        letters = _letters_alone(steps, pixels, self._zoom)
        self._counts = tuple(map(cv2.integral, _compared(letters, seen)))

    def shows(self, span: Any, char: Any) -> bool:
        """Whether a letter or digit of a span stands on the page, and no other in its place."""
        own, lost, strange, area = self._counted(span, char)
        return own > 0 and lost <= MOST_LOST * own and strange <= MOST_STRANGE * area

    def lacks(self, span: Any, char: Any) -> bool:
        """Whether a glyph of a span, whatever character it is, draws something that does not stand on the page."""
        own, lost, *_ = self._counted(span, char)
        return own > 0 and lost > MOST_LOST * own

    def is_under(self, span: Any, char: Any) -> bool:
        """Whether a picture that lets nothing through was drawn over a character of a span."""
        _, _, _, (x0, y0, x1, y1) = char
        return any(cover.hides(span, (x0 + x1) / 2, (y0 + y1) / 2) for cover in self._covers)

    def _counted(self, span: Any, char: Any) -> tuple[int, int, int, int]:
        """In a glyph's cell: its own pixels, those of them that are lost, those of other strokes, and all."""
        _, _, (_, base), (x0, y0, x1, y1) = char
        if span["dir"][0] > LEVEL:
            y0, y1 = base - ASCENT * span["size"], base + DESCENT * span["size"]
        if not self._counts:
            return 0, 0, 0, 0
        cell = tuple(pymupdf.Rect(x0, y0, x1, y1) * self._turn) if self._turned else (x0, y0, x1, y1)
        zoom, (x, y), (width, height) = self._zoom, self._origin, self._size
        left, right = max(int(cell[0] * zoom) - x, 0), min(int(cell[2] * zoom) + 1 - x, width)
        top, bottom = max(int(cell[1] * zoom) - y, 0), min(int(cell[3] * zoom) + 1 - y, height)
        if right <= left or bottom <= top:
            return 0, 0, 0, 0
        own, lost, strange = (
            int(at[bottom, right]) - int(at[top, right]) - int(at[bottom, left]) + int(at[top, left])
            for at in self._counts
        )
        return own, lost, strange, (right - left) * (bottom - top)


def _drawn(steps: Any, pixels: Any, zoom: float) -> Grey:
    pixmap = steps.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom), clip=pixels / zoom, colorspace=pymupdf.csGRAY, alpha=False
    )
    whole = np.full((pixels.height, pixels.width), 255, np.uint8)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    top, left = pixmap.y - pixels.y0, pixmap.x - pixels.x0
    part = rows[max(-top, 0) : pixels.height - top, max(-left, 0) : pixels.width - left]
    top, left = max(top, 0), max(left, 0)
    whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    return whole


def _compared(letters: Grey, seen: Grey) -> tuple[Grey, Grey, Grey]:
    """The letters' own pixels, those of them that cannot be seen, and those of other strokes; 0 or 1 each."""
    own = _above(letters, TOUCHED)
    lost = cv2.compare(cv2.LUT(letters, _LEAST), seen, cv2.CMP_GT) & own
    strange = _above(seen, STRANGE) & (1 - _above(cv2.dilate(letters, np.ones((3, 3), np.uint8)), 0))
    return own, lost.astype(np.uint8), strange.astype(np.uint8)


def _above(grey: Any, level: int) -> Any:
    return cv2.threshold(grey, level, 1, cv2.THRESH_BINARY)[1]


def _strokes(grey: Grey) -> Any:
    """How much darker each pixel is than the ground around it."""
    return cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((STROKE, STROKE), np.uint8))


class _Letters(Device):
    """Passes on the letters of level text of a shape and colour to be read, and nothing else: no clip, no cover."""

    def __init__(self, drawer: Any) -> None:
        super().__init__()
        self._drawer = drawer.m_internal
        # Held here: what the library makes of them must not outlive them.
        self._rgb = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB)
        self._parameters = mupdf.FzColorParams()
        self._black = (mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY), (0.0, 0.0, 0.0, 0.0), 1.0)
        self.use_virtual_fill_text()
        self.use_virtual_stroke_text()

    def fill_text(self, _: Any, text: Any, ctm: Any, space: Any, colour: Any, alpha: float, params: Any) -> None:
        if _is_upright(text, ctm) and self._is_dark(space, colour, alpha):
            gray, black, opaque = self._black
            mupdf.ll_fz_fill_text(self._drawer, text, ctm, gray.m_internal, black, opaque, params)

    def stroke_text(
        self, _: Any, text: Any, stroke: Any, ctm: Any, space: Any, colour: Any, alpha: float, params: Any
    ) -> None:
        if _is_upright(text, ctm) and self._is_dark(space, colour, alpha):
            mupdf.ll_fz_stroke_text(self._drawer, text, stroke, ctm, space, colour, 1.0, params)

    def _is_dark(self, space: Any, colour: Any, alpha: float) -> bool:
        rgb = mupdf.ll_fz_convert_color(space, colour, self._rgb.m_internal, None, self._parameters.internal())
        return luminance(tuple(1 - alpha * (1 - part) for part in rgb[:3])) < WASHED


def _is_upright(text: Any, ctm: Any) -> bool:
    """Whether text runs along an edge of the page, its letters about as high as they are wide."""
    if text.head is None:
        return False
    matrix = mupdf.ll_fz_concat(text.head.trm, ctm)
    width, height = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    level = max(abs(matrix.a), abs(matrix.b)) > LEVEL * width
    return level and width < MOST_FLATTENED * height < MOST_FLATTENED**2 * width


def _letters_alone(steps: Any, pixels: Any, zoom: float) -> Grey:
    """How far letters cover each pixel."""
    area = mupdf.FzIrect(pixels.x0, pixels.y0, pixels.x1, pixels.y1)
    pixmap = mupdf.fz_new_pixmap_with_bbox(mupdf.FzColorspace(), area, mupdf.FzSeparations(), 1)
    mupdf.fz_clear_pixmap(pixmap)
    drawer = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
    letters = _Letters(drawer)
    letters.follow(steps, mupdf.FzMatrix(zoom, 0, 0, zoom, 0, 0))
    mupdf.fz_close_device(drawer)
    return np.frombuffer(pymupdf.Pixmap("raw", pixmap).samples, np.uint8).reshape(pixels.height, pixmap.stride())
