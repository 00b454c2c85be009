"""Resident identity numbers (GB 11643-1999)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from degree_verify.normalise.text import fold, squeeze

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLD, _NEW = re.compile(r"[0-9]{15}"), re.compile(r"[0-9]{17}[0-9X]")
_FREE = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")

LEAST_DIGITS = 13
"""Digits of a resident's number, one lost or some typed as letters; passports and permits have twelve at most."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An 18-digit number with what it says. `region` are its first six digits."""

    number: str
    birth_date: str
    gender: str
    region: str


def check_digit(first: str) -> str:
    """The check character of the first 17 digits."""
    return _CHECKS[sum(map(mul, map(int, first), _WEIGHTS)) % 11]


def parse_id_number(text: str) -> IdNumber | None:
    """An 18-digit number whose check digit and date hold; 15-digit ones (before 1999) are promoted. None otherwise."""
    number = squeeze(text).upper().lstrip("'")
    if _OLD.fullmatch(number):
        number = f"{number[:6]}19{number[6:]}"
        number += check_digit(number)
    if not _NEW.fullmatch(number) or check_digit(number[:17]) != number[17]:
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    if not 1900 <= born.year <= 2100:
        return None
    return IdNumber(number, born.isoformat(), "男" if int(number[16]) % 2 else "女", number[:6])


def find_id_numbers(text: str) -> tuple[str, ...]:
    """The valid numbers that stand free in a text such as a file name, in 18-digit form."""
    found = (parse_id_number(match.group(1)) for match in _FREE.finditer(fold(text)))
    return tuple(dict.fromkeys(number.number for number in found if number))
