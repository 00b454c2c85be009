"""What stands on a paper besides its fields: titles that the form does not have; dates, numbers, rows of no field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from degree_verify.extract.extract import Readings
from degree_verify.extract.fragments import box_of, inside
from degree_verify.extract.labels import notes_start
from degree_verify.extract.noise import title_lines
from degree_verify.extract.void_marks import SPECIMEN
from degree_verify.model.document import EVIDENCE_TYPES, ReadFrom, Reading, Remark, Unread
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.normalise.dates import WITHIN, parse_date
from degree_verify.timings import stage

_NUMBER = re.compile(r"(?<![0-9A-Za-z=/])\d{15,18}[\dXx]?(?![0-9A-Za-z])")
"""Numbers of certificates and identity cards."""

_FOREIGN_ROW = re.compile(
    r"(?:学生姓名|申请人|被认证人|校名|毕业院校|毕业学校|颁证(?:单位|机构)|发证(?:单位|机构)|民族|证件(?:号码|类型)|身份证号码?|班级|学号"
    r"|分院|系所|系\(?所\)?|学籍状态|学历性质|学历真伪|真伪|状态|文化程度)[:\s]?(?=.)"
)
"""Labels of other reports, and other words for this one's: rows that none of its forms has."""

_QUOTED = r"[“\"'「『]([^“”\"'「」『』]{2,24})[”\"'」』]"
_SERVICE = re.compile(
    rf"{_QUOTED}(?:微信)?小程序|小程序{_QUOTED}"
    r"|(?:使用|用|通过|下载|打开)[“\"'「『]?([\u4e00-\u9fffA-Za-z]{2,12})[Aa][Pp][Pp](?=[^。]{0,12}(?:[查核验]|二维码|扫码))"
    r"|(?:使用|用|通过|打开)(支付宝|钉钉|QQ|抖音|淘宝|百度)|((?:拨打|致电)[^,。]{0,6}\d[\d-]{6,12})[^,。]{0,4}[查核验]"
)
_ISSUER = re.compile(r"学信(?:网|档案|平台)|学生信息|微信|(?i:chsi)")
"""Programs that verify or scan, by name, a telephone to ask, and what the issuer's have in theirs."""

_SUBTITLE = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_PLAIN_SUBTITLE = re.compile(r"学历证明书|毕业证明书|电子版?|纸质版?|中文版?|副本")
"""What may stand in brackets under a title and says nothing against the paper."""

SURE = 0.8
"""Confidence of each character that was read in a picture from which on a date or number is taken for one."""

BELOW_TITLE = 2.5
"""Units of the title's size between the middles of a title and the line that belongs to it."""


@stage("extract")
def unexplained(paper: Recognition, readings: Readings) -> tuple[Remark, ...]:
    """The dates and long numbers between title and notes that belong to no field and say what none says; and programs
    other than the issuer's by which the paper is to be verified."""
    layout = paper.layout
    if layout is None or layout.type not in EVIDENCE_TYPES or layout.language != "zh":
        return ()
    values = {reading.value for reading in readings.fields.values()}
    found = [remark for part in paper.parts for remark in _of_part(part, layout, readings, values)]
    return (*found, *(remark for part in paper.parts for remark in _services(part)))


def _of_part(part: Part, layout: Layout, readings: Readings, values: set[str]) -> Iterator[Remark]:
    page = part.page
    read: tuple[Reading | Unread, ...] = (*readings.fields.values(), *readings.unread.values())
    known = [place.box for place in read if place.page == page.number and place.box is not None]
    for line in _body(part, layout):
        label = layout.label_pattern.match(line.text)
        of_form = label is not None and label.group() in layout.fields_by_label
        if page.read_from is ReadFrom.TEXT and _FOREIGN_ROW.match(line.text) and not of_form:
            yield Remark(line.text, page.number, page.displayed(box_of(line.glyphs)))
            continue
        for match in _news(line.text, values):
            glyphs = line.glyphs[line.owners[match.start()] : line.owners[match.end() - 1] + 1]
            sure = min(glyph.confidence for glyph in glyphs) >= SURE
            places = [page.displayed(box_of([glyph])) for glyph in glyphs]
            if sure and not any(inside(place, box) for place in places for box in known):
                yield Remark(line.text, page.number, page.displayed(box_of(glyphs)))


