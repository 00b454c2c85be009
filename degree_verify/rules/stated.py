"""What the issuer states about a report as a whole."""

from __future__ import annotations

from degree_verify.model.case import Case
from degree_verify.model.lookup import OPEN, AnswerState
from degree_verify.model.outcome import Outcome, Status
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed


def stated(rule: Rule, case: Case, state: AnswerState, *fields: str) -> Outcome:
    """Failed where the issuer answers with a state, passed where the report is open; the named fields are evidence."""
    answer = case.answer
    if answer is None or not is_evidence(case):
        return not_applicable(rule)
    asked = answer.day.isoformat()
    if answer.state is state:
        return Outcome(rule.name, Status.FAILED, {"asked": asked}, evidence_of(case, *fields))
    return passed(rule, asked=asked) if answer.state in OPEN else not_applicable(rule)
