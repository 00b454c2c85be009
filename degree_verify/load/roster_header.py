"""The header of a roster: which of its rows it is, and which of our columns stands where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from degree_verify.normalise.text import squeeze

_EARLIER = ("前置学历", "前置", "原学历", "原", "专科", "专科学历", "大专", "大专学历", "第一学历")
"""What stands before the headers of the earlier qualification."""


def _earlier(*kinds: str) -> tuple[str, ...]:
    return tuple(prefix + kind for prefix in _EARLIER for kind in kinds)


_SCHOOLS = ("毕业院校", "毕业学校", "毕业院校名称", "毕业学校名称")
_NUMBERS = (
    *("毕业证书编号", "毕业证书号", "毕业证书号码", "毕业证编号", "毕业证号", "毕业证号码"),
    *("学历证书编号", "学历证书号", "学历证书号码", "证书编号", "证书号", "证书号码"),
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("准考证号", "准考证号码", "准考证", "自考准考证号", "考籍号", "考籍号码", "考籍编号"),
        *("考生编号", "考生号", "考号"),
    ),
    "name": ("姓名", "考生姓名", "学生姓名", "名字"),
    "id_number": (
        *("身份证号", "身份证号码", "证件号码", "证件号", "身份证件号", "身份证件号码", "有效证件号", "有效证件号码"),
        *("公民身份号码", "居民身份证号", "居民身份证号码", "考生身份证号", "考生证件号码", "身份证"),
    ),
    "gender": ("性别", "性别代码"),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "出生时间", "生日"),
    "school": (*_earlier(*_SCHOOLS, "学校", "院校", "学校名称", "院校名称"), *_SCHOOLS),
    # A bare 层次, 学历层次 or 毕业时间 on such a roster is that of the self-study course, not of the earlier
    # qualification.
    "level": (*_earlier("层次", "学历层次"), "前置学历", "原学历", "学历层次前置", "毕业层次"),
    "certificate_number": (*_earlier(*_NUMBERS), *_NUMBERS),
    "graduation_date": _earlier("毕业日期", "毕业时间", "毕业年月"),
}
"""Our columns with the headers that they go by, the more telling first. Compared without spaces and brackets."""

_SIGNS = str.maketrans("", "", "()[]【】〔〕<>《》-_—–·/\\:：*＊、,，.。")
"""What may stand between the words of a header."""

_DOUBTFUL = (
    ("id_number", re.compile("(?:身份证|证件)[^址期型类]*号")),
    ("school", re.compile("(?:前置|原学历|原毕业|专科|大专|第一学历).*(?:院校|学校)")),
    ("level", re.compile("(?:前置|原学历|专科|大专|第一学历).*层次")),
    ("certificate_number", re.compile("(?:前置|原学历|原毕业|专科|大专|第一学历).*(?:证书|证号)|毕业证书?编?号")),
)
"""Headers that look like one of our columns without being known as one."""

MOST_HEADER_ROWS = 30
"""Rows within which the header must stand, below title rows and notes."""

_ASIDE = re.compile(r"\([^()]*\)|[*:]")
_GROUP = re.compile("(?:信息|情况|资料)$")
_LONGEST_TITLE = 15
_DIGIT = re.compile(r"\d")
_SUM = re.compile(r"(?:合计|总计|小计|共计|总人数)(?::.*|\d*[人名份]?(?:\(.*\))?)|共\d+[人名份]")
_SIGNATURE = re.compile(
    r"(?:制表|填表|填报|审核|复核|经办|负责|联系|报送|主管|校对|录入)(?:(?:人|人员|单位|部门|日期|时间|领导)(?:签字|签名|签章)?:?|:).*"
    r"|(?:注|附注|备注|说明|注意|注意事项|填表说明|日期|单位|盖章|签字|签章)\d?:.*"
    r"|\((?:盖章|公章|签字|签章)\)"
)
_FOOT = frozenset("合总小共制填审复经负联报主校录注附备说日单盖签(（")
"""What a sum or signature begins with: all other rows need no closer look."""

_NUMBER = re.compile(r"\d{6}")


class Header(NamedTuple):
    """Where our columns stand: index by name, header text by name, and further columns that number candidates.

    `rows` are those that it takes up, two where groups of columns have a title of their own (前置学历 over 学校, 层次).
    """

    indexes: Mapping[str, int]
    titles: Mapping[str, str]
    other_ids: Mapping[str, int]
    rows: int = 1
    doubtful: tuple[tuple[int, str], ...] = ()
    """Columns that are not used though they look like one of ours that is lacking: index and header text."""


def plain_title(title: str) -> str:
    """A header without spaces, brackets and other signs between its words."""
    return squeeze(title).translate(_SIGNS)


def header_of(
    row: Sequence[str], columns: Mapping[str, str], above: Sequence[str] = (), below: Sequence[str] = ()
) -> Header | None:
    """The header that a row is; None if it is none. `columns` names headers of ours that go by other words.

    `above` and `below` are the rows next to it, either of which may be the other row of the same header.
    """
    header = _header([[title] for title in row], row, columns)
    if header is None:
        return None
    if _names_parts(below, row, header):
        joined = _header(list(_joined(row, below)), [low or high for high, low in _pairs(row, below)], columns)
        return joined._replace(rows=2) if joined else header
    joined = _header(list(_joined(above, row)), row, columns) if any(above) else None
    return joined or header


def is_no_candidate(row: Sequence[str], cells: Mapping[str, str], header: Header) -> bool:
    """Whether a row is none of the table: the header again, as on each printed page, the title of a section, or a sum
    or signature below it.

    `cells` are its cells in our columns.
    """
    if _is_header_again(cells, header.titles):
        return True
    filled = [cell.strip() for cell in row if cell.strip()]
    first = filled[0] if filled else " "
    if len(filled) == 1 and len(header.indexes) > 1 and "name" not in cells and not _NUMBER.search(first):
        return True  # the title of a section: 芜湖市（12人）
    if first[0] not in _FOOT:
        return False
    text = squeeze(first)
    if not _SUM.fullmatch(text) and not _SIGNATURE.fullmatch(text):
        return False
    return not any(_NUMBER.search(cell) for cell in cells.values() if cell.strip() != first)


def _is_header_again(cells: Mapping[str, str], titles: Mapping[str, str]) -> bool:
    # Of a header of two rows the upper one has the keys, the lower one none of them.
    names = [name for name in ("name", "id", "id_number") if name in cells] or list(cells)
    return bool(names) and all(
        cells[name].lstrip()[:1] == titles[name][:1] and squeeze(cells[name]) == squeeze(titles[name]) for name in names
    )


def _names_parts(below: Sequence[str], row: Sequence[str], header: Header) -> bool:
    """Whether the row below a header names the columns of its groups: texts, and none where candidates' keys stand."""
    low = {index: squeeze(cell) for index, cell in enumerate(below) if cell.strip()}
    low = {index: text for index, text in low.items() if index >= len(row) or text != squeeze(row[index])}
    keys = {header.indexes[name] for name in ("name", "id", "id_number") if name in header.indexes}
    short = all(len(text) <= _LONGEST_TITLE and not _DIGIT.search(text) for text in low.values())
    return bool(low) and short and keys.isdisjoint(low) and any(index < len(row) for index in low)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> Iterator[list[str]]:
    """The titles that each column of a header of two rows may go by: group and own title, then the own one alone."""
    group = ""
    for high, low in _pairs(upper, lower):
        group = high or group  # cells that were merged are empty but for the first
        plain = _GROUP.sub("", _ASIDE.sub("", squeeze(group)))
        yield [plain + squeeze(low), low] if low and squeeze(low) != squeeze(high) else [high or low]


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((high.strip(), low.strip()) for high, low in zip_longest(upper, lower, fillvalue=""))


