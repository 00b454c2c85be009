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
    """Passes on pictures with their masks, lines, areas, gradients and patterns to a drawing device.

    Of clips that are text it only keeps count: what they would cut off is shown as well.
    """

    def __init__(self, drawer: Any) -> None:
        super().__init__()
        self._drawer = drawer.m_internal
        self._clips: list[bool] = []  # for each clip in force, whether it was passed on
        for name in (
            "fill_path",
            "stroke_path",
            "fill_shade",
            "fill_image",
            "fill_image_mask",
            "begin_tile",
            "end_tile",
        ):
            getattr(self, f"use_virtual_{name}")()
        for name in ("clip_path", "clip_stroke_path", "clip_image_mask", "pop_clip"):
            getattr(self, f"use_virtual_{name}")()
        for name in ("clip_text", "clip_stroke_text", "end_mask"):
            getattr(self, f"use_virtual_{name}")()

    def fill_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_fill_path(self._drawer, *what)

    def stroke_path(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_stroke_path(self._drawer, *what)

    def fill_image(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_fill_image(self._drawer, *what)

    def fill_image_mask(self, _: Any, *what: Any) -> None:
        mupdf.ll_fz_fill_image_mask(self._drawer, *what)

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


def without_text(page: Any, place: Box, zoom: float) -> Colours:
    """A place of the page as displayed, in `zoom` pixels a point, on white."""
    area = mupdf.FzIrect(*(pymupdf.Rect(*place) * pymupdf.Matrix(zoom, zoom)).irect)
    pixmap = mupdf.fz_new_pixmap_with_bbox(
        mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB), area, mupdf.FzSeparations(), 0
    )
    mupdf.fz_clear_pixmap_with_value(pixmap, 255)
    drawer = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap)
    _Bare(drawer).watch(page, mupdf.FzMatrix(zoom, 0, 0, zoom, 0, 0))
    mupdf.fz_close_device(drawer)
    drawn = pymupdf.Pixmap("raw", pixmap)
    rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : 3 * drawn.width]
    return np.ascontiguousarray(rows.reshape(drawn.height, drawn.width, 3))
