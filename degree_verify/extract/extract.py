"""Reads the fields of a recognised paper."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from degree_verify.extract.codes import CodeRun, code_runs, nearest_code
from degree_verify.extract.labels import Label, find_labels, notes_start
from degree_verify.extract.parsers import PARSERS
from degree_verify.extract.values import Value, box_of, values_of, without_noise
from degree_verify.extract.wrapped import unbroken
from degree_verify.model.document import ABSENT, FIELDS, ReadFrom, Reading, Unread, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout, LayoutField
from degree_verify.model.page import Glyph, Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.normalise.text import fold, is_gibberish, squeeze
from degree_verify.timings import stage

NAME_GAP = 2.2
"""Units of the font size: two characters of a name are set apart by up to two full-width spaces."""

ROW_PICTURE = 4.0
"""Units of the font size: a picture that is lower belongs to a row; backgrounds, photographs and seals are higher."""

_UNKNOWN_MARK = re.compile(r"[*＊×xX/—\-－\s]*[*＊][*＊×/—\-－\s]*")
_CODE = "verification_code"


@dataclass(frozen=True, slots=True)
class Readings:
    """The fields of a paper that were read, and those that were not, with the reason."""

    fields: Mapping[str, Reading] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)


class _Sighting(NamedTuple):
    """One place where a field's label stands, with what was made of it."""

    reading: Reading | None
    unread: Unread | None
    notes: bool
    apart: bool
    glyphs: tuple[Glyph, ...]


@stage("extract")
def extract(recognition: Recognition) -> Readings:
    """All fields of the paper's layout, read from its parts in order; the first part that has a field gives it."""
    layout = recognition.layout
    if layout is None:
        return Readings()
    fields: dict[str, Reading] = {}
    unread: dict[str, Unread] = {}
    for part in recognition.parts:
        found = _part(part, layout, fields)
        for name, reading in found.fields.items():
            known = fields.get(name)
            if known is None and (name not in unread or unread[name].reason in ABSENT):
                fields[name] = reading
                unread.pop(name, None)
            elif known is not None and known.value != reading.value:
                fields.pop(name)
                unread[name] = Unread(name, UnreadReason.AMBIGUOUS, reading.raw, reading.page, reading.box)
        for name, missing in found.unread.items():
            if name not in fields and (name not in unread or unread[name].reason is UnreadReason.NOT_FOUND):
                unread[name] = missing
    names = [name for name in FIELDS if any(name == entry.name for entry in layout.fields)]
    return Readings(
        {name: fields[name] for name in names if name in fields},
        {name: unread[name] for name in names if name in unread},
    )


def _part(part: Part, layout: Layout, known: Collection[str]) -> Readings:
    """The fields of one part. The notes below it say nothing of a field that is `known` from a part before."""
    page = part.page
    lines = [line for line in unbroken(page, without_noise(part.lines, layout), layout) if line.glyphs]
    labels = find_labels(page, lines, layout)
    values = values_of(page, lines, labels, notes_start(page, lines, layout))
    assigned = _assigned(labels)
    sightings: dict[str, list[_Sighting]] = {}
    entries = {entry.name: entry for entry in layout.fields}
    for label, value, name in zip(labels, values, assigned, strict=True):
        if name and not (label.notes and name in known):
            sightings.setdefault(name, []).append(_sight(page, layout, entries[name], label, value))
    fields: dict[str, Reading] = {}
    unread: dict[str, Unread] = {}
    used: set[int] = set()
    for entry in layout.fields:
        if entry.name == _CODE:
            continue
        chosen = _choose(entry.name, sightings.get(entry.name, []))
        if isinstance(chosen, Reading):
            fields[entry.name] = chosen
        else:
            unread[entry.name] = chosen
        for sighting in sightings.get(entry.name, []):
            used.update(id(glyph) for glyph in sighting.glyphs)
    if _CODE in entries:
        captions = [label for label, name in zip(labels, assigned, strict=True) if name == _CODE]
        result = _code(page, lines, layout, sightings.get(_CODE, []), captions, used)
        if isinstance(result, Reading):
            fields[_CODE] = result
        else:
            unread[_CODE] = result
    return Readings(fields, unread)


