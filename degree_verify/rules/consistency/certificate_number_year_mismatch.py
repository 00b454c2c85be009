"""
What it checks
    Whether digits 7 to 10 of the certificate number are the year of graduation.

Why it matters
    A changed graduation date leaves the old year in the number.

Passes
    The years are the same, or the graduation is in December or January and the number has the neighbouring year.

Fails
    They differ otherwise. (A 结业 exchanged later for a 毕业 keeps its number: a person decides.)

Cannot tell
    Number or date was not read.

Policy parameters
    None.

Source
    教学[2001]4号; implementation rules of 2001 on exchanged certificates.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.certificate import number_field, school_number
from degree_verify.rules.definition import Rule, evidence_of, passed

RULE = Rule(
    "certificate-number-year-mismatch", "consistency", "Year in the number differs from the graduation", Severity.REVIEW
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    number = school_number(RULE, case, "graduation_date")
    if isinstance(number, Outcome):
        return number
    printed = case.value("graduation_date") or ""
    day = interval(printed).first
    facts: dict[str, Fact] = {"year": number.year, "graduation": printed}
    fitting = {day.year}
    if day.month == 1:
        fitting.add(day.year - 1)
    if day.month == 12:
        fitting.add(day.year + 1)
    if number.year in fitting:
        return passed(RULE, **facts)
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "graduation_date", number_field(case)))
