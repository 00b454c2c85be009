"""The pictures that a PDF page draws, where and how large."""

from __future__ import annotations

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
    *("begin_group", "end_group"),
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


class _Images(Device):
    """Notes pictures and what may cut them, and passes everything else by, for half the time of a search for text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Drawn] = []
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
        shown = mupdf.ll_fz_bound_path(path, None, ctm) if mupdf.ll_fz_path_is_rect(path, ctm) else None
        self._clips.append((shown.x0, shown.y0, shown.x1, shown.y1) if shown else None)

    def _hide(self, *_: Any) -> None:
        self._clips.append(None)

    clip_stroke_path = clip_text = clip_stroke_text = clip_image_mask = begin_mask = _hide

    def pop_clip(self, _: Any) -> None:
        if self._clips:  # a damaged page may close more than it opens
            self._clips.pop()

    def begin_group(self, *what: Any) -> None:
        self._groups.append(what[-1] < 1)

    def end_group(self, _: Any) -> None:
        if self._groups:
            self._groups.pop()

    def _add(self, image: Any, ctm: Any, alpha: float) -> None:
        xs = (ctm.e, ctm.e + ctm.a, ctm.e + ctm.c, ctm.e + ctm.a + ctm.c)
        ys = (ctm.f, ctm.f + ctm.b, ctm.f + ctm.d, ctm.f + ctm.b + ctm.d)
        area = (min(xs), min(ys), max(xs), max(ys))
        cut = any(self._groups) or not all(clip is not None and _holds(clip, area) for clip in self._clips)
        self.found.append(Drawn(area, image.w, image.h, alpha, cut))


def _holds(clip: Area, area: Area) -> bool:
    return all(clip[i] - CUT_OFF < area[i] and area[i + 2] < clip[i + 2] + CUT_OFF for i in (0, 1))


def drawn_images(page: Any) -> list[Drawn]:
    """All pictures that a page draws, in drawing order."""
    device = _Images()
    device.watch(page, mupdf.FzMatrix(*page.derotation_matrix))
    return device.found
