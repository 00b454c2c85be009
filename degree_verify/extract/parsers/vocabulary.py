"""Values of closed vocabularies. A value outside its vocabulary is kept as printed: the rules then cannot tell."""

from __future__ import annotations

from collections.abc import Callable

from degree_verify.extract.parsers import text as free_text
from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_gender,
    canonical_level,
    canonical_study_form,
    duration_years,
)


def gender(text: str) -> Parsed | None:
    """Only 男 and 女 are values."""
    value = canonical_gender(text)
    return Parsed(value) if value else None


def level(text: str) -> Parsed | None:
    return _known_or_printed(text, canonical_level)


def category(text: str) -> Parsed | None:
    return _known_or_printed(text, canonical_category)


def study_form(text: str) -> Parsed | None:
    return _known_or_printed(text, canonical_study_form)


def completion(text: str) -> Parsed | None:
    return _known_or_printed(text, canonical_completion)


def duration(text: str) -> Parsed | None:
    """Kept as printed (`3年`, `四年`, `2.5年`), spaces removed, if it says a number of years at all."""
    if duration_years(text) is None:
        return None
    parsed = free_text.parse(text)
    return Parsed(parsed.value.replace(" ", ""), parsed.steps) if parsed else None


def _known_or_printed(text: str, canonical: Callable[[str], str | None]) -> Parsed | None:
    printed = free_text.parse(text)
    if printed is None or canonical(text) is None:
        return printed
    value = printed.value.replace(" ", "")
    return Parsed(value, ("vocabulary",) if value != text else ())
