"""
What it checks
    Whether the first five digits of the certificate number are the code of the school printed.

Why it matters
    Whoever changes the school's name on a genuine record leaves the number of another school.

Passes
    The code belongs to the school, under its present or a former name, or to the school whose part it is.

Fails
    The code belongs to another school while the printed one has a code of its own, or the two names have nothing in
    common.

Cannot tell
    The name looks like that of a renamed school of the code, or the code is not on the list. Where the list is known to
    lack a kind of institution (adult schools 50 and 51, military academies 90 and 91) that is information only.

Policy parameters
    `alike` (50): similarity of two names, 0 to 100, from which a renaming is likely.
    `uncovered` (50, 51, 90, 91): first digits of codes that the list of schools does not cover.

Source
    The ministry's yearly list of schools; an eighth of all schools changed name under one code from 2017 to 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.schools import school_key
from degree_verify.rules.certificate import number_field, school_number
from degree_verify.rules.definition import Rule, evidence_of, passed

RULE = Rule(
    "certificate-number-school-mismatch",
    "consistency",
    "School code in the number does not belong to the school",
    Severity.REVIEW,
)

_KINDS = re.compile(r"职业技术|高等专科|师范|职业|技术|大学|学院|学校|专科")
"""Words that most names share: what is left tells schools apart."""


_PARTS = re.compile(
    r"(?!.*(?:附属|中学|中专|中等|高中|小学|技校))[\u4e00-\u9fff]{0,12}(?:学院|分校|校区|分院|学部|函授站|教学点|学习中心)"
)
"""What follows a school's name when a part of it is meant (成人教育学院, 分校); its schools for pupils are none."""


@dataclass(frozen=True, slots=True)
class Params:
    alike: float = 50.0
    """Similarity (0-100) of the telling parts of two names from which a renaming is likely."""
    uncovered: tuple[str, ...] = ("50", "51", "90", "91")
    """First digits of codes that the list does not cover: adult schools and military academies."""


def check(case: Case, params: Params) -> Outcome:
    number = school_number(RULE, case, "school")
    if isinstance(number, Outcome):
        return number
    printed = case.value("school") or ""
    school = case.schools.by_code.get(number.school or "")
    facts: dict[str, Fact] = {"code": number.school, "school": printed, "listed": school.name if school else None}
    places = evidence_of(case, "school", number_field(case))
    key = school_key(printed)
    codes = case.schools.codes_by_name.get(key, ())
    if number.school in codes:
        return passed(RULE, **facts)
    if codes:
        return Outcome(RULE.name, Status.FAILED, facts, places, "failed.other-code")
    if school is None:
        severity = Severity.INFO if (number.school or "").startswith(params.uncovered) else None
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.unlisted", severity)
    names = [school_key(name) for name in (school.name, *school.former_names)]
    if any(key.startswith(name) and _PARTS.fullmatch(key.removeprefix(name)) for name in names):
        return passed(RULE, **facts)
    if max(fuzz.ratio(_core(key), _core(name)) for name in names) >= params.alike:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.renamed")
    return Outcome(RULE.name, Status.FAILED, facts, places)


def _core(key: str) -> str:
    """The telling part of a school's name: what most names share is left out."""
    return _KINDS.sub("", key) or key
