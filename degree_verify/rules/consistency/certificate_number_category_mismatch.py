"""
What it checks
    Whether the sixth digit of the certificate number (1 regular, 5 adult, 7 network) fits the category printed, and
    whether the form of study and the level are ones that the category has.

Why it matters
    A raised level or a changed kind of schooling is the commonest alteration; the number keeps the truth.

Passes
    They fit.

Fails
    They do not; or regular schooling is said to have been by correspondence, in the evening or by examination, or
    graduate schooling to have led to less than 硕士.

Cannot tell
    The number or the category was not read, or the category is none that is known.

Policy parameters
    None.

Source
    教学[2001]4号; Zhejiang circular 浙教办高教〔2008〕80号.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.vocabulary import is_below_category, is_of_another_category, kinds_of_category
from degree_verify.rules.certificate import number_field, school_number
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, passed

RULE = Rule(
    "certificate-number-category-mismatch",
    "consistency",
    "Kind digit of the number does not fit the category",
    Severity.REVIEW,
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    stated = case.value("category") or ""
    for field, at_odds in (("study_form", is_of_another_category), ("level", is_below_category)):
        value = case.value(field)
        if is_evidence(case) and value and at_odds(value, stated):
            told: dict[str, Fact] = {"category": stated, field: value}
            return Outcome(RULE.name, Status.FAILED, told, evidence_of(case, "category", field), f"failed.{field}")
    number = school_number(RULE, case, "category")
    if isinstance(number, Outcome):
        return number
    printed = case.value("category") or ""
    fitting = kinds_of_category(printed)
    facts: dict[str, Fact] = {"category": printed, "digits": number.kind}
    places = evidence_of(case, "category", number_field(case))
    if not fitting:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    if number.kind not in fitting:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    return passed(RULE, **facts)
