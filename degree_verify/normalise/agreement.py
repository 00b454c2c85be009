"""Whether two values of one field, each from another paper or source, say the same."""

from __future__ import annotations

from enum import StrEnum

from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.dates import interval
from degree_verify.normalise.names import fold_variants, normalise_name
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.vocabulary import duration_years, is_self_study, kinds_of_category, level_rank, levels_of

_DATES = ("birth_date", "enrolment_date", "graduation_date", "update_date")
_NAMES = ("name", "president")


class Agreement(StrEnum):
    """How two values stand to each other."""

    SAME = "same"
    DOUBTFUL = "doubtful"  # another writing, a date to the month, an unsure reading: a person must look
    DIFFERENT = "different"


def compared(field: str, mine: str, theirs: str, schools: SchoolTable) -> Agreement:
    """Compares two normalised values of a field."""
    if field in _DATES:
        return _dates(field, mine, theirs)
    if field in _NAMES:
        one, other = normalise_name(mine).value, normalise_name(theirs).value
        return _either(one == other, fold_variants(one) == fold_variants(other))
    if field == "school":
        one, other = school_key(mine), school_key(theirs)
        codes = schools.codes_by_name
        return _either(one == other, bool(set(codes.get(one, ())) & set(codes.get(other, ()))))
    return _either(_folded(mine) == _folded(theirs) or _same_meaning(field, mine, theirs))


def _either(same: bool, doubtful: bool = False) -> Agreement:
    return Agreement.SAME if same else Agreement.DOUBTFUL if doubtful else Agreement.DIFFERENT


def _dates(field: str, mine: str, theirs: str) -> Agreement:
    try:
        one, other = interval(mine), interval(theirs)
    except ValueError:
        return Agreement.DOUBTFUL
    overlapping = one.first <= other.last and other.first <= one.last
    # The day on which a report was made anew says nothing about the person.
    return _either(mine == theirs, overlapping or field == "update_date")


def _same_meaning(field: str, mine: str, theirs: str) -> bool:
    """Whether two words of a closed vocabulary mean the same."""
    if field == "level":
        return level_rank(mine) is not None and (level_rank(mine), levels_of(mine)) == (
            level_rank(theirs),
            levels_of(theirs),
        )
    if field == "category":
        if is_self_study(mine) or is_self_study(theirs):
            return is_self_study(mine) and is_self_study(theirs)
        return bool(kinds_of_category(mine)) and kinds_of_category(mine) == kinds_of_category(theirs)
    if field == "duration":
        return duration_years(mine) is not None and duration_years(mine) == duration_years(theirs)
    return False


def _folded(text: str) -> str:
    return school_key(squeeze(text)).upper()
