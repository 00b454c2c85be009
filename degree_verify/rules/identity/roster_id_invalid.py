"""
What it checks
    Whether the candidate's identity number on the roster holds its check digit, and its date and sex the roster's
    other columns; whether it and the examinee number are the candidate's alone; and whether all cells of the row could
    be read.

Why it matters
    A wrong number on the roster makes every comparison with it worthless, and the registration fail. Where two people
    have one examinee number, whose a paper is cannot be said by it.

Passes
    It holds.

Fails
    The check digit or the date in it is wrong, or another column contradicts it; or another row with the same identity
    number or examinee number is somebody else's; or another row of the same person says otherwise.

Cannot tell
    Another cell of the row holds no value of its kind, an error of the spreadsheet or a number that it has rounded:
    nothing was compared with it. Other kinds of identity document are not checked.

Policy parameters
    None.

Source
    GB 11643-1999.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.model.roster import DIFFERS
from degree_verify.normalise.id_numbers import LEAST_DIGITS, parse_id_number
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("roster-id-invalid", "identity", "Row of the candidate on the roster is wrong", Severity.REVIEW)

_UNUSED = re.compile("-(?:unreadable|rounded)$")
"""Ends what is said of a cell that was not used."""


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
    unused = [_UNUSED.sub("", problem) for problem in candidate.problems if _UNUSED.search(problem)]
    if "id_number" in unused:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row}, message="failed.unreadable")
    broken = "id_number-checksum" in candidate.problems
    if broken or (resident and parse_id_number(number or "") is None):
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row})
    ending = "-contradicts-id"
    fields = [problem.removesuffix(ending) for problem in candidate.problems if problem.endswith(ending)]
    if fields:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row, "fields": fields}, message="failed.column")
    differing = [problem.removesuffix(DIFFERS) for problem in candidate.problems if problem.endswith(DIFFERS)]
    if differing:
        return Outcome(RULE.name, Status.FAILED, {"row": candidate.row, "fields": differing}, message="failed.two-rows")
    if unused:
        facts: dict[str, Fact] = {"row": candidate.row, "fields": list(dict.fromkeys(unused))}
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, message="cannot-tell.cells")
    return passed(RULE) if resident else not_applicable(RULE)
