"""
What it checks
    Whether any paper of the batch belongs to the candidate.

Why it matters
    A candidate whose paper was lost, misnamed or never handed in must be asked in time.

Passes
    Never shown: a candidate with a paper has that paper's result instead.

Fails
    No paper of the batch was matched to the candidate.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Outward contract on results.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, Scope, not_applicable

RULE = Rule("candidate-without-document", "batch", "Candidate without a paper", Severity.REVIEW, scope=Scope.CANDIDATE)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.document is not None or case.candidate is None:
        return not_applicable(RULE)
    return Outcome(RULE.name, Status.FAILED, {"id": case.candidate.id, "row": case.candidate.row})
