"""
What it checks
    Whether the issuer, who was to be asked, answered.

Why it matters
    A question without an answer proves nothing, neither for the paper nor against it.

Passes
    There is an answer about the code, given not too long before the day of review.

Fails
    Never.

Cannot tell
    A captcha or challenge wants a person, another address was named, nothing came back, the day's requests are used
    up, the server failed too often, the last answer is old, or the paper has no code of proper form to ask for.

Policy parameters
    `lookup.answer_days`; the other keys of `lookup` say how the issuer is asked.

Source
    The issuer's page answers programs with a challenge or captcha; a person must then look.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("online-unavailable", "online", "Issuer could not be asked", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    answer, document = case.answer, case.document
    if not case.online or document is None or not is_evidence(case):
        return not_applicable(RULE)
    if answer is None and document.type is DocumentType.CERTIFICATION_REPORT:  # printed without a code
        return not_applicable(RULE)
    places = evidence_of(case, "verification_code")
    if answer is None:
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, places, "cannot-tell.no-code")
    asked = answer.day.isoformat()
    if not answer.learnt:
        why = answer.reason.value or answer.state.value
        return Outcome(RULE.name, Status.CANNOT_TELL, {"asked": asked}, places, f"cannot-tell.{why}")
    if answer.counts_on(case.as_of, case.policy.lookup.answer_days):
        return passed(RULE, asked=asked)
    return Outcome(RULE.name, Status.CANNOT_TELL, {"asked": asked}, places, "cannot-tell.old")
