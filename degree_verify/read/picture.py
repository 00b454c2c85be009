"""The picture reader: a picture of a page to lines of characters with their places and confidences.

Time goes into recognising long lines, and papers print their fields in short ones. So only short boxes are read at
first; the long ones, which are notes, are read when something is missing; and single places are read again, larger and
in even light, when what was read there is doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from statistics import mean

import numpy as np

from degree_verify.model.document import ReadFrom
from degree_verify.model.geometry import Box
from degree_verify.model.page import Lettering, Page
from degree_verify.read import straighten
from degree_verify.read.boxes import TextBox, both_ways, lines_of_boxes
from degree_verify.read.detection import find_text
from degree_verify.read.dirt import without_watermark
from degree_verify.read.drawn_tables import tables_in
from degree_verify.read.missed_text import missed_text
from degree_verify.read.ocr import Char, Colours, Quad, cut, read_lines
from degree_verify.read.passed_over import with_doubt
from degree_verify.read.rulings import Rulings
from degree_verify.read.second_reading import TOUCHED, close, merged, shared
from degree_verify.read.snug import cut_snugly
from degree_verify.read.standing import PAGE_WIDTH, aslant, closer, level_of, upright
from degree_verify.read.straighten import Matrix, Straightened

LONG = 20.0
"""Width of a box in units of its height: a row with two numbers reaches it, notes are longer."""

STEEPEST = 6.0
"""Degrees of slope up to which lines are found as well as level ones."""

MOST_ASLANT = 8
"""Boxes across a page that are read, for a stamp or two; more are a pattern, or a sheet that was not straightened."""

READABLE = 0.5
"""Confidence from which on a character of such a box counts."""

LEAST_TEXT, SURELY_TEXT = 2, 0.9
"""Characters that ink has at least where the detector saw no text, and how surely they are read on average: dirt and
pieces of seals are read as something too."""

AROUND = 0.5
"""Part of a place's height that is looked at beyond its edges when it is read once more."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page's picture on its way to be read. `level` takes the pixels of the straightened sheet to the points of the
    upright page, `displayed` those to the page as displayed. `tables` are the page's rulings, across and down; `aslant`
    are boxes across the page, and those up or down it as read either way."""

    number: int
    straightened: Straightened
    boxes: tuple[TextBox, ...]
    level: Matrix
    displayed: Matrix
    steps: tuple[str, ...]
    tables: tuple[Rulings, Rulings] = ((), ())
    aslant: tuple[TextBox, ...] = ()

    @property
    def height(self) -> float:
        """Points of the upright page."""
        height, width = self.picture.shape[:2]
        return float(height * PAGE_WIDTH / width)

    @property
    def picture(self) -> Colours:
        return self.straightened.picture


def read_sheet(picture: Colours, number: int, to_displayed: Matrix, quarters: int | None = None) -> Sheet:
    """The sheet in a picture, straightened, with its short boxes read.

    `to_displayed` takes the picture's pixels to places on the page as displayed. `quarters` is how often the picture
    must be turned clockwise to stand upright, where that is known.
    """
    flat = straighten.straighten(picture)
    flat = straighten.turned(flat, quarters) if quarters is not None else flat
    quads = find_text(flat.picture)
    if quarters is None:
        flat, quads = upright(flat, quads)
    flat, quads = closer(flat, quads)
    level, angle = level_of(flat, quads)
    if abs(angle) > STEEPEST:
        flat = straighten.levelled(flat, angle)
        quads = find_text(flat.picture)
        level, angle = level_of(flat, quads)
    steps = flat.steps if abs(angle) < straighten.LEAST_SLOPE else (*flat.steps, f"deskew {abs(angle):.1f}°")
    sheet = Sheet(number, flat, (), level, to_displayed @ flat.back @ straighten.inverse(level), steps)
    sheet = _with_boxes(sheet, quads, angle)
    sheet = replace(sheet, tables=tables_in(sheet.picture, level, PAGE_WIDTH, sheet.height))
    return _reading(sheet, lambda box: box.across < LONG * box.down)


def _with_boxes(sheet: Sheet, quads: Iterable[Quad], angle: float) -> Sheet:
    """The sheet with its boxes and what stands across it, of which the latter is read."""
    boxes, across = _sorted_out(quads, angle)
    boxes, more = missed_text(sheet.picture, boxes, across)
    missed, notes = _sorted_out(more, angle)
    found = [box for box in _short_ones(sheet.picture, missed) if _is_text(box)]
    across = [*notes, *across]
    running = [box for box in across if not box.upright]
    read = *_short_ones(sheet.picture, running), *_short_ones(sheet.picture, both_ways((*boxes, *across)))
    return replace(sheet, boxes=(*boxes, *found), aslant=read)


def _sorted_out(quads: Iterable[Quad], angle: float) -> tuple[list[TextBox], list[TextBox]]:
    """Boxes along the lines of the page, which slope by an angle, and those across it."""
    boxes = [(TextBox(quad), aslant(quad, angle)) for quad in quads]
    return [box for box, across in boxes if not across], [box for box, across in boxes if across]


def _is_text(box: TextBox) -> bool:
    """Whether what was read in a box can be nothing but text, however the box came about."""
    chars = box.chars or ()
    return (
        len(chars) >= LEAST_TEXT
        and min(char.confidence for char in chars) > READABLE
        and mean(char.confidence for char in chars) > SURELY_TEXT
    )


def read_all(sheet: Sheet) -> Sheet:
    """The sheet with its long boxes read too."""
    return _reading(sheet, lambda box: True)


def read_chosen(sheet: Sheet, numbers: Collection[int]) -> Sheet:
    """The sheet with some of its boxes read, given by their place among them, however long they are."""
    chosen = {id(sheet.boxes[number]) for number in numbers}
    return _reading(sheet, lambda box: id(box) in chosen)


def heights_of(sheet: Sheet) -> list[tuple[float, float]]:
    """Where each box begins and ends on the upright page, in points from its top."""
    placed = [straighten.moved(box.quad, sheet.level)[:, 1] for box in sheet.boxes]
    return [(float(heights.min()), float(heights.max())) for heights in placed]


def unread_boxes(sheet: Sheet) -> bool:
    return any(box.chars is None for box in sheet.boxes)


def read_closely(sheet: Sheet, places: Iterable[Box]) -> Sheet:
    """The sheet with some places, given as on the page as displayed, read once more: larger, in even light, no red."""
    boxes = list(sheet.boxes)
    back = straighten.inverse(sheet.displayed @ sheet.level)
    height, width = sheet.picture.shape[:2]
    for place in places:
        corners = np.array([place[:2], (place.x1, place.y0), place[2:], (place.x0, place.y1)], np.float32)
        inside = straighten.moved(corners, back)
        touched = [box.quad for box in sheet.boxes if shared(inside, box.quad) > TOUCHED]
        points = np.concatenate([inside, *touched])
        low, high = points.min(axis=0), points.max(axis=0)
        around = np.full(2, AROUND * float((high - low)[1]))
        x0, y0 = np.clip(low - around, 0, (width, height)).astype(int)
        x1, y1 = np.clip(np.ceil(high + around), 0, (width, height)).astype(int)
        if x1 - x0 < 8 or y1 - y0 < 8:
            continue
        found = close(sheet.picture[y0:y1, x0:x1], np.array([x0, y0], np.float32))
        boxes = merged(boxes, found)
    return replace(sheet, boxes=tuple(sorted(boxes, key=lambda box: float(box.quad[:, 1].mean()))))


def lines_in(picture: Colours) -> list[tuple[Char, ...]]:
    """The characters in a small picture, line by line."""
    # A text that fills its picture is not found without some paper around it.
    around = picture.shape[0] // 2
    picture = np.pad(picture, ((around, around), (around, around), (0, 0)), constant_values=255)
    quads = find_text(picture)
    return read_lines([cut(picture, quad) for quad in sorted(quads, key=lambda quad: (quad[0, 1] // 24, quad[0, 0]))])


def read_strip(picture: Colours) -> list[tuple[str, float]]:
    """The characters in the picture of one field, each with its confidence."""
    return [(char.text, char.confidence) for line in lines_in(picture) for char in line]


def _reading(sheet: Sheet, wanted: Callable[[TextBox], bool]) -> Sheet:
    chosen = [number for number, box in enumerate(sheet.boxes) if box.chars is None and wanted(box)]
    found = [cut_snugly(sheet.picture, sheet.boxes[number].quad) for number in chosen]
    lines = [line for _, line in found]
    boxes = list(sheet.boxes)
    read = with_doubt(lines, without_watermark(lines, read_lines(lines)))
    for number, (quad, _), chars in zip(chosen, found, read, strict=True):
        boxes[number] = TextBox(quad, chars)
    return replace(sheet, boxes=tuple(boxes))


def _short_ones(picture: Colours, boxes: list[TextBox]) -> tuple[TextBox, ...]:
    """The short ones of some boxes, read."""
    short = [box for box in boxes if box.across < LONG * box.down][:MOST_ASLANT]
    lines = read_lines([cut(picture, box.quad) for box in short])
    return tuple(replace(box, chars=chars) for box, chars in zip(short, lines, strict=True))


def _lettering(sheet: Sheet) -> tuple[Lettering, ...]:
    """What stands across the page. How dark it is, nobody measured: it is taken for no more than a watermark."""
    found = []
    for box in sheet.aslant:
        placed = straighten.moved(box.quad, sheet.level)
        (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
        text = "".join(char.text for char in box.chars or () if char.confidence > READABLE)
        size = float(np.linalg.norm(placed[3] - placed[0]))
        found.append(Lettering(text, Box(float(x0), float(y0), float(x1), float(y1)), size, pale=True))
    return tuple(found)


def page_of(sheet: Sheet) -> Page:
    """The upright page with the lines that were read so far."""
    across, down = sheet.tables
    return Page(
        number=sheet.number,
        width=PAGE_WIDTH,
        height=sheet.height,
        lines=lines_of_boxes(sheet.boxes, sheet.level),
        slanted=_lettering(sheet),
        across=across,
        down=down,
        read_from=ReadFrom.OCR,
        to_displayed=tuple(float(value) for value in sheet.displayed.ravel()),
    )
