"""
What it checks
    Whether the report certainly counts on the day that it must cover, although no end is printed.

Why it matters
    The owner sets 1 to 6 months and the paper does not say which: only the issuer knows.

Passes
    Not more than the shortest window has passed, the layout prints the end, or the issuer still showed the report
    when it was looked up, not long before the day.

Fails
    Never.

Cannot tell
    Between the shortest and the longest window has passed, and nobody has looked it up: it goes on the look-up list.

Policy parameters
    `validity.shortest_months`, `validity.longest_months`, `validity.must_cover`, `lookup.answer_days`.

Source
    Note on the record itself; contract on validity.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import add_months, interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread
from degree_verify.rules.window import anchor_field, covered_day, end_confirms, months, seen_open

RULE = Rule("validity-unconfirmed", "validity", "Validity cannot be told offline", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    field = anchor_field(case)
    if case.document is None or not is_evidence(case) or field is None:
        return not_applicable(RULE)
    if end_confirms(case) or seen_open(case):
        return passed(RULE)
    lacking = unread(RULE, case, field)
    if lacking:
        return lacking
    day = covered_day(case)
    made = interval(case.value(field) or "")
    shortest, longest = months(case)
    if day > add_months(made.last, longest):
        return not_applicable(RULE)
    facts: dict[str, Fact] = {
        "made": case.value(field),
        "day": day.isoformat(),
        "earliest_end": add_months(made.first, shortest).isoformat(),
        "latest_end": add_months(made.last, longest).isoformat(),
    }
    if day > add_months(made.first, shortest):
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, field))
    return passed(RULE, **facts)
