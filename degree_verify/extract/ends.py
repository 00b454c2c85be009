"""The end of validity where it stands in a sentence: 本报告在线验证有效期至2023年5月1日止."""

from __future__ import annotations

import re

from degree_verify.extract.fragments import box_of, running
from degree_verify.model.document import Reading
from degree_verify.model.recognition import Part
from degree_verify.normalise.dates import WITHIN, parse_date

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


def stated_end(part: Part) -> Reading | None:
    """The earliest day that a part of a paper names as the end of its validity in running text."""
    text, glyphs = running(part.lines)
    found: list[Reading] = []
    named, before = False, 0
    for match in WITHIN.finditer(text):
        between = text[before : match.start()]
        goes_on = named and _RANGE.fullmatch(between) is not None
        named = (
            goes_on
            or _NAMED.search(between[-16:]) is not None
            or _ENDS.match(text, match.end(), match.end() + 16) is not None
        )
        before = match.end()
        value = parse_date(match.group()) if named else None
        if value is None:
            continue
        if goes_on:  # of a range the end counts
            found.pop()
        chars = glyphs[match.start() : match.end()]
        sure = [glyph.confidence for glyph in chars]
        place = part.page.displayed(box_of(chars))
        mean, lowest = sum(sure) / len(sure), min(sure)
        read_from, number = part.page.read_from, part.page.number
        found.append(Reading("valid_until", value, match.group(), read_from, number, place, mean, lowest))
    return min(found, key=lambda reading: reading.value, default=None)
