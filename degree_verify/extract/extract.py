"""Reads the fields of a recognised paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from degree_verify.extract.codes import CodeRun, code_runs, nearest_code, rival_codes
from degree_verify.extract.denials import denied_by
from degree_verify.extract.ends import named_days, stated_end
from degree_verify.extract.fragments import box_of, ruled
from degree_verify.extract.labels import Label, find_labels, notes_start
from degree_verify.extract.noise import without_noise
from degree_verify.extract.sight import Sighting, competes, joined, pictured, sight, struck
from degree_verify.extract.torn import torn_values
from degree_verify.extract.values import Value, handed_on, values_of
from degree_verify.extract.wrapped import unbroken
from degree_verify.model.document import ABSENT, FIELDS, Reading, Unread, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.normalise.text import fold, squeeze
from degree_verify.timings import stage

_CODE, _END = "verification_code", "valid_until"


@dataclass(frozen=True, slots=True)
class Readings:
    """The fields of a paper that were read, and those that were not, with the reason."""

    fields: Mapping[str, Reading] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)


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
    for part, following in pairwise(recognition.parts):
        for name in torn_values(part, following, fields, layout):
            torn = fields.pop(name)
            unread[name] = Unread(name, UnreadReason.AMBIGUOUS, torn.raw, torn.page, torn.box)
    if _END in {entry.name for entry in layout.fields} and _END not in fields and unread[_END].reason in ABSENT:
        made = next((fields[name].value for name in ("update_date", "print_date") if name in fields), None)
        places: list[Reading | Unread] = [*fields.values(), *(unread[name] for name in unread if name != _END)]
        days = {day for place in places for day in named_days(place.raw or "")}
        ends = [end for part in recognition.parts if (end := stated_end(part, made, days)) is not None]
        if ends:
            fields[_END] = min(ends, key=lambda end: end.value)
            del unread[_END]
    names = [name for name in FIELDS if any(name == entry.name for entry in layout.fields)]
    return Readings(
        {name: fields[name] for name in names if name in fields},
        {name: unread[name] for name in names if name in unread},
    )


def _part(part: Part, layout: Layout, known: Collection[str]) -> Readings:
    """The fields of one part. The notes below it say nothing of a field that is `known` from a part before."""
    page = part.page
    lines = unbroken(page, without_noise(part.lines, layout), layout)
    walls = [ruled(page, line) for line in lines]
    end = notes_start(page, lines, layout)
    labels = find_labels(lines, walls, layout, end)
    values = handed_on(labels, values_of(page, lines, walls, labels, end))
    assigned = _assigned(labels)
    sightings: dict[str, list[Sighting]] = {}
    entries = {entry.name: entry for entry in layout.fields}
    for label, value, name in zip(labels, values, assigned, strict=True):
        if name and not (label.notes and name in known):
            sightings.setdefault(name, []).append(sight(page, layout, entries[name], label, value))
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
            # Digits in place of a name, as a blank one takes them from the row below, are perhaps the code.
            unlike = sighting.unread is not None and sighting.unread.reason is UnreadReason.MALFORMED
            if not (unlike and entry.parser == "person-name"):
                used.update(id(glyph) for glyph in sighting.glyphs)
    for text in (*_besides(lines, labels, values, end), *_across(page)):
        for name in denied_by(text):
            if name in fields:
                stated = fields.pop(name)
                unread[name] = Unread(name, UnreadReason.AMBIGUOUS, text, page.number, stated.box)
    if _CODE in entries:
        captions = [label for label, name in zip(labels, assigned, strict=True) if name == _CODE]
        result = _code(page, lines, layout, sightings.get(_CODE, []), captions, used)
        if isinstance(result, Reading):
            fields[_CODE] = result
        else:
            unread[_CODE] = result
    return Readings(fields, unread)


def _besides(lines: Sequence[Line], labels: Sequence[Label], values: Sequence[Value], end: float) -> Iterator[str]:
    """What stands above the notes on each line and is neither label nor value: （结业证书） under the title, a remark,
    a row that the form does not have."""
    known = {id(glyph) for value in values for fragment in value.fragments for glyph in fragment.glyphs}
    known.update(id(glyph) for label in labels for glyph in lines[label.line].glyphs[label.first : label.last + 1])
    for line in lines:
        if line.middle < end:
            yield "".join([glyph.text for glyph in line.glyphs if id(glyph) not in known])


def _across(page: Page) -> Iterator[str]:
    """What stands on no line of a page: stamps and watermarks, and what annotations say."""
    yield from (squeeze(fold(lettering.text)) for lettering in page.slanted)
    yield from (squeeze(fold(text)) for text in page.noted)
    yield from (line.text for line in page.washed)


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


def _choose(name: str, sightings: Sequence[Sighting]) -> Reading | Unread:
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
    sightings: Sequence[Sighting],
    captions: Sequence[Label],
    used: set[int],
) -> Reading | Unread:
    """The printed code: beside its caption, else the nearest one to a caption, else the only one on the page."""
    beside = [s.reading for s in sightings if s.reading is not None and not s.notes]
    values = {reading.value for reading in beside}
    if len(values) > 1:
        return Unread(_CODE, UnreadReason.AMBIGUOUS, beside[1].raw, beside[1].page, beside[1].box)
    runs = list(code_runs(lines, used))
    near = [label for label in captions if not label.notes] or captions
    chosen = None if beside else nearest_code(runs, near)
    # Where neither stands, all that have the form of a code are rivals.
    rivals = rival_codes(runs, near) if beside or chosen else [run for run in runs if run.strict]
    chosen = chosen or next(iter(rivals), None)
    stated = beside[0].value if beside else chosen.text if chosen else ""
    rival = next((run for run in rivals if run.text != stated), None)
    if rival is not None:
        return Unread(_CODE, UnreadReason.AMBIGUOUS, rival.text, page.number, _shown(page, rival))
    if beside:
        return beside[0]
    if chosen is not None:
        place = box_of(chosen.glyphs)
        doubts = [glyph.doubt for glyph in chosen.glyphs if glyph.doubt is not None]
        covered = competes(page, place.x0, chosen.glyphs, place) or pictured(page, chosen.glyphs, place)
        if not doubts and (covered or struck(page, place)):
            doubts = [UnreadReason.OVERLAID]
        if doubts:
            return Unread(_CODE, doubts[0], chosen.text, page.number, _shown(page, chosen))
        raw = joined(chosen.glyphs, after_line=False)
        lowest = min(glyph.confidence for glyph in chosen.glyphs)
        return Reading(_CODE, chosen.text, raw, page.read_from, page.number, _shown(page, chosen), lowest, lowest)
    known = [s.unread for s in sightings if s.unread is not None and not s.notes]
    return known[0] if known else Unread(_CODE, UnreadReason.NOT_FOUND)


def _shown(page: Page, run: CodeRun) -> Box:
    return page.displayed(box_of(run.glyphs))
