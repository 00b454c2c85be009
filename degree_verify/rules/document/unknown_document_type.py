"""
What it checks
    Whether the paper is of a kind that is known.

Why it matters
    A paper of unknown kind may be the wrong one, or a right one that must be read by eye.

Passes
    A layout matched.

Fails
    No layout matched, or the pages have no text that could be read.

Cannot tell
    Never.

Policy parameters
    None.

Source
    Titles and labels of the papers as described with each layout.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("unknown-document-type", "document", "Kind of paper not recognised", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or document.problem is not None:
        return not_applicable(RULE)
    if document.type is not DocumentType.UNKNOWN:
        return passed(RULE, type=document.type.value)
    message = f"failed.{document.resembles}" if document.resembles else "failed.unknown"
    if not document.resembles and not document.has_text:
        message = "failed.no-text"
    return Outcome(RULE.name, Status.FAILED, {"pages": document.facts.page_count}, message=message)
