"""
What it checks
    Whether the verification code, or the number of a certification report, stands on papers of different people, or on
    papers of one that say different things.

Why it matters
    Either belongs to one report, which says the same each time it is printed.

Passes
    No other paper of the batch that belongs to somebody else, or says something else, has it.

Fails
    Another candidate's, or nobody's, paper has it too, or one of the same candidate that differs in any field of the
    record. Of values read from pictures only those count that were surely read, and no single character of a name.

Cannot tell
    Never.

Policy parameters
    `listed` (5): other papers that are named at most.

Source
    Cross-check 21 of the examiners.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity
from degree_verify.rules.definition import Rule, is_evidence, not_applicable, passed
from degree_verify.rules.people import shared_with

RULE = Rule("duplicate-verification-code", "batch", "One verification code, several people", Severity.REVIEW)

_OF_REPORTS = {"failed": "failed.report", "failed.differs": "failed.report-differs"}
"""The messages where it is the number of certification reports that is shared."""


@dataclass(frozen=True, slots=True)
class Params:
    listed: int = 5
    """Other papers that are named at most."""


def check(case: Case, params: Params) -> Outcome:
    if case.batch is None or not is_evidence(case):
        return not_applicable(RULE)
    code = shared_with(RULE, case, case.batch.same_verification_code, "verification_code", params.listed)
    report = shared_with(RULE, case, case.batch.same_report_number, "report_number", params.listed)
    if report is not None:
        report = replace(report, message=_OF_REPORTS[report.message or "failed"])
    return code or report or passed(RULE)
