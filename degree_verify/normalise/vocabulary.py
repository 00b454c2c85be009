"""Closed vocabularies of the papers: levels, categories, study forms, completion, sex, length of schooling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from degree_verify.normalise.text import squeeze

_LEVELS: Mapping[str, tuple[int, str]] = {
    # folded wording: rank, digits 11–12 of the certificate number
    "初中": (1, ""),
    "高中": (2, ""),
    "普通高中": (2, ""),
    "中专": (2, ""),
    "中等专科": (2, ""),
    "中等专业": (2, ""),
    "中等专业学校": (2, ""),
    "中等专业教育": (2, ""),
    "成人中专": (2, ""),
    "中职": (2, ""),
    "中等职业": (2, ""),
    "中等职业教育": (2, ""),
    "职高": (2, ""),
    "职业高中": (2, ""),
    "技校": (2, ""),
    "技工": (2, ""),
    "技工学校": (2, ""),
    "专科以下": (2, ""),
    "专科": (3, "06"),
    "大专": (3, "06"),
    "高职": (3, "06"),
    "高职(专科)": (3, "06"),
    "专科(高职)": (3, "06"),
    "高职高专": (3, "06"),
    "专科(高职高专)": (3, "06"),
    "高起专": (3, "06"),
    "专科(高起专)": (3, "06"),
    "高升专": (3, "06"),
    "高中起点专科": (3, "06"),
    "专科(高中起点)": (3, "06"),
    "大学专科": (3, "06"),
    "专科学历": (3, "06"),
    "大专学历": (3, "06"),
    "普通专科": (3, "06"),
    "成人专科": (3, "06"),
    "函授专科": (3, "06"),
    "自考专科": (3, "06"),
    "高专": (3, "06"),
    "高等专科": (3, "06"),
    "本科": (4, "05"),
    "大学本科": (4, "05"),
    "本科学历": (4, "05"),
    "专升本": (4, "05"),
    "专科起点本科": (4, "05"),
    "大专起点本科": (4, "05"),
    "本科(专科起点)": (4, "05"),
    "本科(专升本)": (4, "05"),
    "专升本(本科)": (4, "05"),
    "本科(高起本)": (4, "05"),
    "高起本": (4, "05"),
    "高中起点本科": (4, "05"),
    "本科(高中起点)": (4, "05"),
    "第二学士学位": (4, "04"),
    "第二学位": (4, "04"),
    "硕士": (5, "02"),
    "硕士研究生": (5, "02"),
    "博士": (6, "01"),
    "博士研究生": (6, "01"),
}
_CATEGORIES: Mapping[str, str] = {
    # folded wording: kinds (digit 6); "z" marks self-study
    "普通高等教育": "1",
    "普通": "1",
    "研究生教育": "1",
    "研究生": "1",
    "成人高等教育": "5",
    "成人": "5",
    "成人教育": "5",
    "网络教育": "7",
    "网络": "7",
    "网络高等教育": "7",
    # Open-university certificates are seen with the adult digit; the network digit cannot be ruled out.
    "开放教育": "57",
    "国家开放教育": "57",
    "高等教育自学考试": "z",
    "自学考试": "z",
    "自考": "z",
    "高等教育学历文凭考试": "z",
    "学历文凭考试": "z",
}
_STUDY_FORMS = (
    "普通全日制",
    "全日制",
    "非全日制",
    "函授",
    "业余",
    "半脱产",
    "脱产",
    "成人脱产",
    "夜大学",
    "夜大",
    "电视教育",
    "网络教育",
    "开放教育",
    "自学考试",
)
_NOT_REGULAR = ("函授", "业余", "夜大学", "夜大", "成人脱产", "电视教育", "网络教育", "开放教育", "自学考试")
_NO_QUALIFICATION = "预科|研修|进修|培训|旁听|辅修|非学历|单科"
_BELOW = "中专|中职|中等(?:专业|职业)|技工|技校|职高|高中(?!起点)"
_OTHER_COURSES: Mapping[str, re.Pattern[str]] = {
    "study_form": re.compile(f"{_NO_QUALIFICATION}|{_BELOW}"),
    # Majors may be about such courses; what they end in is what they are.
    "major": re.compile(rf"(?:{_NO_QUALIFICATION})(?:班|生|课程)?\)?$|{_BELOW}"),
}
_COMPLETIONS = ("毕业", "结业", "肄业")
_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}


def level_rank(level: str) -> int | None:
    """How high a level ranks: 高中 2, 专科 3, 本科 4, 硕士 5, 博士 6; None for a level that is not known."""
    entry = _LEVELS.get(squeeze(level))
    return entry[0] if entry else None


def canonical_level(text: str) -> str | None:
    """The level as papers print it, spaces removed and brackets full-width; None outside the vocabulary."""
    return _canonical(text, _LEVELS)


def canonical_category(text: str) -> str | None:
    """The category (学历类别) as printed; None outside the vocabulary."""
    return _canonical(text, _CATEGORIES)


def canonical_study_form(text: str) -> str | None:
    """The form of study (学习形式) as printed; None outside the vocabulary."""
    return _canonical(text, _STUDY_FORMS)


def canonical_completion(text: str) -> str | None:
    """毕业, 结业 or 肄业; None otherwise."""
    return _canonical(text, _COMPLETIONS)


def canonical_gender(text: str) -> str | None:
    """男 or 女; None otherwise."""
    return _canonical(text, ("男", "女"))


def is_other_course(field: str, value: str) -> bool:
    """Whether a form of study or a major is one of courses that lead to no qualification of higher education."""
    pattern = _OTHER_COURSES.get(field)
    return pattern is not None and pattern.search(squeeze(value)) is not None


CLOSED: Mapping[str, Callable[[str], str | None]] = {
    "gender": canonical_gender,
    "level": canonical_level,
    "category": canonical_category,
    "completion": canonical_completion,
}
"""Fields whose values are words of a vocabulary, each with what takes a text for one of them: another text is none."""


def kinds_of_category(category: str) -> frozenset[str]:
    """The sixth digits of a certificate number that fit a category; empty when unknown or not of that scheme."""
    kinds = _CATEGORIES.get(squeeze(category), "")
    return frozenset() if kinds == "z" else frozenset(kinds)


def is_self_study(category: str) -> bool:
    """Whether the category is the self-study examination or the 文凭考试, whose numbers are built otherwise."""
    return _CATEGORIES.get(squeeze(category)) == "z"


def is_of_another_category(study_form: str, category: str) -> bool:
    """Whether a form of study is one that regular schooling does not have: 函授 beside 普通高等教育."""
    return squeeze(category) in ("普通高等教育", "普通") and squeeze(study_form) in _NOT_REGULAR


def is_below_category(level: str, category: str) -> bool:
    """Whether a level is below that of graduate schooling, where the category says that it is such."""
    rank = level_rank(level)
    return squeeze(category).startswith("研究生") and rank is not None and rank < _LEVELS["硕士"][0]


def levels_of(level: str) -> frozenset[str]:
    """Digits 11–12 of a certificate number that fit a level; empty when unknown."""
    entry = _LEVELS.get(squeeze(level))
    return frozenset({entry[1]}) if entry and entry[1] else frozenset()


def duration_years(text: str) -> float | None:
    """The length of schooling in years: `3年`, `2.5年`, `四年`, `二年半`; None if it says none."""
    folded = squeeze(text)
    if match := re.fullmatch(r"(\d{1,2}(?:\.\d)?)年?制?", folded):
        years = float(match[1])
    elif match := re.fullmatch(r"([一二两三四五六七八])年(半?)制?", folded):
        years = _YEARS[match[1]] + (0.5 if match[2] else 0.0)
    else:
        return None
    return years if 0 < years <= 10 else None


def _canonical(text: str, known: Iterable[str]) -> str | None:
    folded = squeeze(text)
    return folded.replace("(", "（").replace(")", "）") if folded in known else None
