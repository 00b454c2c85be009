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
    Eras of the layouts, after dated samples; the days of change are inferred, so this is information only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("layout-era", "consistency", "Layout does not fit the date", Severity.INFO)


@dataclass(frozen=True, slots=True)
class Params:
    tolerance_days: int = 90
    """Days by which a paper may be older or newer than its form, since the days of change are not known exactly."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case) or document.era == (None, None):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "update_date")
    if lacking:
        return lacking
    first, last = document.era
    printed = interval(case.value("update_date") or "")
    facts: dict[str, Fact] = {
        "date": case.value("update_date"),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
    }
    slack = timedelta(days=params.tolerance_days)
    if (first and printed.last < first - slack) or (last and printed.first > last + slack):
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "update_date"))
    return passed(RULE, **facts)
