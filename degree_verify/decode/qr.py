"""Two-dimensional codes: pixels to payload, the cheapest way first.

Pictures embedded in the page are tried as they are; only when none decodes and a code is to be expected is the page
rendered, and what then still stands there unread is told with its place. Each decoder's attempt is recorded. Order and
retries follow measurements: zxing alone decodes three of four damaged symbols, enlarging and cropping adds a seventh,
zbar almost nothing after that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pymupdf
import zxingcpp

from degree_verify.decode.finders import symbols_standing
from degree_verify.decode.payload import read_payload
from degree_verify.decode.symbols import FORMATS, OTHER_FORMATS, Grey, Symbol, symbols_by_zbar, symbols_in
from degree_verify.errors import is_out_of_memory
from degree_verify.model.document import Code
from degree_verify.model.geometry import Box
from degree_verify.model.page import Page, Picture
from degree_verify.timings import stage

RENDER_DPI = 200
"""2.5 pixels a module are safe for zxing; a 20 mm version-6 symbol has 3.2 at this resolution."""

LARGEST_PICTURE = 12_000_000
"""Pixels. Larger embedded pictures are photographs or scans of whole pages, which are rendered instead."""

MOST_PIXELS = 16_000_000
"""Of a rendered page: A3 has half of them. On larger pages less is seen."""

PORTRAIT = (1.2, 1.5)
"""How much higher than wide photographs are."""

LARGEST_PORTRAIT = 180.0
"""Points. Photographs on the papers are about 106 high; a scan of a whole page is far higher."""

SMALLEST_SIDE = 21
"""Pixels: the smallest QR symbol has 21 modules."""

STRIPS = 2
"""Slim pictures that a page may have besides: lines, lettering."""

LEAST_CHANGES = 0.12
"""Share of neighbouring places, of `SEEN` each way, between which a code changes from dark to light."""

MIDDLE, MOST_MIDDLE = (64, 192), 0.2
"""Greys between dark and light, and the share of them up to which a picture may hold a symbol."""

SEEN = 96
"""Pixels of the side to which a picture is shrunk that may be a symbol."""

ROUND, LEAST_OUTSIDE = 1.12, 0.1
"""Three corners of a symbol are dark outside a circle that is this much larger than the one that touches its sides:
half of a whole one, a seventh of a blurred one. Of a round picture hardly a twentieth is."""

_FROM_MIDDLE = np.arange(SEEN) - (SEEN - 1) / 2
_OUTSIDE = np.hypot(_FROM_MIDDLE[:, None], _FROM_MIDDLE[None, :]) > ROUND * SEEN / 2
_OUTSIDE[SEEN // 2 :, SEEN // 2 :] = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was found on a page: codes, places of symbols that no decoder could read, and the attempts made."""

    codes: tuple[Code, ...]
    undecoded: tuple[Box, ...]
    attempts: tuple[str, ...]


@stage("decode")
def read_codes(handle: Any, page: Page, trusted_hosts: Sequence[str], *, expected: bool) -> Decoded:
    """All codes of a page of an opened PDF. `expected`: the layout prints a code, a search is worth its time."""
    native = handle[page.number - 1]
    attempts: list[str] = []
    codes: list[Code] = []
    squares: list[Box] = []
    places, odd, masked = _pictures(native, page)
    cut = {picture.box for picture in page.embedded if picture.cut}
    hidden = []
    for xref, box in places:
        grey = embedded(handle, xref)
        if grey is None:
            continue
        symbols = symbols_in(grey)
        attempts.append(f"page {page.number}: embedded picture {xref}: zxing: {len(symbols)}")
        if not symbols and _is_two_toned(grey):
            symbols = symbols_in(grey, OTHER_FORMATS)
        found = [_code(symbol, page, box, trusted_hosts, "zxing") for symbol in symbols]
        if found and (xref in masked or box in cut or _is_covered(box, page)) and not _shows(native, box, symbols):
            hidden.append(box)
            continue
        codes += found
        if not symbols and looks_like_code(grey):
            squares.append(box)
        else:  # a strip of a symbol perhaps
            odd |= not symbols and is_busy(grey) and not _is_square(grey)
    squares += hidden
    formats = FORMATS + OTHER_FORMATS if odd or hidden else FORMATS
    if (not codes and (expected or squares)) or page.fine_drawing or odd or hidden:
        known = {code.payload for code in codes}
        once = bool(codes)
        for symbol, decoder in _rendered(native, page, squares, attempts, formats, only_once=once, expected=expected):
            if symbol.payload not in known:
                codes.append(_code(symbol, page, symbol.box, trusted_hosts, decoder))
                known.add(symbol.payload)
    for payload, symbology, box in page.laid_codes:
        if payload not in {code.payload for code in codes}:
            codes.append(read_payload(payload, page.number, box, trusted_hosts, symbology, "zxing"))
    # A symbol in one picture does not read what stands in another, wherever both are.
    elsewhere = {box for _, box in places}
    undecoded = tuple(box for box in squares if not any(c.box.overlaps(box) for c in codes if c.box not in elsewhere))
    return Decoded(tuple(codes), undecoded, tuple(attempts))


