"""
What it checks
    Whether the certificate number has one of the known forms, and the form goes with the category.

Why it matters
    Invented numbers have a wrong length; a degree's number on a qualification was copied by mistake.

Passes
    17 or 18 digits; a self-study number (65/66) of a self-study qualification; an older form of a graduation before
    2001-2003.

Fails
    Any other length or alphabet, a degree's number, an older form of a later graduation, a self-study number of
    another category or the reverse.

Cannot tell
    The number was not read.

Policy parameters
    `last_year_of_older_forms` (2002): the last graduation year whose numbers may have an older form.

Source
    教学[2001]4号 and later practice; provincial circulars on 自考 numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.certificate_numbers import Form, decode
from degree_verify.normalise.dates import interval
from degree_verify.normalise.vocabulary import is_self_study
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("certificate-number-malformed", "consistency", "Certificate number has no known form", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    last_year_of_older_forms: int = 2002
    """The last graduation year whose numbers may have an older form; 17 and 18 digits became the rule by 2003."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "certificate_number")
    if lacking:
        return lacking
    number = decode(case.value("certificate_number") or "")
    graduation = case.value("graduation_date")
    category = case.value("category")
    facts: dict[str, Fact] = {"length": len(number.number), "category": category}
    places = evidence_of(case, "certificate_number")
    if number.form is Form.DEGREE:
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.degree")
    if number.form is Form.UNKNOWN:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    if number.form is Form.OLDER and graduation and interval(graduation).first.year > params.last_year_of_older_forms:
        return Outcome(RULE.name, Status.FAILED, facts | {"graduation": graduation}, places, "failed.older")
    if category and number.form is not Form.OLDER and (number.form is Form.SELF_STUDY) is not is_self_study(category):
        message = "failed.self-study" if number.form is Form.SELF_STUDY else "failed.not-self-study"
        return Outcome(RULE.name, Status.FAILED, facts, (*places, *evidence_of(case, "category")), message)
    if number.form is Form.OLDER and not graduation:
        return unread(RULE, case, "graduation_date") or not_applicable(RULE)
    return passed(RULE, form=number.form.value)
