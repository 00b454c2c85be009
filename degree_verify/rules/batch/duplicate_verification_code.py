"""
What it checks
    Whether the verification code stands on papers of different people, or on papers of one that say different things.

Why it matters
    A code belongs to one report, which says the same each time it is printed.

Passes
    No other paper of the batch that belongs to somebody else, or says something else, has it.

Fails
    Another candidate's, or nobody's, paper has it too, or one of the same candidate with other facts of the degree.

Cannot tell
    Never.

Policy parameters
    `listed` (5): other papers that are named at most.

Source
    Cross-check 21 of the examiners.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case, statement_of
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed
from degree_verify.rules.people import of_others

RULE = Rule("duplicate-verification-code", "batch", "One verification code, several people", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    listed: int = 5
    """Other papers that are named at most."""


def check(case: Case, params: Params) -> Outcome:
    if case.batch is None or not is_evidence(case):
        return not_applicable(RULE)
    others = of_others(case, case.batch.same_verification_code)
    if not others:
        mine = statement_of(case.document) if case.document else None
        differing = [ref for ref in case.batch.same_verification_code if mine and ref.statement not in (mine, None)]
        if not differing:
            return passed(RULE)
        found: dict[str, Fact] = {"files": [ref.path for ref in differing[: params.listed]]}
        return Outcome(RULE.name, Status.FAILED, found, evidence_of(case, "verification_code"), "failed.differs")
    facts: dict[str, Fact] = {
        "files": [ref.path for ref in others[: params.listed]],
        "candidates": sorted({ref.candidate_id or "?" for ref in others})[: params.listed],
    }
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "verification_code"))
