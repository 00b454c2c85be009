"""
What it checks
    Whether a certification report was still given out for such a graduation on the day printed.

Why it matters
    Since 2018-07-01 reports are made only for certificates that are not in the register, mainly of graduates before
    2002.

Passes
    It was printed before that day, or the graduation is older.

Fails
    It was printed later for a later graduation: it needs an explanation.

Cannot tell
    A date was not read.

Policy parameters
    None.

Source
    Notice on ending fees and narrowing the scope from 2018-07-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, not_applicable, passed, unread

RULE = Rule(
    "certification-report-unexpected",
    "consistency",
    "Certification report where a record would be expected",
    Severity.INFO,
)

NARROWED = date(2018, 7, 1)
REGISTERED_SINCE = 2002


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.document is None or case.document.type is not DocumentType.CERTIFICATION_REPORT:
        return not_applicable(RULE)
    lacking = unread(RULE, case, "print_date", "graduation_date")
    if lacking:
        return lacking
    made, graduated = interval(case.value("print_date") or ""), interval(case.value("graduation_date") or "")
    facts: dict[str, Fact] = {"issued": case.value("print_date"), "graduation": case.value("graduation_date")}
    if made.first >= NARROWED and graduated.first.year >= REGISTERED_SINCE:
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "print_date", "graduation_date"))
    return passed(RULE, **facts)
