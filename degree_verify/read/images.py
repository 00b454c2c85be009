"""The pictures that a PDF page draws, where and how large; and what it paints in no plain way: gradients, patterns, and
whatever shows through letters or a mask."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from pymupdf import mupdf

from degree_verify.read.device import Device
from degree_verify.read.visibility import Area

WATERMARK = 0.5
"""A picture with less opacity is a watermark behind the paper."""

CUT_OFF = 1.0
"""Points of a picture's side that a clip may take."""


_STEPS = (
    *("fill_image", "fill_image_mask"),
    *("clip_path", "clip_stroke_path", "clip_text", "clip_stroke_text", "clip_image_mask", "begin_mask", "pop_clip"),
    *("begin_group", "end_group", "fill_shade", "begin_tile"),
)
"""What the device is told of."""


class Drawn(NamedTuple):
    """A picture on a page before any turn, in points; its own size in pixels, its opacity, and whether a clip, a mask
    or a faded group may hide some of it."""

    area: Area
    width: int
    height: int
    opacity: float
    cut: bool


class Painted(NamedTuple):
    """A place of a page before any turn, in points, in which something is painted with a gradient, a pattern or through
    letters or a mask; and whether a rectangle is all that bounds it, as it does the ground of a cell."""

    area: Area
    rectangle: bool


class _Images(Device):
    """Notes pictures, what may cut them and what is painted, and passes everything else by, for half the time of a
    search for text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Drawn] = []
        self.painted: list[Painted] = []
        # Around each clip in force: where anything can be seen, whether that is a rectangle.
        self._bounds: list[Painted] = []
        # Soft masks that are being drawn: few pages have any, and the device is told of text and paths only then.
        self._masks = 0
        # The clips and groups that are open: the rectangle that one shows, None where that cannot be told.
        self._clips: list[Area | None] = []
        self._groups: list[bool] = []
        for step in _STEPS:
            getattr(self, f"use_virtual_{step}")()

    def fill_image(self, _: Any, image: Any, ctm: Any, alpha: float, *__: Any) -> None:
        self._add(image, ctm, alpha)

    def fill_image_mask(self, _: Any, image: Any, ctm: Any, __: Any, ___: Any, alpha: float, *____: Any) -> None:
        self._add(image, ctm, alpha)

    def clip_path(self, _: Any, path: Any, __: int, ctm: Any, *___: Any) -> None:
        area, rectangle = _area(mupdf.ll_fz_bound_path(path, None, ctm)), bool(mupdf.ll_fz_path_is_rect(path, ctm))
        self._clip(area if rectangle else None, area, rectangle)

    def clip_stroke_path(self, _: Any, path: Any, stroke: Any, ctm: Any, *__: Any) -> None:
        self._clip(None, _area(mupdf.ll_fz_bound_path(path, stroke, ctm)))

    def clip_text(self, _: Any, text: Any, ctm: Any, *__: Any) -> None:
        self._clip(None, _area(mupdf.ll_fz_bound_text(text, None, ctm)))
        self._paint(self._bounds[-1].area)

    def clip_stroke_text(self, _: Any, text: Any, stroke: Any, ctm: Any, *__: Any) -> None:
        self._clip(None, _area(mupdf.ll_fz_bound_text(text, stroke, ctm)))
        self._paint(self._bounds[-1].area)

    def clip_image_mask(self, _: Any, __: Any, ctm: Any, *___: Any) -> None:
        self._clip(None, _place(ctm))

    def begin_mask(self, _: Any, area: Any, *__: Any) -> None:
        self._clip(None, _area(area), rectangle=True)
        self._masks += 1
        self.use_virtual_end_mask()
        self.use_virtual_fill_text()
        self.use_virtual_fill_path()

    def end_mask(self, *_: Any) -> None:
        self._masks -= 1

    def fill_text(self, _: Any, text: Any, ctm: Any, *__: Any) -> None:
        if self._masks:
            self._paint(_area(mupdf.ll_fz_bound_text(text, None, ctm)), rectangle=False)

    def fill_path(self, _: Any, path: Any, __: int, ctm: Any, *___: Any) -> None:
        if self._masks:
            rectangle = bool(mupdf.ll_fz_path_is_rect(path, ctm))
            self._paint(_area(mupdf.ll_fz_bound_path(path, None, ctm)), rectangle)

    def pop_clip(self, _: Any) -> None:
        if self._clips:  # a damaged page may close more than it opens
            self._clips.pop()
            self._bounds.pop()

    def _clip(self, shown: Area | None, area: Area, rectangle: bool = False) -> None:
        self._clips.append(shown)
        outer = self._bounds[-1] if self._bounds else _EVERYWHERE
        self._bounds.append(Painted(_common(outer.area, area), outer.rectangle and rectangle))

    def fill_shade(self, _: Any, shade: Any, ctm: Any, __: float, *___: Any) -> None:
        self._paint(_area(mupdf.ll_fz_bound_shade(shade, ctm)))

    def begin_tile(self, _: Any, area: Any, __: Any, ___: float, ____: float, ctm: Any, *_____: Any) -> int:
        self._paint(_area(mupdf.ll_fz_transform_rect(area, ctm)))
        return 0  # not kept: its cell is to be drawn

    def _paint(self, area: Area, rectangle: bool = True) -> None:
        bounds = self._bounds[-1] if self._bounds else _EVERYWHERE
        x0, y0, x1, y1 = shown = _common(bounds.area, area)
        if x0 < x1 and y0 < y1:
            self.painted.append(Painted(shown, rectangle and bounds.rectangle))

    def begin_group(self, *what: Any) -> None:
        self._groups.append(what[-1] < 1)

    def end_group(self, _: Any) -> None:
        if self._groups:
            self._groups.pop()

    def _add(self, image: Any, ctm: Any, alpha: float) -> None:
        area = _place(ctm)
        cut = any(self._groups) or not all(clip is not None and _holds(clip, area) for clip in self._clips)
        self.found.append(Drawn(area, image.w, image.h, alpha, cut))


_EVERYWHERE = Painted((-math.inf, -math.inf, math.inf, math.inf), True)


def _area(rectangle: Any) -> Area:
    return (rectangle.x0, rectangle.y0, rectangle.x1, rectangle.y1)


def _place(ctm: Any) -> Area:
    """Where a picture stands: it fills a square of one unit."""
    xs = (ctm.e, ctm.e + ctm.a, ctm.e + ctm.c, ctm.e + ctm.a + ctm.c)
    ys = (ctm.f, ctm.f + ctm.b, ctm.f + ctm.d, ctm.f + ctm.b + ctm.d)
    return (min(xs), min(ys), max(xs), max(ys))


def _common(one: Area, other: Area) -> Area:
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def _holds(clip: Area, area: Area) -> bool:
    return all(clip[i] - CUT_OFF < area[i] and area[i + 2] < clip[i + 2] + CUT_OFF for i in (0, 1))


def drawn_images(page: Any) -> tuple[list[Drawn], list[Painted]]:
    """All pictures that a page draws, in drawing order, and the places that it paints."""
    device = _Images()
    device.watch(page, mupdf.FzMatrix(*page.derotation_matrix))
    return device.found, device.painted
