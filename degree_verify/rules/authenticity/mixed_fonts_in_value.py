"""
What it checks
    Whether the characters of one value have one typeface and size, and whether a value has the typeface of the others.

Why it matters
    A value typed anew with an editor seldom has the font of the rest.

Passes
    Every value is set like the others, Chinese characters and digits each for themselves.

Fails
    One is not. It decides nothing: browsers, too, take a rare character from another font.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Descriptions of forged papers.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("mixed-fonts-in-value", "authenticity", "Mixed typefaces", Severity.INFO)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.facts.kind != "pdf" or not document.has_text or not is_evidence(case):
        return not_applicable(RULE)
    if not document.mixed_fonts:
        return passed(RULE)
    facts = {"fields": list(document.mixed_fonts)}
    return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, *document.mixed_fonts))
