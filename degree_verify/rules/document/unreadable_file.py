"""
What it checks
    Whether the file could be opened and read at all.

Why it matters
    A file that nobody could read proves nothing, and must not be lost either.

Passes
    The file was opened.

Fails
    It was damaged, empty, of another kind (an archive, an office file), over a limit, gone, or a reader failed on it.
    The facts say how often it was tried and whether another try may help (`retryable`); the message names the limit
    that was hit and the key of the policy that raises it.

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
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("unreadable-file", "document", "File cannot be read", Severity.REVIEW)

_KNOWN = frozenset(
    {
        "damaged",
        "empty",
        "too-large",
        "too-many-pages",
        "overfull",
        "archive",
        "office-file",
        "other-kind",
        "unreadable",
        "vanished",
        "timeout",
        "memory",
        "crash",
        "error",
        "ocr-unavailable",
        "heic-unavailable",
    }
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
    facts: dict[str, Fact] = {
        "kind": known,
        "detail": problem.detail,
        "attempts": problem.attempts,
        "retryable": problem.retryable,
    }
    return Outcome(RULE.name, Status.FAILED, facts, message=f"failed.{known}")
