"""
What it checks
    Whether the first five digits of the certificate number are the code of the school printed.

Why it matters
    Whoever changes the school's name on a genuine record leaves the number of another school.

Passes
    The code belongs to the school, under its present or a former name, or to the school whose part it is, as
    independent colleges were until 2003.

Fails
    The code belongs to another school while the printed one has a code of its own, or the two names have nothing in
    common.

Cannot tell
    A college that is on no list has the code of its university after that year; the name looks like that of a
    renamed school of the code, or the code is not on the list. Where the list is known to lack a kind of
    institution (adult schools 50 and 51, military academies 90 and 91, and for graduates research institutes 8)
    that is information only.

Policy parameters
    `alike` (50): similarity of two names, 0 to 100, from which a renaming is likely.
    `uncovered` (50, 51, 90, 91): first digits of codes that the list of schools does not cover.
    `uncovered_for_graduates` (8): the same for 硕士 and 博士 only.
    `last_year_of_parents_codes` (2003): the last year in which independent colleges had their university's code.

Source
    The ministry's yearly list of schools; an eighth of all schools changed name under one code from 2017 to 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Outcome, Severity, Status
from degree_verify.normalise.schools import is_part, school_key, telling_part
from degree_verify.rules.certificate import number_field, school_number
from degree_verify.rules.definition import Rule, evidence_of, passed

RULE = Rule(
    "certificate-number-school-mismatch",
    "consistency",
    "School code in the number does not belong to the school",
    Severity.REVIEW,
)

_INDEPENDENT = re.compile("(?<!继续教育)(?<!成人教育)(?<!网络教育)(?<!远程教育)(?<!职业技术)(?<!医)学院$")
"""How the names of independent colleges end, unlike those of a university's own schools."""

GRADUATE_LEVELS = ("01", "02")
"""Digits of a number that stand for 博士 and 硕士."""


@dataclass(frozen=True, slots=True)
class Params:
    alike: float = 50.0
    """Similarity (0-100) of the telling parts of two names from which a renaming is likely."""
    uncovered: tuple[str, ...] = ("50", "51", "90", "91")
    """First digits of codes that the list does not cover: adult schools and military academies."""
    uncovered_for_graduates: tuple[str, ...] = ("8",)
    """The same of research institutes, which have graduate schools only."""
    last_year_of_parents_codes: int = 2003
    """The last year of numbers with which independent colleges bore the code of the university they are part of."""


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
    names = [school_key(name) for name in (school.name, *school.former_names)] if school else []
    early = (number.year or 0) <= params.last_year_of_parents_codes
    parents = [name for name in names if is_part(key, name)]
    if parents and not codes and not early and any(_INDEPENDENT.search(key.removeprefix(name)) for name in parents):
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.part")
    if (early or not codes) and parents:
        return passed(RULE, **facts)
    if codes:
        message = "failed.other-code" if school else "failed.no-code"
        return Outcome(RULE.name, Status.FAILED, facts, places, message)
    if school is None:
        graduate = number.level in GRADUATE_LEVELS
        uncovered = (*params.uncovered, *(params.uncovered_for_graduates if graduate else ()))
        severity = Severity.INFO if (number.school or "").startswith(uncovered) else None
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.unlisted", severity)
    if max(fuzz.ratio(telling_part(key), telling_part(name)) for name in names) >= params.alike:
        return Outcome(RULE.name, Status.CANNOT_TELL, facts, places, "cannot-tell.renamed")
    return Outcome(RULE.name, Status.FAILED, facts, places)
