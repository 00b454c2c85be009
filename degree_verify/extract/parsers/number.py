"""Numbers of certificates and reports: kept as printed, without the spaces of their groups."""

from __future__ import annotations

import re

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.text import fold, squeeze

_CERTIFICATE = re.compile(r"(?!.*\.\.)[0-9A-Za-z第字号\u4e00-\u9fff()\-./]{4,40}")
_REPORT = re.compile(r"[0-9A-Za-z\-]{4,40}")


def certificate_number(text: str) -> Parsed | None:
    """Any number with digits in it, old forms with words (某字第123号) included; the rules judge its form."""
    value = squeeze(text).strip("()")
    if not _CERTIFICATE.fullmatch(value) or not any(c.isdigit() for c in value):
        return None
    return Parsed(value, ("spaces removed",) if value != fold(text) else ())


def report_number(text: str) -> Parsed | None:
    value = squeeze(text)
    if not _REPORT.fullmatch(value) or not any(c.isdigit() for c in value):
        return None
    return Parsed(value, ("spaces removed",) if value != fold(text) else ())
