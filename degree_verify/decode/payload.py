"""The meaning of a decoded payload: bytes to URL, sentence, bare code, field text, or something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from degree_verify.decode.hosts import read_address
from degree_verify.model.document import Code, CodeKind
from degree_verify.model.geometry import Box
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.names import normalise_name
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.verification_codes import code_form
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_gender,
    canonical_level,
)

LONGEST_PAYLOAD = 8192
"""Characters; a QR code holds 7,089 digits at most, a PDF417 symbol fewer."""

_SENTENCE = re.compile(r"#\s*([0-9A-Za-z]{8,24})\s*#")
_BARE = re.compile(r"[0-9A-Za-z]{8,24}")
_URL = re.compile(r"(?i)^\s*[a-z][a-z0-9+.\-]{1,20}:(?://)?[^\s]+")
_BARE_HOST = re.compile(r"(?i)^\s*(?:www\.)?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+(?:[/?:][^\s]*)?\s*$")

_FIELD_KEYS: Mapping[str, str] = {
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
    "学校名称": "school",
    "毕业院校": "school",
    "院校名称": "school",
    "毕业学校": "school",
    "院校所在地": "school_location",
    "学制": "duration",
    "专业": "major",
    "专业名称": "major",
    "学习形式": "study_form",
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
"""Names of fields in the text of the oldest generation's codes."""

_PAIR = re.compile(r"(?:^|[\n\r;,|，；、\t ])\s*([^\n\r;,|，；:：=\t]{2,10}?)\s*[:：=]\s*([^\n\r;|，；\t]*)")
_LEAST_PAIRS = 2


def read_payload(
    payload: str, page: int, box: Box, trusted_hosts: Sequence[str], symbology: str = "QRCode", decoder: str = ""
) -> Code:
    """Gives a payload its meaning. Never raises, opens nothing."""
    text = payload[:LONGEST_PAYLOAD]
    common = {"payload": text, "page": page, "box": box, "symbology": symbology, "decoder": decoder}
    sentence = _SENTENCE.search(text)
    if sentence and "://" not in text:
        return Code(kind=CodeKind.SENTENCE, code=sentence.group(1), **common)  # type: ignore[arg-type]
    if _URL.match(text) or _BARE_HOST.match(text):
        address = read_address(text if _URL.match(text) else f"//{text.strip()}", trusted_hosts)
        return Code(
            kind=CodeKind.URL,
            host=address.host,
            trusted=address.trusted,
            code=address.code,
            reports=address.reports,
            problems=address.problems,
            **common,  # type: ignore[arg-type]
        )
    if _BARE.fullmatch(text.strip()) and (any(c.isdigit() for c in text) or code_form(text.strip())):
        return Code(kind=CodeKind.CODE, code=text.strip(), **common)  # type: ignore[arg-type]
    fields = read_fields(text)
    if len(fields) >= _LEAST_PAIRS:
        return Code(kind=CodeKind.FIELDS, code=fields.get("verification_code"), fields=fields, **common)  # type: ignore[arg-type]
    embedded = re.search(r"(?i)https?://\S+", text)
    if embedded:  # words around a URL do not make it harmless
        address = read_address(embedded.group(), trusted_hosts)
        return Code(
            kind=CodeKind.URL,
            host=address.host,
            trusted=address.trusted,
            code=address.code,
            reports=address.reports,
            problems=address.problems,
            **common,  # type: ignore[arg-type]
        )
    return Code(kind=CodeKind.OTHER, **common)  # type: ignore[arg-type]


def read_fields(text: str) -> dict[str, str]:
    """The fields of a payload written as `label：value` pairs, normalised as the printed ones are."""
    fields: dict[str, str] = {}
    for match in _PAIR.finditer(text):
        name = _FIELD_KEYS.get(squeeze(match.group(1)))
        value = match.group(2).strip()
        if name and value and name not in fields:
            fields[name] = _normalised(name, value)
    return fields


def _normalised(name: str, value: str) -> str:
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
