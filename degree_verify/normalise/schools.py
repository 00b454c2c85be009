"""Comparison of school names."""

from __future__ import annotations

import re
from functools import lru_cache

from degree_verify.normalise.text import squeeze

_KINDS = re.compile(r"职业技术|高等专科|师范|职业|技术|大学|学院|学校|专科")
"""Words that most names share: what is left tells schools apart."""

_PARTS = re.compile(
    r"(?!.*(?:附属|中学|中专|中等|高中|小学|技校))[\u4e00-\u9fff]{0,12}(?:学院|分校|校区|分院|学部|函授站|教学点|学习中心)"
)
"""What follows a school's name when a part of it is meant (成人教育学院, 分校); its schools for pupils are none."""

_MARKS = re.compile(r"[()\[\]{}〔〕【】·,.、。\-—_'\"“”]")


@lru_cache(maxsize=1 << 14)
def school_key(name: str) -> str:
    """A school's name as compared: width, spaces, brackets and punctuation folded away.

    >>> school_key("中国石油大学（华东）") == school_key("中国石油大学 (华东)")
    True
    """
    return squeeze(_MARKS.sub("", squeeze(name))).lower()  # without a mark, signs may join anew


def is_part(key: str, school: str) -> bool:
    """Whether a name is that of a part of a school, both as `school_key` gives them.

    >>> is_part("北京林业大学成人教育学院", "北京林业大学")
    True
    >>> is_part("北京林业大学附属中学", "北京林业大学")
    False
    """
    return key.startswith(school) and _PARTS.fullmatch(key.removeprefix(school)) is not None


def telling_part(key: str) -> str:
    """What of a school's name, as `school_key` gives it, tells it from others; all of it where nothing is left.

    >>> telling_part("九江职业技术学院")
    '九江'
    """
    return _KINDS.sub("", key) or key
