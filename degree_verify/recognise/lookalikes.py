"""Other papers that are handed in by mistake, told by what is printed on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from degree_verify.model.page import Page

_OTHERS: tuple[tuple[str, re.Pattern[str], int], ...] = (
    # kind, what speaks for it, how many different things must
    ("identity-card", re.compile(r"公民身份号码|居民身份证|签发机关|有效期限"), 1),
    ("admission-ticket", re.compile(r"准考证(?!号码?[^码]*毕业)|考场|座位号|考试科目|考试时间"), 2),
    ("degree-certificate", re.compile(r"(?:学士|硕士|博士)学位证书|授予.{2,8}学位|学位评定委员会"), 1),
    ("certificate", re.compile(r"毕业证书|学历证书(?!电子注册|查询)|修完|修业|成绩合格|准予毕业|校\(?院?\)?长:"), 2),
    ("web-page", re.compile(r"学信网|学信档案|高等教育信息|学籍信息|学历信息|查看该学[籍历]|学籍状态|chsi\.com"), 2),
)
"""The first that fits is named: the words of a certificate occur on a web page, not the reverse."""


def lookalike(pages: Sequence[Page]) -> str:
    """What pages of no known layout seem to be; empty where nothing speaks for any kind."""
    return kind_of("".join(line.text for page in pages for line in page.lines))


def kind_of(text: str) -> str:
    """What a folded text without white space seems to stand on; empty where nothing speaks for any kind."""
    for kind, pattern, least in _OTHERS:
        if len({match.group()[:4] for match in pattern.finditer(text)}) >= least:
            return kind
    return ""
