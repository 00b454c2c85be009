"""Values in a picture of a page that stand on a ground of their own: what was pasted or painted over, and typed anew.

Paper is evenly light around a value, whatever the scanner or the lamp made of it. A patch has an edge: the ground
between its letters differs from that on three sides around them, alike on each, and no other value of the page does.
Letters and what is smeared between them make a ground darker; nothing makes it lighter but white on coloured paper. A
highlighter's colour, shadows, stamps and watermarks differ otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

import numpy as np

from degree_verify.read.ocr import Colours, Quad

STEP = 10.0
"""Grey levels by which a patch differs from the paper; of 221 clean pictures none had a value with 8."""

LIGHTER = 5.0
"""Levels of one colour by which white on coloured paper differs from it; in 233 pictures drawn by others one value
without a patch was as much lighter, unevenly."""

ALIKE = 8.0
"""Grey levels within which the paper on three sides of a patch is one."""

FLAT = 12.0
"""Deviation of the lighter part of a ground, in grey levels; above it too little is free between the strokes."""

COLOURED = 12.0
"""Difference between the colour of a ground and of the paper from which on it was marked, not patched."""

MOST = 1 / 3
"""Share of the values of a page that may be patched; where more differ the form has grounds of its own."""

NEAR, FAR = 0.4, 0.8
"""Units of a value's height from its edge: where the paper around it is looked at."""

_LEAST = 40
"""Pixels of a ground from which on it tells something."""


class _Ground(NamedTuple):
    """How light a piece of paper is, altogether and in each colour, how coloured, and how uneven."""

    light: float
    lights: tuple[float, ...]
    colour: float
    uneven: float


class _Step(NamedTuple):
    """How a value's ground differs from the paper on three sides, and whether as a patch would; and how much lighter it
    is than they in some colour."""

    light: float
    edged: bool
    lighter: float


def patched(picture: Colours, places: Mapping[str, Quad]) -> list[str]:
    """The names of the places that stand on a ground of their own; `places` are those of a page's values in pixels."""
    steps = {name: step for name, quad in places.items() if (step := _step(picture, quad)) is not None}
    usual, lighter = (median([step[place] for step in steps.values()] or [0.0]) for place in (0, 2))
    found = [
        name
        for name, step in steps.items()
        if (step.edged and abs(step.light) > STEP and abs(step.light - usual) > STEP)
        or step.lighter - max(lighter, 0.0) > LIGHTER
    ]
    return found if len(found) <= MOST * len(steps) else []


def _step(picture: Colours, quad: Quad) -> _Step | None:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    height = y1 - y0
    near, far, within = NEAR * height, FAR * height, 0.05 * height
    own = _ground(picture, x0 + within, y0 + within, x1 - within, y1 - within)
    around = [
        _ground(picture, *place)
        for place in (
            (x0, y0 - far, x1, y0 - near),
            (x0, y1 + near, x1, y1 + far),
            (x0 - far, y0, x0 - near, y1),
            (x1 + near, y0, x1 + far, y1),
        )
    ]
    paper = [ground for ground in around if ground is not None]
    if own is None or len(paper) < 3:
        return None
    light, spread = _on_three_sides([own.light - ground.light for ground in paper])
    colour = own.colour - min(ground.colour for ground in paper)
    edged = spread < ALIKE and own.uneven < FLAT and colour < COLOURED
    shades = [
        _on_three_sides([mine - other for other in others])
        for mine, others in zip(own.lights, zip(*(ground.lights for ground in paper), strict=True), strict=True)
    ]
    # Red letters smear their colour between them, which is lighter in red alone and darker otherwise.
    smeared = min(step for step, _ in shades) < -LIGHTER / 2
    alike = (step for step, spread in shades if spread < ALIKE / 2 and not smeared)
    return _Step(light, edged, max(alike, default=0.0))


def _on_three_sides(steps: list[float]) -> tuple[float, float]:
    """The step towards those three sides that are most alike, with their spread: a patch may be longer than the value
    that was typed on it."""
    ordered = sorted(steps)
    spread, first = min((ordered[n + 2] - ordered[n], n) for n in range(len(ordered) - 2))
    return sum(ordered[first : first + 3]) / 3, spread


def _ground(picture: Colours, x0: float, y0: float, x1: float, y1: float) -> _Ground | None:
    """The ground of a part of a picture: its lighter pixels, which letters leave free."""
    height, width = picture.shape[:2]
    part = picture[max(round(y0), 0) : min(round(y1), height), max(round(x0), 0) : min(round(x1), width)]
    if part.size < 3 * _LEAST:
        return None
    pixels = part.reshape(-1, 3).astype(np.int16)
    light = pixels.mean(axis=1)
    free = light >= np.quantile(light, 0.6)
    colour = (pixels[free].max(axis=1) - pixels[free].min(axis=1)).mean()
    lights = tuple(float(level) for level in np.median(pixels[free], axis=0))
    return _Ground(float(np.quantile(light, 0.9)), lights, float(colour), float(light[free].std()))
