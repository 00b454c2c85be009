"""
What it checks
    Whether the level on the paper is the one that the candidate gave.

Why it matters
    Another level is another qualification.

Passes
    The levels are the same kind (专科 and 高职 are).

Fails
    They differ.

Cannot tell
    The level was not read, or one is not known.

Policy parameters
    None.

Source
    Roster column of the earlier level.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.vocabulary import level_rank
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("level-mismatch", "identity", "Level differs from the roster", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    theirs = case.candidate.level if case.candidate and is_evidence(case) else None
    if not theirs or case.match.status != "matched":
        return not_applicable(RULE)
    lacking = unread(RULE, case, "level")
    if lacking:
        return lacking
    printed, listed = case.value("level") or "", theirs
    facts: dict[str, Fact] = {"printed": printed, "listed": listed}
    mine, other = level_rank(printed), level_rank(listed)
    if printed == listed or (mine is not None and mine == other):
        return passed(RULE)
    status = Status.CANNOT_TELL if mine is None or other is None else Status.FAILED
    return Outcome(RULE.name, status, facts, evidence_of(case, "level"))
