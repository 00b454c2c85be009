"""
What it checks
    Whether the file was saved onto itself after it was made, and whether an earlier state that it still holds shows a
    field otherwise.

Why it matters
    Many editors only add to the end of a file: the paper as it was before stays inside and tells what was changed.

Passes
    The file was saved once.

Fails
    An earlier state shows other values (a person must look), or the same ones as far as it can be read (information:
    viewers add notes and bookmarks in this way).

Cannot tell
    Never.

Policy parameters
    None.

Source
    ISO 32000-1, 7.5.6, incremental updates.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("revised-after-issue", "authenticity", "File changed after it was made", Severity.INFO)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.facts.kind != "pdf" or not is_evidence(case):
        return not_applicable(RULE)
    times = document.facts.revisions - 1
    if not times:
        return passed(RULE)
    if not document.revised:
        return Outcome(RULE.name, Status.FAILED, {"times": times})
    return Outcome(
        RULE.name,
        Status.FAILED,
        {"times": times, "fields": list(document.revised)},
        evidence_of(case, *document.revised),
        "failed.field",
        Severity.REVIEW,
    )
