"""The picture reader: a picture of a page to lines of characters with their places and confidences.

Time goes into recognising long lines, and papers print their fields in short ones. So only short boxes are read at
first; the long ones, which are notes, are read when something is missing; and single places are read again, larger and
in even light, when what was read there is doubtful.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.model.document import ReadFrom
from degree_verify.model.geometry import Box
from degree_verify.model.page import Line, Page
from degree_verify.normalise.text import fold_char
from degree_verify.read import straighten
from degree_verify.read.drawn_tables import tables_in
from degree_verify.read.lines import BASELINE_TO_MIDDLE, Mark, lines_of
from degree_verify.read.ocr import Char, Colours, Quad, cut, find_text, read_lines, sides, upside_down
from degree_verify.read.rulings import Rulings
from degree_verify.read.straighten import Matrix, Straightened

PAGE_WIDTH = 595.0
"""Points: pages are scaled to the width of A4, so that places can be compared with those of PDF pages."""

LONG = 20.0
"""Width of a box in units of its height: a row with two numbers reaches it, notes are longer."""

ASLANT = 0.14
"""Slope against the page's lines (8 degrees) from which on lettering is a watermark."""

STEEPEST = 6.0
"""Degrees of slope up to which lines are found as well as level ones."""

USED = 0.7
"""A picture whose text takes less of its width and height than this is searched again where the text is."""

SURE = 0.98
"""Characters below it are worth a second reading."""

PALE, REACH = 0.42, 9
"""Share of the usual ink under which a character is a watermark's, and pixels of a cut line around its middle."""

TOUCHED = 0.5
"""Share of a box's area that it has in common with another one that stands in the same place."""

WITHIN = 0.7
"""The same for a piece that lies within another box."""

AROUND = 0.5
"""Part of a place's height that is looked at beyond its edges when it is read once more."""

CLOSE_SIDE = 640
"""Pixels of the longer side in which lines are found in a place that is read once more: few, and large in it."""

TURNED_LINES = 7
"""Lines asked which way up the page is."""

PULLED_TOGETHER = 0.35
"""Units of the size: free space that is only the error of the characters' places."""

LETTERS_TOGETHER = 1.0
"""The same between two letters or digits."""

WORD = 12
"""Units of the size: a box that is shorter holds a word or two, which stand on one line however the paper is curled."""

SPECKS = frozenset(".,'`^~_-|\"")
"""Signs that dirt on the paper is taken for; no value begins or ends with one."""

TWINS = str.maketrans("別學歷業專層書證號編長製間類領習驗線報備冊註", "别学历业专层书证号编长制间类领习验线报备册注")
"""Traditional forms that a recogniser sees in printed labels; values keep what was seen."""


@dataclass(frozen=True, slots=True, eq=False)
class TextBox:
    """A box of text in pixels of the straightened sheet; `chars` is None as long as it was not read."""

    quad: Quad
    chars: tuple[Char, ...] | None = None

    @property
    def across(self) -> float:
        return sides(self.quad)[0]

    @property
    def down(self) -> float:
        return sides(self.quad)[1]

    @property
    def upright(self) -> bool:
        """Whether the text runs from top to bottom."""
        return self.down > 1.5 * self.across


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page's picture on its way to be read. `level` takes the pixels of the straightened sheet to the points of the
    upright page, `displayed` those to the page as displayed. `tables` are the page's rulings, across and down."""

    number: int
    straightened: Straightened
    boxes: tuple[TextBox, ...]
    level: Matrix
    displayed: Matrix
    steps: tuple[str, ...]
    tables: tuple[Rulings, Rulings] = ((), ())

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
        flat, quads = _upright(flat, quads)
    flat, quads = _closer(flat, quads)
    level, angle = _level(flat, quads)
    if abs(angle) > STEEPEST:
        flat = straighten.levelled(flat, angle)
        quads = find_text(flat.picture)
        level, angle = _level(flat, quads)
    steps = flat.steps if abs(angle) < straighten.LEAST_SLOPE else (*flat.steps, f"deskew {abs(angle):.1f}°")
    boxes = tuple(TextBox(quad) for quad in quads if not _aslant(quad, angle))
    sheet = Sheet(number, flat, boxes, level, to_displayed @ flat.back @ straighten.inverse(level), steps)
    sheet = replace(sheet, tables=tables_in(sheet.picture, level, PAGE_WIDTH, sheet.height))
    return _reading(sheet, lambda box: box.across < LONG * box.down)


