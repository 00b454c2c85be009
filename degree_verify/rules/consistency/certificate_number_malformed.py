"""
What it checks
    Whether the certificate number has one of the known forms, and the form goes with the category.

Why it matters
    Invented numbers have a wrong length; a degree's number on a qualification was copied by mistake.

Passes
    18 digits, or 17 until about 2003; a self-study number (65/66) of a self-study qualification; an older form of a
    graduation before 2001. Of a 学历证明书 both numbers are looked at.

Fails
    Any other length or alphabet, a serial of zeros, 17 digits of a later year (one was lost), a number of a year before
    there were any, a degree's number, an older form of a later graduation, a self-study number of another category or
    the reverse, or of no province (its level and year are not compared); a 学历证明书 whose own number is the original
    certificate's; a registration record of a graduation before there was a register.

Cannot tell
    The number was not read.

Policy parameters
    `last_year_of_older_forms` (2000), `last_year_of_17_digits` (2003): the last years of such numbers.
    `provinces`: digits 3 and 4 that self-study numbers may have.

Source
    教学[2001]4号 and later practice; provincial circulars on 自考 numbers; GB/T 2260 for provinces.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.certificate_numbers import PROVINCES, Form, decode
from degree_verify.normalise.dates import interval
from degree_verify.normalise.vocabulary import is_self_study
from degree_verify.rules.certificate import number_field
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("certificate-number-malformed", "consistency", "Certificate number has no known form", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    last_year_of_older_forms: int = 2000
    """The last graduation year whose numbers may have an older form: the scheme is that of 2001."""
    last_year_of_17_digits: int = 2003
    """The last year in a school-issued number of 17 digits; 18 became the rule in 2002 and 2003."""
    provinces: tuple[str, ...] = PROVINCES
    """Digits 3 and 4 that self-study numbers may have."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    fields = dict.fromkeys(("certificate_number", number_field(case)))
    if lacking := unread(RULE, case, *fields):
        return lacking
    if broken := next(filter(None, (_broken(case, params, field) for field in fields)), None):
        return broken
    own, number = case.value("certificate_number"), decode(case.value(number_field(case)) or "")
    if len(fields) > 1 and own == number.number:
        return Outcome(RULE.name, Status.FAILED, {}, evidence_of(case, *fields), "failed.original")
    if number.form is Form.OLDER and case.value("graduation_date") is None:
        return unread(RULE, case, "graduation_date") or not_applicable(RULE)
    return passed(RULE, form=number.form.value)


def _broken(case: Case, params: Params, field: str) -> Outcome | None:
    """What is wrong with one number, None if nothing is."""
    number = decode(case.value(field) or "")
    graduation, category = case.value("graduation_date"), case.value("category")
    facts: dict[str, Fact] = {"length": len(number.number), "category": category}
    places = evidence_of(case, field)
    if number.form is Form.DEGREE:
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.degree")
    if number.form is not Form.OLDER and not (number.serial or "").strip("0"):
        return Outcome(RULE.name, Status.FAILED, facts, places)
    if number.form is Form.SELF_STUDY and number.province not in params.provinces:
        return Outcome(RULE.name, Status.FAILED, facts | {"digits": number.province}, places, "failed.province")
    record = case.document is not None and case.document.type is DocumentType.REGISTRATION_RECORD
    if record and graduation and interval(graduation).last.year <= params.last_year_of_older_forms:
        return Outcome(RULE.name, Status.FAILED, facts | {"graduation": graduation}, places, "failed.early")
    if number.form is Form.OLDER and graduation and interval(graduation).first.year > params.last_year_of_older_forms:
        return Outcome(RULE.name, Status.FAILED, facts | {"graduation": graduation}, places, "failed.older")
    year, short = number.year if number.form is Form.SCHOOL else None, len(number.number) == 17
    if year and short and year > params.last_year_of_17_digits:
        return Outcome(RULE.name, Status.FAILED, facts | {"year": year}, places, "failed.short")
    if year and year <= params.last_year_of_older_forms - short and field == number_field(case):
        return Outcome(RULE.name, Status.FAILED, facts | {"year": year}, places, "failed.before")
    if category is None or number.form is Form.OLDER:
        return None
    both = (*places, *evidence_of(case, "category"))
    if number.form is Form.SELF_STUDY and not is_self_study(category):
        return Outcome(RULE.name, Status.FAILED, facts, both, "failed.self-study")
    if number.form is not Form.SELF_STUDY and is_self_study(category) and field == number_field(case):
        return Outcome(RULE.name, Status.FAILED, facts, both, "failed.not-self-study")
    return None
