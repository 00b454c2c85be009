"""
What it checks
    Whether what can be seen of a field and what programs read there are one text, and whether two readers agree on it.

Why it matters
    A value that only a program sees, or one drawn over another, is how a changed paper deceives whoever trusts the
    text.

Passes
    No field's place holds hidden text, text upon text, or text that the second reader reads otherwise.

Fails
    One does.

Cannot tell
    Never: a field that cannot be read for other reasons is a matter of `low-confidence-reading`.

Policy parameters
    None.

Source
    Descriptions of forged papers; measured differences between readers.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import UnreadReason
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("text-layer-mismatch", "authenticity", "Page and text layer differ", Severity.REVIEW)

_DIFFERS = frozenset({UnreadReason.HIDDEN, UnreadReason.OVERLAID, UnreadReason.READERS_DISAGREE})


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not document.has_text or not is_evidence(case):
        return not_applicable(RULE)
    differing = [name for name, missing in document.unread.items() if missing.reason in _DIFFERS]
    differing += [name for name in document.hidden if name not in differing]
    # What an annotation covers is told by `annotation-over-field`.
    places = [
        place
        for place in evidence_of(case, *differing)
        if not any(overlay.page == place.page and overlay.box.overlaps(place.box) for overlay in document.overlays)
    ]
    fields = [place.field for place in places if place.field]
    if not fields:
        return passed(RULE)
    return Outcome(RULE.name, Status.FAILED, {"fields": fields}, tuple(places))
