"""
What it checks
    Whether only one candidate fits the paper.

Why it matters
    A namesake must not profit from, or suffer by, another's paper.

Passes
    One fits clearly better than all others, and nobody else has a claim to the paper.

Fails
    Several fit equally well, or somebody else has a claim: by a number or name in the file or folder name, by the
    certificate number that the roster gives, or by everything that the paper says.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Outward contract on matching.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, not_applicable, passed

RULE = Rule("candidate-ambiguous", "identity", "Several candidates fit", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.document is None or case.match.status in ("no-roster", "none"):
        return not_applicable(RULE)
    if case.match.status == "ambiguous":
        return Outcome(
            RULE.name, Status.FAILED, {"rivals": list(case.match.rivals)}, evidence_of(case, "name", "birth_date")
        )
    if case.match.rivals:
        facts: dict[str, Fact] = {"rivals": list(case.match.rivals)}
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "name"), "failed.claimed")
    return passed(RULE)
