"""
What it checks
    Whether the form of the paper was in use on the day printed on it.

Why it matters
    A paper in a form that did not exist yet, or no longer, was put together by somebody.

Passes
    The day lies in the time of the form.

Fails
    It lies outside by more than the tolerance.

Cannot tell
    The date was not read.

Policy parameters
    `tolerance_days` (90): days of tolerance.

Source
    Dated samples of the generations; the days of change are inferred, so this is information only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("layout-era", "consistency", "Layout does not fit the date", Severity.INFO)

_ERAS = {
    "registration-record-a": (date(2009, 1, 1), date(2018, 6, 30)),
    "registration-record-b": (date(2018, 1, 1), date(2022, 12, 31)),
    "registration-record-c": (date(2022, 6, 1), date(2100, 1, 1)),
}
"""First and last day of each generation, as far as dated samples tell."""


@dataclass(frozen=True, slots=True)
class Params:
    tolerance_days: int = 90
    """Days by which a paper may be older or newer than its form, since the days of change are not known exactly."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case) or document.layout not in _ERAS:
        return not_applicable(RULE)
    lacking = unread(RULE, case, "update_date")
    if lacking:
        return lacking
    first, last = _ERAS[document.layout]
    printed = interval(case.value("update_date") or "")
    facts: dict[str, Fact] = {"date": case.value("update_date"), "first": first.isoformat(), "last": last.isoformat()}
    slack = timedelta(days=params.tolerance_days)
    if printed.last < first - slack or printed.first > last + slack:
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "update_date"))
    return passed(RULE, **facts)
