"""Fields as label and value in running text: in the oldest generation's codes, and on the issuer's pages."""

from __future__ import annotations

from collections.abc import Mapping

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
    "毕(结)业日期": "graduation_date",
    "毕业日期": "graduation_date",
    "毕业时间": "graduation_date",
    "结业日期": "graduation_date",
    "学历类别": "category",
    "学历类型": "category",
    "层次": "level",
    "学历层次": "level",
    "培养层次": "level",
    "学校名称": "school",
    "毕业院校": "school",
    "院校名称": "school",
    "毕业学校": "school",
    "院校所在地": "school_location",
    "学制": "duration",
    "专业": "major",
    "专业名称": "major",
    "毕业专业": "major",
    "学习形式": "study_form",
    "办学形式": "study_form",
    "证书编号": "certificate_number",
    "学历证书编号": "certificate_number",
    "原证书编号": "original_certificate_number",
    "毕(结)业": "completion",
    "毕结业": "completion",
    "毕结业结论": "completion",
    "校(院)长姓名": "president",
    "校长姓名": "president",
    "在线验证码": "verification_code",
    "验证码": "verification_code",
    "制表日期": "update_date",
    "更新日期": "update_date",
    "验证期至": "valid_until",
    "有效期至": "valid_until",
}
"""The field that a label means, without spaces and with plain brackets."""


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
