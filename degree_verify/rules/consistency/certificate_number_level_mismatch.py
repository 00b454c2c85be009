"""
What it checks
    Whether digits 11 and 12 of the certificate number (01 doctor, 02 master, 04 second bachelor, 05 bachelor, 06
    专科) fit the level printed.

Why it matters
    A raised level or a changed kind of schooling is the commonest alteration; the number keeps the truth.

Passes
    They fit.

Fails
    They do not.

Cannot tell
    The number or the level was not read, or the level is none that is known.

Policy parameters
    None.

Source
    教学[2001]4号; Zhejiang circular 浙教办高教〔2008〕80号.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.vocabulary import levels_of
from degree_verify.rules.certificate import number_field, school_number
from degree_verify.rules.definition import Rule, evidence_of, passed

RULE = Rule(
    "certificate-number-level-mismatch",
    "consistency",
    "Level digits of the number do not fit the level",
    Severity.REVIEW,
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    number = school_number(RULE, case, "level")
    if isinstance(number, Outcome):
        return number
    printed = case.value("level") or ""
    fitting = levels_of(printed)
    facts: dict[str, Fact] = {"level": printed, "digits": number.level}
    places = evidence_of(case, "level", number_field(case))
    if not fitting:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    if number.level not in fitting:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    return passed(RULE, **facts)
