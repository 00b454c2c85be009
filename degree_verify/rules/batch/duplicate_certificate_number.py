"""
What it checks
    Whether the certificate number stands on papers of different people; of a 学历证明书 the original certificate's.

Why it matters
    A certificate has one owner.

Passes
    No other paper of the batch that belongs to somebody else has it.

Fails
    Another candidate's, or nobody's, paper has it too.

Cannot tell
    Never.

Policy parameters
    `listed` (5): other papers that are named at most.

Source
    Cross-check 21 of the examiners.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed
from degree_verify.rules.people import of_others

RULE = Rule("duplicate-certificate-number", "batch", "One certificate number, several people", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    listed: int = 5
    """Other papers that are named at most."""


def check(case: Case, params: Params) -> Outcome:
    if case.batch is None or not is_evidence(case):
        return not_applicable(RULE)
    others = of_others(case, case.batch.same_certificate_number)
    if not others:
        return passed(RULE)
    facts: dict[str, Fact] = {
        "files": [ref.path for ref in others[: params.listed]],
        "candidates": sorted({ref.candidate_id or "?" for ref in others})[: params.listed],
    }
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "certificate_number"))
