"""The pictures that a PDF page draws, where and how large."""

from __future__ import annotations

from typing import Any, NamedTuple

from pymupdf import mupdf

from degree_verify.read.device import Device
from degree_verify.read.visibility import Area

WATERMARK = 0.5
"""A picture with less opacity is a watermark behind the paper."""


class Drawn(NamedTuple):
    """A picture on a page before any turn, in points; its own size in pixels, and its opacity."""

    area: Area
    width: int
    height: int
    opacity: float


class _Images(Device):
    """Notes pictures and passes everything else by, for half the time of a search for text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Drawn] = []
        self.use_virtual_fill_image()
        self.use_virtual_fill_image_mask()

    def fill_image(self, _: Any, image: Any, ctm: Any, alpha: float, *__: Any) -> None:
        self._add(image, ctm, alpha)

    def fill_image_mask(self, _: Any, image: Any, ctm: Any, __: Any, ___: Any, alpha: float, *____: Any) -> None:
        self._add(image, ctm, alpha)

    def _add(self, image: Any, ctm: Any, alpha: float) -> None:
        xs = (ctm.e, ctm.e + ctm.a, ctm.e + ctm.c, ctm.e + ctm.a + ctm.c)
        ys = (ctm.f, ctm.f + ctm.b, ctm.f + ctm.d, ctm.f + ctm.b + ctm.d)
        self.found.append(Drawn((min(xs), min(ys), max(xs), max(ys)), image.w, image.h, alpha))


def drawn_images(page: Any) -> list[Drawn]:
    """All pictures that a page draws, in drawing order."""
    device = _Images()
    device.watch(page, mupdf.FzMatrix(*page.derotation_matrix))
    return device.found