def _header(options: Sequence[Sequence[str]], row: Sequence[str], columns: Mapping[str, str]) -> Header | None:
    """The header of columns that each may go by several titles, the more telling first; `row` has those to show."""
    titles = [squeeze(cell) for cell in row]
    ours = {word for synonyms in COLUMNS.values() for word in synonyms} | {squeeze(word) for word in columns.values()}
    known: dict[str, int] = {}
    for rank in range(max(map(len, options), default=0)):
        for place, texts in enumerate(options):
            told = squeeze(texts[rank]) if rank < len(texts) else ""
            # What stands in brackets belongs to the header (前置学历（层次）), or is a remark (准考证号（必填）).
            words = (told, told.translate(_SIGNS), _ASIDE.sub("", told), _ASIDE.sub("", told).translate(_SIGNS))
            word = next((word for word in words if word in ours), None)
            if word:
                known.setdefault(word, place)
    indexes: dict[str, int] = {}
    others: dict[str, int] = {}
    for name, synonyms in COLUMNS.items():
        wanted = (squeeze(columns[name]),) if name in columns else synonyms
        places = [known[word] for word in wanted if word in known]
        if places:
            indexes[name] = places[0]
        if name == "id":
            others = {titles[place]: place for place in places[1:]}
    keys = {"name", "id", "id_number"} & set(indexes)
    lone = len(indexes) == 1 and sum(bool(title) for title in titles) == 1
    if not keys or not (len(indexes) >= 2 or lone) or not set(columns) <= set(indexes):
        return None
    used = {*indexes.values(), *others.values()}
    doubtful = tuple(
        (place, row[place].strip())
        for place, title in enumerate(titles)
        if place not in used and any(name not in indexes and looks.search(title) for name, looks in _DOUBTFUL)
    )
    return Header(indexes, {name: row[index].strip() for name, index in indexes.items()}, others, 1, doubtful)
