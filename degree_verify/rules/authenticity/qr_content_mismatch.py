"""
What it checks
    Whether the fields that the oldest generation's symbols hold as text equal the printed ones.

Why it matters
    A forger who changes the print rarely makes new symbols.

Passes
    Every field in every symbol equals the printed one.

Fails
    One differs, in whichever symbol.

Cannot tell
    A field of the symbol could not be read on the paper, one of the two gives only the month of the other's day, or a
    word of one is not known.

Policy parameters
    None.

Source
    Issuer's help page: the symbol holds all fields but the photograph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Evidence, Outcome, Severity, Status
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.vocabulary import duration_years, is_self_study, kinds_of_category, level_rank
from degree_verify.rules.definition import Rule, evidence_of, is_evidence, not_applicable, passed, unread

RULE = Rule(
    "qr-content-mismatch", "authenticity", "Text in the symbol differs from the printed fields", Severity.REJECT
)


_MEANINGS: Mapping[str, Callable[[str], object]] = {
    "duration": duration_years,
    "level": level_rank,
    "category": lambda text: "self-study" if is_self_study(text) else kinds_of_category(text),
    "study_form": lambda text: squeeze(text).removeprefix("普通").removeprefix("成人"),
}
"""What a word of a field stands for; nothing when it is not known."""


@dataclass(frozen=True, slots=True)
class Params:
    """No parameters of its own."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not is_evidence(case):
        return not_applicable(RULE)
    carriers = [code for code in document.codes if code.fields]
    if not carriers:
        return not_applicable(RULE)
    pairs = [(name, value, case.value(name)) for code in carriers for name, value in code.fields.items()]
    # Each symbol counts: a changed one may stand beside the genuine one.
    answers = [(name, _agree(name, value, printed)) for name, value, printed in pairs if printed is not None]
    different = list(dict.fromkeys(name for name, agree in answers if agree is False))
    open_ones = list(dict.fromkeys(name for name, agree in answers if agree is None))
    places = tuple(Evidence(code.page, code.box) for code in carriers)
    if different or open_ones:
        status, fields = (Status.FAILED, different) if different else (Status.CANNOT_TELL, open_ones)
        return Outcome(RULE.name, status, {"fields": fields}, (*places, *evidence_of(case, *fields)))
    return unread(RULE, case, *(name for name, _, _ in pairs)) or passed(RULE)


def _agree(field: str, symbol: str, printed: str) -> bool | None:
    """Whether two normalised values of a field mean the same; None where one says less than the other."""
    if school_key(symbol) == school_key(printed):
        return True
    if field in _MEANINGS:  # two words for one thing, such as 普通 and 普通高等教育
        mine, other = _MEANINGS[field](symbol), _MEANINGS[field](printed)
        return mine == other if mine and other else None
    if field.endswith("_date") or field == "valid_until":
        mine, other = parse_date(symbol), parse_date(printed)
        if mine and other and (mine.startswith(other) or other.startswith(mine)):
            return None
    return False
