"""Whether a symbol's text and the print agree, and what it says against a paper outside of the fields that are known.

A name, 结业 or a date can stand behind a code or an address, in the address itself, or beside a label of no paper;
a telephone shows all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import unquote

from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.labelled import read_said
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.vocabulary import (
    canonical_completion,
    duration_years,
    is_self_study,
    kinds_of_category,
    level_rank,
)

_MEANINGS: Mapping[str, Callable[[str], object]] = {
    "duration": duration_years,
    "level": level_rank,
    "category": lambda text: "self-study" if is_self_study(text) else kinds_of_category(text),
    "study_form": lambda text: squeeze(text).removeprefix("普通").removeprefix("成人"),
}
"""What a word of a field stands for; nothing when it is not known."""

_DENIED = re.compile(r"(?<!毕)(?<!毕[(（/])结业|肄业|退学|开除|未毕业|未取得|无效|作废|撤销|注销|伪造|虚假|过期")
"""Words that speak against a paper; of 毕（结）业 they are none."""

_WHO = re.compile("姓名|名字|学生|学员|考生|持证人|毕业生")
"""Labels that are not known but say whose a paper is."""

_HAN = re.compile(r"[\u3400-\u9fff·]+")
_ORDINARY = re.compile(
    "请|扫|验证|学信|微信|小程序|网址|查验|查询|报告|备案|登记|注册|学历|学籍|证书|信息|编号|姓名|官网|平台|教育|大学|学院"
    "|学校|有效|日期|使用|打开|登录|下载|访问|手机|点击"
)
"""What the issuer's sentences are made of, and names are not."""

_LONGEST_NAME = 4
"""Characters of a run that may be a name by itself."""

_DAY = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d\d)(\d\d))(?![0-9A-Za-z])")

_PLAIN = re.compile(r"[\s!-~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef‘’“”·]*")
"""Text as people write it; what a decoder made of bytes has other characters in it."""


def agrees(field: str, symbol: str, printed: str) -> bool | None:
    """Whether two normalised values of a field mean the same; None where one says less than the other."""
    if school_key(symbol) == school_key(printed):
        return True
    if field in _MEANINGS:  # two words for one thing, such as 普通 and 普通高等教育
        mine, other = _MEANINGS[field](symbol), _MEANINGS[field](printed)
        return mine == other if mine and other else None
    if field.endswith("_date") or field == "valid_until":
        mine, other = parse_date(symbol), parse_date(printed)
        if mine and other and (mine.startswith(other) or other.startswith(mine)):
            return None
    return False


def said_besides(payload: str, values: Collection[str], *, in_fields: bool) -> Iterator[str]:
    """The parts of a symbol's text that say something else than the printed `values`. With `in_fields` its known fields
    are compared elsewhere."""
    if not _PLAIN.fullmatch(payload):
        return
    said = read_said(payload)
    words = [*said.words, *(() if in_fields else (value for _, value in said.pairs))]
    for label, value in said.others:
        if value.startswith("//"):  # the label of an address is its scheme
            words.append(f"{label}:{value}")
        elif _WHO.search(label):
            words.append(value)
        elif _DENIED.search(value):
            yield f"{label}：{value}"
    for text in map(unquote, words):
        names = any(_is_other_name(run, values) for run in _HAN.findall(text))
        if names or _DENIED.search(text) or any(_is_other_day(found, values) for found in _DAY.finditer(text)):
            yield text.strip()


def _is_other_name(run: str, values: Collection[str]) -> bool:
    """Whether a run of characters may be a name, and is in nothing that the paper prints."""
    usual = len(run) < 2 or len(run) > _LONGEST_NAME or _ORDINARY.search(run) or any(run in value for value in values)
    known = level_rank(run) or kinds_of_category(run) or is_self_study(run) or canonical_completion(run)
    return not usual and not known


def _is_other_day(found: re.Match[str], values: Collection[str]) -> bool:
    """Whether a day is none that the paper prints, to the day or to the month."""
    year, *rest = (part for part in found.groups() if part)
    day = "-".join((year, *(part.zfill(2) for part in rest)))
    return parse_date(day) is not None and day not in values and day[:7] not in values
