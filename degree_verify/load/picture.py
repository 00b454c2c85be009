"""Bytes to the pictures in a file, by content: never more formats, pictures or pixels than are allowed."""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from degree_verify.errors import is_out_of_memory
from degree_verify.model.document import Source
from degree_verify.model.file import FileFacts, FileProblem
from degree_verify.model.policy import Limits

Colours = npt.NDArray[np.uint8]
"""Rows of red, green, blue."""

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "bmp": "BMP", "webp": "WEBP", "heic": "HEIF"}
"""The decoder for each kind. No other is ever tried: some start programs, some are rarely looked after."""

PICTURE_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
"""What the decoders raise on damaged content after a file was opened."""

_MEGABYTE, _MEGAPIXEL = 1024 * 1024, 1_000_000

LONGEST_SIDE = 32_767
"""Pixels of a side. OpenCV straightens nothing longer, and the code readers end at twice that; no paper comes near."""

FLAT = 0.8
"""Share of neighbouring pixels that are alike in a screenshot, compressed or not; grain leaves a third in others."""

_CAMERA = (0x010F, 0x0110, 0x829A, 0x920A)
"""EXIF tags of maker, model, exposure time and focal length."""

PREVIEW = 0.5
"""Length of a further picture, of the first one's, up to which it is taken for a preview or a map of brightness."""

_BLOCK, _OTHERWISE = 8, 24
"""Pixels of a block, and grey levels by which one differs in a preview that shows something else."""

_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The EXIF tag of how a picture must be turned, and its values by which width and height change places."""


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """An opened picture file. `camera` says that a camera wrote it. Closed by whoever opened it.

    `size` is the width and height in pixels of its first picture when that stands upright; `first` is the place in the
    file of the picture that all viewers show.
    """

    image: Any
    facts: FileFacts
    megapixels: int
    camera: bool
    size: tuple[int, int]
    first: int = 0

    def pages(self) -> Iterator[Colours]:
        """The pictures in the file, each upright as its EXIF data says, one at a time: those of an animation too, of
        which a viewer shows now one, now another.

        Raises what the decoder raises on damaged content.
        """
        for number in (self.first, *(n for n in range(self.facts.page_count) if n != self.first)):
            self.image.seek(number)
            yield upright(self.image, self.megapixels)

    def is_preview(self, colours: Colours, first: Colours) -> bool:
        """Whether a further picture is a smaller copy of the first one. Of a JPEG file no viewer shows the small ones,
        previews and maps of brightness, whatever is on them."""
        if max(colours.shape[:2]) > PREVIEW * max(first.shape[:2]):
            return False
        return self.facts.kind == "jpeg" or _shows_the_same(colours, first)

    def scale(self, colours: Colours) -> tuple[float, float]:
        """How many pixels of the file one pixel of `colours` stands for, across and down: more than one where a large
        JPEG picture was decoded smaller. Places are told in the file's own pixels."""
        width, height = self.size
        if self.facts.kind != "jpeg" or width * height <= self.megapixels * _MEGAPIXEL:
            return 1.0, 1.0
        return width / colours.shape[1], height / colours.shape[0]

    def close(self) -> None:
        self.image.close()


