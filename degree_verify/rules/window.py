"""The time for which a report counts, as the validity rules see it."""

from __future__ import annotations

from datetime import date

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.lookup import OPEN
from degree_verify.rules.definition import prints_end


def covered_day(case: Case) -> date:
    """The day that the report must still count on: the review's, or a later one that the policy sets."""
    must_cover = case.policy.validity.must_cover
    return max(case.as_of, must_cover) if must_cover else case.as_of


def anchor_field(case: Case) -> str | None:
    """The field from which the window runs; None for papers without a window."""
    if case.document is None:
        return None
    if case.document.type is not DocumentType.CERTIFICATION_REPORT:
        return "update_date"
    return "print_date" if case.policy.validity.certification_report_months is not None else None


def end_confirms(case: Case) -> bool:
    """Whether a printed end of validity is the layout's own; one added to a form that prints none confirms nothing."""
    return prints_end(case) and bool(case.value("valid_until"))


def seen_open(case: Case) -> bool:
    """Whether the issuer still showed the report, so lately that it counts for the day that must be covered."""
    answer, days = case.answer, case.policy.lookup.answer_days
    return answer is not None and answer.state in OPEN and answer.counts_on(covered_day(case), days)


def months(case: Case) -> tuple[int, int]:
    """The shortest and the longest window in months."""
    validity = case.policy.validity
    fixed = validity.certification_report_months
    if case.document is not None and case.document.type is DocumentType.CERTIFICATION_REPORT and fixed is not None:
        return fixed, fixed
    return validity.shortest_months, validity.longest_months
