"""
What it checks
    Whether the report that the issuer shows for the code says what the paper says.

Why it matters
    A forger who keeps the code of his own valid report and alters the rest is found out by nothing else.

Passes
    Every field that both have agrees, and the issuer's report has all that must be compared; or a person compared them.

Fails
    A field differs.

Cannot tell
    A field that must be compared is missing from the issuer's answer (pages show some as pictures), differs in writing
    only, or was read unsurely from the paper; or the report is that of another code.

Policy parameters
    `required`; `lookup.json.fields` for a gateway; `thresholds.field_confidence`, `thresholds.character_confidence`.

Source
    Own reports with altered fields are a known pattern of fraud; only the look-up shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import FIELDS
from degree_verify.model.lookup import Answer, AnswerState
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.agreement import Agreement
from degree_verify.rules.agreement import agreement
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("online-mismatch", "online", "Issuer's report differs from the paper", Severity.REJECT)

_NOT_COMPARED = ("verification_code", "report_number", "print_date", "valid_until")
"""What identifies the report, and what its owner may change."""


@dataclass(frozen=True, slots=True)
class Params:
    """What must be compared."""

    required: tuple[str, ...] = (
        *("name", "gender", "birth_date", "graduation_date", "category"),
        *("level", "school", "certificate_number", "completion"),
    )
    """Fields without which the issuer's answer confirms nothing."""


def check(case: Case, params: Params) -> Outcome:
    answer = case.answer
    if answer is None or not is_evidence(case):
        return not_applicable(RULE)
    asked: dict[str, Fact] = {"asked": answer.day.isoformat()}
    if answer.state is AnswerState.CONFIRMED:
        return passed(RULE, asked=answer.day.isoformat())
    if answer.state is AnswerState.DIFFERS:
        seen = list(answer.differing)
        key = "failed.seen" if seen else "failed.seen-unnamed"
        return Outcome(RULE.name, Status.FAILED, asked | {"fields": seen}, evidence_of(case, *seen), key)
    if answer.state is not AnswerState.REPORT:
        return not_applicable(RULE)
    own = answer.fields.get("verification_code")
    if own is not None and own.value.upper() != answer.code:
        return Outcome(RULE.name, Status.CANNOT_TELL, asked, message="cannot-tell.other-code")
    return _compared(case, answer, params, asked)


def _compared(case: Case, answer: Answer, params: Params, asked: dict[str, Fact]) -> Outcome:
    papers = case.document.fields if case.document else {}
    found = {
        name: agreement(papers[name], answer.fields[name], case.schools, case.policy.thresholds)
        for name in FIELDS
        if name in papers and name in answer.fields and name not in _NOT_COMPARED
    }
    missing = [name for name in params.required if name in papers and name not in answer.fields]
    for level, status, key in (
        (Agreement.DIFFERENT, Status.FAILED, "failed"),
        (Agreement.DOUBTFUL, Status.CANNOT_TELL, "cannot-tell.variant"),
    ):
        names = [name for name, agreed in found.items() if agreed is level]
        if names:
            printed, answered = ([side[name].value for name in names] for side in (papers, answer.fields))
            facts = asked | {"fields": names, "printed": printed, "answered": answered}
            return Outcome(RULE.name, status, facts, evidence_of(case, *names), key)
    if missing:
        facts = asked | {"fields": missing}
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, evidence_of(case, *missing), "cannot-tell.missing")
    return passed(RULE, asked=answer.day.isoformat())
