"""
What it checks
    Whether the certificate number stands on papers of different people, or on papers of one that say different things;
    of a 学历证明书 its own and the original certificate's.

Why it matters
    A certificate has one owner, and is about one qualification.

Passes
    No other paper of the batch that belongs to somebody else, or says something else, has it.

Fails
    Another candidate's, or nobody's, paper has it too, or one of the same candidate that differs in any field of the
    record. Of values read from pictures only those count that were surely read, and no single character of a name;
    between a record and a certification report, wording is no difference.

Cannot tell
    Never.

Policy parameters
    `listed` (5): other papers that are named at most.

Source
    Cross-check 21 of the examiners.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, passed
from degree_verify.rules.people import shared_with

RULE = Rule("duplicate-certificate-number", "batch", "One certificate number, several people", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    listed: int = 5
    """Other papers that are named at most."""


def check(case: Case, params: Params) -> Outcome:
    if case.batch is None or not is_evidence(case):
        return not_applicable(RULE)
    papers = case.batch.same_certificate_number
    return shared_with(RULE, case, papers, "certificate_number", params.listed) or passed(RULE)
