"""
What it checks
    Whether the issuer says that the report has expired.

Why it matters
    An expired report cannot be verified when the register asks again; it may be a forger's that was once valid.

Passes
    The issuer shows the report.

Fails
    The issuer says that it has expired.

Cannot tell
    Never: where nothing was learnt, online-unavailable says so.

Policy parameters
    None.

Source
    The issuer's sentence 在线验证报告已过期，无法在线验证.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.lookup import OPEN, AnswerState
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("online-expired", "online", "Issuer: report expired", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    answer = case.answer
    if answer is None or not is_evidence(case):
        return not_applicable(RULE)
    if answer.state is AnswerState.EXPIRED:
        facts = {"asked": answer.day.isoformat()}
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "verification_code", "update_date"))
    return passed(RULE, asked=answer.day.isoformat()) if answer.state in OPEN else not_applicable(RULE)
