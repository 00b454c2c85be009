"""Numbers of qualification certificates, decoded into their parts.

School-issued numbers since 2001 (教学[2001]4号 and later practice): five digits of school code, one of kind, four of
the year of graduation, two of the level, five (17-digit numbers, until about 2003) or six of serial. Self-study
numbers start 65 or 66 and hold the province and the examinee number instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from degree_verify.normalise.text import squeeze


class Form(StrEnum):
    """The known forms of a number."""

    SCHOOL = "school"
    SELF_STUDY = "self-study"
    OLDER = "older"  # before 2001 there was no national scheme
    DEGREE = "degree"  # sixteen digits: a degree's number, copied by mistake
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A number and its parts, as far as its form has them."""

    number: str
    form: Form
    school: str | None = None
    kind: str | None = None
    year: int | None = None
    level: str | None = None
    serial: str | None = None
    province: str | None = None


PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44"),
    *("45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"),
)
"""The first digits of the provinces and regions in GB/T 2260."""

_DEGREE = re.compile(r"\d{5}[234](?:19|20)\d{2}\d{6}")
LONGEST_OLDER = 15
"""Latin letters and digits: older numbers have six to ten. What is longer is a newer number with a letter in it."""

_WORDS = re.compile(r"(?:[Nn][Oo][:.])?[\w()\[\]〔〕\-./]{3,30}")


_PREFIX = re.compile(r"^(?:NO[.:]+|NO(?=\d)|(?:证书)?编号[.:]*)+")


def number_key(number: str) -> str:
    """A number as it is compared: without spaces, and without the NO. that some print or type before it.

    >>> number_key("No. 99031 27")
    '9903127'
    """
    key = squeeze(number).upper()
    return key if key[:1].isdigit() else _PREFIX.sub("", key)


def decode(number: str) -> CertificateNumber:
    """The parts of a number without spaces. Never raises.

    >>> decode("100221200106999999").school, decode("65340100012345678").form.value
    ('10022', 'self-study')
    """
    ascii_digits = number.isascii() and number.isdigit()
    if ascii_digits and len(number) in (17, 18):
        if number[:2] in ("65", "66"):
            return CertificateNumber(number, Form.SELF_STUDY, province=number[2:4], serial=number[4:])
        return CertificateNumber(
            number,
            Form.SCHOOL,
            school=number[:5],
            kind=number[5],
            year=int(number[6:10]),
            level=number[10:12],
            serial=number[12:],
        )
    if ascii_digits and _DEGREE.fullmatch(number):
        return CertificateNumber(number, Form.DEGREE, school=number[:5], year=int(number[6:10]))
    marks = sum(c.isascii() and c.isalnum() for c in number)
    if any(c.isdigit() for c in number) and _WORDS.fullmatch(number) and marks <= LONGEST_OLDER:
        return CertificateNumber(number, Form.OLDER)
    return CertificateNumber(number, Form.UNKNOWN)
