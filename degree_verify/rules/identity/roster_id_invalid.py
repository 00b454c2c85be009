"""
What it checks
    Whether the candidate's identity number on the roster holds its check digit, and its date and sex the roster's
    other columns; and whether it and the examinee number are the candidate's alone.

Why it matters
    A wrong number on the roster makes every comparison with it worthless, and the registration fail. Where two people
    have one examinee number, whose a paper is cannot be said by it.

Passes
    It holds.

Fails
    The check digit or the date in it is wrong, or another column contradicts it; or another row with the same identity
    number or examinee number is somebody else's.

Cannot tell
    Never; other kinds of identity document are not checked.

Policy parameters
    None.

Source
    GB 11643-1999.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("roster-id-invalid", "identity", "Identity number of the roster is wrong", Severity.REVIEW)

LEAST_DIGITS = 13
"""Digits of a resident's number, one lost or some typed as letters; passports and permits have twelve at most."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    candidate = case.candidate
    if candidate is None or case.match.status != "matched":
        return not_applicable(RULE)
    if "id-shared" in candidate.problems:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row}, message="failed.shared")
    if "id_number-shared" in candidate.problems:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row}, message="failed.shared-number")
    number = candidate.id_number
    resident = number is not None and sum(char.isdigit() for char in number) >= LEAST_DIGITS
    broken = {"id_number-checksum", "id_number-rounded"} & set(candidate.problems)
    if broken or (resident and parse_id_number(number or "") is None):
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row})
    ending = "-contradicts-id"
    fields = [problem.removesuffix(ending) for problem in candidate.problems if problem.endswith(ending)]
    if fields:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row, "fields": fields}, message="failed.column")
    return passed(RULE) if resident else not_applicable(RULE)
