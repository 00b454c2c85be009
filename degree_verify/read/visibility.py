"""What of a page's drawing can be seen on paper: colours, opacity, covers, grounds, watermarks.

Text that only a program sees is never a field's value. Places are in the page's own space, before any turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from degree_verify.model.document import UnreadReason
from degree_verify.model.page import plain_name

INVISIBLE = 3
"""Text render mode 3: neither filled nor stroked (ISO 32000-1, 9.3.6)."""

FAINT = 0.1
"""A shape or picture with less opacity than this covers nothing."""

UNSEEN = 0.03
"""Text with less opacity than this cannot be seen on paper."""

TINY = 4.0
"""Points. Smaller text than this cannot be read on paper; the smallest print on the papers has 6."""

ALIKE = 0.1
"""Colours whose components differ by less cannot be told apart on paper."""

LEVEL = 0.99
"""Cosine of the steepest slope, about 8 degrees, of a line of the table; a watermark's is steeper."""

PALE = 0.97
"""A colour whose components are all above it cannot be told from white paper."""

WASHED = 0.72
"""Luminance on white paper from which on greyish text is a watermark behind the table, though it can be seen: labels
and captions are printed in greys up to 0.67 (#aaa)."""

ASCENT, DESCENT = 0.8, 0.08
"""How far letters reach above and below their baseline, in units of the font size; the free space of the line aside."""

MOST_FLATTENED = 2.5
"""Letters whose height and width are scaled by factors further apart than this cannot be read."""

SMALLEST_PICTURE = 14.0
"""Points, about 5 mm: a smaller code can be scanned by nobody."""

THIN = 3.0
"""Points. A filled shape thinner than this is a ruling line."""

BLOCKS = range(0x2580, 0x2600)
"""Block elements and geometric shapes of Unicode."""

EDGE = 2.0
"""Points of a picture's side that its frame may cover."""

Area = tuple[float, float, float, float]


class Ground(NamedTuple):
    """A filled area with its place in the drawing order and its colour."""

    order: int
    area: Area
    colour: tuple[float, ...]


class Cover(NamedTuple):
    """A picture with its place in the drawing order: of letters below it nothing can be seen."""

    order: int
    area: Area

    def hides(self, span: Mapping[str, Any], x: float, y: float) -> bool:
        """Whether it was drawn over a letter of a span whose middle is there."""
        left, top, right, bottom = self.area
        return bool(span["seqno"] < self.order and left < x < right and top < y < bottom)


def grounds_of(drawings: list[Any]) -> list[Ground]:
    """Filled shapes that are not white, in drawing order: what text may stand on."""
    return [
        Ground(shape["seqno"], area, rgb(tuple(shape["fill"])))
        for shape in drawings
        if "f" in shape["type"] and shape.get("fill") and min(shape["fill"]) < PALE
        for area in _filled(shape)
        if area[3] - area[1] > THIN
    ]


def shown_pictures(
    page: Any, drawings: list[Any], images: list[Any], painted: list[Any], spans: list[Any], pale: list[Any]
) -> list[Any]:
    """The pictures that can be seen on paper: on the page, not tiny, not under an opaque rectangle. What lies over one
    in another way may hide some of it: another shape, a thick line, letters, or what is painted."""
    left, top, right, bottom = page.rect * page.derotation_matrix
    shown = []
    covers = [
        (shape["seqno"], area, all(item[0] == "re" for item in shape["items"]))
        for shape in drawings
        if "f" in shape["type"] and (shape.get("fill_opacity") or 0) > 1 - FAINT
        for area in _filled(shape)
    ]
    covers += [(shape["seqno"], _stroked(shape), False) for shape in drawings if (shape.get("width") or 0) > THIN]
    apart = {id(span) for span in pale}
    written = [s for s in spans if id(s) not in apart or any(code in BLOCKS for code, *_ in s["chars"])]
    log: list[Any] | None = None
    for image in images:
        area = x0, y0, x1, y1 = image.area
        if min(x1 - x0, y1 - y0) < SMALLEST_PICTURE or not (
            left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom
        ):
            continue
        inner = (x0 + EDGE, y0 + EDGE, x1 - EDGE, y1 - EDGE)
        over = [cover for cover in covers if _overlap(inner, cover[1])]
        cut = image.cut or any(_overlap(inner, place.area) for place in painted) or _written_on(inner, written)
        if over:
            log = page.get_bboxlog() if log is None else log
            orders = [n for n, (kind, box, *_) in enumerate(log) if kind == "fill-image" and _same(area, tuple(box))]
            later = [(cover, whole) for order, cover, whole in over if orders and order > max(orders)]
            if any(whole and _holds(cover, inner) for cover, whole in later):
                continue
            cut |= bool(later)
        shown.append(image._replace(cut=cut) if cut else image)
    return shown


def covers_of(page: Any, images: list[Any]) -> list[Cover]:
    """The pictures that let nothing through. What they show instead of the text below may look much like it."""
    solid = [image for image in images if image.opacity > 1 - FAINT and not image.cut]
    if not solid:
        return []
    masked = {(width, height) for _, mask, width, height, *_ in page.get_images() if mask}
    areas = [image.area for image in solid if (image.width, image.height) not in masked]
    log = enumerate(page.get_bboxlog())
    drawn = [(order, tuple(box)) for order, (kind, box, *_) in log if kind == "fill-image"]
    return [Cover(order, area) for area in areas for order, box in drawn if _same(area, box)]


