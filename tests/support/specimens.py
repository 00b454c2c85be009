"""Specimens for tests: a layout, a seed, a rendering and perhaps a fault; out come the bytes and the truth.

specimen("registration-record-c", seed=3, fault="qr-code-mismatch")
draft("registration-record-b", seed=7, look=Look(spaced_labels=True)).truth()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.support import sheets
from tests.support.layouts import certification, others, registration
from tests.support.layouts.form import Form, link_items
from tests.support.look import Look
from tests.support.records import Record
from tests.support.records import record as make_record
from tests.support.renderings import RENDERINGS
from tests.support.sheets import Sheet
from tests.support.symbols import Symbol

FORMS: Mapping[str, Form] = {**registration.FORMS, **certification.FORMS, **others.FORMS}
"""Every layout that can be drawn."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper before it is drawn. `record.person` is its owner; a fault changes the rest only."""

    layout: str
    record: Record
    look: Look
    symbols: tuple[Symbol, ...]
    links: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        return FORMS[self.layout]

    def changed(self, **values: str) -> Draft:
        """The paper with other values; its symbols stay as they are."""
        return replace(self, record=self.record.changed(**values))

    def looking(self, **changes: Any) -> Draft:
        return replace(self, look=replace(self.look, **changes))

    def sheets(self) -> list[Sheet]:
        drawn = self.form.draw(self.record, self.look, self.symbols)
        if self.links:
            drawn[-1] = replace(drawn[-1], items=(*drawn[-1].items, *link_items(self.links, 215, 692)))
        return [sheets.apart(sheet) for sheet in drawn] if self.look.glyphs_apart else drawn

    def truth(self, first_page: int = 1) -> dict[str, Any]:
        """What a reader should find, in the normal forms of results."""
        look = self.look
        pages = list(range(first_page, first_page + len(self.sheets())))
        unread = dict.fromkeys(look.hidden, "hidden")
        absent = {*look.blank, *look.left_out, *look.unknown, *unread}
        fields = {name: self.record[name] for name in self.form.fields if self.record[name] and name not in absent}
        legible = look.code_drawing in ("picture", "vector")
        codes = [{"kind": symbol.kind, "code": symbol.code} for symbol in self.symbols if legible]
        truth: dict[str, Any] = {
            "type": self.form.type,
            "layout": self.layout,
            "pages": pages,
            "fields": fields,
            "unread": {name: reason for name, reason in unread.items() if name in self.form.fields},
            "codes": codes,
        }
        return truth if look.code_drawing != "damaged" else truth | {"undecoded": len(self.symbols)}


def draft(
    layout: str = "registration-record-c",
    *,
    seed: int | str = 1,
    fault: str | None = None,
    look: Look | None = None,
    kind: str | None = None,
    made: date | None = None,
    graduated_in: int | None = None,
    name_style: str | None = None,
    **values: str,
) -> Draft:
    """A paper of a layout. `made` is the day printed on it, `values` replace single ones before symbols are made."""
    from tests.support.faults import FAULTS

    form = FORMS[layout]
    drawn = form.worded(
        make_record(
            seed,
            kind=kind or form.kind,
            updated=made or form.made,
            graduated_in=graduated_in or form.graduated_in,
            name_style=name_style,
        )
    ).changed(**values)
    paper = Draft(layout, drawn, look or Look(), form.symbols(drawn))
    return FAULTS[fault](paper) if fault else paper


def specimen(layout: str = "registration-record-c", *, rendering: str = "pymupdf", **options: Any) -> bytes:
    """The PDF of `draft(layout, **options)`."""
    return render([draft(layout, **options)], rendering)


def render(drafts: Sequence[Draft], rendering: str = "pymupdf") -> bytes:
    """Several papers in one file."""
    return RENDERINGS[rendering]([sheet for paper in drafts for sheet in paper.sheets()])
