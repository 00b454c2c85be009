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
    """Passes on pictures with their masks, lines, areas, gradients and patterns to a drawing device; with the size of
    a picture those of that size alone.

    Of clips that are text it only keeps count: what they would cut off is shown as well.
    """

    def __init__(self, drawer: Any, picture: tuple[int, int] | None) -> None:
        super().__init__()
        self._drawer = drawer.m_internal
        self._picture = picture
        self._clips: list[bool] = []  # for each clip in force, whether it was passed on
        drawn = () if picture else ("fill_path", "stroke_path", "fill_shade", "begin_tile", "end_tile")
        clips = (
            "clip_path",
            "clip_stroke_path",
            "clip_image_mask",
            "clip_text",
            "clip_stroke_text",
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

    def begin_tile(self, _: Any, *what: Any) -> int:
        return int(mupdf.ll_fz_begin_tile_tid(self._drawer, *what))

    def end_tile(self, _: Any) -> None:
        mupdf.ll_fz_end_tile(self._drawer)

    def clip_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_clip_path(self._drawer, *what)
        self._clips.append(True)

    def clip_stroke_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_clip_stroke_path(self._drawer, *what)
        self._clips.append(True)

    def clip_text(self, *_: Any) -> None:
        self._clips.append(False)

    clip_stroke_text = end_mask = clip_text

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
