"""Paper as it reaches an office: specimens scanned, photographed, shown on a screen, sent through a messenger.

degraded(specimen("registration-record-c", seed=3), "photo", seed=3)

The same bytes, condition and seed give the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image

Colours = npt.NDArray[np.uint8]
"""Rows of red, green, blue."""

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Condition:
    """One way in which a paper becomes a picture. `quality` is JPEG's; None writes a PNG."""

    dpi: int
    change: Callable[[Colours, Random], Colours]
    quality: int | None = 80


def degraded(pdf: bytes, condition: str, *, seed: int = 1, page: int = 0, form: str | None = None) -> bytes:
    """A page of a PDF as a picture file under a condition. `form` is a format of Pillow's instead of the usual one."""
    how = CONDITIONS[condition]
    random = np.random.default_rng(seed * 1000 + sum(map(ord, condition)))
    return saved(how.change(rendered(pdf, how.dpi, page), random), how.quality, form)


def rendered(pdf: bytes, dpi: int, page: int = 0) -> Colours:
    """A page as it would be printed."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pixmap = document[page].get_pixmap(dpi=dpi, alpha=False)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()


def saved(picture: Colours, quality: int | None = 80, form: str | None = None) -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(picture)
    if form is not None:
        image.save(stream, form)
    elif quality is None:
        image.save(stream, "PNG")
    else:
        image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def as_pdf(*pictures: bytes, rotate: int = 0) -> bytes:
    """Pictures as the pages of a PDF, as a copier writes them."""
    document = pymupdf.open()
    for picture in pictures:
        width, height = Image.open(io.BytesIO(picture)).size
        page = document.new_page(width=595, height=595 * height / width)
        page.insert_image(page.rect, stream=picture)
        page.set_rotation(rotate)
    data = document.tobytes(deflate=False, no_new_id=True)
    document.close()
    return bytes(data)


def turned(picture: Colours, angle: float, fill: int = 255) -> Colours:
    """A picture turned clockwise by some degrees, on a larger sheet."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    matrix[0, 2] += size[0] / 2 - width / 2
    matrix[1, 2] += size[1] / 2 - height / 2
    return _colours(cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3))


def noisy(picture: Colours, random: Random, sigma: float) -> Colours:
    grain = random.normal(0, sigma, picture.shape[:2]).astype(np.float32)[..., None]
    return _colours(np.clip(picture.astype(np.float32) + grain, 0, 255))


def blurred(picture: Colours, sigma: float) -> Colours:
    return _colours(cv2.GaussianBlur(picture, (0, 0), sigma))


def scanned(picture: Colours, random: Random) -> Colours:
    """A flatbed copier: a little skewed, soft and grainy; paper is not quite white, ink not quite black."""
    skewed = turned(picture, random.uniform(-1.8, 1.8))
    toned = 18 + skewed.astype(np.float32) * (random.uniform(228, 246) - 18) / 255
    return noisy(blurred(_colours(toned), picture.shape[1] / 595 * 0.22), random, 3.0)


def grey(picture: Colours, random: Random) -> Colours:
    flat = cv2.cvtColor(scanned(picture, random), cv2.COLOR_RGB2GRAY)
    return _colours(np.repeat(flat[..., None], 3, axis=2))


def sideways(quadrant: int) -> Callable[[Colours, Random], Colours]:
    return lambda picture, random: _colours(np.rot90(scanned(picture, random), -quadrant))


