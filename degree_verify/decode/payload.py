"""The meaning of a decoded payload: bytes to URL, sentence, bare code, field text, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from degree_verify.decode.hosts import read_address
from degree_verify.model.document import Code, CodeKind
from degree_verify.model.geometry import Box
from degree_verify.normalise.labelled import CODE_IN_WORDS, read_fields
from degree_verify.normalise.verification_codes import code_form

LONGEST_PAYLOAD = 8192
"""Characters; a QR code holds 7,089 digits at most, a PDF417 symbol fewer."""

_SERVICE = re.compile(r"['\"‘“「『《]([^'\"’”」』》#]{2,24})['\"’”」』》]")
"""What a sentence names in quotation marks: the app or mini-program that is to read it."""

_UNQUOTED = re.compile(r"(?:使用|用|打开|通过)([\u4e00-\u9fff]{3,20}?)(?:微信)?(?:小程序|(?i:app)(?![a-z]))")
"""The same without quotation marks."""

_ISSUER = re.compile(r"学信|学生信息|(?i:chsi)")
_OWN = re.compile(r"学信网报告在线验证|学信网?(?:(?i:app))?")
"""What the issuer's programs are called, where a name stands in quotation marks."""

_OTHER_PROGRAM = re.compile("支付宝|公众号|抖音|微博|淘宝|钉钉|百度|(?i:qq|alipay)")

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

_LEAST_PAIRS = 2

_BREAK = re.compile(r"[\s|,;，；、]+")
"""What stands between the parts of a payload that names its fields by their order alone."""


def read_payload(
    payload: str, page: int, box: Box, trusted_hosts: Sequence[str], symbology: str = "QRCode", decoder: str = ""
) -> Code:
    """Gives a payload its meaning. Never raises, opens nothing."""
    text = payload[:LONGEST_PAYLOAD]
    # Words around an address do not make it harmless, nor does a second, better address.
    addresses = [read_address(found, trusted_hosts) for found in _addresses(text)]
    address = next((a for a in addresses if not a.trusted), addresses[0] if addresses else None)
    # What a sentence says beside its code, a telephone shows too.
    fields = read_fields(text)
    elsewhere = (
        "留信" in text
        or _OTHER_PROGRAM.search(CODE_IN_WORDS.sub("", text)) is not None
        or any(not _OWN.fullmatch(name.strip()) for name in _SERVICE.findall(text))
        or any(not _ISSUER.search(name) for name in _UNQUOTED.findall(text))
    )
    # A sign may end one code and begin another: #one#other#.
    sentences, bare = dict.fromkeys(CODE_IN_WORDS.findall(text.replace("#", "##"))), text.strip()
    code = None
    if len(fields) >= _LEAST_PAIRS:
        told = next(iter(sentences)) if len(sentences) == 1 else None
        kind, code = CodeKind.FIELDS, fields.get("verification_code", told)
    elif (
        address is not None and address.trusted and not any(a.code for a in addresses) and (told := _code_beside(text))
    ):
        kind, code, fields = CodeKind.SENTENCE, told, {}
    elif address is not None:
        kind, fields = CodeKind.URL, {}
    elif len(sentences) == 1:
        kind, code = CodeKind.SENTENCE, next(iter(sentences))
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
        problems=address.problems if address else ("service",) if kind is CodeKind.SENTENCE and elsewhere else (),
        fields=fields,
        symbology=symbology,
        decoder=decoder,
    )


def _code_beside(text: str) -> str | None:
    """The only part of a payload of several parts that has the form of a code: name|code|address, as PDF417 symbols
    have them; None where there is none or more than one."""
    codes = {part for part in _BREAK.split(text) if code_form(part) is not None}
    return codes.pop() if len(codes) == 1 else None


def _addresses(text: str) -> list[str]:
    """All web addresses in a payload, those without a scheme included."""
    text = text.translate(_DOTS).strip()
    if _URL.match(text) or _BARE_HOST.match(text):
        return [text if _URL.match(text) else f"//{text}"]
    return [
        found if _URL.match(found) else f"//{found}" for part in _BREAK.split(text) for found in _ADDRESS.findall(part)
    ]
