"""
What it checks
    Whether the printed verification code has 12 digits, or 16 letters and digits starting with A or X.

Why it matters
    Invented codes often have another length, another first letter, or the letters I and O, which the issuer never
    uses.

Passes
    The code has one of the two forms.

Fails
    It has neither.

Cannot tell
    The code was not read.

Policy parameters
    None.

Source
    The issuer's own check of the code as typed; 195 characters of public codes without I and O.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.verification_codes import code_form
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("verification-code-malformed", "authenticity", "Verification code has no known form", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "verification_code")
    if lacking:
        return lacking
    code = case.value("verification_code") or ""
    if code_form(code) is not None:
        return passed(RULE)
    letters = sorted(set(code) & {"I", "O"})
    message = "failed.letter" if letters and len(code) == 16 else "failed"
    facts: dict[str, Fact] = {"length": len(code), "letters": letters}
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "verification_code"), message)
