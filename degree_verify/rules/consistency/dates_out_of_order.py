"""
What it checks
    Whether birth, enrolment and graduation follow each other.

Why it matters
    Altered dates often contradict each other.

Passes
    Each is certainly before the next.

Fails
    One is certainly on or after the next.

Cannot tell
    Dates printed to the month leave it open, or a date was not read.

Policy parameters
    None.

Source
    Common sense; the notice's own sample has birth and enrolment on one day, and is rightly stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("dates-out-of-order", "consistency", "Dates out of order", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None:
        return not_applicable(RULE)
    order = [name for name in ("birth_date", "enrolment_date", "graduation_date") if case.value(name)]
    unclear = False
    for earlier, later in pairwise(order):
        before, after = interval(case.value(earlier) or ""), interval(case.value(later) or "")
        if before.first >= after.last:
            facts: dict[str, Fact] = {
                "fields": [earlier, later],
                "dates": [case.value(earlier) or "", case.value(later) or ""],
            }
            return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, earlier, later))
        unclear = unclear or before.last >= after.first
    lacking = unread(RULE, case, "birth_date", "enrolment_date", "graduation_date")
    if lacking is not None and lacking.status is Status.CANNOT_TELL:
        return lacking
    if len(order) < 2:
        return not_applicable(RULE)
    return Outcome(RULE.name, Status.CANNOT_TELL, {"fields": list(order)}) if unclear else passed(RULE)
