"""Cases and papers as plain data for the page's script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from degree_verify.model.geometry import Box
from degree_verify.model.outcome import Evidence
from degree_verify.model.picture import KeptPicture
from degree_verify.report.cases import Case
from degree_verify.report.paper import Paper, ShownCode, ShownField, ShownFinding
from degree_verify.report.texts import Both

COLUMNS = (
    *("key", "basis", "verdict", "examinee", "name", "identity", "school", "level", "graduation", "reason"),
    *("findings", "types", "sources", "lists", "paths", "papers", "numbers"),
)
"""What the columns of a case's row are called in the script."""


def words(both: Both | None) -> str | list[str] | None:
    """Words in both languages; data that reads the same in both stands once."""
    return None if both is None else both.zh if both.zh == both.en else [both.zh, both.en]


def case_row(case: Case, findings: Mapping[str, int]) -> list[Any]:
    """A case in the order of COLUMNS. `findings` numbers the names of findings."""
    first = case.first
    return [
        *(case.key, case.basis, case.verdict.value, first.examinee, first.name, first.identity),
        *(first.school, first.level, first.graduation, words(case.reason)),
        [findings[name] for name in case.findings if name in findings],
        *(list(values) for values in (case.types, case.sources, case.lists, case.paths)),
        case.papers,
        list(case.numbers),
    ]


def paper_data(paper: Paper, pictures: Iterable[KeptPicture]) -> dict[str, Any]:
    """One result in full."""
    return {
        "verdict": paper.row.verdict.value,
        "type": words(paper.row.type),
        "path": paper.row.path,
        "facts": [[words(label), words(value)] for label, value in paper.facts],
        "findings": [_finding(finding) for finding in paper.findings],
        "fields": [_field(field) for field in paper.fields],
        "codes": [_code(code) for code in paper.codes],
        "links": [_code(link) for link in paper.links],
        "undecoded": [_place(place) for place in paper.undecoded],
        "second": paper.second,
        "pictures": [{"page": p.page, "width": p.width, "height": p.height, "src": p.name} for p in pictures],
    }


def _finding(finding: ShownFinding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "title": words(finding.title),
        "severity": finding.severity.value,
        "message": words(finding.message),
        "advice": words(finding.advice),
        "places": [_place(place) for place in finding.places],
    }


def _field(field: ShownField) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": words(field.label),
        "value": field.value,
        "unread": words(field.unread),
        "listed": field.listed,
        "second": field.second,
        "level": field.level,
        "agreement": words(field.agreement),
        "weight": field.weight,
        "page": field.page,
        "box": _box(field.box) if field.box else None,
        "reading": words(field.reading),
    }


def _code(code: ShownCode) -> dict[str, Any]:
    return {
        "kind": words(code.kind),
        "text": code.text,
        "address": code.address,
        "trusted": code.trusted,
        "remark": words(code.remark),
        "code": code.code,
        "page": code.page,
        "box": _box(code.box),
    }


def _place(place: Evidence) -> dict[str, Any]:
    return {"page": place.page, "box": _box(place.box), "field": place.field}


def _box(box: Box) -> list[float]:
    return [round(value, 1) for value in box]
