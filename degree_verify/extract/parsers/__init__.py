"""Parsers: printed text to the normalised value of one kind, one module per kind.

Each has `parse(text) -> Parsed | None`; None means that the text is no value of the kind. None of them raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from degree_verify.extract.parsers import day, number, person_name, text, verification_code, vocabulary
from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.model.layout import Layout

Parser = Callable[[str], Parsed | None]

PARSERS: Mapping[str, Parser] = {
    "person-name": person_name.parse,
    "gender": vocabulary.gender,
    "date": day.parse,
    "category": vocabulary.category,
    "level": vocabulary.level,
    "study-form": vocabulary.study_form,
    "completion": vocabulary.completion,
    "duration": vocabulary.duration,
    "text": text.parse,
    "certificate-number": number.certificate_number,
    "report-number": number.report_number,
    "verification-code": verification_code.parse,
}
"""Parser by the name that layouts use."""


def parsers_of(layout: Layout) -> dict[str, Parser]:
    """The parser of each field of a layout."""
    return {entry.name: PARSERS[entry.parser] for entry in layout.fields}
