"""
What it checks
    Whether the file could be opened and read at all.

Why it matters
    A file that nobody could read proves nothing, and must not be lost either.

Passes
    The file was opened.

Fails
    It was damaged, empty, over a limit, gone, or a reader failed on it.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Outward contract of this tool: every file has its result.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("unreadable-file", "document", "File cannot be read", Severity.REVIEW)

_KNOWN = frozenset(
    {"damaged", "empty", "too-large", "too-many-pages", "unreadable", "vanished", "timeout", "memory", "crash", "error"}
)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    problem = case.document.problem if case.document else None
    if problem is None:
        return passed(RULE)
    if problem.kind == "encrypted":
        return not_applicable(RULE)
    known = problem.kind if problem.kind in _KNOWN else "error"
    return Outcome(RULE.name, Status.FAILED, {"kind": known, "detail": problem.detail}, message=f"failed.{known}")
