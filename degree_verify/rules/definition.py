"""What a rule is, and the few answers that all rules share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from degree_verify.model.case import Case
from degree_verify.model.document import ABSENT, EVIDENCE_TYPES
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status


class Scope(StrEnum):
    """What a rule asks about."""

    DOCUMENT = "document"
    CANDIDATE = "candidate"  # a candidate without a document


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's fixed data. Names are never reused; `since` is the version that brought it."""

    name: str
    family: str
    title: str  # English title; the Chinese one stands with the messages
    severity: Severity
    since: str = "0.1.0"
    scope: Scope = Scope.DOCUMENT


def passed(rule: Rule, **facts: str | int | float | bool | list[str] | None) -> Outcome:
    return Outcome(rule.name, Status.PASSED, facts)


def not_applicable(rule: Rule) -> Outcome:
    return Outcome(rule.name, Status.NOT_APPLICABLE)


def unread(rule: Rule, case: Case, *fields: str) -> Outcome | None:
    """The answer when a field that the rule needs has no value; None when all have one.

    Not applicable where the paper may leave the field out and does; cannot tell where the layout requires it or where
    something stands there that could not be read. The message key is `cannot-tell.unread`, shared by all rules.
    """
    document = case.document
    if document is None:
        return not_applicable(rule)
    lacking = [name for name in dict.fromkeys(fields) if name not in document.fields]
    if not lacking:
        return None
    if not is_evidence(case):
        return not_applicable(rule)
    blocking = [
        name
        for name in lacking
        if name in document.required or (name in document.unread and document.unread[name].reason not in ABSENT)
    ]
    if not blocking:
        return not_applicable(rule)
    return Outcome(
        rule.name,
        Status.CANNOT_TELL,
        {"unread": blocking},
        evidence_of(case, *blocking),
        message="cannot-tell.unread",
    )


def evidence_of(case: Case, *fields: str) -> tuple[Evidence, ...]:
    """The places of the named fields, read or not, as far as they are known."""
    if case.document is None:
        return ()
    places = []
    for name in fields:
        reading = case.document.fields.get(name)
        if reading is not None:
            places.append(Evidence(reading.page, reading.box, name))
            continue
        missing = case.document.unread.get(name)
        if missing is not None and missing.page is not None and missing.box is not None:
            places.append(Evidence(missing.page, missing.box, name))
    return tuple(places)


def prints_end(case: Case) -> bool:
    """Whether the paper's layout always prints the end of validity: only the oldest generation does."""
    return case.document is not None and "valid_until" in case.document.required


def is_evidence(case: Case) -> bool:
    """Whether the document is of a type whose fields the rules understand."""
    return case.document is not None and case.document.type in EVIDENCE_TYPES
