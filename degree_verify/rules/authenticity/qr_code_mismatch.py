"""
What it checks
    Whether the verification code inside each two-dimensional code is the one printed beside it.

Why it matters
    Whoever swaps a field's report for another's leaves two different codes on the paper.

Passes
    Every code decoded equals the printed one.

Fails
    One differs, or two symbols hold different codes.

Cannot tell
    The printed code was not read, the symbol leads to an official page behind which no report stands, or the fields are
    printed twice as well: two papers lie side by side.

Policy parameters
    None.

Source
    Descriptions of the codes' generations; genuine but empty help pages seen in forged papers.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import CodeKind, UnreadReason
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("qr-code-mismatch", "authenticity", "Code in the symbol differs from the printed one", Severity.REJECT)


SEVERAL = 3
"""Fields that stand on the page twice with different values where two papers lie side by side."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case):
        return not_applicable(RULE)
    carriers = [code for code in document.codes if code.code]
    idle = [code for code in document.codes if code.kind is CodeKind.URL and code.trusted and not code.reports]
    if not carriers and not idle:
        return not_applicable(RULE)
    places = tuple(Evidence(code.page, code.box) for code in carriers or idle)
    if len({(code.code or "").upper() for code in carriers}) > 1:
        twice = [missing for missing in document.unread.values() if missing.reason is UnreadReason.AMBIGUOUS]
        if len(twice) >= SEVERAL:  # each symbol may have its own print
            return Outcome(RULE.name, Status.CANNOT_TELL, {}, places, "cannot-tell.two-papers")
        return Outcome(RULE.name, Status.FAILED, {}, places, "failed.two-codes")
    lacking = unread(RULE, case, "verification_code")
    if lacking or not carriers:
        if lacking and carriers:
            return lacking
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, places, "cannot-tell.no-report")
    printed = (case.value("verification_code") or "").upper()
    if any((code.code or "").upper() != printed for code in carriers):
        return Outcome(RULE.name, Status.FAILED, {}, (*places, *evidence_of(case, "verification_code")))
    if idle:
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, places, "cannot-tell.no-report")
    return passed(RULE)
