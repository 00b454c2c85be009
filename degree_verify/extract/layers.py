"""What the invisible text behind the picture of a scan says otherwise than the picture shows.

Scanners lay what their own recogniser read behind the picture, for searching. It takes characters for others that look
like them, leaves some out and breaks lines, and says nothing against a paper by that. Only what such mistakes do not
explain counts, and the worse the layer is elsewhere, the more they explain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from degree_verify.extract.extract import extract
from degree_verify.extract.fragments import box_of, inside
from degree_verify.extract.knowledge import ALIKE, DIGITS_ALIKE
from degree_verify.extract.parsers import parsers_of
from degree_verify.model.document import ReadFrom, Reading, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Glyph, Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.agreement import Agreement, compared
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.statement import is_sure
from degree_verify.normalise.text import is_foreign, is_gibberish, squeeze
from degree_verify.normalise.vocabulary import CLOSED

WORDS = CLOSED
"""Fields of a closed vocabulary: none of its words is misread for another of them."""

DATES = ("birth_date", "enrolment_date", "graduation_date")
NUMBERS = ("certificate_number", "original_certificate_number", "verification_code")
TEXTS = ("name", "school", "major")

STRANGE = 2
"""Characters of a date or number that no likeness explains, from which on it is another one."""

SURE = 0.98
"""Confidence of the lowest character of a date, from which on nothing there is hard to read."""

APART = 2.2
"""Units of the font size between two values; characters of one stand closer."""

ROOM = 2.0
"""Units of a value's height beside it within which covered letters are taken for its own."""

POOR = 1 / 3
"""Share of the fields in which a layer is no good, above which only its words count; and of its characters, above which
it says nothing."""


class _Says(StrEnum):
    SAME = "same"
    NEARLY = "nearly"  # misread, or left out
    LIKE = "like"  # another one, but a mistake or two would make it so
    OTHER = "other"


def told_otherwise(
    fields: Mapping[str, Reading], layout: Layout, shown: Page, layer: Page, schools: SchoolTable
) -> dict[str, str]:
    """What the hidden text of a page says otherwise than the picture of it `shown`, by field. `fields` are the paper's,
    `layer` is the page as its text has it."""
    lines = tuple(_plain(line) for line in layer.hidden)
    page = replace(layer, lines=lines, hidden=())
    stated = _in_place(fields, layout, page) | dict(extract(Recognition(layout, (Part(page, lines),), ())).fields)
    text = "".join(line.text for line in lines)
    said: dict[str, _Says] = {}
    for name in (*WORDS, *DATES, *NUMBERS, *TEXTS):
        mine = fields.get(name)
        if mine is None or mine.page != layer.number or not is_sure(mine):
            continue
        theirs = stated.get(name)
        said[name] = _Says.NEARLY if theirs is None else _judged(mine, theirs, fields, shown, schools)
        if name not in WORDS and said[name] is not _Says.SAME and squeeze(mine.raw) in text:
            said[name] = _Says.NEARLY  # it stands there as well, in another place than it was looked for
    mistakes = sum(says is _Says.NEARLY for says in said.values())
    if layer.buried and mistakes == 1:  # nobody's recogniser wrote this text, which is right everywhere else
        return {name: stated[name].value for name, says in said.items() if says is not _Says.SAME and name in stated}
    counted = {_Says.OTHER} if mistakes or _misreads(fields, stated, layer) else {_Says.OTHER, _Says.LIKE}
    poor = mistakes > POOR * len(said)
    return {name: stated[name].value for name, says in said.items() if says in counted and (name in WORDS or not poor)}


def overwritten(fields: Mapping[str, Reading], layer: Page) -> list[str]:
    """The fields in whose place a page of text, read from its picture, has letters that cannot be seen among others
    that can: they were covered and written anew. What lies behind a scan is hidden as a whole, and compared; of text
    that a picture was laid over and that nobody can read, nothing is known."""
    hidden = [glyph for line in layer.hidden for glyph in line.glyphs]
    places = {name: layer.upright(mine.box) for name, mine in fields.items() if mine.page == layer.number}
    if len(hidden) > sum(len(line.glyphs) for line in layer.lines):
        return [*places] if layer.buried and _says_nothing(hidden) else []
    return [name for name, place in places.items() if any(inside(glyph, _around(place)) for glyph in hidden)]


def _says_nothing(glyphs: Sequence[Glyph]) -> bool:
    """Whether much of a text is in fonts that do not tell their characters."""
    blind = sum(is_gibberish(glyph.raw) or is_foreign(glyph.text) for glyph in glyphs)
    return blind > POOR * len(glyphs)


