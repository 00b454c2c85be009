"""
What it checks
    Whether the qualification was obtained by the cutoff day.

Why it matters
    Only a qualification obtained by the day that the notice names counts for the term.

Passes
    Every day that the printed date can mean is by the cutoff.

Fails
    Every such day is after it.

Cannot tell
    The date is printed to the month of the cutoff, or was not read.

Policy parameters
    `eligibility.cutoff`, `eligibility.cutoff_inclusive`: the last day, and whether it counts itself.

Source
    Notice 皖招考函〔2023〕83号, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("graduation-after-cutoff", "eligibility", "Graduated after the cutoff", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    cutoff = case.policy.eligibility.cutoff
    if cutoff is None or not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "graduation_date")
    if lacking:
        return lacking
    printed = case.value("graduation_date") or ""
    days = interval(printed)
    last = cutoff if case.policy.eligibility.cutoff_inclusive else cutoff - timedelta(days=1)
    facts: dict[str, Fact] = {"graduation": printed, "cutoff": cutoff.isoformat()}
    places = evidence_of(case, "graduation_date")
    if days.last <= last:
        return passed(RULE, **facts)
    if days.first > last:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
