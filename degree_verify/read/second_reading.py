"""A place of a sheet read once more, larger, in even light and without red; and what the two readings say together."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from degree_verify.normalise.text import fold_char
from degree_verify.read import straighten
from degree_verify.read.boxes import TextBox
from degree_verify.read.detection import find_text
from degree_verify.read.dirt import without_watermark
from degree_verify.read.ocr import Char, Colours, Quad, read_lines, sides
from degree_verify.read.passed_over import with_doubt
from degree_verify.read.snug import cut_snugly

TOUCHED = 0.5
"""Share of a box's area that it has in common with another one that stands in the same place."""

WITHIN = 0.7
"""The same for a piece that lies within another box."""

UNLIKELY, UNSURE = 0.6, 0.9
"""Confidence under which a Han character's first reading was little more than a guess, and the most that a second one
makes of it. Both look at one blur: 俊 was 仅 to them at 0.59 and then at 0.996."""

CLOSE_SIDE = 640
"""Pixels of the longer side in which lines are found in a place that is read once more: few, and large in it."""


def close(part: Colours, corner: Quad) -> list[TextBox]:
    scale = float(np.clip(1600 / max(part.shape[:2]), 1.0, 3.0))
    large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    # Red ink is light in the red channel, black ink dark in all: a stamp over text fades, the text stays.
    plain = np.asarray(cv2.cvtColor(np.ascontiguousarray(large[..., 0]), cv2.COLOR_GRAY2RGB), np.uint8)
    evened = straighten.even_light(plain)
    found = [cut_snugly(evened, quad) for quad in find_text(evened, CLOSE_SIDE)]
    lines = [line for _, line in found]
    read = with_doubt(lines, without_watermark(lines, read_lines(lines)))
    return [
        TextBox(np.asarray(quad / scale + corner, np.float32), chars)
        for (quad, _), chars in zip(found, read, strict=True)
        if chars
    ]


def merged(boxes: list[TextBox], found: list[TextBox]) -> list[TextBox]:
    """The boxes with second readings taken in: where both say the same it is surer, else the surer one counts and its
    difference from the other stays as a doubt."""
    for new in found:
        rivals = [box for box in boxes if shared(box.quad, new.quad) > TOUCHED]
        if not rivals:
            boxes.append(new)
        elif len(rivals) == 1 and rivals[0].chars is not None and _alike(rivals[0].quad, new.quad):
            boxes[boxes.index(rivals[0])] = TextBox(rivals[0].quad, _agreed(rivals[0], new))
        elif _pieces(rivals, new):
            boxes = [box for box in boxes if box not in rivals] + [new]
    return boxes


def _pieces(rivals: Sequence[TextBox], new: TextBox) -> bool:
    """Whether boxes are pieces of a new one, which says all that they say: a line that a stamp had broken, or one of
    which the end was not found."""
    if min(shared(box.quad, new.quad) for box in rivals) < WITHIN or not any(box.chars for box in rivals):
        return False
    said = iter(char.text for char in new.chars or () if char.text.strip())
    in_order = sorted(rivals, key=lambda box: float(box.quad[:, 0].mean()))
    return all(char.text in said for box in in_order for char in box.chars or () if char.text.strip())


def _agreed(old: TextBox, new: TextBox) -> tuple[Char, ...]:
    one, other = old.chars or (), new.chars or ()
    ours = [char for char in one if char.text.strip()]
    theirs = [char for char in other if char.text.strip()]
    # A bracket or a colon of another width is no other.
    if [fold_char(char.text) for char in ours] == [fold_char(char.text) for char in theirs]:
        return tuple(mine._replace(confidence=_together(mine, their)) for mine, their in zip(ours, theirs, strict=True))
    better = max((one, other), key=lambda chars: min((char.confidence for char in chars), default=0.0))
    return tuple(char._replace(confidence=min(char.confidence, 0.5)) for char in better)


def _together(one: Char, other: Char) -> float:
    """How sure two readings are of a character that both see."""
    surer = max(one.confidence, other.confidence)
    guessed = min(one.confidence, other.confidence) < UNLIKELY and "\u4e00" <= one.text <= "\u9fff"
    return min(surer, UNSURE) if guessed else surer


def _alike(one: Quad, other: Quad) -> bool:
    """Whether two boxes have about the same ends, so that they hold the same text."""
    reach = 0.5 * min(sides(one)[1], sides(other)[1])
    return bool(np.abs(one[[0, 1], 0] - other[[0, 1], 0]).max() < reach)


def shared(one: Quad, other: Quad) -> float:
    """The share of the smaller box's area, both taken level, that two boxes have in common."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    areas = [float(np.prod(np.ptp(quad, axis=0))) for quad in (one, other)]
    return float(np.prod(np.maximum(high - low, 0))) / max(min(areas), 1.0)
