"""Numbers of certificates and reports: kept as printed, without the spaces of their groups."""

from __future__ import annotations

import re

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.text import fold, squeeze

_CERTIFICATE = re.compile(r"(?!.*\.\.)(?:[Nn][Oo][:.])?[0-9A-Za-z\u4e00-\u9fff()\[\]〔〕\-./]{4,40}")
MOST_DIGITS = 24
"""More are two numbers that stand together."""

_REPORT = re.compile(r"[0-9A-Za-z\-]{4,40}")


def certificate_number(text: str) -> Parsed | None:
    """Any number with digits in it, old forms with words (某字第123号) included; the rules judge its form."""
    value = _bare(squeeze(text))
    if value.isdigit() and len(value) > MOST_DIGITS:
        return None
    if not _CERTIFICATE.fullmatch(value) or not any(c.isdigit() for c in value):
        return None
    return Parsed(value, ("spaces removed",) if value != fold(text) else ())


def _bare(text: str) -> str:
    """A text without marks behind it and brackets around it, or one that has no partner. Those of (98)某字第123号 are
    the number's own."""
    while text:
        if text[-1] in "/;,、":
            text = text[:-1]
        elif text[0] == "(" and text.find(")") in (-1, len(text) - 1):
            text = text[1:]
        elif text[-1] == ")" and text.rfind("(") in (-1, 0) and text.count(")") > text.count("("):
            text = text[:-1]
        else:
            break
    return text


def report_number(text: str) -> Parsed | None:
    value = squeeze(text)
    if not _REPORT.fullmatch(value) or not any(c.isdigit() for c in value):
        return None
    return Parsed(value, ("spaces removed",) if value != fold(text) else ())
