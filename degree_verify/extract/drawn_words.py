"""What words that stand in no text, but are drawn or pictured, add to a paper.

The forms print their seals, logos and backgrounds so, none of which has a date, a long number or a row of the form.
"""

from __future__ import annotations

from collections.abc import Collection

from degree_verify.extract.leftovers import NUMBER
from degree_verify.model.layout import Layout
from degree_verify.normalise.dates import WITHIN, parse_date


def adds(text: str, layout: Layout, values: Collection[str]) -> bool:
    """Whether a folded text without white space says what the paper's text does not. `values` are those of its fields,
    and what they are printed as."""
    dates = (match.group() for match in WITHIN.finditer(text))
    numbers = (match.group() for match in NUMBER.finditer(text))
    return (
        any(not _known(parse_date(date) or date, values) for date in dates)
        or any(number not in values for number in numbers)
        or _is_row(text, layout, values)
    )


def _known(date: str, values: Collection[str]) -> bool:
    return any(value.startswith(date) or (len(value) >= len("2001-07") and date.startswith(value)) for value in values)


def _is_row(text: str, layout: Layout, values: Collection[str]) -> bool:
    """Whether a text is a label of the form with another value than the paper has."""
    label = layout.label_pattern.match(text)
    value = text[label.end() :].lstrip(":") if label else ""
    return len(value) > 1 and value not in values
