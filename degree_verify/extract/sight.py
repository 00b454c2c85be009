"""What is made of one value: a reading, or the reason why there is none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from degree_verify.extract.fragments import box_of
from degree_verify.extract.labels import Label
from degree_verify.extract.parsers import PARSERS
from degree_verify.extract.values import SAME_ROW, Value
from degree_verify.extract.void_marks import SPECIMEN
from degree_verify.model.document import ReadFrom, Reading, Unread, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout, LayoutField
from degree_verify.model.page import Glyph, Lettering, Page
from degree_verify.normalise.text import is_gibberish

NAME_GAP = 2.2
"""Units of the font size: two characters of a name are set apart by up to two full-width spaces."""

ROW_PICTURE = 4.0
"""Units of the font size: a picture that is lower belongs to a row; backgrounds, photographs and seals are higher."""

BRACKETS = frozenset("()[]")
"""Signs without which a value says the same."""

BEHIND, ROOM = 2.0, 8.0
"""Units of the font size behind a value in which what is drawn there belongs to it: where nothing else says where it
ends, and up to the next text or ruling of its row."""

LARGER = 1.6
"""Times the font size up to which turned lettering belongs to a row; larger is a stamp's or a watermark's."""

PATTERN = 4
"""Times that a watermark of small print stands on a page at least."""

MIDDLE, STRUCK = 0.3, 0.6
"""Parts of a text's height above and below a line that crosses it out, and the part of its length that is crossed."""

LONGEST_STRIKE = 40.0
"""Points by which a line that crosses a value of several lines out is longer than them at most."""

_UNKNOWN_MARK = re.compile(r"[*＊×xX/—\-－\s]*[*＊][*＊×/—\-－\s]*")


_CAPTION = re.compile("照片|相片|照相|图像|头像")
"""What stands in the frame of a photograph."""


class Sighting(NamedTuple):
    """One place where a field's label stands, with what was made of it."""

    reading: Reading | None
    unread: Unread | None
    notes: bool
    apart: bool
    glyphs: tuple[Glyph, ...]


def sight(page: Page, layout: Layout, entry: LayoutField, label: Label, value: Value) -> Sighting:
    glyphs = tuple(glyph for fragment in value.fragments for glyph in fragment.glyphs)
    place = box_of(glyphs) if glyphs else value.place
    box = page.displayed(place)

    def missing(reason: UnreadReason, raw: str = "") -> Sighting:
        return Sighting(None, Unread(entry.name, reason, raw, page.number, box), label.notes, label.apart, glyphs)

    if not glyphs:
        return missing(_why_empty(page, label, value.place))
    raw = "".join(
        joined(fragment.glyphs, after_line=index > 0 and _latin(value, index))
        for index, fragment in enumerate(value.fragments)
    )
    doubts = [glyph.doubt for glyph in glyphs if glyph.doubt is not None]
    if doubts:
        return missing(doubts[0], raw)
    if _UNKNOWN_MARK.fullmatch(raw):
        return missing(UnreadReason.UNKNOWN_MARK, raw)
    if is_gibberish(raw):
        return missing(UnreadReason.UNREADABLE_TEXT, raw)
    text = "".join([glyph.text for glyph in glyphs])
    if (
        value.cut
        or _half(label, text)
        or _goes_on(layout, label, text)
        or _swallows(layout, text)
        or (entry.parser == "person-name" and _apart(value))
    ):
        return missing(UnreadReason.AMBIGUOUS, raw)
    if competes(page, label.x1, glyphs, place) or pictured(page, glyphs, place, label) or _is_struck(page, value):
        return missing(UnreadReason.OVERLAID, raw)
    parsed = PARSERS[entry.parser](raw)
    if parsed is None and entry.parser == "verification-code" and len(value.fragments) > 1:
        # In the box of the code instructions stand below it, as close as the second line of a value would.
        own = [f for f in value.fragments if abs(f.middle - label.middle) < SAME_ROW * label.size]
        if len(own) == 1:
            return sight(page, layout, entry, label, value._replace(fragments=(own[0],)))
    if parsed is None:
        words = any(char.isalnum() for char in raw)  # a dash or empty brackets say nothing
        return missing(UnreadReason.MALFORMED if words else UnreadReason.EMPTY, raw)
    if any(_rivals(entry, text, parsed.value) for text in value.beyond):
        return missing(UnreadReason.AMBIGUOUS, raw)
    # A bracket around a number or in 高职(专科) tells nothing that could be read wrongly.
    confidences = [glyph.confidence for glyph in glyphs if glyph.text not in BRACKETS] or [0.0]
    reading = Reading(
        entry.name,
        parsed.value,
        raw,
        page.read_from,
        page.number,
        box,
        sum(confidences) / len(confidences),
        min(confidences),
        parsed.steps,
    )
    return Sighting(reading, None, label.notes, label.apart, glyphs)


def joined(glyphs: Sequence[Glyph], after_line: bool) -> str:
    """The printed text of one line with its white space; `after_line` puts a space for the line break."""
    parts = [" "] if after_line else []
    for index, glyph in enumerate(glyphs):
        if index:
            parts.append(glyph.space or (" " if glyph.gap > 0.6 else ""))
        parts.append(glyph.raw)
    return "".join(parts)


