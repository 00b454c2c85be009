"""Fields as label and value in running text: in the oldest generation's codes, and on the issuer's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.names import normalise_name
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_gender,
    canonical_level,
)

FIELD_LABELS: Mapping[str, str] = {
    "姓名": "name",
    "性别": "gender",
    "出生日期": "birth_date",
    "出生年月": "birth_date",
    "入学日期": "enrolment_date",
    "入学时间": "enrolment_date",
    "入学年月": "enrolment_date",
    "毕(结)业日期": "graduation_date",
    "毕业日期": "graduation_date",
    "毕业时间": "graduation_date",
    "结业日期": "graduation_date",
    "毕业年月": "graduation_date",
    "毕/结业日期": "graduation_date",
    "毕结业日期": "graduation_date",
    "毕业(业)日期": "graduation_date",
    "结业时间": "graduation_date",
    "学历类别": "category",
    "学历类型": "category",
    "层次": "level",
    "学历层次": "level",
    "培养层次": "level",
    "办学层次": "level",
    "学校名称": "school",
    "毕业院校": "school",
    "院校名称": "school",
    "毕业学校": "school",
    "院校": "school",
    "毕业院校名称": "school",
    "院校所在地": "school_location",
    "学校所在地": "school_location",
    "学制": "duration",
    "专业": "major",
    "专业名称": "major",
    "毕业专业": "major",
    "学习形式": "study_form",
    "办学形式": "study_form",
    "证书编号": "certificate_number",
    "学历证书编号": "certificate_number",
    "毕业证书编号": "certificate_number",
    "毕业证书号": "certificate_number",
    "毕业证号": "certificate_number",
    "原证书编号": "original_certificate_number",
    "原学历证书编号": "original_certificate_number",
    "毕(结)业": "completion",
    "毕结业": "completion",
    "毕结业结论": "completion",
    "毕业结论": "completion",
    "毕(结)业结论": "completion",
    "毕(结)业情况": "completion",
    "毕/结业": "completion",
    "毕业(业)": "completion",
    "结论": "completion",
    "校(院)长姓名": "president",
    "校长姓名": "president",
    "院长姓名": "president",
    "校(院、所)长姓名": "president",
    "校(院)长": "president",
    "在线验证码": "verification_code",
    "验证码": "verification_code",
    "在线验证": "verification_code",
    "验证编码": "verification_code",
    "制表日期": "update_date",
    "更新日期": "update_date",
    "报告日期": "update_date",
    "报告编号": "report_number",
    "打印日期": "print_date",
    "认证日期": "print_date",
    "验证期至": "valid_until",
    "有效期至": "valid_until",
    "报告有效期至": "valid_until",
    "失效日期": "valid_until",
    "有效期": "valid_until",
}
"""The field that a label means, without spaces and with plain brackets."""

CODE_IN_WORDS = re.compile(r"#\s*([0-9A-Za-z]{8,24})\s*#")
"""A code as a sentence holds it."""

_APART = re.compile(r"[\n\r;|；\t]")
"""What always stands between two pairs."""

_LABEL = re.compile(r"(?:^|(?<=[,，、 \u3000]))(?=\s*([^,，、:：=]{2,10}?)(\s*[:：=]))")
_COMMAS = ",，"
_OPEN, _CLOSE = "([（［【〔", ")]）］】〕"
"""Values have commas and spaces of their own, and majors brackets with labels in them (方向：物流); what stands behind
such a sign begins another pair only where it is a label."""


def labelled_value(name: str, value: str) -> str:
    """The normalised value of a field that was handed over as text; what is no value of its kind stays as it is."""
    if name.endswith("_date") or name == "valid_until":
        return parse_date(value) or value
    if name in ("name", "president"):
        return normalise_name(value).value
    canonical = {
        "gender": canonical_gender,
        "level": canonical_level,
        "category": canonical_category,
        "completion": canonical_completion,
    }.get(name)
    if canonical is not None:
        return canonical(value) or squeeze(value)
    return squeeze(value)


class Said(NamedTuple):
    """What a payload written as `label：value` pairs says: `pairs` of known fields with their values, normalised as the
    printed ones are, `others` with labels that are not known, and the words without a label."""

    pairs: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


def read_fields(text: str) -> dict[str, str]:
    """The fields of a payload, each as it is said first."""
    fields: dict[str, str] = {}
    for name, value in read_said(text).pairs:
        fields.setdefault(name, value)
    return fields


def read_said(text: str) -> Said:
    """All that a payload says, a code between its signs aside."""
    pairs: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    words: list[str] = []
    for part in _APART.split(CODE_IN_WORDS.sub(" ", text)):
        labels = list(_labels(part))
        ends = [start for _, start, _ in labels]
        words.append(part[: ends[0]] if ends else part)
        for (label, _, begin), end in zip(labels, [*ends[1:], len(part)], strict=False):
            name, value = FIELD_LABELS.get(label), part[begin:end].strip(" \u3000,，、")
            if name and value:
                pairs.append((name, labelled_value(name, value)))
            elif value:
                others.append((label, value))
    return Said(tuple(pairs), tuple(others), tuple(filter(None, words)))


def _labels(part: str) -> Iterator[tuple[str, int, int]]:
    """The labels of a part of a payload, each with its place and that of its value. Behind a comma outside of brackets
    any label stands for itself (民族：汉); elsewhere only those that are known do, as values are made of words too."""
    end = 0
    for match in _LABEL.finditer(part):
        label, place = squeeze(match[1]), match.start()
        if place < end:
            continue
        if label in FIELD_LABELS or _begins(match[1], part[:place]):
            yield label, place, match.end(2)
            end = match.end(2)


def _begins(label: str, before: str) -> bool:
    """Whether a label that is not known is one, by what stands before it and in it."""
    depth = sum(map(before.count, _OPEN)) - sum(map(before.count, _CLOSE))
    words = label.split()
    known = any("".join(words[first:]) in FIELD_LABELS for first in range(1, len(words)))
    return (not before or (before[-1] in _COMMAS and depth <= 0)) and not known
