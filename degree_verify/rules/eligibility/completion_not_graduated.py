"""
What it checks
    Whether the course was completed in a way that the policy accepts (毕业).

Why it matters
    结业 and 肄业 are no completed qualification.

Passes
    The completion is accepted.

Fails
    It is another.

Cannot tell
    It was not read.

Policy parameters
    `eligibility.accepted_completion`: what counts (default 毕业).

Source
    Vocabulary of the records; provincial rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("completion-not-graduated", "eligibility", "Not completed by graduation", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "completion")
    if lacking:
        return lacking
    completion = case.value("completion") or ""
    accepted = list(case.policy.eligibility.accepted_completion)
    facts: dict[str, Fact] = {"completion": completion, "accepted": accepted}
    if completion in accepted:
        return passed(RULE, **facts)
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "completion"))
