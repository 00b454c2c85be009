"""
What it checks
    Whether the sex on the paper is the candidate's.

Why it matters
    A borrowed paper often belongs to a person of the other sex.

Passes
    They are equal.

Fails
    They differ.

Cannot tell
    The sex was not read.

Policy parameters
    None.

Source
    Identity number of the roster (digit 17).
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("gender-mismatch", "identity", "Sex differs", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    theirs = case.candidate.gender if case.candidate and is_evidence(case) else None
    if not theirs or case.match.status != "matched":
        return not_applicable(RULE)
    lacking = unread(RULE, case, "gender")
    if lacking:
        return lacking
    facts: dict[str, Fact] = {"printed": case.value("gender"), "listed": theirs}
    if case.value("gender") == theirs:
        return passed(RULE)
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "gender"))
