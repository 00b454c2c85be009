"""
What it checks
    Whether the age at enrolment and at graduation is one at which people study.

Why it matters
    A borrowed identity or an altered birth date shows in the age.

Passes
    Enrolment between 14 and 60 years, graduation at 16 or later.

Fails
    The age is certainly outside.

Cannot tell
    A date was not read; or, printed to the month, some days of it are within the limits and some outside.

Policy parameters
    `least_at_enrolment` (14), `most_at_enrolment` (60), `least_at_graduation` (16): years of age.

Source
    Usual ages of students.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import add_months, interval
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("age-implausible", "consistency", "Age implausible", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    least_at_enrolment: int = 14
    """Years of age at enrolment, at least."""
    most_at_enrolment: int = 60
    """Years of age at enrolment, at most."""
    least_at_graduation: int = 16
    """Years of age at graduation, at least."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "birth_date", "graduation_date")
    if lacking:
        return lacking
    born = interval(case.value("birth_date") or "")
    ended = interval(case.value("graduation_date") or "")
    facts: dict[str, Fact] = {"birth": case.value("birth_date"), "graduation": case.value("graduation_date")}
    places = evidence_of(case, "birth_date", "graduation_date")
    if ended.last < add_months(born.first, 12 * params.least_at_graduation):
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.graduation")
    unclear = ended.first < add_months(born.last, 12 * params.least_at_graduation)
    enrolled = case.value("enrolment_date")
    if enrolled is not None:
        begun = interval(enrolled)
        too_young = begun.last < add_months(born.first, 12 * params.least_at_enrolment)
        too_old = begun.first >= add_months(born.last, 12 * (params.most_at_enrolment + 1))
        if too_young or too_old:
            facts["enrolment"] = enrolled
            return Outcome(
                RULE.name, Status.FAILED, facts, evidence_of(case, "birth_date", "enrolment_date"), "failed.enrolment"
            )
        perhaps_too_young = begun.first < add_months(born.last, 12 * params.least_at_enrolment)
        perhaps_too_old = begun.last >= add_months(born.first, 12 * (params.most_at_enrolment + 1))
        if perhaps_too_young or perhaps_too_old:
            facts["enrolment"] = enrolled
            places = evidence_of(case, "birth_date", "enrolment_date")
            return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.enrolment")
    return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.graduation") if unclear else passed(RULE)
