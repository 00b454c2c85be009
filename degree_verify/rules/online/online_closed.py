"""
What it checks
    Whether the issuer says that the owner has closed the report.

Why it matters
    A closed report cannot be verified by anybody; an owner who hands it in should have it open.

Passes
    The issuer shows the report.

Fails
    The issuer says that it was closed.

Cannot tell
    Never: where nothing was learnt, online-unavailable says so.

Policy parameters
    None.

Source
    The issuer's sentence 在线验证报告已关闭，无法在线验证.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.lookup import OPEN, AnswerState
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("online-closed", "online", "Issuer: report closed by its owner", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    answer = case.answer
    if answer is None or not is_evidence(case):
        return not_applicable(RULE)
    if answer.state is AnswerState.CLOSED:
        facts = {"asked": answer.day.isoformat()}
        return Outcome(RULE.name, Status.FAILED, facts, evidence_of(case, "verification_code"))
    return passed(RULE, asked=answer.day.isoformat()) if answer.state in OPEN else not_applicable(RULE)
