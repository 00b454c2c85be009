"""Online verification codes, well formed or not: the rules judge the form."""

from __future__ import annotations

import re

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.text import fold, squeeze
from degree_verify.normalise.verification_codes import code_form

_CODE = re.compile(r"[0-9A-Za-z]{8,24}")


def parse(text: str) -> Parsed | None:
    value = squeeze(text)
    if not _CODE.fullmatch(value) or not (any(c.isdigit() for c in value) or code_form(value)):
        return None
    return Parsed(value, ("spaces removed",) if value != fold(text) else ())
