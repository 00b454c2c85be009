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
from degree_verify.model.lookup import AnswerState
from degree_verify.model.outcome import Outcome, Severity
from degree_verify.rules.definition import Rule
from degree_verify.rules.stated import stated

RULE = Rule("online-closed", "online", "Issuer: report closed by its owner", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    return stated(RULE, case, AnswerState.CLOSED, "verification_code")
