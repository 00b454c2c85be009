"""Where a QR symbol stands that no decoder reads: its three finders say so, whatever became of the rest.

A finder is a dark square in a light one in a dark one. Damage to the data, to the edges or to the quiet zone leaves it
as it is, and nothing else on a paper has three of them in the corners of a square, with modules between.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any, NamedTuple

import cv2
import numpy as np

from degree_verify.model.geometry import Box

LEAST_MODULE = 1.5
"""Pixels of a module from which on a finder's three squares stand apart in a picture."""

LEAST_APART, MOST_APART = 12.0, 110.0
"""Modules between the middles of two finders, measured to a tenth: 14 in the smallest symbol, 98 in one of version 22,
which is larger than any that papers bear."""

UNEQUAL, UNEVEN, ASKEW = 0.2, 0.1, 0.12
"""Parts by which the finders of one symbol differ in size at most, its sides in length, and its corner from a right
angle (as its cosine)."""

MOST_FINDERS = 30
"""The largest ones are looked at; characters with a box in them (国, 回) are smaller than a symbol's finders."""

SHARPENING = 4.0, 4.0
"""How much the edges of a blurred picture are raised, and over how many pixels."""

SIDE, FIRST, LAST = 112, 22, 90
"""Pixels of a symbol that was laid straight, and where in it the middles of its finders stand."""

FINDER = np.kron(
    np.array([[1] * 7, [1, *[0] * 5, 1], *[[1, 0, 1, 1, 1, 0, 1]] * 3, [1, *[0] * 5, 1], [1] * 7], np.uint8),
    np.ones((4, 4), np.uint8),
)
"""A finder, four pixels a module."""

LEAST_ALIKE = 0.8
"""Share of its pixels in which a finder is as it should be; the strokes of 国 are too thin for it."""

LEAST_INK = 0.2
"""Share of dark between two finders: modules are half dark, the space between two characters is white."""


class _Finder(NamedTuple):
    x: float
    y: float
    module: float


def symbols_standing(grey: Any) -> list[Box]:
    """Places of QR symbols in a grey picture, in its pixels."""
    softened = cv2.GaussianBlur(grey, (3, 3), 0)  # modules drawn one by one have hairlines between them
    strength, reach = SHARPENING
    sharper = cv2.addWeighted(grey, strength, cv2.GaussianBlur(grey, (0, 0), reach), 1 - strength, 0)
    return next((boxes for picture in (softened, sharper) if (boxes := _standing(picture))), [])


def _standing(grey: Any) -> list[Box]:
    _, dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    found = sorted(_finders(dark), key=lambda finder: -finder.module)[:MOST_FINDERS]
    boxes: list[Box] = []
    for corner, right, below in permutations(found, 3):
        if _squared(corner, right, below):
            box = _box(dark, corner, right, below)
            if box is not None and not any(box.overlaps(other) for other in boxes):
                boxes.append(box)
    return boxes


def _finders(dark: Any) -> list[_Finder]:
    """Solid dark squares alone in the middle of a light one that is five thirds as large, which dark surrounds."""
    outlines, nested = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for number, (after, before, inner, outer) in enumerate(nested[0] if nested is not None else ()):
        alone = after < 0 and before < 0 and inner < 0
        if not alone or outer < 0 or nested[0][outer][3] < 0:
            continue
        (x, y), core, _ = cv2.minAreaRect(outlines[number])
        (mid_x, mid_y), light, _ = cv2.minAreaRect(outlines[outer])
        # Three modules and five. What the one gains where ink spreads, or is thresholded too dark, the other loses.
        module, off = (sum(core) + sum(light)) / 16, max(abs(x - mid_x), abs(y - mid_y))
        if module < LEAST_MODULE or not (_is_square(core) and _is_square(light)) or off > module:
            continue
        if not 1.3 < sum(light) / sum(core) < 2.4 or cv2.contourArea(outlines[outer]) < 0.8 * light[0] * light[1]:
            continue  # circles, of a seal or a mini-program's code, fill less of what is around them
        found.append(_Finder(mid_x, mid_y, module))
    return found


def _is_square(sides: Any) -> bool:
    return bool(0 < max(sides) < 1.35 * min(sides))


def _squared(corner: _Finder, right: _Finder, below: _Finder) -> bool:
    """Whether three finders of one size stand in the corners of a square, each of these in its own."""
    modules = (corner.module, right.module, below.module)
    if max(modules) > (1 + UNEQUAL) * min(modules):
        return False
    across, down = (right.x - corner.x, right.y - corner.y), (below.x - corner.x, below.y - corner.y)
    one, other = float(np.hypot(*across)), float(np.hypot(*down))
    if abs(one - other) > UNEVEN * max(one, other) or across[0] * down[1] - across[1] * down[0] <= 0:
        return False
    apart = 3 * (one + other) / 2 / sum(modules)
    return LEAST_APART < apart < MOST_APART and abs(across[0] * down[0] + across[1] * down[1]) < ASKEW * one * other


def _box(dark: Any, corner: _Finder, right: _Finder, below: _Finder) -> Box | None:
    """The box around a symbol with these finders; None where they are none, or no modules stand between them."""
    places = np.array([finder[:2] for finder in (corner, right, below)], np.float32)
    apart = 3 * float(np.hypot(*(places[1] - places[0]))) / (corner.module + right.module + below.module)
    axes = (places[1:] - places[0]).T / apart  # a module to the right, and one down
    if any(_alike(dark, place, axes) < LEAST_ALIKE for place in places):
        return None
    straight = np.array([[FIRST, FIRST], [LAST, FIRST], [FIRST, LAST]], np.float32)
    laid = cv2.warpAffine(dark, cv2.getAffineTransform(places, straight), (SIDE, SIDE))
    reach = 3.5 * (LAST - FIRST) / apart
    beside, between = (
        slice(round(FIRST - reach), round(FIRST + reach)),
        slice(round(FIRST + reach), round(LAST - reach)),
    )
    if _ink(laid[beside, between], laid[between, beside]) < LEAST_INK:
        return None
    ends = places[0] + np.array([[x, y] for x in (-3.5, apart + 3.5) for y in (-3.5, apart + 3.5)]) @ axes.T
    (x0, y0), (x1, y1) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    return Box(x0, y0, x1, y1)


def _alike(dark: Any, place: Any, axes: Any) -> float:
    """How much of what stands at a place is as a finder is."""
    scaled = axes / 4
    matrix = np.column_stack((scaled, place - scaled @ np.full(2, 13.5)))
    seen = cv2.warpAffine(dark, matrix, FINDER.shape, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return float(((seen > 127) == FINDER).mean())


def _ink(*parts: Any) -> float:
    return sum(float(part.mean()) / 255 for part in parts) / len(parts)