def laid_codes(handle: Any) -> dict[int, tuple[tuple[str, str, Box], ...]]:
    """The codes that pages show together with their annotations, where they have any: payload, symbology and place.
    To be asked before annotations are taken off."""
    found = {}
    for native in handle:
        if native.first_annot is None and native.first_widget is None:
            continue
        zoom = _zoom(native)
        symbols = symbols_in(_render(native, zoom), FORMATS + OTHER_FORMATS)
        found[native.number + 1] = tuple((s.payload, s.symbology, _in_points(s.box, zoom)) for s in symbols)
    return found


def _pictures(native: Any, page: Page) -> tuple[list[tuple[int, Box]], bool, set[int]]:
    """Embedded pictures that may be a code, by their xref: not tiny, not huge; whether there are others that may be,
    inline or of more pixels; and which of them have a mask."""
    large = [picture for picture in page.embedded if min(picture.width, picture.height) >= SMALLEST_SIDE]
    wanted = [picture for picture in large if picture.width * picture.height <= LARGEST_PICTURE]
    # A symbol can be cut into strips.
    others = not page.full_picture and (len(wanted) < len(large) or len(page.pictures) > len(page.embedded) + STRIPS)
    if not wanted:
        return [], others, set()
    listed = native.get_images(full=True)
    sizes = Counter((width, height) for _, _, width, height, *_ in listed)
    others |= any(not sizes[picture.width, picture.height] for picture in wanted)
    if all(sizes[picture.width, picture.height] <= 1 for picture in wanted):
        xrefs = {(width, height): xref for xref, _, width, height, *_ in listed}
        places = [(xrefs.get((picture.width, picture.height), 0), picture.box) for picture in wanted]
    else:  # pictures of one size are told apart by their content, which takes its time
        found = native.get_image_info(xrefs=True)
        at = {Box(*(pymupdf.Rect(info["bbox"]) * native.rotation_matrix)): info["xref"] for info in found}
        places = [(at.get(picture.box, 0), picture.box) for picture in wanted]
    masked = {xref for xref, mask, *_ in listed if mask}
    return [(xref, box) for xref, box in dict(places).items() if xref], others, masked


def _is_covered(box: Box, page: Page) -> bool:
    """Whether a picture that was drawn later reaches into a picture's place."""
    places = [page.displayed(place) for place in page.pictures]
    own = [number for number, place in enumerate(places) if math.dist(place, box) < 1]
    return not own or any(box.overlaps(later) for later in places[own[0] + 1 :])


def _shows(native: Any, box: Box, symbols: Sequence[Symbol]) -> bool:
    """Whether the page as it is drawn shows the symbols of a picture in its place."""
    clip = _around(native, box)
    missing = {symbol.payload for symbol in symbols}
    if clip.is_empty:
        return False
    for _, picture, _ in _variants(native, clip):
        missing -= {found.payload for found in symbols_in(picture)}
        if not missing:
            return True
    return False


def _around(native: Any, box: Box) -> Any:
    """A place with some paper around it, as far as the page reaches."""
    pad = 0.1 * max(box.width, box.height)
    return pymupdf.Rect(box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad) & native.rect


def is_portrait(picture: Picture) -> bool:
    """Whether a picture has the shape and place of a passport photograph: upright, three by four, small on the page."""
    return PORTRAIT[0] < picture.height / picture.width < PORTRAIT[1] and picture.box.height < LARGEST_PORTRAIT


def embedded(handle: Any, xref: int) -> Grey | None:
    """An embedded picture in grey; None where it cannot be decoded."""
    try:
        pixmap = pymupdf.Pixmap(handle, xref)
        if pixmap.colorspace is None:  # a stencil mask: painted where its samples say so
            return _array(pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.Pixmap(pixmap, 0))) if pixmap.alpha else None
        # One component need not be grey: of an ink its samples are how much of it there is.
        if pixmap.alpha or not pymupdf.mupdf.fz_colorspace_is_gray(pixmap.colorspace.this):
            pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)
        return _array(pixmap)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        if is_out_of_memory(error):
            raise
        return None


def _array(pixmap: Any) -> Grey:
    rows = np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.stride)
    return np.ascontiguousarray(rows[:, : pixmap.width * pixmap.n : pixmap.n])


def _code(symbol: Symbol, page: Page, box: Box, trusted_hosts: Sequence[str], decoder: str) -> Code:
    return read_payload(symbol.payload, page.number, box, trusted_hosts, symbol.symbology, decoder)


def _is_square(grey: Grey) -> bool:
    height, width = grey.shape
    return bool(0.8 < width / height < 1.25)


def looks_like_code(grey: Grey) -> bool:
    """Whether a picture is nearly square and made of dark and light modules that change often both ways."""
    if not _is_square(grey):
        return False
    dark = _dark(grey)
    share = float(dark.mean())
    # A QR symbol has its finders in three corners. The round mini-program picture has them too, but further inside.
    corners = (dark[:34, :34], dark[:34, -34:], dark[-34:, :34])
    outside = float(dark[_OUTSIDE].mean())
    return (
        0.25 < share < 0.75
        and _changes(dark)
        and all(float(corner.mean()) > 0.25 for corner in corners)
        and outside > LEAST_OUTSIDE
    )


