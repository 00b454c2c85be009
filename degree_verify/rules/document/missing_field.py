"""
What it checks
    Whether every field that papers of this layout always print stands on the page.

Why it matters
    A blanked field hides what the other questions need; a genuine paper does not lack it.

Passes
    All required fields were found.

Fails
    One is absent, empty, printed as unknown (＊), or there only in text that cannot be seen.

Cannot tell
    Never; what is printed but cannot be read is low-confidence-reading.

Policy parameters
    None.

Source
    Field lists of the layouts.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import ABSENT, UnreadReason
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("missing-field", "document", "Required field missing", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None or case.document.language != "zh":
        return not_applicable(RULE)
    fields, unread = case.document.fields, case.document.unread
    lacking = [
        name
        for name in case.document.required
        if name not in fields and (name not in unread or unread[name].reason in (*ABSENT, UnreadReason.HIDDEN))
    ]
    if lacking:
        return Outcome(RULE.name, Status.FAILED, {"fields": lacking}, evidence_of(case, *lacking))
    return passed(RULE)