def _assigned(labels: Sequence[Label]) -> list[str | None]:
    """The field of each label. A label that two fields share names the first field above the second one's, or above
    the name where it stands only once.

    On a certification report 证书编号 is printed for the report's own number (top) and for the certificate's.
    """
    assigned: list[str | None] = []
    own = {label.fields[0] for label in labels if len(label.fields) == 1}
    for number, label in enumerate(labels):
        if len(label.fields) < 2:
            assigned.append(label.fields[0] if label.fields else None)
            continue
        same = [i for i, other in enumerate(labels) if other.fields == label.fields and not other.notes]
        first, *rest = label.fields
        above = len(same) > 1 or any(label.middle < other.middle for other in labels if "name" in other.fields)
        is_first = first not in own and number == same[0] and above
        assigned.append(first if is_first else rest[0])
    return assigned


def _sight(page: Page, layout: Layout, entry: LayoutField, label: Label, value: Value) -> _Sighting:
    glyphs = tuple(glyph for fragment in value.fragments for glyph in fragment.glyphs)
    box = page.displayed(box_of(glyphs) if glyphs else value.place)

    def missing(reason: UnreadReason, raw: str = "") -> _Sighting:
        return _Sighting(None, Unread(entry.name, reason, raw, page.number, box), label.notes, label.apart, glyphs)

    if not glyphs:
        return missing(_why_empty(page, label, value.place))
    raw = "".join(
        _joined(fragment.glyphs, after_line=index > 0 and _latin(value, index))
        for index, fragment in enumerate(value.fragments)
    )
    doubts = [glyph.doubt for glyph in glyphs if glyph.doubt is not None]
    if doubts:
        return missing(doubts[0], raw)
    if _UNKNOWN_MARK.fullmatch(raw):
        return missing(UnreadReason.UNKNOWN_MARK, raw)
    if is_gibberish(raw):
        return missing(UnreadReason.UNREADABLE_TEXT, raw)
    if value.cut or _half(label, raw) or _swallows(layout, raw) or (entry.parser == "person-name" and _apart(value)):
        return missing(UnreadReason.AMBIGUOUS, raw)
    if _competes(page, label.x1, glyphs) or _pictured(page, glyphs):
        return missing(UnreadReason.OVERLAID, raw)
    parsed = PARSERS[entry.parser](raw)
    if parsed is None:
        words = any(char.isalnum() for char in raw)  # a dash or empty brackets say nothing
        return missing(UnreadReason.MALFORMED if words else UnreadReason.EMPTY, raw)
    confidences = [glyph.confidence for glyph in glyphs]
    reading = Reading(
        entry.name,
        parsed.value,
        raw,
        ReadFrom.TEXT,
        page.number,
        box,
        sum(confidences) / len(confidences),
        min(confidences),
        parsed.steps,
    )
    return _Sighting(reading, None, label.notes, label.apart, glyphs)


def _joined(glyphs: Sequence[Glyph], after_line: bool) -> str:
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


def _half(label: Label, raw: str) -> bool:
    """Whether a bracket in a value has no partner: some of it stands elsewhere, or some of another's here."""
    text = fold(raw)
    return label.opened + text.count("(") != text.count(")")


def _swallows(layout: Layout, raw: str) -> bool:
    """Whether the label of another field stands in a value, too close to be seen as one."""
    return any(len(match.group()) > 2 for match in layout.label_pattern.finditer(squeeze(raw)))


def _apart(value: Value) -> bool:
    """Whether the parts of a name stand so far apart that they may be two texts."""
    return any(glyph.gap > NAME_GAP for fragment in value.fragments for glyph in fragment.glyphs[1:])