def open_picture(data: bytes, kind: str, limits: Limits) -> OpenedPicture | FileProblem:
    """Opens a picture of a kind as `sniff` tells it; one that cannot be used is a FileProblem that names the cause."""
    if len(data) > limits.file_megabytes * _MEGABYTE:
        return FileProblem("too-large", f"{len(data) // _MEGABYTE} MB > {limits.file_megabytes} MB")
    if kind == "heic" and not heif_opened():
        return FileProblem("heic-unavailable", "pillow-heif", tool_failure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bound of pixels only warns; ours is checked below
            image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
            pages = int(getattr(image, "n_frames", 1))
            first = image.tell()  # of a HEIC file any picture may be the one that is shown
    except Exception as error:  # the library raises many types on damaged input; all but one mean the same here
        return _damaged(error)
    if pages > limits.pages:
        image.close()
        return FileProblem("too-many-pages", f"{pages} > {limits.pages}")
    if too_many_pixels(image, limits.megapixels):
        width, height = image.size
        image.close()
        if max(width, height) > LONGEST_SIDE:
            return FileProblem("too-large", f"{max(width, height)} px > {LONGEST_SIDE} px")
        return FileProblem("too-large", f"{width * height // _MEGAPIXEL} MP > {limits.megapixels} MP")
    try:
        exif = image.getexif()  # of some kinds it stands behind the picture, which is then read up to there
        camera = any(tag in exif for tag in _CAMERA) if kind in ("jpeg", "heic") else False
        size = image.size[::-1] if exif.get(_ORIENTATION) in _ON_ITS_SIDE else image.size
    except Exception as error:  # as above
        image.close()
        return _damaged(error)
    return OpenedPicture(image, FileFacts(kind, len(data), pages), limits.megapixels, camera, size, first)


def _damaged(error: Exception) -> FileProblem:
    """The problem of a file that raised this. Raises MemoryError, for which no file is to blame."""
    if is_out_of_memory(error):
        raise MemoryError from None
    return FileProblem("damaged", type(error).__name__)


def too_many_pixels(image: Image.Image, megapixels: int) -> bool:
    """Whether a picture is too large to be decoded; a JPEG file can be decoded at an eighth of its size."""
    width, height = image.size
    reduced = 64 if image.format == "JPEG" else 1
    return width * height > megapixels * _MEGAPIXEL * reduced or max(width, height) > LONGEST_SIDE


def upright(image: Image.Image, megapixels: int) -> Colours:
    """The current picture of an opened file as it should be looked at, on white where it is transparent."""
    if too_many_pixels(image, megapixels):
        raise ValueError("too many pixels")
    width, height = image.size
    if width * height > megapixels * _MEGAPIXEL:
        halvings = next(k for k in (1, 2, 3) if width * height <= megapixels * _MEGAPIXEL * 4**k)
        image.draft("RGB", (width >> halvings, height >> halvings))
    # Of a large picture each copy that is not needed is 100 MB.
    turned = ImageOps.exif_transpose(image) if image.getexif().get(_ORIENTATION, 1) != 1 else image
    if turned.mode.startswith(("I;16", "I", "F")):
        turned = _eight_bits(turned)
    if turned.has_transparency_data:
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned.convert("RGBA"))
        turned = ground
    return np.ascontiguousarray(turned if turned.mode == "RGB" else turned.convert("RGB"), dtype=np.uint8)


def source_of(picture: Colours) -> Source:
    """A guess: what is drawn by a program has large areas of exactly one colour, what is taken by a camera has none."""
    if picture.shape[1] == 1:  # has no neighbours
        return Source.PHOTO
    part = picture[:: max(1, picture.shape[0] // 400)]
    before, after = part[:, :-1], part[:, 1:]
    like = np.maximum(before, after) - np.minimum(before, after) <= 1
    same = (like[..., 0] & like[..., 1] & like[..., 2]).mean()
    return Source.SCREENSHOT if same > FLAT else Source.PHOTO


def _shows_the_same(preview: Colours, picture: Colours) -> bool:
    """Whether a small picture shows what a larger one does, as far as anything can be read on it."""
    height, width = preview.shape[:2]
    size = (max(width // _BLOCK, 1), max(height // _BLOCK, 1))
    small, large = (
        np.asarray(Image.fromarray(colours).convert("L").resize(size, Image.Resampling.BOX), dtype=np.int16)
        for colours in (preview, picture)
    )
    return bool(np.abs(small - large).max() < _OTHERWISE)


def heif_opened() -> bool:
    """Whether HEIC pictures can be decoded here; the first call makes the decoder known to Pillow."""
    try:
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
    except Exception:  # not installed, or its library does not load: one answer
        return False
    return True


def _eight_bits(image: Image.Image) -> Image.Image:
    """A picture of more than eight bits a sample in grey: Pillow would cut its high bits off instead."""
    samples = np.asarray(image, dtype=np.float32)
    top = 65535.0 if samples.max() > 255 else 255.0
    return Image.fromarray(np.clip(samples * (255 / top), 0, 255).astype(np.uint8))
