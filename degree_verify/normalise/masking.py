"""Masks identity numbers, telephone numbers and verification codes."""

from __future__ import annotations

import re

_ID = re.compile(r"(?<!\d)\d{15,}[Xx]?")
"""Fifteen digits and more: an identity number, a certificate number, or one with something stuck to it."""

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CODE = re.compile(r"(?<![0-9A-Za-z])(?=[A-Z0-9]*\d)[AX][A-Z0-9]{15}(?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{4}[ -]\d{4}[ -]\d{4}(?!\d)")


def mask_id(text: str) -> str:
    """An identity number with its first six and last two characters; shorter text keeps at most a quarter each side."""
    if len(text) >= 12:
        return f"{text[:6]}{'*' * (len(text) - 8)}{text[-2:]}"
    kept = len(text) // 4
    return f"{text[:kept]}{'*' * (len(text) - 2 * kept)}{text[len(text) - kept :]}"


def mask_code(text: str) -> str:
    """A verification code with its first two and last two characters."""
    return f"{text[:2]}{'*' * max(len(text) - 4, 0)}{text[-2:]}" if len(text) > 4 else "*" * len(text)


def mask_text(text: str) -> str:
    """Any text with every identity number, mobile number and code in it masked.

    Certificate numbers of 17 or 18 digits look like identity numbers and are masked with them.
    """
    text = _ID.sub(lambda match: mask_id(match.group()), text)
    text = _CODE.sub(lambda match: mask_code(match.group()), text)
    text = _PHONE.sub(lambda match: f"{match.group()[:3]}{'*' * 6}{match.group()[-2:]}", text)
    return _DIGITS.sub(lambda match: mask_code(match.group()), text)
