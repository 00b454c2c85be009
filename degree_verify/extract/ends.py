"""The end of validity where it stands in a sentence: 本报告在线验证有效期至2023年5月1日止."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from degree_verify.extract.fragments import box_of, running
from degree_verify.model.document import Reading
from degree_verify.model.page import Glyph
from degree_verify.model.recognition import Part
from degree_verify.normalise.dates import WITHIN, add_months, parse_date
from degree_verify.normalise.text import squeeze

_NAMED = re.compile(
    r"(?:有效(?:期限?|时间|日期)?|截止(?:日期|时间)?|验证期限?|失效(?:日期|时间)|到期(?:日期?|时间))[^。,;]{0,6}?$"
)
"""What stands before such a date. The forms' notes speak of the validity too, and name no date."""

_ENDS = re.compile(
    r"(?:\d{1,2}[时点:：]?\d{0,2}分?)?(?:以?前|之前|止)?[^。,;起内后自]{0,8}?"
    r"(?:失效|结束|到期|截止|作废|为止|(?<=前)有效|(?<=前)(?:完成)?(?:在线)?(?:验证|查验))"
)
"""What stands behind such a date in other sentences: 于…失效, …前有效."""

_RANGE = re.compile("[至到~—-]")

_LASTS = re.compile(
    r"(?:(?:有效|验证)(?:期限?|时间)[为是:共]{0,2}|起[,的]?(?=\d+[^,。;]{1,4}(?:内|有效)))(\d{1,3})(天|日|个月)(?![~至到或—-])"
)
_SINCE = re.compile("[自从][^,。;自从]{0,2}$")
"""How a sentence says for how long, and what stands before the day from which it counts. The forms' notes say which
lengths there are: 1~6个月."""

NEAR = 16
"""Characters of the sentence between such a length and that day."""


def stated_end(part: Part, made: str | None, known: Collection[str] = ()) -> Reading | None:
    """The earliest day that a part of a paper names as the end of its validity in running text: the day itself, or how
    long from a day, which is that of the paper where none is named. `made` is the date of the paper,
    `known` are the dates that other fields have: what stands beside them (作废) is about the paper, not about a day."""
    text, glyphs = running(part.lines)
    named = [
        _reading(part, value, raw, glyphs[start:]) for value, raw, start in (*_days(text, known), *_lengths(text, made))
    ]
    return min(named, key=lambda reading: reading.value, default=None)


def named_days(text: str) -> list[str]:
    """The dates that a text names, in ISO form."""
    return [day for match in WITHIN.finditer(squeeze(text)) if (day := parse_date(match.group()))]


def _days(text: str, known: Collection[str]) -> list[tuple[str, str, int]]:
    """The ends that are named, each as it is written, and where."""
    found: list[tuple[str, str, int]] = []
    named, before = False, 0
    for match in WITHIN.finditer(text):
        between = text[before : match.start()]
        goes_on = named and _RANGE.fullmatch(between) is not None
        named = (
            goes_on
            or _NAMED.search(between[-16:]) is not None
            or (_ENDS.match(text, match.end(), match.end() + 16) is not None and parse_date(match.group()) not in known)
        )
        before = match.end()
        value = parse_date(match.group()) if named else None
        if value is None:
            continue
        if goes_on:  # of a range the end counts
            found.pop()
        found.append((value, match.group(), match.start()))
    return found


def _lengths(text: str, made: str | None) -> Iterator[tuple[str, str, int]]:
    """The ends that are a length of time after a day."""
    for match in _LASTS.finditer(text):
        start = made
        for day in WITHIN.finditer(text, max(match.start() - NEAR, 0), match.end() + NEAR):
            if _SINCE.search(text[: day.start()]):
                start = parse_date(day.group())
        if start is None or len(start) < len("2023-05-01"):
            continue
        first, length = date.fromisoformat(start), int(match[1])
        end = add_months(first, length) if match[2] == "个月" else first + timedelta(days=length)
        yield end.isoformat(), match.group(), match.start()


def _reading(part: Part, value: str, raw: str, glyphs: list[Glyph]) -> Reading:
    chars = glyphs[: len(raw)]
    sure = [glyph.confidence for glyph in chars]
    place = part.page.displayed(box_of(chars))
    mean, lowest = sum(sure) / len(sure), min(sure)
    return Reading("valid_until", value, raw, part.page.read_from, part.page.number, place, mean, lowest)
