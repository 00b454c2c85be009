"""What the file tells of a paper's fields besides their values: hidden text in their place, other values before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from degree_verify.model.document import FIELDS, Code, Document, Overlay, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.page import Page


def changed_fields(then: Document, now: Document) -> set[str]:
    """The fields that a paper shows otherwise than before."""
    if then.layout is None:
        return set()
    changed = {
        name
        for name in {*then.fields, *now.fields}
        if (name not in then.fields or name not in now.fields or then.fields[name].value != now.fields[name].value)
        and not (name in now.unread and now.unread[name].reason is UnreadReason.READERS_DISAGREE)
    }
    if {code.payload for code in then.codes} != {code.payload for code in now.codes}:
        changed.add("verification_code")
    return changed


def hidden_fields(document: Document, pages: Sequence[Page]) -> tuple[str, ...]:
    """The fields in whose place text stands that only a program sees."""
    hidden = [page for page in pages if page.hidden]
    return tuple(name for name in FIELDS if hidden and _has_hidden(document, name, hidden))


def _has_hidden(document: Document, name: str, pages: Sequence[Page]) -> bool:
    """Whether text that only a program sees stands in a field's place."""
    place = document.fields.get(name) or document.unread.get(name)
    if place is None or place.box is None:
        return False
    return any(
        x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and y0 <= (glyph.y0 + glyph.y1) / 2 <= y1
        for page in pages
        if page.number == place.page
        for x0, y0, x1, y1 in (page.upright(place.box),)
        for line in page.hidden
        for glyph in line.glyphs
    )


def overlays_of(pages: Iterable[Page], codes: Sequence[Code]) -> tuple[Overlay, ...]:
    """The annotations and form fields of pages, each with whether it lies over what the page itself prints."""
    return tuple(
        Overlay(kind, page.number, box, _covers(box, page, codes)) for page in pages for kind, box in page.overlays
    )


def _covers(box: Box, page: Page, codes: Sequence[Code]) -> bool:
    laid = {place for *_, place in page.laid_codes}
    places = [page.displayed(Box(g.x0, g.y0, g.x1, g.y1)) for line in page.lines for g in line.glyphs]
    places += [code.box for code in codes if code.page == page.number and code.box not in laid]
    return any(box.overlaps(place) for place in places)