def stamped(picture: Colours, random: Random) -> Colours:
    """A red ring with a cross over the lower rows: plainly nobody's seal."""
    inked = picture.copy()
    height, width = picture.shape[:2]
    radius = int(width * 0.11)
    centre = (int(width * random.uniform(0.4, 0.6)), int(height * random.uniform(0.4, 0.6)))
    thick = max(2, width // 160)
    cv2.circle(inked, centre, radius, (200, 30, 40), thick)
    for dx, dy in ((1, 1), (1, -1)):
        step = int(radius * 0.5)
        ends = ((centre[0] - dx * step, centre[1] - dy * step), (centre[0] + dx * step, centre[1] + dy * step))
        cv2.line(inked, *ends, (200, 30, 40), thick)
    mixed = np.minimum(picture, (picture * 0.35 + inked * 0.65)).astype(np.uint8)
    return scanned(_colours(mixed), random)


def folded(picture: Colours, random: Random) -> Colours:
    """A crease across the sheet, with the shadow beside it."""
    height = picture.shape[0]
    at = int(height * random.uniform(0.3, 0.7))
    away = np.abs(np.arange(height) - at).astype(np.float32)
    shade = 1 - 0.35 * np.exp(-away / (height * 0.004)) - 0.12 * np.exp(-away / (height * 0.05))
    return scanned(_colours(picture * shade[:, None, None]), random)


def photographed(picture: Colours, random: Random, lean: float = 0.05, softness: float = 1.0) -> Colours:
    """A sheet on a table, seen at an angle, in uneven light, by a hand-held camera."""
    height, width = picture.shape[:2]
    margin = int(width * random.uniform(0.08, 0.2))
    size = (width + 2 * margin, height + 2 * margin)
    base = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + margin
    angle = np.deg2rad(random.uniform(-6, 6))
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array(size) / 2
    moved = (base - middle) @ spin + middle + random.uniform(-lean, lean, (4, 2)) * width
    moved = np.clip(moved, 4, np.array(size) - 5).astype(np.float32)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, moved)
    table = _table(size, random)
    sheet = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)[..., None] / 255.0
    shadow = cv2.GaussianBlur(mask[..., 0], (0, 0), width / 60)[..., None]
    scene = sheet * mask + table * (1 - 0.35 * shadow) * (1 - mask)
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    direction = random.uniform(0, 2 * np.pi)
    slope = (np.cos(direction) * columns / size[0] + np.sin(direction) * rows / size[1]) * 0.5
    light = (random.uniform(0.72, 0.92) + slope * random.uniform(0.1, 0.35))[..., None]
    warm = np.array([1.0, random.uniform(0.93, 1.0), random.uniform(0.82, 0.98)])
    lit = _colours(np.clip(scene * light * warm, 0, 255))
    return noisy(blurred(lit, softness * width / 1240), random, 5.0)


def photographed_badly(picture: Colours, random: Random) -> Colours:
    return photographed(picture, random, lean=0.09, softness=1.7)


def photographed_sideways(picture: Colours, random: Random) -> Colours:
    return _colours(np.rot90(photographed(picture, random), int(random.integers(1, 4))))


def messenger(picture: Colours, random: Random) -> Colours:
    """A photograph made small by a messenger."""
    return _shrunk(photographed(picture, random), 1600)


def from_screen(picture: Colours, random: Random) -> Colours:
    """A photograph of a screen: colour fringes of its raster."""
    shown = picture.astype(np.float32)
    rows, columns = np.mgrid[0 : shown.shape[0], 0 : shown.shape[1]].astype(np.float32)
    angle = random.uniform(0.05, 0.2)
    wave = np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 0.9) * 9
    shown += np.stack([wave, np.roll(wave, 2, 1), np.roll(wave, 4, 1)], axis=2)
    return photographed(_colours(np.clip(shown, 0, 255)), random, lean=0.03)


def screenshot(picture: Colours, random: Random) -> Colours:
    """A part of the page in a browser's window."""
    height, width = picture.shape[:2]
    around = int(width * random.uniform(0.0, 0.5))
    shot = np.full((height, width + 2 * around, 3), random.integers(225, 256), np.uint8)
    shot[:, around : around + width] = picture
    return _colours(shot[: int(height * random.uniform(0.93, 1.0))])


def _table(size: tuple[int, int], random: Random) -> npt.NDArray[np.float32]:
    """Wood, cloth or stone: a colour with grain."""
    colour = random.choice([(120, 84, 58), (70, 72, 78), (176, 158, 132), (48, 60, 52), (205, 200, 192)])
    grain = random.normal(0, 1, (size[1] // 8 + 1, size[0] // 60 + 1)).astype(np.float32)
    spread = cv2.resize(grain, size, interpolation=cv2.INTER_CUBIC)[..., None] * 14
    return np.asarray(np.clip(np.array(colour, np.float32) + spread, 0, 255), np.float32)


def _shrunk(picture: Colours, side: int) -> Colours:
    scale = side / max(picture.shape[:2])
    return _colours(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _colours(picture: npt.NDArray[np.generic]) -> Colours:
    return np.ascontiguousarray(picture, dtype=np.uint8)


CONDITIONS: Mapping[str, Condition] = {
    "scan-150": Condition(150, scanned, 75),
    "scan-200": Condition(200, scanned, 80),
    "scan-300": Condition(300, scanned, 85),
    "scan-grey": Condition(200, grey, 60),
    "scan-90": Condition(200, sideways(1), 80),
    "scan-180": Condition(200, sideways(2), 80),
    "scan-270": Condition(200, sideways(3), 80),
    "stamp": Condition(200, stamped, 80),
    "fold": Condition(200, folded, 80),
    "photo": Condition(220, photographed, 82),
    "photo-bad": Condition(200, photographed_badly, 70),
    "photo-sideways": Condition(220, photographed_sideways, 82),
    "photo-screen": Condition(220, from_screen, 80),
    "messenger": Condition(220, messenger, 60),
    "screenshot-96": Condition(96, screenshot, None),
    "screenshot-144": Condition(144, screenshot, None),
    "screenshot-jpeg": Condition(110, screenshot, 75),
}
"""Every condition by its name."""
