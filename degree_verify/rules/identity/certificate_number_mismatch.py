"""
What it checks
    Whether the certificate number on the paper is the one that the candidate gave.

Why it matters
    Another number is another certificate.

Passes
    They are equal; of a replacement certificate, its own or the original number.

Fails
    They differ.

Cannot tell
    The number was not read.

Policy parameters
    None.

Source
    Roster column of the earlier certificate.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.certificate import has_listed_number
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("certificate-number-mismatch", "identity", "Certificate number differs from the roster", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    theirs = case.candidate.certificate_number if case.candidate and is_evidence(case) else None
    if not theirs or case.match.status != "matched":
        return not_applicable(RULE)
    if has_listed_number(case):
        return passed(RULE)
    lacking = unread(RULE, case, "certificate_number")
    if lacking:
        return lacking
    return Outcome(RULE.name, Status.FAILED, {}, evidence_of(case, "certificate_number", "original_certificate_number"))
