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
from degree_verify.model.lookup import AnswerState
from degree_verify.model.outcome import Outcome, Severity
from degree_verify.rules.definition import Rule
from degree_verify.rules.stated import stated

RULE = Rule("online-expired", "online", "Issuer: report expired", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    return stated(RULE, case, AnswerState.EXPIRED, "verification_code", "update_date")
