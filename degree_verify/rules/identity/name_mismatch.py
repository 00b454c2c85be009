"""
What it checks
    Whether the name on the paper is the candidate's.

Why it matters
    A one-character difference is the usual typing error and the usual alteration alike.

Passes
    The names are equal, spaces, middle dots and capitals aside.

Fails
    They differ.

Cannot tell
    One is the traditional or variant writing of the other, or the name was not read, or the roster has none.

Policy parameters
    None.

Source
    Provincial practice: a change of name needs a police certificate.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.names import fold_variants, name_key, normalise_name
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("name-mismatch", "identity", "Name differs", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if case.candidate is None or not is_evidence(case) or case.match.status != "matched":
        return not_applicable(RULE)
    theirs = case.candidate.name
    if not theirs:
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, evidence_of(case, "name"), "cannot-tell.unlisted")
    lacking = unread(RULE, case, "name")
    if lacking:
        return lacking
    printed, listed = normalise_name(case.value("name") or "").value, normalise_name(theirs).value
    facts: dict[str, Fact] = {"printed": printed, "listed": listed}
    if name_key(printed) == name_key(listed):
        return passed(RULE)
    places = evidence_of(case, "name")
    if fold_variants(name_key(printed)) == fold_variants(name_key(listed)):
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.variant")
    near = len(printed) == len(listed) and sum(a != b for a, b in zip(printed, listed, strict=True)) == 1
    return Outcome(RULE.name, Status.FAILED, facts, places, "failed.one-character" if near else "failed")