def _around(place: Box) -> Box:
    """A value's place with what may have stood there before: a longer one begins or ends elsewhere."""
    room = ROOM * place.height
    return Box(place.x0 - room, place.y0, place.x1 + room, place.y1)


def _in_place(fields: Mapping[str, Reading], layout: Layout, page: Page) -> dict[str, Reading]:
    """What a layer has where fields were read: it need not name them."""
    parsers = parsers_of(layout)
    pieces = [piece for line in page.lines for piece in line.stretches(APART)]
    found = {}
    for name, mine in fields.items():
        place = page.upright(mine.box)
        raw = " ".join("".join([g.raw for g in piece]) for piece in pieces if inside(box_of(piece), place))
        parsed = parsers[name](raw) if mine.page == page.number and raw else None
        if parsed is not None:
            found[name] = Reading(name, parsed.value, raw, ReadFrom.TEXT, page.number, mine.box, 1.0, 1.0, parsed.steps)
    return found


def _misreads(fields: Mapping[str, Reading], stated: Mapping[str, Reading], layer: Page) -> bool:
    """Whether the layer has any of the fields otherwise that nobody would change."""
    return any(
        name not in stated or squeeze(stated[name].value) != squeeze(mine.value)
        for name, mine in fields.items()
        if name not in (*WORDS, *DATES, *NUMBERS, *TEXTS) and mine.page == layer.number and is_sure(mine)
    )


def _plain(line: Line) -> Line:
    """A line of hidden text as if it could be seen."""
    glyphs = (glyph._replace(doubt=None) if glyph.doubt is UnreadReason.HIDDEN else glyph for glyph in line.glyphs)
    return replace(line, glyphs=tuple(glyphs))


def _judged(mine: Reading, theirs: Reading, fields: Mapping[str, Reading], shown: Page, schools: SchoolTable) -> _Says:
    name = mine.field
    agreement = compared(name, mine.value, theirs.value, schools)
    if agreement is Agreement.SAME:
        return _Says.SAME
    if agreement is Agreement.DOUBTFUL:
        return _Says.NEARLY
    if name in WORDS:
        known = all(WORDS[name](reading.value) for reading in (mine, theirs))
        return _Says.OTHER if known else _Says.NEARLY
    if name in TEXTS:
        return _text(mine, theirs, shown, schools)
    # The value of another row may have come to stand beside the label.
    kind = DATES if name in DATES else NUMBERS
    if any(not _strange(_key(fields[other]), _key(theirs)) for other in kind if other != name and other in fields):
        return _Says.NEARLY
    own, told = _key(mine), _key(theirs)
    strange = _strange(own, told)
    if strange >= STRANGE and (Counter(told) - Counter(own)).total() >= STRANGE:  # not just pieces in another order
        return _Says.OTHER
    # What is left out of a date, or looks like it, gives another valid one.
    whole = name in DATES and len(own) == len(told)
    return _Says.LIKE if whole and mine.lowest >= SURE else _Says.NEARLY


def _text(mine: Reading, theirs: Reading, shown: Page, schools: SchoolTable) -> _Says:
    """Names of persons, schools and subjects: another one has hardly a character of what stands anywhere on the page.
    A school that is known is another one though it be called nearly so."""
    if mine.field == "school":
        one, other = (schools.codes_by_name.get(school_key(reading.value), ()) for reading in (mine, theirs))
        if one and other:  # of one school they would agree
            return _Says.OTHER
    told = squeeze(theirs.value)
    strange = min(_strange(place, told) for place in (squeeze(mine.value), *(line.text for line in shown.lines)))
    if strange == len(told):
        return _Says.OTHER
    return _Says.LIKE if 2 * strange > len(told) else _Says.NEARLY


def _key(reading: Reading) -> str:
    """What a date or number is made of, as it was printed."""
    signs = [char for char in squeeze(reading.raw).upper() if char.isascii() and char.isalnum()]
    return "".join(signs)


def _strange(mine: str, theirs: str) -> int:
    """How many characters of one text are none of another's, in their order, nor look like one of them."""
    matched = [0] * (len(mine) + 1)
    for char in theirs:
        before = matched
        matched = [0]
        for index, own in enumerate(mine):
            both = before[index] + (1 if _alike(own, char) else 0)
            matched.append(max(both, before[index + 1], matched[index]))
    return len(theirs) - matched[-1]


def _alike(one: str, other: str) -> bool:
    pair: Collection[str] = (one + other, other + one)
    return one == other or any(p in DIGITS_ALIKE for p in pair) or any(one in g and other in g for g in ALIKE)
