"""Compares a document with a candidate, field by field, in named levels of agreement.

Each level has a weight: the binary logarithm of how much likelier it is when the document is the candidate's than when
it is somebody else's. The sum of the weights explains the match.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from degree_verify.model.document import Document
from degree_verify.model.roster import Candidate, Comparison
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.certificate_numbers import number_key
from degree_verify.normalise.dates import interval
from degree_verify.normalise.names import fold_variants, name_key
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.vocabulary import level_rank

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    # A common full name is borne by about one in 5,000 people.
    "name": {"exact": 12.3, "variant": 10.0, "one-character": 0.0, "different": -7.4},
    # Birth dates of candidates spread over some forty years; clerks and forgers get one in a hundred wrong.
    "birth_date": {"exact": 13.8, "month": 9.0, "one-part": 0.0, "different": -7.0},
    "gender": {"exact": 1.0, "different": -6.6},
    # Another number is weak evidence against: candidates hold several certificates, and mistype numbers.
    "certificate_number": {"exact": 20.0, "one-character": 8.0, "different": -2.0},
    "school": {"exact": 6.0, "same-code": 6.0, "different": -2.0},
    "level": {"exact": 0.5, "different": -2.0},
    "graduation_date": {"exact": 7.0, "month": 5.0, "different": -2.0},
    # What a file or folder name says about whose document it is.
    "hint": {"number": 20.0, "name": 8.0},
}
"""Weight by field and level; `unread` weighs nothing."""


_FIELDS = tuple((field, attrgetter(field)) for field in WEIGHTS if field != "hint")


class Comparer:
    """Compares one document with many candidates; what many of them have alike is compared once."""

    def __init__(self, document: Document, schools: SchoolTable) -> None:
        self._printed = {field: reading.value for field, reading in document.fields.items()}
        self._schools = schools
        self._weights: dict[tuple[str, str], float] = {}

    def score(self, candidate: Candidate, hint: str | None) -> float:
        """The sum of the weights of all comparisons."""
        total = WEIGHTS["hint"][hint] if hint else 0.0
        for field, value_of in _FIELDS:
            theirs = value_of(candidate)
            if not theirs:
                continue
            weight = self._weights.get((field, theirs))
            if weight is None:
                weight = self._weights[field, theirs] = WEIGHTS[field].get(self._level(field, theirs)[0], 0.0)
            total += weight
        return total

    def compare(self, candidate: Candidate, hint: str | None) -> tuple[Comparison, ...]:
        """The comparisons of all fields for which the roster has a value. `hint` is what the file's name says."""
        found = [Comparison("hint", hint, WEIGHTS["hint"][hint], None, candidate.id)] if hint else []
        for field, value_of in _FIELDS:
            theirs = value_of(candidate)
            if theirs:
                level, printed = self._level(field, theirs)
                found.append(Comparison(field, level, WEIGHTS[field].get(level, 0.0), printed, theirs))
        return tuple(found)

    def _level(self, field: str, theirs: str) -> tuple[str, str | None]:
        """The level of agreement, and the printed value that was compared."""
        printed = self._printed.get(field)
        if field == "certificate_number":
            printed = self._nearer_number(theirs) or printed
        return (_level(field, printed, theirs, self._schools) if printed else "unread"), printed

    def _nearer_number(self, theirs: str) -> str | None:
        """Of a replacement certificate, whichever of its two numbers the roster has."""
        original = self._printed.get("original_certificate_number")
        return original if original and number_key(original) == number_key(theirs) else None


def _level(field: str, printed: str, theirs: str, schools: SchoolTable) -> str:
    if field == "name":
        return _name(name_key(printed), name_key(theirs))
    if field in ("birth_date", "graduation_date"):
        return _day(printed, theirs, close=field == "birth_date")
    if field == "certificate_number":
        mine, other = number_key(printed), number_key(theirs)
        return "exact" if mine == other else "one-character" if _one_apart(mine, other) else "different"
    if field == "school":
        return _school(school_key(printed), school_key(theirs), schools)
    if field == "level":
        same = printed == theirs or (level_rank(printed) is not None and level_rank(printed) == level_rank(theirs))
        return "exact" if same else "different"
    return "exact" if printed == theirs else "different"


def _name(mine: str, other: str) -> str:
    if mine == other:
        return "exact"
    if fold_variants(mine) == fold_variants(other):
        return "variant"
    return "one-character" if len(mine) > 1 and _one_apart(mine, other) else "different"


def _day(printed: str, theirs: str, *, close: bool) -> str:
    if printed == theirs:
        return "exact"
    mine, other = interval(printed), interval(theirs)
    if mine.first <= other.last and other.first <= mine.last:
        return "month"
    agreeing = sum(a == b for a, b in zip(printed.split("-"), theirs.split("-"), strict=False))
    return "one-part" if close and agreeing == 2 else "different"


def _school(mine: str, other: str, schools: SchoolTable) -> str:
    if mine == other:
        return "exact"
    codes = schools.codes_by_name
    return "same-code" if set(codes.get(mine, ())) & set(codes.get(other, ())) else "different"


def _one_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differing = 0
    for mine, theirs in zip(one, other, strict=True):
        differing += mine != theirs
        if differing > 1:
            return False
    return differing == 1
