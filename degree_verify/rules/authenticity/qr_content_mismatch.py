"""
What it checks
    Whether the fields that the oldest generation's symbols hold as text equal the printed ones.

Why it matters
    A forger who changes the print rarely makes new symbols.

Passes
    Every field in the symbol equals the printed one.

Fails
    One differs.

Cannot tell
    A field of the symbol could not be read on the paper.

Policy parameters
    None.

Source
    Issuer's help page: the symbol holds all fields but the photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status
from degree_verify.normalise.schools import school_key
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule(
    "qr-content-mismatch", "authenticity", "Text in the symbol differs from the printed fields", Severity.REJECT
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case):
        return not_applicable(RULE)
    carriers = [code for code in document.codes if code.fields]
    if not carriers:
        return not_applicable(RULE)
    compared = {name: value for code in carriers for name, value in code.fields.items()}
    printed = {name: case.value(name) for name in compared}
    different = sorted(
        name
        for code in carriers
        for name, value in code.fields.items()
        if (shown := printed[name]) is not None and school_key(shown) != school_key(value)
    )
    places = tuple(Evidence(code.page, code.box) for code in carriers)
    if different:
        fields = list(dict.fromkeys(different))
        return Outcome(RULE.name, Status.FAILED, {"fields": fields}, (*places, *evidence_of(case, *fields)))
    return unread(RULE, case, *compared) or passed(RULE)
