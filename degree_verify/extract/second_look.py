"""Asks the second reader where the first found nothing, or where the file shows signs of editing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from degree_verify.extract.extract import Readings, extract
from degree_verify.model.document import Unread, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.page import Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.normalise.text import squeeze
from degree_verify.timings import stage

_UNSEEN = (UnreadReason.NOT_FOUND, UnreadReason.UNREADABLE_TEXT, UnreadReason.MALFORMED)
"""Reasons for which another parser may do better. What is empty, hidden or overlaid is so for every reader."""


@stage("extract")
def second_look(
    paper: Recognition, readings: Readings, read_again: Callable[[Page], Page | None], edited: bool
) -> Readings:
    """The readings, completed and checked by the second reader.

    A required field that the first reader could not see is taken from the second. In an edited file, a field on which
    the two disagree, or which the second does not find, is left unread.
    """
    layout = paper.layout
    if layout is None:
        return readings
    unseen = [
        name for name in layout.required if name not in readings.fields and readings.unread[name].reason in _UNSEEN
    ]
    # What the first reader knows to be missing, the second leaves out without a word.
    if (not unseen and not edited) or any(part.page.incomplete for part in paper.parts):
        return readings
    parts = []
    for part in paper.parts:
        again = read_again(part.page)
        if again is None:
            return readings
        top, bottom = part.extent
        parts.append(Part(again, tuple(line for line in again.lines if top <= line.middle < bottom)))
    other = extract(replace(paper, parts=tuple(parts)))
    fields, unread = dict(readings.fields), dict(readings.unread)
    for name in unseen:
        found = other.fields.get(name)
        if found is None:
            continue
        if not any(_seen(part.page, found.box) for part in paper.parts if part.page.number == found.page):
            unread[name] = Unread(name, UnreadReason.HIDDEN, found.raw, found.page, found.box)
            continue
        fields[name] = replace(found, steps=(*found.steps, "second reader"))
        del unread[name]
    if edited:
        for name, mine in readings.fields.items():
            theirs = other.fields.get(name)
            if theirs is None or squeeze(mine.value) != squeeze(theirs.value):
                del fields[name]
                unread[name] = Unread(name, UnreadReason.READERS_DISAGREE, mine.raw, mine.page, mine.box)
    order = [entry.name for entry in layout.fields]
    return Readings(
        {name: fields[name] for name in order if name in fields},
        {name: unread[name] for name in order if name in unread},
    )


def _seen(page: Page, box: Box) -> bool:
    """Whether the first reader saw text that shows in a place, and none that does not.

    The second reader knows nothing of colours, covers and layers that are switched off.
    """

    def stands(lines: tuple[Line, ...]) -> bool:
        return any(
            box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.y0 <= (glyph.y0 + glyph.y1) / 2 <= box.y1
            for line in lines
            for glyph in line.glyphs
        )

    return stands(page.lines) and not stands(page.hidden)