def _competes(page: Page, left: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether invisible text stands in the place of a value and says something else."""
    if not page.hidden:
        return False
    box = box_of(glyphs)
    under = "".join(
        glyph.text
        for line in page.hidden
        for glyph in line.glyphs
        if left <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.y0 <= (glyph.y0 + glyph.y1) / 2 <= box.y1
    )
    return bool(under) and under != "".join(glyph.text for glyph in glyphs)


def _pictured(page: Page, glyphs: Sequence[Glyph]) -> bool:
    """Whether a picture of a row's size lies over or under a value: what it shows may be another value."""
    x0, y0, x1, y1 = box_of(glyphs)
    inner = Box(x0 + 1, y0 + 1, x1 - 1, y1 - 1)
    return any(p.height < ROW_PICTURE * glyphs[0].size and p.overlaps(inner) for p in page.pictures)


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


def _choose(name: str, sightings: Sequence[_Sighting]) -> Reading | Unread:
    """The reading of a field from all places where its label stands; different values in two places are ambiguous."""
    ranked = sorted(sightings, key=lambda s: (s.notes, not s.apart))
    best = [s for s in ranked if not s.notes] or ranked
    if any(s.apart for s in best):
        best = [s for s in best if s.apart]
    readings = [s.reading for s in best if s.reading is not None]
    doubtful = [s.unread for s in best if s.unread is not None and s.unread.reason not in ABSENT]
    if readings and len({reading.value for reading in readings}) == 1 and not doubtful:
        return readings[0]
    if len(readings) > 1:
        return Unread(name, UnreadReason.AMBIGUOUS, readings[1].raw, readings[1].page, readings[1].box)
    if doubtful:
        return doubtful[0]
    absent = [s.unread for s in best if s.unread is not None]
    return absent[0] if absent else Unread(name, UnreadReason.NOT_FOUND)


def _code(
    page: Page,
    lines: Sequence[Line],
    layout: Layout,
    sightings: Sequence[_Sighting],
    captions: Sequence[Label],
    used: set[int],
) -> Reading | Unread:
    """The printed code: beside its caption, else the nearest one to a caption, else the only one on the page."""
    beside = [s.reading for s in sightings if s.reading is not None and not s.notes]
    values = {reading.value for reading in beside}
    if len(values) == 1:
        return beside[0]
    if len(values) > 1:
        return Unread(_CODE, UnreadReason.AMBIGUOUS, beside[1].raw, beside[1].page, beside[1].box)
    runs = list(code_runs(lines, used))
    chosen = nearest_code(runs, [label for label in captions if not label.notes] or captions)
    if chosen is None:
        strict = [run for run in runs if run.strict]
        if len({run.text for run in strict}) > 1:
            return Unread(_CODE, UnreadReason.AMBIGUOUS, strict[1].text, page.number, _shown(page, strict[1]))
        chosen = strict[0] if strict else None
    if chosen is not None:
        doubts = [glyph.doubt for glyph in chosen.glyphs if glyph.doubt is not None]
        if not doubts and (_competes(page, chosen.glyphs[0].x0, chosen.glyphs) or _pictured(page, chosen.glyphs)):
            doubts = [UnreadReason.OVERLAID]
        if doubts:
            return Unread(_CODE, doubts[0], chosen.text, page.number, _shown(page, chosen))
        raw = _joined(chosen.glyphs, after_line=False)
        lowest = min(glyph.confidence for glyph in chosen.glyphs)
        return Reading(_CODE, chosen.text, raw, ReadFrom.TEXT, page.number, _shown(page, chosen), lowest, lowest)
    known = [s.unread for s in sightings if s.unread is not None and not s.notes]
    return known[0] if known else Unread(_CODE, UnreadReason.NOT_FOUND)


def _shown(page: Page, run: CodeRun) -> Box:
    return page.displayed(box_of(run.glyphs))
