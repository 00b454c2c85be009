"""
What it checks
    Whether the paper bears the two-dimensional code that its layout always prints.

Why it matters
    A drawn paper often lacks the code, or shows only the mini-program's static picture.

Passes
    A code was decoded, or a symbol stands there.

Fails
    The layout prints a code and none was found.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Descriptions of the layouts' generations.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, passed

RULE = Rule("qr-missing", "authenticity", "Two-dimensional code missing", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case) or not document.expects_code:
        return not_applicable(RULE)
    if document.codes or document.undecoded:
        return passed(RULE)
    return Outcome(RULE.name, Status.FAILED)