def read_all(sheet: Sheet) -> Sheet:
    """The sheet with its long boxes read too."""
    return _reading(sheet, lambda box: True)


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
        touched = [box.quad for box in sheet.boxes if _shared(inside, box.quad) > TOUCHED]
        points = np.concatenate([inside, *touched])
        low, high = points.min(axis=0), points.max(axis=0)
        around = np.full(2, AROUND * float((high - low)[1]))
        x0, y0 = np.clip(low - around, 0, (width, height)).astype(int)
        x1, y1 = np.clip(np.ceil(high + around), 0, (width, height)).astype(int)
        if x1 - x0 < 8 or y1 - y0 < 8:
            continue
        found = _close(sheet.picture[y0:y1, x0:x1], np.array([x0, y0], np.float32))
        boxes = _merged(boxes, found)
    return replace(sheet, boxes=tuple(sorted(boxes, key=lambda box: float(box.quad[:, 1].mean()))))


def read_strip(picture: Colours) -> list[tuple[str, float]]:
    """The characters in the picture of one field, line by line, each with its confidence."""
    # A text that fills its picture is not found without some paper around it.
    around = picture.shape[0] // 2
    picture = np.pad(picture, ((around, around), (around, around), (0, 0)), constant_values=255)
    quads = find_text(picture)
    lines = read_lines([cut(picture, quad) for quad in sorted(quads, key=lambda quad: (quad[0, 1] // 24, quad[0, 0]))])
    return [(char.text, char.confidence) for line in lines for char in line]


def _close(part: Colours, corner: Quad) -> list[TextBox]:
    scale = float(np.clip(1600 / max(part.shape[:2]), 1.0, 3.0))
    large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    # Red ink is light in the red channel, black ink dark in all: a stamp over text fades, the text stays.
    plain = np.asarray(cv2.cvtColor(np.ascontiguousarray(large[..., 0]), cv2.COLOR_GRAY2RGB), np.uint8)
    evened = straighten.even_light(plain)
    quads = find_text(evened, CLOSE_SIDE)
    lines = [cut(evened, quad) for quad in quads]
    read = without_watermark(lines, read_lines(lines))
    return [
        TextBox(np.asarray(quad / scale + corner, np.float32), chars)
        for quad, chars in zip(quads, read, strict=True)
        if chars
    ]


def _merged(boxes: list[TextBox], found: list[TextBox]) -> list[TextBox]:
    """The boxes with second readings taken in: where both say the same it is surer, else the surer one counts and its
    difference from the other stays as a doubt."""
    for new in found:
        rivals = [box for box in boxes if _shared(box.quad, new.quad) > TOUCHED]
        if not rivals:
            boxes.append(new)
        elif len(rivals) == 1 and rivals[0].chars is not None and _alike(rivals[0].quad, new.quad):
            boxes[boxes.index(rivals[0])] = TextBox(rivals[0].quad, _agreed(rivals[0], new))
        elif _pieces(rivals, new):
            boxes = [box for box in boxes if box not in rivals] + [new]
    return boxes


def _pieces(rivals: Sequence[TextBox], new: TextBox) -> bool:
    """Whether boxes are pieces of a new one, which says all that they say: a line that a stamp had broken."""
    if len(rivals) < 2 or min(_shared(box.quad, new.quad) for box in rivals) < WITHIN:
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
        return tuple(
            mine._replace(confidence=max(mine.confidence, their.confidence))
            for mine, their in zip(ours, theirs, strict=True)
        )
    better = max((one, other), key=lambda chars: min((char.confidence for char in chars), default=0.0))
    return tuple(char._replace(confidence=min(char.confidence, 0.5)) for char in better)


def _alike(one: Quad, other: Quad) -> bool:
    """Whether two boxes have about the same ends, so that they hold the same text."""
    reach = 0.5 * min(sides(one)[1], sides(other)[1])
    return bool(np.abs(one[[0, 1], 0] - other[[0, 1], 0]).max() < reach)


def _shared(one: Quad, other: Quad) -> float:
    """The share of the smaller box's area, both taken level, that two boxes have in common."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    areas = [float(np.prod(np.ptp(quad, axis=0))) for quad in (one, other)]
    return float(np.prod(np.maximum(high - low, 0))) / max(min(areas), 1.0)


def _reading(sheet: Sheet, wanted: Callable[[TextBox], bool]) -> Sheet:
    chosen = [number for number, box in enumerate(sheet.boxes) if box.chars is None and wanted(box)]
    lines = [cut(sheet.picture, sheet.boxes[number].quad) for number in chosen]
    boxes = list(sheet.boxes)
    for number, chars in zip(chosen, without_watermark(lines, read_lines(lines)), strict=True):
        boxes[number] = replace(boxes[number], chars=chars)
    return replace(sheet, boxes=tuple(boxes))


def without_dirt(chars: tuple[Char, ...]) -> tuple[Char, ...]:
    """The characters of a line less what was seen in empty paper: pictograms, and doubtful specks at its ends."""
    kept = [char._replace(text=" ") if _pictogram(char.text) else char for char in chars]
    for end in (0, -1):
        while kept and (not kept[end].text.strip() or (kept[end].text in SPECKS and kept[end].confidence < SURE)):
            kept.pop(end)
    return tuple(kept)


def _pictogram(char: str) -> bool:
    return char != "○" and unicodedata.category(char[0]) == "So"  # a circle is a zero of 二○○三年


def without_watermark(lines: Sequence[Colours], read: Sequence[tuple[Char, ...]]) -> list[tuple[Char, ...]]:
    """The characters less dirt, and less those whose ink is far lighter than the others': a watermark's, behind the
    text."""
    read = [without_dirt(chars) for chars in read]
    inks = [_inks(line, chars) for line, chars in zip(lines, read, strict=True)]
    usual = median([ink for line in inks for ink in line] or [0.0])
    return [
        tuple(c for c, ink in zip(chars, line, strict=True) if ink > PALE * usual or not c.text.isalnum())
        for chars, line in zip(read, inks, strict=True)
    ]


def _inks(line: Colours, chars: Sequence[Char]) -> list[float]:
    """How much darker than the paper the darkest ink of each character is, between 0 and 1."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    paper = _percentile(grey, 90)
    inks = []
    for char in chars:
        middle = int(char.at * grey.shape[1])
        window = grey[:, max(0, middle - REACH) : middle + REACH]
        inks.append((paper - _percentile(window, 3)) / 255 if window.size else 0.0)
    return inks


def _percentile(grey: npt.NDArray[np.generic], share: float) -> float:
    """The lightness that a share of the pixels, in percent, lie under; numpy's own takes ten times as long."""
    flat = grey.ravel()
    at = int(share / 100 * (flat.size - 1))
    return float(np.partition(flat, at)[at])


def _upright(flat: Straightened, quads: Sequence[Quad]) -> tuple[Straightened, list[Quad]]:
    """The sheet turned so that its lines run from left to right and stand on their feet."""
    boxes = [TextBox(quad) for quad in quads]
    long = [box for box in boxes if max(box.across, box.down) > 2.5 * min(box.across, box.down)]
    quarters = 1 if sum(box.down if box.upright else -box.across for box in long) > 0 else 0
    asked = sorted(long, key=lambda box: abs(max(box.across, box.down) / min(box.across, box.down) - 5))
    if quarters:
        # `cut` turns upright boxes left, which is right for a sheet that must be turned three quarters.
        lines = [np.ascontiguousarray(cut(flat.picture, box.quad)) for box in asked[:TURNED_LINES] if box.upright]
        quarters = 3 if upside_down(lines) < 0.5 else 1
    else:
        lines = [cut(flat.picture, box.quad) for box in asked[:TURNED_LINES] if not box.upright]
        quarters = 2 if upside_down(lines) > 0.5 else 0
    if not quarters:
        return flat, list(quads)
    turned = straighten.turned(flat, quarters)
    there = straighten.inverse(turned.back) @ flat.back
    return turned, [np.roll(straighten.moved(quad, there), quarters, axis=0) for quad in quads]


def _closer(flat: Straightened, quads: list[Quad]) -> tuple[Straightened, list[Quad]]:
    """The text searched again where it stands, if it takes a small part of the picture: a page within a window."""
    height, width = flat.picture.shape[:2]
    if not quads or max(height, width) < 1.2 * 960:
        return flat, quads
    points = np.concatenate(quads)
    low, high = np.percentile(points, 2, axis=0), np.percentile(points, 98, axis=0)
    margin = 0.06 * (high - low)
    x0, y0 = np.clip(low - margin, 0, (width, height)).astype(int)
    x1, y1 = np.clip(high + margin, 0, (width, height)).astype(int)
    if max(x1 - x0, y1 - y0) > USED * max(height, width) or min(x1 - x0, y1 - y0) < 32:
        return flat, quads
    again = find_text(flat.picture[y0:y1, x0:x1])
    corner = np.array([x0, y0], np.float32)
    around = [q for q in quads if not ((q.mean(axis=0) > (x0, y0)) & (q.mean(axis=0) < (x1, y1))).all()]
    return flat, sorted([*around, *(q + corner for q in again)], key=lambda quad: float(quad[:, 1].mean()))


def _level(flat: Straightened, quads: list[Quad]) -> tuple[Matrix, float]:
    height, width = flat.picture.shape[:2]
    matrix, angle = straighten.slope_of(quads, width, height)
    scale = PAGE_WIDTH / width
    return np.diag([scale, scale, 1.0]) @ matrix, angle


def _aslant(quad: Quad, angle: float) -> bool:
    along = quad[1] + quad[2] - quad[0] - quad[3]
    down = quad[2] + quad[3] - quad[0] - quad[1]
    if np.linalg.norm(along) < 1.8 * np.linalg.norm(down):
        return False
    return bool(abs(along[1] / max(along[0], 1.0) - np.tan(np.radians(angle))) > ASLANT)


def page_of(sheet: Sheet) -> Page:
    """The upright page with the lines that were read so far."""
    across, down = sheet.tables
    return Page(
        number=sheet.number,
        width=PAGE_WIDTH,
        height=sheet.height,
        lines=lines_of_boxes(sheet.boxes, sheet.level),
        across=across,
        down=down,
        read_from=ReadFrom.OCR,
        to_displayed=tuple(float(value) for value in sheet.displayed.ravel()),
    )


def lines_of_boxes(boxes: Sequence[TextBox], level: Matrix) -> tuple[Line, ...]:
    """The lines of boxes that were read; `level` takes their places to the page."""
    placed = [replace(box, quad=straighten.moved(box.quad, level)) for box in boxes if box.chars]
    sizes = _sizes(placed)
    marks: list[Mark] = []
    for run, (box, size) in enumerate(zip(placed, sizes, strict=True)):
        marks += _upright_marks(box, run) if box.upright else _marks(box, size, run)
    return lines_of(marks, ReadFrom.OCR)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _pitch(box: TextBox, *, wide: bool) -> float | None:
    """The distance of neighbouring characters of one width; None with too few of them."""
    chars, across = box.chars or (), box.across
    steps = [
        (after.at - before.at) * across
        for before, after in pairwise(chars)
        if _wide(before.text) == _wide(after.text) == wide and before.text.strip() and after.text.strip()
    ]
    return median(steps) if len(steps) >= (2 if wide else 3) else None


def _sizes(boxes: Sequence[TextBox]) -> list[float]:
    """The font size of each box: the pitch of its Han characters where there are some, else as boxes of like height."""
    pitches = [_pitch(box, wide=True) for box in boxes]
    heights = [box.down for box in boxes]
    known = [(height, pitch / height) for height, pitch in zip(heights, pitches, strict=True) if pitch]
    sizes = []
    for height, pitch in zip(heights, pitches, strict=True):
        near = nsmallest(5, known, key=lambda entry: abs(entry[0] - height))
        like = height * (median([ratio for _, ratio in near]) if near else 0.72)
        # Letter-spaced text has a pitch larger than its size.
        sizes.append(min(pitch, 1.4 * like) if pitch else like)
    return sizes


def _marks(box: TextBox, size: float, run: int) -> list[Mark]:
    """The characters of a level box, side by side."""
    chars = box.chars or ()
    start, end = (box.quad[0] + box.quad[3]) / 2, (box.quad[1] + box.quad[2]) / 2
    if box.across < WORD * size:
        start[1] = end[1] = (start[1] + end[1]) / 2
    narrow = min(_pitch(box, wide=False) or 0.55 * size, 0.75 * size)
    marks: list[Mark] = []
    for text, at, confidence in chars:
        x, y = (start + (end - start) * at).tolist()
        half = size / 2 if _wide(text) else narrow / 2
        x0, x1 = x - half, x + half
        if marks:
            before = marks[-1]
            # Letters are of many widths; a space between two of them was recognised as one.
            together = LETTERS_TOGETHER if not _wide(text) and not _wide(before.raw) else PULLED_TOGETHER
            if x0 - before.x1 < together * size:
                x0 = max((x0 + before.x1) / 2, before.x0 + 0.1 * size)
                marks[-1] = before._replace(x1=x0)
                x1 = max(x1, x0 + 0.1 * size)
        base = y + BASELINE_TO_MIDDLE * size
        marks.append(Mark(text, fold_char(text).translate(TWINS), x0, x1, base, size, run, None, confidence))
    return marks


def _upright_marks(box: TextBox, run: int) -> list[Mark]:
    """The characters of a box that is read from top to bottom, below each other."""
    start, end = (box.quad[0] + box.quad[1]) / 2, (box.quad[2] + box.quad[3]) / 2
    size = 0.8 * box.across
    marks = []
    for text, at, confidence in box.chars or ():
        x, y = (start + (end - start) * at).tolist()
        base = y + BASELINE_TO_MIDDLE * size
        marks.append(Mark(text, fold_char(text), x - size / 2, x + size / 2, base, size, run, None, confidence))
    return marks
