"""Bytes of a file and page numbers to small pictures, as a person would see the pages on a screen."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pymupdf
from PIL import Image, ImageOps

from degree_verify.model.picture import PagePicture
from degree_verify.model.policy import Limits

DOTS_PER_INCH = 110
"""Enough to read a printed page on a screen, about 70 kB."""

LONGEST = 1600
"""Pixels of the longer side: large pages and photographs are scaled down to it."""

_QUALITY = 62
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "bmp": "BMP", "webp": "WEBP"}
_MILLION = 1_000_000


def draw_pages(data: bytes, kind: str | None, pages: Sequence[int], limits: Limits) -> tuple[PagePicture, ...]:
    """Pictures of the pages that can be drawn, in order; a page that cannot be is left out.

    `kind` is what `sniff` says of the data. Of a picture file the page is the picture itself, upright and scaled.
    """
    draw = _pdf_pages if kind == "pdf" else _frames if kind in _FORMATS else None
    found: list[PagePicture] = []
    # Nothing that a file does to the libraries may reach the caller: a picture is a help, never a condition.
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
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
                picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
                yield PagePicture(number, width, height, _jpeg(picture))


def _frames(data: bytes, kind: str, pages: Sequence[int], limits: Limits) -> Iterator[PagePicture]:
    with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as file:
        for number in pages:
            with suppress(Exception):
                file.seek(number - 1)
                if file.width * file.height > limits.megapixels * _MILLION:
                    continue
                yield _frame(file, number)


def _frame(file: Any, number: int) -> PagePicture:
    across = file.getexif().get(0x0112, 1) >= 5  # EXIF orientations from 5 on lie on their side
    width, height = (file.height, file.width) if across else (file.width, file.height)
    if file.format == "JPEG":
        file.draft("RGB", (LONGEST, LONGEST))  # the decoder itself scales down, which is much faster
    picture = ImageOps.exif_transpose(file)
    picture.thumbnail((LONGEST, LONGEST))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    return PagePicture(number, float(width), float(height), _jpeg(picture.convert("RGB")))


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
