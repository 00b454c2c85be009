"""Dates in every form that the papers print, and what a date printed to the month means."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from degree_verify.normalise.text import squeeze

_DIGITS = dict(zip("〇零○Oo一二三四五六七八九", "00000123456789", strict=True))
_NUMERALS = "〇零○Oo一二三四五六七八九十"
_PRINTED = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号]?)?")
_PUNCTUATED = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_CHINESE = re.compile(rf"([{_NUMERALS}]{{4}})年([{_NUMERALS}]{{1,3}})月(?:([{_NUMERALS}]{{1,3}})[日号]?)?")

WITHIN = re.compile(
    r"(?<!\d)(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}[日号]?)?"
    r"|(?<![\d/])(?:19|20)\d{2}([-/.])\d{1,2}\1(?:\d{2}(?=\d{2}:\d{2})|\d{1,2}(?![\d/]))"
    rf"|[一二][{_NUMERALS}]{{3}}年[{_NUMERALS}]{{1,3}}月(?:[{_NUMERALS}]{{1,3}}[日号]?)?"
)
"""A date of our time within a text, at times without a space before the hour; digits that only may be one are left out.
"""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
"""Hyphens, dashes and the minus sign: fonts and converters put one for another."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A year outside is a misprint or a misread digit."""


@dataclass(frozen=True, slots=True)
class DateInterval:
    """All days that a printed date can mean: one day, or a month."""

    first: date
    last: date


def parse_date(text: str) -> str | None:
    """The ISO form of a printed date, `2006-07` where only the month is printed; None if it is no date.

    >>> parse_date("2018年5月18日"), parse_date("二〇〇六年七月"), parse_date("2023年2月30日")
    ('2018-05-18', '2006-07', None)
    """
    folded = _DASHES.sub("-", squeeze(text))
    if match := _PRINTED.fullmatch(folded):
        year, month, day = match.groups()
    elif match := _PUNCTUATED.fullmatch(folded):
        year, _, month, day = match.groups()
    elif match := _COMPACT.fullmatch(folded):
        year, month, day = match.groups()
    elif match := _CHINESE.fullmatch(folded):
        year, month, day = ("".join(_DIGITS[c] for c in match[1]), *(_number(part) for part in match.groups()[1:]))
    else:
        return None
    return _iso(int(year), int(month), int(day) if day is not None else None)


@lru_cache(maxsize=1 << 15)
def interval(iso: str) -> DateInterval:
    """The days that an ISO date of ours means. Raises ValueError if it is none."""
    if re.fullmatch(r"\d{4}-\d{2}", iso):
        year, month = int(iso[:4]), int(iso[5:])
        return DateInterval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    day = date.fromisoformat(iso)
    return DateInterval(day, day)


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier if negative), the last of the month where it has no such day.

    >>> add_months(date(2023, 8, 31), 6)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(numeral: str | None) -> str | None:
    """A Chinese numeral up to 三十一 as digits; None stays None."""
    if numeral is None:
        return None
    if "十" not in numeral:
        return "".join(_DIGITS[c] for c in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return "99"  # no month and no day: refused below
    return f"{_DIGITS[tens] if tens else '1'}{_DIGITS[ones] if ones else '0'}"


def _iso(year: int, month: int, day: int | None) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        whole = date(year, month, day if day is not None else 1)
    except ValueError:
        return None
    return whole.isoformat() if day is not None else whole.isoformat()[:7]
