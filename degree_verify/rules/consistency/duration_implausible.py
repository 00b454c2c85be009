"""
What it checks
    Whether the time between enrolment and graduation fits the length of schooling (学制) printed.

Why it matters
    Moved dates rarely keep to the length of schooling.

Passes
    It is between half a year less and four years more.

Fails
    It is shorter or longer, or the length printed is shorter than that of any course.

Cannot tell
    A date or the length was printed but not read; or, printed to the month, some days of it are within the limits and
    some outside.

Policy parameters
    `shorter` (0.5), `longer` (4): years by which the time may deviate. `least` (1.5): years of the shortest course;
    `most` (10): years of study where no length is printed.

Source
    Usual limits of study; self-study has no fixed length and is exempt.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import add_months, interval
from degree_verify.normalise.vocabulary import duration_years, is_self_study
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule(
    "duration-implausible", "consistency", "Time of study does not fit the length of schooling", Severity.REVIEW
)


DAYS_OF_A_YEAR = 365.25
"""For the message; the limits are counted in months."""


@dataclass(frozen=True, slots=True)
class Params:
    shorter: float = 0.5
    """Years by which the time of study may fall short of the length of schooling."""
    longer: float = 4.0
    """Years by which it may be longer: leave, extension, adult courses."""
    least: float = 1.5
    """Years of the shortest course."""
    most: float = 10.0
    """Years of the longest study, where no length of schooling is printed."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or is_self_study(case.value("category") or ""):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "enrolment_date", "graduation_date")
    if lacking:
        return lacking
    years = duration_years(case.value("duration") or "")
    lacking = unread(RULE, case, "duration")
    if lacking and lacking.status is Status.CANNOT_TELL:
        return lacking
    shortest_allowed, longest_allowed = (
        (params.least, params.most) if years is None else (years - params.shorter, years + params.longer)
    )
    if years is not None and years < params.least:
        facts_ = {"duration": case.value("duration"), "least": params.least}
        return Outcome(RULE.name, Status.FAILED, facts_, evidence_of(case, "duration"), "failed.short")
    begin, end = interval(case.value("enrolment_date") or ""), interval(case.value("graduation_date") or "")
    longest, shortest = (end.last - begin.first).days / DAYS_OF_A_YEAR, (end.first - begin.last).days / DAYS_OF_A_YEAR
    facts: dict[str, Fact] = {"duration": case.value("duration"), "years": round((longest + shortest) / 2, 2)}
    least, most = round(12 * shortest_allowed), round(12 * longest_allowed)
    places = evidence_of(case, "enrolment_date", "graduation_date", "duration")
    if end.last < add_months(begin.first, least) or end.first > add_months(begin.last, most):
        return Outcome(RULE.name, Status.FAILED, facts, places)
    if end.first < add_months(begin.last, least) or end.last > add_months(begin.first, most):
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    return passed(RULE, **facts)
