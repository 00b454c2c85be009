"""Bytes of a file and page numbers to small pictures, as a person would see the pages on a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import cv2
import numpy as np
import pymupdf

from degree_verify.load.picture import Colours, open_picture
from degree_verify.load.sniff import PICTURES
from degree_verify.model.file import FileProblem
from degree_verify.model.picture import PagePicture
from degree_verify.model.policy import Limits

DOTS_PER_INCH = 110
"""Enough to read a printed page on a screen, about 70 kB."""

LONGEST = 1600
"""Pixels of the longer side: large pages and photographs are scaled down to it."""

_QUALITY = 62


def draw_pages(data: bytes, kind: str | None, pages: Sequence[int], limits: Limits) -> tuple[PagePicture, ...]:
    """Pictures of the pages that can be drawn, in order; a page that cannot be is left out.

    `kind` is what `sniff` says of the data. Of a picture file the page is the picture itself, upright and scaled.
    """
    draw = _pdf_pages if kind == "pdf" else _frames if kind in PICTURES else None
    found: list[PagePicture] = []
    # Nothing that a file does to the libraries may reach the caller: a picture is a help, never a condition.
    with suppress(Exception):
        found.extend(draw(data, kind or "", pages, limits) if draw else ())
    return tuple(found)


def _pdf_pages(data: bytes, kind: str, pages: Sequence[int], limits: Limits) -> Iterator[PagePicture]:
    with pymupdf.open(stream=data, filetype=kind) as handle:
        if handle.needs_pass:
            handle.authenticate("")
        for number in pages:
            with suppress(Exception):
                page = handle[number - 1]
                width, height = page.rect.width, page.rect.height
                scale = min(DOTS_PER_INCH / 72, LONGEST / max(width, height))
                drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
                colours = np.frombuffer(drawn.samples_mv, np.uint8).reshape(drawn.height, drawn.width, 3)
                yield PagePicture(number, width, height, _jpeg(colours))


def _frames(data: bytes, kind: str, pages: Sequence[int], limits: Limits) -> Iterator[PagePicture]:
    opened = open_picture(data, kind, limits)
    if isinstance(opened, FileProblem):
        return
    try:
        for number, colours in enumerate(opened.pages(), start=1):
            if number in pages:
                across, down = opened.scale(colours)
                height, width = colours.shape[:2]
                yield PagePicture(number, width * across, height * down, _jpeg(_shrunk(colours)))
    finally:
        opened.close()


def _shrunk(colours: Colours) -> Colours:
    height, width = colours.shape[:2]
    scale = LONGEST / max(height, width)
    if scale >= 1:
        return colours
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(colours: Colours) -> bytes:
    # OpenCV, since Pillow keeps four bytes a pixel: a block of its own from the system for each page.
    bgr = cv2.cvtColor(colours, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
