"""Two-dimensional codes in a picture of a whole page, and which way up they say the page is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.decode import qr
from degree_verify.decode.finders import symbols_standing
from degree_verify.decode.payload import read_payload
from degree_verify.decode.symbols import Symbol, symbols_by_zbar, symbols_in
from degree_verify.model.document import Code
from degree_verify.model.geometry import Box

Colours = npt.NDArray[np.uint8]

PAGE_HEIGHT = 842.0
"""Points of the sheet that a picture shows, for sizes that are known in points."""

SMALL = 4_500_000
"""Pixels up to which a whole picture is enlarged for another try; larger ones have pixels enough."""

FURTHER_SIDE = 1684
"""Pixels of the longer side, two a point, in which places of further codes are looked for."""

SHARPENINGS = ((2.0, 0.8), (2.5, 2.0), (4.0, 1.2))
"""How much a blurred symbol's edges are raised, and over how many pixels of the picture as it came."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a picture, in its pixels. `quarters` is how often it must be turned clockwise to stand upright,
    None where no code says so. `undecoded` are places that look like a code."""

    codes: tuple[Code, ...]
    undecoded: tuple[Box, ...]
    attempts: tuple[str, ...]
    quarters: int | None = None


def read_picture_codes(picture: Colours, number: int, trusted_hosts: Sequence[str], *, thorough: bool) -> Seen:
    """All codes in the picture of page `number`. `thorough` goes through all retries, else the whole picture is
    searched once."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    attempts: list[str] = []
    squares: list[Box] = []
    for name, tried, scale, dx, dy in _tries(picture, grey, squares, thorough):
        found = symbols_in(tried)
        attempts.append(f"page {number}: {name}: zxing: {len(found)}")
        if found:
            codes = tuple(
                _code(symbol, number, trusted_hosts, scale, dx, dy, "zxing" if name == "picture" else f"zxing ({name})")
                for symbol in found
            )
            return Seen(codes, (), tuple(attempts), _quarters(found[0].orientation))
    for name, tried, scale, dx, dy in _tries_of_zbar(picture, grey, squares) if thorough else ():
        found = symbols_by_zbar(np.asarray(tried, np.uint8))
        attempts.append(f"page {number}: {name}: zbar: {len(found)}")
        if found:
            codes = tuple(_code(symbol, number, trusted_hosts, scale, dx, dy, "zbar") for symbol in found)
            return Seen(codes, (), tuple(attempts))
    looks = [box for box in squares if qr.looks_like_code(_crop(grey, box))]
    if thorough:
        standing = symbols_standing(grey) or symbols_standing(_thresholded(grey, max(picture.shape[:2]) / 60))
        looks += [box for box in standing if not any(box.overlaps(other) for other in looks)]
    return Seen((), tuple(looks), tuple(attempts))


