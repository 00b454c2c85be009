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

_ADDRESS = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.\-]*:[/\\]+|(?:javascript|data|file|smsto?|mailto|tel|weixin|alipays?|intent|market):)"
    r"[^\s，。；、]+|(?:[a-z0-9\-]+\.)+[a-z]{2,}[^\s，。；、]*"
)
"""An address among words: a scheme with slashes, a scheme that starts another program, or a domain."""

_DOTS = str.maketrans("。．｡", "...")
"""Full stops that IDNA takes for the dot between two labels."""

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
    # Words around an address do not make it harmless, nor does a second, better address.
    addresses = [read_address(found, trusted_hosts) for found in _addresses(text)]
    address = next((a for a in addresses if not a.trusted), addresses[0] if addresses else None)
    fields = read_fields(text)
    sentences, bare = dict.fromkeys(_SENTENCE.findall(text)), text.strip()
    code = None
    if len(fields) >= _LEAST_PAIRS:
        kind, code = CodeKind.FIELDS, fields.get("verification_code")
    elif address is not None:
        kind, fields = CodeKind.URL, {}
    elif len(sentences) == 1:
        kind, code, fields = CodeKind.SENTENCE, next(iter(sentences)), {}
    elif _BARE.fullmatch(bare) and (any(c.isdigit() for c in bare) or code_form(bare)):
        kind, code, fields = CodeKind.CODE, bare, {}
    else:
        kind, fields = CodeKind.OTHER, {}
    return Code(
        payload=text,
        kind=kind,
        page=page,
        box=box,
        host=address.host if address else None,
        trusted=address.trusted if address else None,
        code=code or (address.code if address else None),
        reports=address.reports if address else None,
        problems=address.problems if address else (),
        fields=fields,
        symbology=symbology,
        decoder=decoder,
    )


def _addresses(text: str) -> list[str]:
    """All web addresses in a payload, those without a scheme included."""
    text = text.translate(_DOTS).strip()
    if _URL.match(text) or _BARE_HOST.match(text):
        return [text if _URL.match(text) else f"//{text}"]
    return [found if _URL.match(found) else f"//{found}" for found in _ADDRESS.findall(text)]


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
