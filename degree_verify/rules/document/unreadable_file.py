"""
What it checks
    Whether the file could be opened and read at all, and all of it.

Why it matters
    A file that nobody could read proves nothing, and must not be lost either. Nor does one of which a part was not
    looked at: it may show a person something else.

Passes
    The file was opened, and all its pages were looked at.

Fails
    It was damaged, empty, of another kind (an archive, an office file), over a limit, gone, or a reader failed on it.
    The facts say how often it was tried and whether another try may help (`retryable`); the message names the limit
    that was hit and the key of the policy that raises it.

Cannot tell
    More of its pages are pictures than are read of one file; or another program shows something else in its place: the
    files of a portfolio, a form that is laid out while it is opened (XFA), a PDF inside a picture.

Policy parameters
    None.

Source
    Outward contract of this tool: every file has its result.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import ALSO_PDF, PAGE_NOT_READ, Document
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

_ELSEWHERE = {"portfolio": "cannot-tell.portfolio", "xfa": "cannot-tell.xfa"}
"""Parts of a file that viewers show in place of its pages, with the message."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    problem = case.document.problem if case.document else None
    if problem is None:
        return (_in_part(case.document) if case.document else None) or passed(RULE)
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


def _in_part(document: Document) -> Outcome | None:
    """The answer where the file shows more than was looked at; None where it does not."""
    found = {problem.kind for problem in document.problems}
    if ALSO_PDF in found:
        return Outcome(RULE.name, Status.CANNOT_TELL, message="cannot-tell.also-pdf")
    for extra, message in _ELSEWHERE.items():
        if extra in document.facts.extras:
            return Outcome(RULE.name, Status.CANNOT_TELL, message=message)
    if PAGE_NOT_READ not in found:
        return None
    pages = [problem.detail for problem in document.problems if problem.kind == PAGE_NOT_READ]
    return Outcome(RULE.name, Status.CANNOT_TELL, {"pages": pages}, message="cannot-tell.pages")
