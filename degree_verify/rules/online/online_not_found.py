"""
What it checks
    Whether the issuer knows the code.

Why it matters
    Invented codes have the right form; only the issuer knows that no report has them.

Passes
    The issuer shows the report, or says that it has expired or was closed.

Fails
    The issuer says that there is no such code. Where it calls the code malformed and nobody has seen that but this
    program, a person must look (review): the same sentence meets visitors whom the site takes for robots.

Cannot tell
    Never: where nothing was learnt, online-unavailable says so.

Policy parameters
    None.

Source
    The issuer's sentences 此在线验证码无效 and 系统检测到非法访问，不合要求的在线验证码.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.lookup import AnswerState
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("online-not-found", "online", "Issuer: no such code", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    answer = case.answer
    if answer is None or not is_evidence(case) or not answer.learnt:
        return not_applicable(RULE)
    facts, places = {"asked": answer.day.isoformat()}, evidence_of(case, "verification_code")
    if answer.state is AnswerState.NOT_FOUND:
        return Outcome(RULE.name, Status.FAILED, facts, places)
    if answer.state is AnswerState.MALFORMED:
        severity = None if answer.by_person else Severity.REVIEW
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.malformed", severity)
    return passed(RULE, asked=answer.day.isoformat())
