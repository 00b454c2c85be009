"""
What it checks
    Whether an annotation or a form field of the file lies over a field of the paper, or writes something on its row;
    and whether one lies over other lettering of the paper, such as its title, or over a code.

Why it matters
    A text box laid over a printed value shows another one, and can be made with any PDF reader. The issuer's papers
    have no annotations but links.

Passes
    None lies over a field, lettering or a code, and no text box, stamp, ink or form field stands behind a field on its
    row. Sticky notes may lie over lettering that is no field, as may the place of a signature.

Fails
    One does.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Descriptions of forged papers: templates with text boxes laid over them.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("annotation-over-field", "authenticity", "Annotation over a field", Severity.REVIEW)


_BEHIND = {"FreeText": 1000.0, "Stamp": 1000.0, "Ink": 1000.0, "Widget": 90.0}
"""Points right of a field in which what an annotation writes can be read as a part of it, by the kinds that write: on
the whole row, or close by for form fields, which may be empty."""


_BESIDES = ("Text", "Popup", "Signature")
"""Kinds that show no more than a small sign, or that a signed file has."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.facts.kind != "pdf" or not is_evidence(case):
        return not_applicable(RULE)
    places = evidence_of(case, *document.fields, *document.unread)
    covered: dict[str, Evidence] = {}
    kinds: dict[str, None] = {}
    for overlay in document.overlays:
        reach = _BEHIND.get(overlay.kind, 0.0)
        under = [
            p for p in places if p.page == overlay.page and p.box._replace(x1=p.box.x1 + reach).overlaps(overlay.box)
        ]
        covered |= {place.field: place for place in under if place.field}
        if under:
            kinds[overlay.kind] = None
    if covered:
        facts: dict[str, Fact] = {"fields": list(covered), "kinds": list(kinds)}
        return Outcome(RULE.name, Status.FAILED, facts, tuple(covered.values()))
    others = [overlay for overlay in document.overlays if overlay.covers and overlay.kind not in _BESIDES]
    if not others:
        return passed(RULE)
    return Outcome(
        RULE.name,
        Status.FAILED,
        {"kinds": list(dict.fromkeys(overlay.kind for overlay in others))},
        tuple(Evidence(overlay.page, overlay.box) for overlay in others),
        message="failed.print",
    )
