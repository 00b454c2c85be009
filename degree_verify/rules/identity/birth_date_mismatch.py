"""
What it checks
    Whether the date of birth on the paper is the candidate's.

Why it matters
    Name and date of birth are all that ties a record to a person: it prints no identity number.

Passes
    They are equal.

Fails
    No day that both can mean.

Cannot tell
    One is printed to the month of the other, or the date was not read; or the roster gives neither the date nor an
    identity number, and its certificate number is not the paper's: a namesake's paper would fit as well.

Policy parameters
    None.

Source
    Identity number of the roster (digits 7 to 14).
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.rules.certificate import has_listed_number
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("birth-date-mismatch", "identity", "Date of birth differs", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.candidate is None or not is_evidence(case) or case.match.status != "matched":
        return not_applicable(RULE)
    theirs = case.candidate.birth_date
    if not theirs:
        if has_listed_number(case):
            return not_applicable(RULE)
        places = evidence_of(case, "name", "birth_date", "certificate_number")
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, places, "cannot-tell.unlisted")
    lacking = unread(RULE, case, "birth_date")
    if lacking:
        return lacking
    printed = case.value("birth_date") or ""
    facts: dict[str, Fact] = {"printed": printed, "listed": theirs}
    if printed == theirs:
        return passed(RULE)
    mine, other = interval(printed), interval(theirs)
    places = evidence_of(case, "birth_date")
    if mine.first <= other.last and other.first <= mine.last:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    return Outcome(RULE.name, Status.FAILED, facts, places)
