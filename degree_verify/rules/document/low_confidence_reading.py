"""
What it checks
    Whether every field that stands on the paper was read surely.

Why it matters
    A value read wrongly is worse than one not read; what is doubtful goes to a person.

Passes
    Every field found was read at or above the thresholds.

Fails
    A field stands there but could not be read (gibberish text layer, drawn as a picture, overlaid, struck out, on a
    patch, printed twice with different values, outside its form), or its confidence is below the threshold; or another
    page of the file, which belongs to no paper, what stands outside the form (above its title, below its fields), or
    the letter into which a picture of the paper was put, speaks against it: which of the two is right, no program can
    say. Of such a page (a letter, a certificate, the picture of it behind an electronic certification report) count
    another name, another certificate number, another verification code, printed or in a symbol, 结业 and the like in
    its title, in a row or in a sentence about what has happened, and any value of a page that speaks of the same
    qualification. What would happen, as notices and pledges say it, does not.
    A date or a long number that stands among the fields and belongs to none of them counts as well: a row that papers
    of this layout do not have. So does one that is drawn or pictured anywhere on the page, an address of another site
    or the name of another program to verify with there, and a row of the form there with another value. The candidate's
    own identity number, on a card photographed beside the paper, does not. The name of the head of the school, by which
    nothing is decided and with which no roster is compared, holds no paper up where it was merely hard to read.

Cannot tell
    Never.

Policy parameters
    `thresholds.field_confidence`, `thresholds.character_confidence`: the lowest mean and single-character
    confidence.

Source
    Thresholds of the policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.document import ABSENT, BY_ONE_DIGIT, RARE_CHARACTER, Reading, Remark
from degree_verify.model.outcome import Evidence, Fact, Outcome, Severity, Status
from degree_verify.normalise.text import squeeze
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed

RULE = Rule("low-confidence-reading", "document", "Field not surely read", Severity.REVIEW)

UNDECIDING = frozenset({"president"})
"""Fields that no rule and no roster asks for. The reading says itself how sure it is."""


_IDENTITY = re.compile(r"(?:公民身份号码|(?:居民)?身份证(?:件)?(?:号码?)?|证件号码?)?:?(\d{17}[\dX])", re.IGNORECASE)
"""An identity number with nothing but its label."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    if not is_evidence(case) or case.document is None:
        return not_applicable(RULE)
    fields = case.document.fields
    doubtful = {name: _doubt(reading) for name, reading in fields.items() if name in case.doubtful - UNDECIDING}
    doubtful |= {
        name: missing.reason.value for name, missing in case.document.unread.items() if missing.reason not in ABSENT
    }
    remarks = [remark for remark in case.document.unexplained if not _is_own_identity(remark, case)]
    if not doubtful and not remarks:
        return passed(RULE)
    reasons = list(dict.fromkeys(doubtful.values()))  # a cover over the whole form is one reason, not fourteen
    facts: dict[str, Fact] = {"fields": list(doubtful), "reasons": reasons} if doubtful else {}
    if remarks:
        facts["rows"] = [remark.text for remark in remarks]
    places = (*evidence_of(case, *doubtful), *(Evidence(remark.page, remark.box) for remark in remarks))
    speaking = [other for other in case.document.others if not doubtful.keys().isdisjoint(other.says)]
    if not speaking:
        message = "failed.both" if doubtful and remarks else "failed.text" if remarks else ""
        return Outcome(RULE.name, Status.FAILED, facts, places, message)
    facts["pages"] = [str(other.number) for other in speaking]
    facts["texts"] = list(dict.fromkeys(text for other in speaking for text in other.says.values()))
    return Outcome(RULE.name, Status.FAILED, facts, places, "failed.elsewhere")


def _doubt(reading: Reading) -> str:
    """Why a reading is not sure."""
    if RARE_CHARACTER in reading.steps:
        return "rare-character"
    return "one-digit" if any(step.endswith(BY_ONE_DIGIT) for step in reading.steps) else "low-confidence"


def _is_own_identity(remark: Remark, case: Case) -> bool:
    """Whether a text is the candidate's own identity number, as on a card that was photographed beside the paper."""
    found, candidate = _IDENTITY.fullmatch(squeeze(remark.text)), case.candidate
    return found is not None and candidate is not None and found[1].upper() == (candidate.id_number or "").upper()
