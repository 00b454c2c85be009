"""Online verification codes (在线验证码)."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

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
