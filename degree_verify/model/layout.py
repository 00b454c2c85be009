"""A document layout as data: how a kind of paper is recognised and where its fields stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from degree_verify.model.document import DocumentType


@dataclass(frozen=True, slots=True)
class LayoutField:
    """One field of a layout. Labels are folded and without spaces. `places` are tried in order.

    `right` is the same row, right of the label; `above` and `below` are in the label's own column.
    """

    name: str
    labels: tuple[str, ...]
    parser: str
    required: bool
    places: tuple[str, ...] = ("right",)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One document layout.

    `titles` are patterns that a whole line (spaces removed) must match. `anchors` are texts that speak for this
    layout among those with the same title, `required_anchors` patterns that must occur, `excluded` texts that rule it
    out. `same_row` and `own_rows` are pairs of fields that share a row, or do not. `required_of_schools` are fields
    that are required too, except of self-study papers, which leave them blank. `ends` are texts that end the table of
    fields. `picture_page` says that a page with nothing but a picture belongs to the document. `least_fields` labels
    at least must stand on the page. `noise` are texts that stand inside value cells without being values.
    `label_pattern` matches any label of the layout in folded text without spaces, longest first.
    """

    id: str
    type: DocumentType
    title_zh: str
    title_en: str
    language: str
    titles: tuple[re.Pattern[str], ...]
    anchors: tuple[str, ...]
    required_anchors: tuple[re.Pattern[str], ...]
    excluded: tuple[str, ...]
    same_row: tuple[tuple[str, str], ...]
    own_rows: tuple[tuple[str, str], ...]
    fields: tuple[LayoutField, ...]
    required_of_schools: tuple[str, ...]
    noise: tuple[str, ...]
    ends: tuple[str, ...]
    expects_code: bool
    picture_page: bool
    least_fields: int
    era_from: date | None
    era_to: date | None
    sources: tuple[str, ...]
    label_pattern: re.Pattern[str]
    fields_by_label: dict[str, tuple[str, ...]]

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)

    def required_for(self, *, self_study: bool) -> tuple[str, ...]:
        """The fields that a paper of this layout always prints, of a self-study qualification or of a school's."""
        return self.required if self_study else (*self.required, *self.required_of_schools)