def _is_two_toned(grey: Grey) -> bool:
    """Whether nearly all of a picture is dark or light, as a photograph never is."""
    return float(((grey > MIDDLE[0]) & (grey < MIDDLE[1])).mean()) < MOST_MIDDLE


def is_busy(grey: Grey) -> bool:
    """Whether a picture is made of dark and light modules that change often both ways, as no lettering's does."""
    return _changes(_dark(grey))


def _dark(grey: Grey) -> Any:
    small = cv2.resize(grey, (SEEN, SEEN), interpolation=cv2.INTER_AREA)
    return small < int(small.mean())


def _changes(dark: Any) -> bool:
    return min(float((dark[:, 1:] != dark[:, :-1]).mean()), float((dark[1:] != dark[:-1]).mean())) > LEAST_CHANGES


def _rendered(
    native: Any,
    page: Page,
    squares: list[Box],
    attempts: list[str],
    formats: Sequence[zxingcpp.BarcodeFormat],
    *,
    only_once: bool,
    expected: bool,
) -> list[tuple[Symbol, str]]:
    """Symbols on a rendering of the page: whole page, then enlarged places, then the other decoders. Where one is
    expected, `squares` are given those that no picture holds, or a picture too damaged to look like one."""
    zoom = _zoom(native)
    grey = _render(native, zoom)
    symbols = symbols_in(grey, formats)
    attempts.append(f"page {page.number}: rendered {RENDER_DPI} dpi: zxing: {len(symbols)}")
    if symbols or only_once:
        return [(_scaled(symbol, zoom, 0, 0), "zxing") for symbol in symbols]
    if expected:
        standing = (_in_points(box, zoom) for box in symbols_standing(grey))
        squares += [box for box in standing if not any(box.overlaps(square) for square in squares)]
    places = squares or dense_places(grey, zoom)
    for box in places:
        clip = _around(native, box)
        if clip.is_empty:
            continue
        for name, picture, scale in _variants(native, clip):
            symbols = symbols_in(picture)
            attempts.append(f"page {page.number}: {name}: zxing: {len(symbols)}")
            if symbols:
                return [(_scaled(symbol, scale, clip.x0, clip.y0), f"zxing ({name})") for symbol in symbols]
    if not places:
        return []
    symbols = symbols_by_zbar(grey)
    attempts.append(f"page {page.number}: rendered {RENDER_DPI} dpi: zbar: {len(symbols)}")
    return [(_scaled(symbol, zoom, 0, 0), "zbar") for symbol in symbols]


def _zoom(native: Any) -> float:
    return min(RENDER_DPI / 72, math.sqrt(MOST_PIXELS / max(native.rect.width * native.rect.height, 1.0)))


def _render(native: Any, zoom: float, clip: Any = None) -> Grey:
    return _array(
        native.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, alpha=False, clip=clip)
    )


def _variants(native: Any, clip: Any) -> Iterator[tuple[str, Grey, float]]:
    """The place of a symbol, rendered sharper and prepared in the ways that helped most."""
    scale = min(8.0, 1200 / max(clip.width, clip.height))
    crop = _render(native, scale, clip)
    yield "crop", crop, scale
    blurred = cv2.GaussianBlur(crop, (0, 0), 3)
    yield "crop sharpened", _as_grey(cv2.addWeighted(crop, 2.0, blurred, -1.0, 0)), scale
    colours = native.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False, clip=clip)
    # The red channel takes a red seal off.
    yield "crop red channel", _array(colours), scale
    yield "crop inverted", _as_grey(255 - crop), scale


def _as_grey(picture: Any) -> Grey:
    return np.ascontiguousarray(picture, dtype=np.uint8)


def dense_places(grey: Grey, zoom: float) -> list[Box]:
    """Places where dark and light change most, in points: where a code stands on a page of text."""
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    _, busy = cv2.threshold(edges, 60, 255, cv2.THRESH_BINARY)
    reach = int(zoom * 6) | 1
    joined = cv2.morphologyEx(busy, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    places = []
    for x, y, width, height, area in stats[1:count]:
        side = min(width, height) / zoom
        if 20 < side < 250 and 0.7 < width / height < 1.4 and area > 0.7 * width * height:
            places.append((int(area), Box(x / zoom, y / zoom, (x + width) / zoom, (y + height) / zoom)))
    return [box for _, box in sorted(places, reverse=True)[:3]]


def _scaled(symbol: Symbol, scale: float, dx: float, dy: float) -> Symbol:
    return Symbol(symbol.payload, symbol.symbology, _in_points(symbol.box, scale, dx, dy))


def _in_points(box: Box, scale: float, dx: float = 0.0, dy: float = 0.0) -> Box:
    return Box(box.x0 / scale + dx, box.y0 / scale + dy, box.x1 / scale + dx, box.y1 / scale + dy)