def _written_on(area: Area, spans: list[Any]) -> bool:
    """Whether letters stand in a place; the box around slanted ones reaches far beyond them."""
    return any(
        code > ord(" ") and _overlap(area, box)
        for span in spans
        if _overlap(area, span["bbox"])
        for code, _, _, box in span["chars"]
    )


def _stroked(shape: Mapping[str, Any]) -> Area:
    """The box around what a thick line may cover."""
    x0, y0, x1, y1 = shape["rect"]
    half = float(shape["width"]) / 2
    return (x0 - half, y0 - half, x1 + half, y1 + half)


def _holds(cover: Area, area: Area) -> bool:
    return cover[0] <= area[0] and cover[1] <= area[1] and area[2] <= cover[2] and area[3] <= cover[3]


def _filled(shape: Mapping[str, Any]) -> list[Area]:
    """The areas that a filled shape covers: its rectangles, or the box around any other outline.

    Two rectangles in one path are a ring when each winds against the other or the path says so: it covers nothing.
    """
    rectangles = [tuple(item[1]) for item in shape["items"] if item[0] == "re"]
    if len(rectangles) != len(shape["items"]):
        return [tuple(shape["rect"])]
    if len(rectangles) == 2 and _overlap(*rectangles):
        turns = [item[2] if len(item) > 2 else 1 for item in shape["items"]]
        if shape.get("even_odd") or turns[0] != turns[1]:
            return []
    return rectangles


def _overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _same(one: Area, other: Area) -> bool:
    """Whether two areas are one, but for rounding."""
    return all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def doubt_of(span: Mapping[str, Any], unreliable: frozenset[str]) -> UnreadReason | None:
    unseen = span["type"] == INVISIBLE or span["opacity"] < UNSEEN or _pale(span["color"])
    if unseen or _height(span) < TINY or _upside_down(span):
        return UnreadReason.HIDDEN
    if unreliable and plain_name(span["font"]) in unreliable:
        return UnreadReason.UNREADABLE_TEXT
    return None


def _height(span: Mapping[str, Any]) -> float:
    """The size of level text as it stands on the page: a matrix can flatten what the font size makes large."""
    size = float(span["size"])
    if abs(span["dir"][0]) < LEVEL:
        return size
    first = next(iter(span["chars"]), None)  # one matrix for all of a span
    return size if first is None else min(size, abs(first[3][3] - first[3][1]))


def _upside_down(span: Mapping[str, Any]) -> bool:
    """Whether the letters of level text stand on their heads: a matrix can mirror what runs from left to right."""
    if span["dir"][0] < LEVEL or not span["chars"]:
        return False
    _, _, (_, base), (_, top, _, bottom) = span["chars"][0]
    return bool(base - top < bottom - base)


def doubt_on(span: Mapping[str, Any], grounds: list[Ground]) -> UnreadReason | None:
    """Hidden, when the text has the colour of the shape that it stands on."""
    ground = _under(span, grounds)
    colour = rgb(span["color"])
    if ground is None or not colour:
        return None
    return UnreadReason.HIDDEN if all(abs(a - b) < ALIKE for a, b in zip(colour, ground, strict=True)) else None


def _under(span: Mapping[str, Any], grounds: list[Ground]) -> tuple[float, ...] | None:
    """The colour of the shape that a text stands on; None on plain paper."""
    if not grounds:
        return None
    x0, y0, x1, y1 = span["bbox"]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    under = [
        g for g in grounds if g.order < span["seqno"] and g.area[0] <= x <= g.area[2] and g.area[1] <= y <= g.area[3]
    ]
    return under[-1].colour if under else None


def is_washed(span: Mapping[str, Any], grounds: list[Ground]) -> bool:
    """Whether a text is so light that it can only be a watermark; what cannot be seen at all is none."""
    return _is_light(span["type"], span["color"], span["opacity"]) and _on_light(span, grounds)


@lru_cache(maxsize=1024)
def _is_light(kind: int, colour: tuple[float, ...], opacity: float) -> bool:
    """Whether letters of a kind, colour and opacity look washed out on white paper."""
    mixed = rgb(colour)
    if kind == INVISIBLE or opacity < UNSEEN or not mixed or _pale(colour):
        return False
    return luminance(tuple(1 - opacity * (1 - part) for part in mixed)) > WASHED


def _on_light(span: Mapping[str, Any], grounds: list[Ground]) -> bool:
    """Whether a text stands on white paper or a light shape."""
    ground = _under(span, grounds)
    return ground is None or luminance(ground) > WASHED


def luminance(colour: tuple[float, ...]) -> float:
    """The lightness of a colour of three components to the eye (ITU-R BT.709)."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(colour: tuple[float, ...]) -> tuple[float, ...]:
    """A colour of one, three or four components as red, green and blue."""
    if len(colour) == 4:
        c, m, y, k = colour
        return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return colour * 3 if len(colour) == 1 else colour


@lru_cache(maxsize=1024)
def _pale(colour: tuple[float, ...]) -> bool:
    return min(rgb(colour)) > PALE if colour else False
