"""
What it checks
    Whether the day of issue is not after the day of the review.

Why it matters
    A day to come cannot be printed on a genuine paper.

Passes
    The day is not after the day of the review.

Fails
    It is after it.

Cannot tell
    A date was not read, or dates printed to the month leave it open.

Policy parameters
    None.

Source
    Rule 11 of the examiners' cross-checks: graduation, issue and review follow each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("issued-in-future", "consistency", "Issued in the future", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None:
        return not_applicable(RULE)
    field = "print_date" if case.document.type is DocumentType.CERTIFICATION_REPORT else "update_date"
    lacking = unread(RULE, case, field)
    if lacking:
        return lacking
    issued = interval(case.value(field) or "")
    facts: dict[str, Fact] = {"issued": case.value(field), "as_of": case.as_of.isoformat()}
    if issued.first > case.as_of:
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, field))
    if issued.last > case.as_of:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, field))
    return passed(RULE, **facts)
