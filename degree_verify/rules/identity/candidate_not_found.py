"""
What it checks
    Whether a candidate of the roster fits the paper.

Why it matters
    A paper of nobody on the roster was uploaded by mistake or under another name.

Passes
    One candidate fits.

Fails
    None fits.

Cannot tell
    Never; several that fit as well are candidate-ambiguous.

Policy parameters
    None.

Source
    Outward contract on matching.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, not_applicable, passed

RULE = Rule("candidate-not-found", "identity", "Nobody on the roster fits", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.document is None or case.match.status == "no-roster":
        return not_applicable(RULE)
    if case.match.status == "none":
        places = evidence_of(case, "name", "birth_date")
        if case.match.runner_up is None:
            return Outcome(RULE.name, Status.FAILED, {}, places)
        return Outcome(RULE.name, Status.FAILED, {"nearest": case.match.runner_up.id}, places, "failed.nearest")
    return passed(RULE) if case.match.status == "matched" else not_applicable(RULE)
