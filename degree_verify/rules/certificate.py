"""The certificate number that the consistency rules look into."""

from __future__ import annotations

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Outcome
from degree_verify.normalise.certificate_numbers import CertificateNumber, Form, decode, number_key
from degree_verify.normalise.vocabulary import is_self_study
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, unread


def number_field(case: Case) -> str:
    """The field whose number tells school, kind, year and level: of a 学历证明书 the original certificate's."""
    if case.document is not None and case.document.type is DocumentType.REGISTRATION_RECORD_CERTIFICATE:
        return "original_certificate_number"
    return "certificate_number"


def has_listed_number(case: Case) -> bool:
    """Whether the paper has the certificate number of the roster; of a 学历证明书, its own or the original one."""
    listed = case.candidate.certificate_number if case.candidate else None
    printed = (case.value(name) for name in ("certificate_number", "original_certificate_number"))
    return listed is not None and number_key(listed) in {number_key(value) for value in printed if value}


def school_number(rule: Rule, case: Case, *fields: str) -> CertificateNumber | Outcome:
    """The decoded number of a school-issued certificate, or the answer of a rule that it is exempt from.

    Self-study numbers and those before 2001 hold neither school nor kind nor level. `fields` are needed besides.
    """
    if not is_evidence(case):
        return not_applicable(rule)
    if is_self_study(case.value("category") or ""):
        return not_applicable(rule)
    field = number_field(case)
    lacking = unread(rule, case, field, *fields)
    if lacking:
        return lacking
    number = decode(case.value(field) or "")
    return number if number.form is Form.SCHOOL else not_applicable(rule)