def _latin(value: Value, index: int) -> bool:
    """Whether a value breaks its line between two Latin words."""
    before, after = value.fragments[index - 1].glyphs[-1], value.fragments[index].glyphs[0]
    return before.text.isascii() and before.text.isalpha() and after.text.isascii() and after.text.isalpha()


def _half(label: Label, text: str) -> bool:
    """Whether a bracket in a value has no partner: some of it stands elsewhere, or some of another's here."""
    return label.opened + text.count("(") != text.count(")")


def _goes_on(layout: Layout, label: Label, text: str) -> bool:
    """Whether a value that touches its label begins like the rest of a longer label, of which some stands elsewhere."""
    return not label.apart and any(known.startswith(label.text + text[0]) for known in layout.fields_by_label)


def _swallows(layout: Layout, text: str) -> bool:
    """Whether the label of another field stands in a value, too close to be seen as one."""
    return any(len(match.group()) > 2 for match in layout.label_pattern.finditer(text))


def _apart(value: Value) -> bool:
    """Whether the parts of a name stand so far apart that they may be two texts."""
    return any(glyph.gap > NAME_GAP for fragment in value.fragments for glyph in fragment.glyphs[1:])


def _rivals(entry: LayoutField, text: str, value: str) -> bool:
    """Whether another text of the row can be taken for the field's value and says something else."""
    other = PARSERS[entry.parser](text)
    return other is not None and other.value != value and not _CAPTION.search(text)


def competes(page: Page, left: float, glyphs: Sequence[Glyph], box: Box) -> bool:
    """Whether invisible text stands in the place of a value and says something else."""
    if not page.hidden:
        return False
    under = "".join(
        glyph.text
        for line in page.hidden
        for glyph in line.glyphs
        if left <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.y0 <= (glyph.y0 + glyph.y1) / 2 <= box.y1
    )
    return bool(under) and under != "".join(glyph.text for glyph in glyphs)


def _is_struck(page: Page, value: Value) -> bool:
    # A value that wraps may be higher than its cell, so that a ruling of the table runs through it.
    most = math.inf if len(value.fragments) == 1 else LONGEST_STRIKE
    return any(struck(page, box_of(fragment.glyphs), most) for fragment in value.fragments)


def struck(page: Page, box: Box, most: float = math.inf) -> bool:
    """Whether a line runs through the middle of a text in this place, most of its length, and is longer than it by no
    more than `most` points."""
    if page.read_from is not ReadFrom.TEXT:  # what looks like a line in a picture may be a stroke of its letters
        return False
    return any(
        box.y0 + MIDDLE * box.height < y < box.y1 - MIDDLE * box.height
        and min(x1, box.x1) - max(x0, box.x0) > STRUCK * box.width
        and x1 - x0 < box.width + most
        for x0, x1, y in page.across
    )


def pictured(page: Page, glyphs: Sequence[Glyph], box: Box, label: Label | None = None) -> bool:
    """Whether something drawn, of a row's size, lies over or under a value, before or behind it: a picture, outlines,
    turned letters. What they show may be another value, or the rest of it."""
    size = max(glyph.size for glyph in glyphs)
    drawn = [p for p in (*page.pictures, *page.figures) if p.height < ROW_PICTURE * size]
    drawn += [lettering.box for lettering in _turned(page) if lettering.size < LARGER * size]
    top, bottom = box.y0 + 1, box.y1 - 1
    level = [b for b in drawn if b.y0 < bottom and top < b.y1]
    if not level:
        return False
    left, right = box.x0 + 1, box.x1 + BEHIND * size
    if label is not None:
        left = min(left, label.x1 + 1) if top < label.middle < bottom else left
        right = _end(page, box, size)
    return any(b.x0 < right and left < b.x1 for b in level)


def _turned(page: Page) -> list[Lettering]:
    """Turned letters that are no watermark: neither pale nor all over the page, nor words of a specimen's."""
    if not page.slanted:
        return []
    often = Counter(lettering.text for lettering in page.slanted)
    return [
        lettering
        for lettering in page.slanted
        if not lettering.pale and often[lettering.text] < PATTERN and not SPECIMEN.search(lettering.text)
    ]


def _end(page: Page, box: Box, size: float) -> float:
    """Where the room behind a value ends: at the next text or ruling of its row."""
    stops = [wall for y0, y1, wall in page.down if y0 < box.middle < y1 and wall > box.x1]
    stops += [
        glyph.x0
        for line in page.lines
        if line.y0 < box.y1 and box.y0 < line.y1
        for glyph in line.glyphs
        if glyph.x0 >= box.x1
    ]
    return min([*stops, box.x1 + ROOM * size])


def _why_empty(page: Page, label: Label, place: Box) -> UnreadReason:
    inner = Box(place.x0 + 1, place.y0 + 1, place.x1 - 1, place.y1 - 1)
    if any(
        inner.x0 <= (g.x0 + g.x1) / 2 <= inner.x1 and inner.y0 <= (g.y0 + g.y1) / 2 <= inner.y1
        for line in page.hidden
        for g in line.glyphs
    ):
        return UnreadReason.HIDDEN
    for picture in page.pictures:
        # A background or a photograph reaches far beyond the row; a value drawn as a picture does not.
        if picture.height < ROW_PICTURE * label.size and picture.overlaps(inner):
            return UnreadReason.PICTURE
    return UnreadReason.EMPTY
