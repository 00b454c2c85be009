"""
What it checks
    Whether the paper was made after the graduation that it reports.

Why it matters
    A report cannot know a graduation to come; moved dates show here.

Passes
    The graduation is certainly not after the day of issue.

Fails
    The paper is certainly older than the graduation.

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

RULE = Rule("issued-before-graduation", "consistency", "Issued before the graduation", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None:
        return not_applicable(RULE)
    field = "print_date" if case.document.type is DocumentType.CERTIFICATION_REPORT else "update_date"
    lacking = unread(RULE, case, field, "graduation_date")
    if lacking:
        return lacking
    issued, graduated = interval(case.value(field) or ""), interval(case.value("graduation_date") or "")
    facts: dict[str, Fact] = {"issued": case.value(field), "graduation": case.value("graduation_date")}
    places = evidence_of(case, field, "graduation_date")
    if issued.last < graduated.first:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    if issued.first < graduated.last:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    return passed(RULE, **facts)
