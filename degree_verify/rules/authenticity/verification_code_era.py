"""
What it checks
    Whether the form of the verification code existed on the day printed on the paper.

Why it matters
    Codes of 16 characters were given out from 2019-03-15 on; 12 digits before.

Passes
    Form and date go together.

Fails
    A 16-character code on an older paper, or a 12-digit code on a newer one.

Cannot tell
    Code or date was not read, or the date is printed to a month that holds the change.

Policy parameters
    None.

Source
    Notice of the issuer on the change, as quoted by later help texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.dates import interval
from degree_verify.normalise.verification_codes import ERA, CodeForm, code_form
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule("verification-code-era", "authenticity", "Form of the code does not fit the date", Severity.REVIEW)


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None or "verification_code" not in case.document.fields:
        return not_applicable(RULE)
    form = code_form(case.value("verification_code") or "")
    if form is None:
        return not_applicable(RULE)
    lacking = unread(RULE, case, "update_date")
    if lacking:
        return lacking
    printed = case.value("update_date") or ""
    days = interval(printed)
    facts: dict[str, Fact] = {"date": printed, "change": ERA.isoformat()}
    places = evidence_of(case, "verification_code", "update_date")
    new = form is CodeForm.LETTERS_16
    if (new and days.last < ERA) or (not new and days.first >= ERA):
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.new" if new else "failed.old")
    if days.first < ERA <= days.last:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places)
    return passed(RULE)
