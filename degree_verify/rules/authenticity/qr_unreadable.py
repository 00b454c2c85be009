"""
What it checks
    Whether the code on the paper can be decoded, and its content understood.

Why it matters
    A code that nothing can read confirms nothing.

Passes
    Every code was decoded, and its content has a form that papers of this generation hold.

Fails
    A symbol stands on the paper that no decoder could read.

Cannot tell
    The content is opaque, so that only the issuer's own App may understand it, or it is mere text without a
    verification code, which only the oldest generation held.

Policy parameters
    None.

Source
    Descriptions of the codes' generations.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import Code, CodeKind
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, passed, prints_end

RULE = Rule("qr-unreadable", "authenticity", "Two-dimensional code unreadable", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case) or not (document.codes or document.undecoded):
        return not_applicable(RULE)
    if document.undecoded:
        places = tuple(Evidence(page, box) for page, box in document.undecoded)
        return Outcome(RULE.name, Status.FAILED, {"count": len(places)}, places)
    opaque = [code for code in document.codes if not _understood(code, case)]
    # The oldest form has a second symbol beside its QR code, with contents of the issuer's own.
    foreign = [code for code in opaque if code.symbology != "PDF417" or not prints_end(case)]
    if foreign or len(opaque) == len(document.codes):
        places = tuple(Evidence(code.page, code.box) for code in foreign or opaque)
        text = all(code.kind is CodeKind.FIELDS for code in foreign or opaque)
        return Outcome(
            RULE.name, Status.CANNOT_TELL, {"count": len(places)}, places, "cannot-tell.text" if text else ""
        )
    return passed(RULE)


def _understood(code: Code, case: Case) -> bool:
    """Whether the content of a symbol has a form that papers of this generation hold."""
    return bool(code.code or code.kind is CodeKind.URL or (code.fields and prints_end(case)))