def read_further_codes(picture: Colours, number: int, trusted_hosts: Sequence[str], known: Sequence[Box]) -> Seen:
    """The codes of a picture that stand beside those known, whose places are given: one that was not read in the whole
    picture is enlarged and sharpened, and told as undecoded where that does not help."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    shrink = min(1.0, FURTHER_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    zoom = max(small.shape) / PAGE_HEIGHT
    places = qr.dense_places(np.asarray(small, np.uint8), zoom)
    found = [Box(*(length * zoom / shrink for length in box)) for box in places]
    squares = [box for box in found if not any(box.overlaps(other) for other in known)]
    squares = [box for box in squares if qr.looks_like_code(_crop(grey, box))]
    codes: list[Code] = []
    undecoded: list[Box] = []
    attempts: list[str] = []
    for square in squares:
        for name, tried, scale, dx, dy in _close_tries(picture, [square]):
            symbols = symbols_in(tried)
            attempts.append(f"page {number}: second {name}: zxing: {len(symbols)}")
            codes += [_code(symbol, number, trusted_hosts, scale, dx, dy, f"zxing ({name})") for symbol in symbols]
            if symbols:
                break
        else:
            undecoded.append(square)
    return Seen(tuple(codes), tuple(undecoded), tuple(attempts))


def _tries(
    picture: Colours, grey: Any, squares: list[Box], thorough: bool
) -> Iterator[tuple[str, Any, float, float, float]]:
    """Pictures to search, the cheapest first, each with its scale and its place in the whole."""
    yield "picture", grey, 1, 0, 0
    if not thorough:
        return
    # Blur and uneven light: what is darker than its own surroundings is ink.
    inked = _thresholded(grey, max(picture.shape[:2]) / 60)
    yield "picture thresholded", inked, 1, 0, 0
    if grey.size < SMALL:
        yield "picture enlarged", cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), 2, 0, 0
    zoom = max(picture.shape[:2]) / PAGE_HEIGHT
    evened = _evened(grey)
    places = next(
        (found for seen in (grey, inked, evened, _sharper(evened)) if (found := qr.dense_places(seen, zoom))), []
    )
    squares += [Box(*(length * zoom for length in box)) for box in places]
    yield from _close_tries(picture, squares)


def _close_tries(picture: Colours, squares: list[Box]) -> Iterator[tuple[str, Any, float, float, float]]:
    """Places of a picture, enlarged and sharpened, as `_tries`."""
    for large, scale, x, y in _enlarged(picture, squares):
        crop = cv2.cvtColor(large, cv2.COLOR_RGB2GRAY)
        yield "crop", crop, scale, x, y
        yield "crop thresholded", _thresholded(crop, 16 * scale), scale, x, y
        for strength, reach in SHARPENINGS:
            blurred = cv2.GaussianBlur(crop, (0, 0), reach * scale)
            sharper = cv2.addWeighted(crop, strength, blurred, 1 - strength, 0)
            yield f"crop sharpened ×{strength:g}", sharper, scale, x, y
        # The red channel takes a red seal off.
        yield "crop red channel", np.ascontiguousarray(large[..., 0]), scale, x, y
        yield "crop inverted", 255 - crop, scale, x, y


def _tries_of_zbar(picture: Colours, grey: Any, squares: list[Box]) -> Iterator[tuple[str, Any, float, float, float]]:
    """Pictures for the second decoder, as `_tries`."""
    yield "picture", grey, 1, 0, 0
    for large, scale, x, y in _enlarged(picture, squares):
        yield "crop", cv2.cvtColor(large, cv2.COLOR_RGB2GRAY), scale, x, y


def _enlarged(picture: Colours, places: list[Box]) -> Iterator[tuple[Colours, float, int, int]]:
    """Places of a picture with some paper around them, enlarged, each with its scale and where it begins."""
    for box in places:
        pad = 0.12 * max(box.width, box.height)
        x, y = max(0, int(box.x0 - pad)), max(0, int(box.y0 - pad))
        part = picture[y : int(box.y1 + pad), x : int(box.x1 + pad)]
        if min(part.shape[:2]) < qr.SMALLEST_SIDE:
            continue
        scale = min(4.0, 1400 / max(part.shape[:2]))
        large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        yield np.asarray(large, np.uint8), scale, x, y


def _evened(grey: Any) -> Any:
    """A faint or dim picture with its paper white and its ink black."""
    reach = int(max(grey.shape) / 60) | 1
    paper = cv2.GaussianBlur(cv2.dilate(cv2.medianBlur(grey, 3), np.ones((reach, reach), np.uint8)), (0, 0), reach)
    flat = cv2.divide(grey, paper, scale=255).astype(np.float32)
    low, high = np.percentile(flat, (1, 60))
    return np.clip((flat - low) * (255 / max(float(high - low), 1.0)), 0, 255).astype(np.uint8)


def _sharper(grey: Any) -> Any:
    """A blurred picture with its edges raised."""
    return cv2.addWeighted(grey, 2.5, cv2.GaussianBlur(grey, (0, 0), 2), -1.5, 0)


def _thresholded(grey: Any, around: float) -> Any:
    """Ink black, all else white; `around` is the size in pixels of the surroundings that a pixel is compared with."""
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, int(around) | 1, 2)


def _code(symbol: Symbol, number: int, hosts: Sequence[str], scale: float, dx: float, dy: float, decoder: str) -> Code:
    x0, y0, x1, y1 = symbol.box
    box = Box(x0 / scale + dx, y0 / scale + dy, x1 / scale + dx, y1 / scale + dy)
    return read_payload(symbol.payload, number, box, hosts, symbol.symbology, decoder)


def _quarters(orientation: float | None) -> int | None:
    """Quarters clockwise that undo a symbol's own turn, given in degrees."""
    return None if orientation is None else -round(orientation / 90) % 4


def _crop(grey: Any, box: Box) -> Any:
    return grey[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
