"""
What it checks
    Whether the file asks for a password.

Why it matters
    Nothing in an encrypted file can be read; the candidate can hand in one without a password.

Passes
    The file opens without a password.

Fails
    It needs one.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Outward contract of this tool.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("encrypted-file", "document", "File is encrypted", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    problem = case.document.problem if case.document else None
    if problem is not None and problem.kind == "encrypted":
        return Outcome(RULE.name, Status.FAILED)
    return not_applicable(RULE) if problem is not None else passed(RULE)
