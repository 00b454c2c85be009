"""Online verification codes (在线验证码)."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from degree_verify.model.document import Document

ERA = date(2019, 3, 15)
"""Applications from this day on got 16-character codes; 12 digits before."""

_LETTERS_16 = re.compile(r"[AX][A-HJ-NP-Z0-9]{15}")
_DIGITS_12 = re.compile(r"[0-9]{12}")


class CodeForm(StrEnum):
    """The two forms of a code."""

    DIGITS_12 = "digits-12"
    LETTERS_16 = "letters-16"  # starts with A or X; the letters I and O do not occur


def code_form(code: str) -> CodeForm | None:
    """The form of a code without spaces; None when it has neither, or is one character over and over."""
    if len(set(code)) == 1:
        return None
    if _DIGITS_12.fullmatch(code):
        return CodeForm.DIGITS_12
    if _LETTERS_16.fullmatch(code):
        return CodeForm.LETTERS_16
    return None


def code_to_ask(document: Document) -> str | None:
    """The code by which the issuer can be asked about a paper: the printed one if it has the form of a code, else the
    only one in its symbols and links. None when there is none, or several."""
    printed = document.fields.get("verification_code")
    if printed is not None:
        return printed.value if code_form(printed.value) else None
    carriers = [(code.code, code.trusted) for code in document.codes] + [(k.code, k.trusted) for k in document.links]
    found = {code for code, trusted in carriers if code and trusted is not False and code_form(code)}
    return found.pop() if len(found) == 1 else None


def query_url(page: str, parameter: str, code: str) -> str:
    """The address at which a page answers for a code. Raises ValueError for what is no code.

    >>> query_url("https://www.chsi.com.cn/xlcx/bg.do", "vcode", "090888693519")
    'https://www.chsi.com.cn/xlcx/bg.do?vcode=090888693519'
    """
    if code_form(code) is None:
        raise ValueError("no verification code")
    return f"{page}?{urlencode({parameter: code})}"
