"""
What it checks
    Whether the level of the qualification is at least the lowest one that the policy accepts.

Why it matters
    Graduation from a self-study bachelor's course needs an earlier qualification at 专科 level or above.

Passes
    The level read from the paper ranks at or above the required one.

Fails
    The level ranks below it.

Cannot tell
    The level could not be read, or is no level that is known.

Policy parameters
    `eligibility.lowest_level`: the lowest level that counts (default 专科).

Source
    Notice 皖招考函〔2023〕83号, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.normalise.vocabulary import level_rank
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("level-below-required", "eligibility", "Level below the required one", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case):
        return not_applicable(RULE)
    lacking = unread(RULE, case, "level")
    if lacking:
        return lacking
    level = case.value("level") or ""
    required = case.policy.eligibility.lowest_level
    facts = {"level": level, "required": required}
    rank, lowest = level_rank(level), level_rank(required)
    if rank is None or lowest is None:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, "level"))
    if rank < lowest:
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "level"))
    return passed(RULE, **facts)