def _services(part: Part) -> Iterator[Remark]:
    """Lines that send a reader to another program than the issuer's. In a picture its name must be surely read."""
    for line in part.lines:
        for match in _SERVICE.finditer(line.text):
            start, end = next(match.span(group) for group in range(1, 6) if match[group])
            if _ISSUER.search(line.text, start, end):
                continue
            glyphs = line.glyphs[line.owners[start] : line.owners[end - 1] + 1]
            if min(glyph.confidence for glyph in glyphs) < SURE:
                continue
            yield Remark(line.text, part.page.number, part.page.displayed(box_of(line.glyphs)))


def _news(text: str, values: Collection[str]) -> Iterator[re.Match[str]]:
    """The dates and long numbers in a text that no value says, not even more exactly."""
    for match in WITHIN.finditer(text):
        date = parse_date(match.group()) or match.group()
        if not any(value.startswith(date) for value in values):
            yield match
    yield from (match for match in _NUMBER.finditer(text) if match.group() not in values)


def adds(text: str, layout: Layout, values: Collection[str]) -> bool:
    """Whether a drawn or pictured text, folded and without white space, says what the paper's text does not: the forms
    draw their seals, logos and backgrounds, none of which has a date, a long number or a row of the form."""
    label = layout.label_pattern.match(text)
    value = text[label.end() :].lstrip(":") if label else ""
    return any(True for _ in _news(text, values)) or (len(value) > 1 and value not in values)


def _body(part: Part, layout: Layout) -> Sequence[Line]:
    """The lines between the title, or the first label where there is none, and the notes."""
    titles = title_lines(part.lines, layout)
    first = max(titles) + 1 if titles else _first_label(part.lines, layout)
    end = notes_start(part.page, part.lines, layout)
    return [line for line in part.lines[first:] if line.middle < end]


def divided(part: Part, layout: Layout) -> tuple[Page, Page, Page]:
    """The page thrice: with what stands above the form's title, with title and fields, and with what stands below the
    fields, notes and whatever follows."""
    top, bottom = form_within(part, layout)
    above = tuple(line for line in part.lines if line.middle < top)
    form = tuple(line for line in part.lines if top <= line.middle < bottom)
    below = tuple(line for line in part.lines if line.middle >= max(top, bottom))
    return replace(part.page, lines=above), replace(part.page, lines=form), replace(part.page, lines=below)


def form_within(part: Part, layout: Layout) -> tuple[float, float]:
    """Where on the page a form begins, with its title, and where its fields end: at the notes or the closing line."""
    titles = title_lines(part.lines, layout)
    top = part.lines[min(titles)].y0 if titles else 0.0
    return top, notes_start(part.page, part.lines, layout)


def _first_label(lines: Sequence[Line], layout: Layout) -> int:
    return next((n for n, line in enumerate(lines) if layout.label_pattern.match(line.text)), len(lines))


def strange_titles(paper: Recognition) -> tuple[tuple[int, str], ...]:
    """What stands in brackets under the title and is no part of it, with the number of its page: （申请稿）."""
    layout = paper.layout
    if layout is None:
        return ()
    return tuple(
        (part.page.number, line.text)
        for part in paper.parts
        for number in title_lines(part.lines, layout)
        for line in part.lines[number + 1 : number + 2]
        if _is_strange(part.lines[number], line, layout)
    )


def _is_strange(title: Line, line: Line, layout: Layout) -> bool:
    found = _SUBTITLE.fullmatch(line.text)
    if found is None or line.middle - title.middle > BELOW_TITLE * max(glyph.size for glyph in title.glyphs):
        return False
    own = _PLAIN_SUBTITLE.fullmatch(found[1]) or any(pattern.fullmatch(line.text.lower()) for pattern in layout.titles)
    return not own and not SPECIMEN.search(line.text)
