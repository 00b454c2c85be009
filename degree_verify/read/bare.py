"""A page as drawn without its text: what pictures, lines and areas alone show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pymupdf
from pymupdf import mupdf

from degree_verify.model.geometry import Box
from degree_verify.read.device import Device
from degree_verify.read.ocr import Colours


class _Bare(Device):
    """Passes on pictures with their masks, lines, areas, gradients and patterns to a drawing device, also those that
    show through letters; with the size of a picture those of that size alone, whatever letters or soft masks cut off.

    Text is passed on within patterns and soft masks, where it is the shape of what is painted.
    """

    def __init__(self, drawer: Any, picture: tuple[int, int] | None) -> None:
        super().__init__()
        self._drawer = drawer.m_internal
        # Held here: what the library makes of them must not outlive them.
        self._rgb = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB)
        self._parameters = mupdf.FzColorParams()
        self._picture = picture
        self._clips: list[bool] = []  # for each clip in force, whether it was passed on
        self._within = 0  # patterns and soft masks that are being drawn
        drawn = () if picture else ("fill_path", "stroke_path", "fill_text", "fill_shade", "begin_tile", "end_tile")
        clips = (
            "clip_path",
            "clip_stroke_path",
            "clip_image_mask",
            "clip_text",
            "clip_stroke_text",
            "begin_mask",
            "end_mask",
            "pop_clip",
        )
        for name in ("fill_image", "fill_image_mask", *drawn, *clips):
            getattr(self, f"use_virtual_{name}")()

    def fill_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_fill_path(self._drawer, *what)

    def stroke_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_stroke_path(self._drawer, *what)

    def fill_image(self, _: Any, image: Any, *how: Any) -> None:
        if self._picture in (None, (image.w, image.h)):
            mupdf.ll_fz_fill_image(self._drawer, image, *how)

    def fill_image_mask(self, _: Any, image: Any, *how: Any) -> None:
        if self._picture in (None, (image.w, image.h)):
            mupdf.ll_fz_fill_image_mask(self._drawer, image, *how)

    def clip_image_mask(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_clip_image_mask(self._drawer, *what)
        self._clips.append(True)

    def fill_shade(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_fill_shade(self._drawer, *what)

    def fill_text(self, _: Any, text: Any, ctm: Any, space: Any, colour: Any, alpha: float, params: Any) -> None:
        if self._within:
            # The library's wrapper takes a colour of three parts and a fourth, not the pointer that it hands over.
            rgb, own = self._rgb.m_internal, self._parameters.internal()
            parts = mupdf.ll_fz_convert_color(space, colour, rgb, None, own)[:3] if space else (0.0, 0.0, 0.0)
            mupdf.ll_fz_fill_text(self._drawer, text, ctm, rgb, (*parts, 0.0), alpha, params)

    def begin_tile(self, _: Any, *what: Any) -> int:
        self._within += 1
        return int(mupdf.ll_fz_begin_tile_tid(self._drawer, *what))

    def end_tile(self, _: Any) -> None:
        self._within = max(self._within - 1, 0)
        mupdf.ll_fz_end_tile(self._drawer)

    def begin_mask(self, _: Any, *what: Any) -> None:
        if not self._picture:
            self._within += 1
            mupdf.ll_fz_begin_mask(self._drawer, *what)

    def end_mask(self, _: Any, *what: Any) -> None:
        if not self._picture:
            self._within = max(self._within - 1, 0)
            mupdf.ll_fz_end_mask_tr(self._drawer, *what)
        self._clips.append(not self._picture)

    def clip_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_clip_path(self._drawer, *what)
        self._clips.append(True)

    def clip_stroke_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_clip_stroke_path(self._drawer, *what)
        self._clips.append(True)

    def clip_text(self, _: Any, *what: Any) -> None:
        if not self._picture:
            mupdf.ll_fz_clip_text(self._drawer, *what)
        self._clips.append(not self._picture)

    def clip_stroke_text(self, _: Any, *what: Any) -> None:
        if not self._picture:
            mupdf.ll_fz_clip_stroke_text(self._drawer, *what)
        self._clips.append(not self._picture)

    def pop_clip(self, _: Any) -> None:
        if self._clips and self._clips.pop():
            mupdf.ll_fz_pop_clip(self._drawer)


def without_text(page: Any, place: Box, zoom: float, picture: tuple[int, int] | None = None) -> Colours:
    """A place of the page as displayed, in `zoom` pixels a point, on white; with the size of a picture in pixels what
    pictures of that size show there and nothing else."""
    area = mupdf.FzIrect(*(pymupdf.Rect(*place) * pymupdf.Matrix(zoom, zoom)).irect)
    pixmap = mupdf.fz_new_pixmap_with_bbox(
        mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB), area, mupdf.FzSeparations(), 0
    )
    mupdf.fz_clear_pixmap_with_value(pixmap, 255)
    drawer = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
    _Bare(drawer, picture).watch(page, mupdf.FzMatrix(zoom, 0, 0, zoom, 0, 0))
    mupdf.fz_close_device(drawer)
    drawn = pymupdf.Pixmap("raw", pixmap)
    rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : 3 * drawn.width]
    return np.ascontiguousarray(rows.reshape(drawn.height, drawn.width, 3))
