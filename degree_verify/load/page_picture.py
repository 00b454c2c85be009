"""Bytes of a file and page numbers to small pictures, as a person would see the pages on a screen."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pymupdf
from PIL import Image

from degree_verify.load.picture import open_picture
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
                size = (drawn.width, drawn.height)
                picture = Image.frombuffer("RGB", size, drawn.samples_mv, "raw", "RGB", 0, 1)
                yield PagePicture(number, width, height, _jpeg(picture))


def _frames(data: bytes, kind: str, pages: Sequence[int], limits: Limits) -> Iterator[PagePicture]:
    opened = open_picture(data, kind, limits)
    if isinstance(opened, FileProblem):
        return
    try:
        for number, colours in enumerate(opened.pages(), start=1):
            if number in pages:
                picture = Image.fromarray(colours)
                across, down = opened.scale(colours)
                width, height = picture.width * across, picture.height * down
                picture.thumbnail((LONGEST, LONGEST))
                yield PagePicture(number, width, height, _jpeg(picture))
    finally:
        opened.close()


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
