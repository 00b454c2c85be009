"""
What it checks
    Whether the report still counts on the day that it must cover.

Why it matters
    A report can be checked online only while it is valid; the register asks again weeks later.

Passes
    The printed end, or the longest window that its owner can have set, has not passed. On forms that print no end, one
    that stands there all the same confirms nothing. A report that the issuer still showed when it was looked up, not
    long before the day, has been extended.

Fails
    The printed end has passed (reject), or no end is printed and more than the longest window has passed (review:
    the owner may have extended it).

Cannot tell
    The date was not read, or is printed to a month that leaves it open.

Policy parameters
    `validity.longest_months`, `validity.must_cover`, `validity.certification_report_months`, `lookup.answer_days`.

Source
    Note on the record itself: the owner sets 1 to 6 months and can extend; contract on validity.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import add_months, interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread
from degree_verify.rules.window import anchor_field, covered_day, end_confirms, months, seen_open

RULE = Rule("validity-expired", "validity", "Validity over", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    field = anchor_field(case)
    if case.document is None or not is_evidence(case):
        return not_applicable(RULE)
    day = covered_day(case)
    facts: dict[str, Fact] = {"day": day.isoformat()}
    end = case.value("valid_until")
    if end is not None:
        facts["end"] = end
        days = interval(end)
        if days.last < day:
            return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "valid_until"), "failed.printed")
        if days.first < day:
            return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, "valid_until"))
        if end_confirms(case):
            return passed(RULE, **facts)
    if seen_open(case):
        return passed(RULE, **facts)
    lacking = unread(RULE, case, "valid_until")
    if lacking is not None and lacking.status is Status.CANNOT_TELL:
        return lacking
    if field is None:
        return not_applicable(RULE)
    lacking = unread(RULE, case, field)
    if lacking:
        return lacking
    made = interval(case.value(field) or "")
    longest = months(case)[1]
    facts |= {"made": case.value(field), "months": longest, "latest_end": add_months(made.last, longest).isoformat()}
    if day > add_months(made.last, longest):
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, field), "failed.window", Severity.REVIEW)
    if day > add_months(made.first, longest):
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, field))
    return passed(RULE, **facts)
