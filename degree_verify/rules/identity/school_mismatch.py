"""
What it checks
    Whether the school on the paper is the one that the candidate gave.

Why it matters
    Another school is another qualification, unless it was renamed.

Passes
    The names are equal, or belong to one school code.

Fails
    They differ.

Cannot tell
    The school was not read.

Policy parameters
    None.

Source
    Roster column of the earlier school; the ministry's list of schools.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.schools import school_key
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("school-mismatch", "identity", "School differs from the roster", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    theirs = case.candidate.school if case.candidate and is_evidence(case) else None
    if not theirs or case.match.status != "matched":
        return not_applicable(RULE)
    lacking = unread(RULE, case, "school")
    if lacking:
        return lacking
    printed, listed = school_key(case.value("school") or ""), school_key(theirs)
    codes = case.schools.codes_by_name
    if printed == listed or set(codes.get(printed, ())) & set(codes.get(listed, ())):
        return passed(RULE)
    facts: dict[str, Fact] = {"printed": case.value("school"), "listed": theirs}
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "school"))
