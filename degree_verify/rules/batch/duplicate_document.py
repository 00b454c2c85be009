"""
What it checks
    Whether the same file, or the same report of the same candidate, is in the batch again.

Why it matters
    Twice from one candidate is a nuisance; the same file from two is a borrowed paper.

Passes
    It is there once.

Fails
    It is there again: from the same candidate (information), or from another (a person must look).

Cannot tell
    Never.

Policy parameters
    `listed` (5): other papers that are named at most.

Source
    Outward contract on batches.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.statement import contradicted, statement_of
from degree_verify.rules.definition import Rule, not_applicable, passed
from degree_verify.rules.people import of_others

RULE = Rule("duplicate-document", "batch", "Paper handed in more than once", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    listed: int = 5
    """Other papers that are named at most."""


def check(case: Case, params: Params) -> Outcome:
    if case.batch is None or case.document is None or case.document.problem is not None:
        return not_applicable(RULE)
    bytes_elsewhere = [ref for ref in case.batch.same_bytes if ref.path != case.document.path]
    foreign = of_others(case, bytes_elsewhere)
    if foreign:
        facts: dict[str, Fact] = {"files": [ref.path for ref in foreign[: params.listed]]}
        return Outcome(RULE.name, Status.FAILED, facts, message="failed.other-candidate")
    foreign_codes = of_others(case, case.batch.same_verification_code)
    own = statement_of(case.document) if case.batch.same_verification_code else None
    again = [
        ref
        for ref in case.batch.same_verification_code
        if ref not in foreign_codes and not contradicted(own, ref.statement, case.schools)
    ]
    if bytes_elsewhere or again:
        facts = {"files": list(dict.fromkeys(ref.path for ref in (*bytes_elsewhere, *again)))[: params.listed]}
        return Outcome(RULE.name, Status.FAILED, facts, (), "failed.same-candidate", Severity.INFO)
    return passed(RULE)
