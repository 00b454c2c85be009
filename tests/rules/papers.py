"""Clean papers, one a layout, that the rules accept together with their candidate; and one fault for each rule.

Tests start from them and take away or add one thing. All people are fictional.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from degree_verify.model.case import Case
from degree_verify.model.document import Document, Reading, Unread, UnreadReason
from degree_verify.model.outcome import Outcome, Verdict
from degree_verify.rules import registry
from degree_verify.verdict import fold
from tests.rules.cases import PLACE, read_case
from tests.support.graduate import GRADUATE

AS_OF = date(2023, 6, 5)
_CODE = "A123456789BCDEFG"
_SYMBOL = {"payload": "u", "kind": "url", "host": "www.chsi.com.cn", "trusted": True, "reports": True, "code": _CODE}
_CANDIDATE = {
    "id": "340101230001",
    "name": "张三",
    "gender": "女",
    "birth_date": "1980-09-01",
    "id_number": "990000198009010025",
    "school": "北京林业大学",
    "level": "专科",
    "certificate_number": "100221200106999999",
}
_RECORD = {"verification_code": _CODE, "update_date": "2023-05-18"}

PAPERS: Mapping[str, dict[str, Any]] = {
    "registration-record-a": {
        "type": "registration_record",
        "fields": GRADUATE
        | {"verification_code": "090888693519", "update_date": "2016-05-18", "valid_until": "2017-05-18"}
        | {"school_location": "北京市"},
        "codes": [
            {"payload": "t", "kind": "fields", "fields": {"name": "张三", "level": "专科"}},
            {"payload": "c", "kind": "code", "code": "090888693519"},
        ],
        "as_of": date(2016, 6, 5),
    },
    "registration-record-b": {
        "type": "registration_record",
        "fields": GRADUATE | {"verification_code": _CODE, "update_date": "2022-05-18"},
        "codes": [{"payload": "s", "kind": "sentence", "code": _CODE}],
        "as_of": date(2022, 6, 5),
    },
    "registration-record-c": {
        "type": "registration_record",
        "fields": GRADUATE | _RECORD,
        "codes": [_SYMBOL],
        "links": [{"url": "u", "host": "www.chsi.com.cn", "trusted": True, "code": _CODE, "reports": True}],
    },
    "registration-record-certificate": {
        "type": "registration_record_certificate",
        "fields": GRADUATE
        | _RECORD
        | {"certificate_number": "100221200206000001", "original_certificate_number": "100221200106999999"},
        "codes": [_SYMBOL],
    },
    "certification-report": {
        "type": "certification_report",
        "fields": GRADUATE | {"report_number": "1234567", "print_date": "2017-10-14", "category": "普通"},
    },
    "certification-report-electronic": {
        "type": "certification_report",
        "fields": GRADUATE | {"report_number": "1234567", "print_date": "2017-10-14", "category": "普通"},
    },
}

FAULTS: Mapping[str, dict[str, str]] = {
    "name-mismatch": {"name": "张珊"},
    "gender-mismatch": {"gender": "男"},
    "birth-date-mismatch": {"birth_date": "1980-09-02"},
    "dates-out-of-order": {"enrolment_date": "2001-09-01"},
    "duration-implausible": {"duration": "5年"},
    "age-implausible": {"enrolment_date": "1990-09-01", "duration": ""},
    "graduation-after-cutoff": {"graduation_date": "2024-07-01"},
    "certificate-number-category-mismatch": {"category": "成人高等教育"},
    "certificate-number-level-mismatch": {"level": "本科"},
    "certificate-number-year-mismatch": {
        "certificate_number": "100221200306999999",
        "original_certificate_number": "100221200306999999",
    },
    "certificate-number-school-mismatch": {"school": "北京交通大学"},
    "certificate-number-malformed": {
        "certificate_number": "1002212001069999990",
        "original_certificate_number": "1002212001069999990",
    },
    "completion-not-graduated": {"completion": "结业"},
    "level-below-required": {"level": "高中"},
    "issued-in-future": {"update_date": "2030-01-01", "print_date": "2030-01-01"},
    "validity-expired": {"update_date": "2014-01-18", "valid_until": "2015-01-18"},
    "verification-code-malformed": {"verification_code": "K123456789BCDEFG"},
    "qr-code-mismatch": {"verification_code": "A987654321BCDEFG"},
}
"""What to print instead to break a rule; an empty text leaves the field out. Fields a layout lacks stay unchanged."""


def clean_case(layout: str, **changes: Any) -> Case:
    """The case of a clean paper with its candidate, under a policy with a cutoff."""
    data: dict[str, Any] = {
        "reason": "clean",
        "expect": "passed",
        "layout": layout,
        "candidate": _CANDIDATE,
        "policy": {"cutoff": date(2023, 6, 30)},
    }
    return read_case("name-mismatch", data | PAPERS[layout] | changes).case


def faulty_case(layout: str, fault: str) -> Case:
    """The case of a paper with the named fault."""
    case = clean_case(layout)
    assert case.document is not None
    for name, value in FAULTS[fault].items():
        if name in case.document.fields:
            changed = with_value(case, name, value) if value else without(case, name, UnreadReason.EMPTY)
            case = changed
            assert case.document is not None
    return case


def without(case: Case, field: str, reason: UnreadReason) -> Case:
    """The case with a field unread for a reason."""

    def blank(document: Document) -> Document:
        fields = {name: reading for name, reading in document.fields.items() if name != field}
        unread = {**document.unread, field: Unread(field, reason, page=1, box=PLACE)}
        return replace(document, fields=fields, unread=unread)

    return _changed(case, blank)


def with_value(case: Case, field: str, value: str) -> Case:
    """The case with another value of a field."""

    def print_(document: Document) -> Document:
        known: Reading = document.fields[field]
        return replace(document, fields={**document.fields, field: replace(known, value=value, raw=value)})

    return _changed(case, print_)


def outcomes_of(case: Case) -> tuple[Outcome, ...]:
    """What all rules answer."""
    return registry.run(case, registry.all_rules())


def verdict_of(case: Case) -> Verdict:
    """The verdict on a case."""
    outcomes = outcomes_of(case)
    return fold(outcomes, registry.findings(outcomes, case.policy))


def _changed(case: Case, change: Callable[[Document], Document]) -> Case:
    assert case.document is not None
    return replace(case, document=change(case.document))
