"""
What it checks
    Whether every field that stands on the paper was read surely.

Why it matters
    A value read wrongly is worse than one not read; what is doubtful goes to a person.

Passes
    Every field found was read at or above the thresholds.

Fails
    A field stands there but could not be read (gibberish text layer, drawn as a picture, overlaid, printed twice
    with different values, outside its form), or its confidence is below the threshold.

Cannot tell
    Never.

Policy parameters
    `thresholds.field_confidence`, `thresholds.character_confidence`: the lowest mean and single-character
    confidence.

Source
    Thresholds of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import ABSENT
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("low-confidence-reading", "document", "Field not surely read", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None:
        return not_applicable(RULE)
    doubtful = {name: "low-confidence" for name in case.document.fields if name in case.doubtful}
    doubtful |= {
        name: missing.reason.value for name, missing in case.document.unread.items() if missing.reason not in ABSENT
    }
    if not doubtful:
        return passed(RULE)
    facts: dict[str, Fact] = {"fields": list(doubtful), "reasons": list(doubtful.values())}
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, *doubtful))
