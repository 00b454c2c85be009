"""Finds the titles of papers on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from degree_verify.model.layout import Layout
from degree_verify.model.page import Line

LONGEST_TITLE = 120
"""Characters without spaces; English titles are long."""

WIDE_GAP = 1.5
"""Units of the font size: a gap that separates a title from a browser's date beside it."""


class Title(NamedTuple):
    """A title: the line on which it starts, and the layouts that bear it."""

    line: int
    layouts: frozenset[str]


class _Patterns(NamedTuple):
    """All title patterns in one, and each with its layouts."""

    any: re.Pattern[str]
    each: tuple[tuple[re.Pattern[str], frozenset[str]], ...]


@lru_cache(maxsize=8)
def _patterns(layouts: tuple[Layout, ...]) -> _Patterns:
    bearers: dict[str, set[str]] = {}
    for layout in layouts:
        for title in layout.titles:
            bearers.setdefault(title.pattern, set()).add(layout.id)
    return _Patterns(
        re.compile("|".join(f"(?:{pattern})" for pattern in bearers) or r"(?!)"),
        tuple((re.compile(pattern), frozenset(ids)) for pattern, ids in bearers.items()),
    )


def find_titles(lines: Sequence[Line], layouts: tuple[Layout, ...]) -> list[Title]:
    """Titles from top to bottom: a whole line, a part of one set apart by a wide gap, or two lines together."""
    patterns = _patterns(layouts)
    titles: list[Title] = []
    taken = -1
    for number, line in enumerate(lines):
        if number <= taken:
            continue
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        for text, extent in (*((segment, 0) for segment in _segments(line)), (line.text + following, 1)):
            if not 0 < len(text) <= LONGEST_TITLE:
                continue
            folded = text.lower()
            if patterns.any.fullmatch(folded):
                bearers = frozenset[str]().union(*(ids for p, ids in patterns.each if p.fullmatch(folded)))
                titles.append(Title(number, bearers))
                taken = number + extent
                break
    return titles


def _segments(line: Line) -> list[str]:
    """The line as a whole, and its parts between wide gaps."""
    pieces = line.stretches(WIDE_GAP)
    if len(pieces) < 2:
        return [line.text]
    return [line.text, *("".join([glyph.text for glyph in piece]) for piece in pieces)]
