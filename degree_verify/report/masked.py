"""Text as people read it in the report and on the terminal: on one line, nothing hidden, personal numbers masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.masking import mask_code, mask_id
from degree_verify.normalise.text import squeeze, visible

MOST = 300
"""Characters of one value that are shown; no value of a paper is nearly as long."""

_SIGNS = "－＿．　＋ｘＸ０１２３４５６７８９"
_NARROW = str.maketrans(_SIGNS, "-_. +xX0123456789")
"""Full-width signs and digits as plain ones, each in its own place."""

_GAP = r"[ \-_.\u2010-\u2015]{1,2}"
_RUN = re.compile(rf"\+?\d+(?:{_GAP}\d+)*(?:(?:{_GAP})?[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"\d+[Xx]?|[Xx]")
_BORN = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_MOBILE = re.compile(r"((?:00)?86)?1[3-9]\d{9}")
_OLD_PARTS = ([6, 6, 3], [6, 2, 2, 2, 3])
"""Digits of the groups of a number from before 1999, which has no check digit: 准考证号 with a counter is as long."""

_MOST_GROUPS = 18
_PARTS = ((11,), (3, 4, 4), (3, 8))
"""Digits of the groups in which a mobile number is written."""

_CODE = re.compile(r"(?<![0-9A-Za-z])(?=[A-Z0-9]*\d)[AX][A-Z0-9]{15}(?![0-9A-Za-z])")

_SECRET = re.compile(r"[0-9A-Za-z]{6,20}")
"""What can be searched for in a text. Anything else in the place of a number must not alter messages."""


def plain(text: str) -> str:
    """Text on one line, hidden characters spelled out, cut where it is beyond any real value."""
    return visible(text) if len(text) <= MOST else f"{visible(text[:MOST])}… ({len(text)})"


@lru_cache(maxsize=4096)  # a row's path comes in a dozen columns, and most advice on many papers
def masked(text: str) -> str:
    """Text that is safe to show, with every identity and mobile number in it masked, however it is written.

    准考证号 of twelve digits, by which a clerk finds a file, are none of these.
    """
    narrow = text.translate(_NARROW)
    for start, end, first in _personal(narrow):
        text = text[:start] + _starred(narrow[start:end], first) + text[end:]
    return plain(text)


def candidate_number(candidate: Candidate) -> str:
    """The 准考证号 of a candidate; masked where the roster uses the identity number for it."""
    identity = candidate.id == candidate.id_number or parse_id_number(candidate.id) is not None
    return plain(mask_id(candidate.id) if identity else candidate.id)


def identity_number(candidate: Candidate) -> str:
    """The identity number of a candidate, masked; empty when the roster has none."""
    return plain(mask_id(candidate.id_number)) if candidate.id_number else ""


def path_of(text: str) -> str:
    """A file's path: identity numbers, mobile numbers and verification codes in it are masked."""
    return masked(_CODE.sub(lambda match: mask_code(match.group()), text))


def veil(result: Result) -> Callable[[str], str]:
    """Masks paths and messages of one result: as `path_of` does, and its own numbers wherever they stand."""
    secrets = dict(_secrets(result))

    def hide(text: str) -> str:
        for secret, mask in secrets.items():
            text = text.replace(secret, mask)
        return path_of(text)

    return hide


def _personal(text: str) -> Iterator[tuple[int, int, int]]:
    """Where personal numbers stand, and how many characters of each stay in front."""
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, *run.span()))
        at = 0
        while at < len(groups):
            for end in range(min(len(groups), at + _MOST_GROUPS), at, -1):
                kept = _kept([group.group() for group in groups[at:end]])
                if kept:
                    yield groups[at].start(), groups[end - 1].end(), kept
                    at = end
                    break
            else:
                at += 1


def _kept(groups: list[str]) -> int:
    """How many characters in front stay of the number that the groups make up; 0 for none that is personal."""
    number, parts = "".join(groups), [len(group) for group in groups]
    if len(groups) == 1:
        digits = number.rstrip("Xx")
        if len(digits) in (17, 18) or (len(digits) == 15 and parse_id_number(digits)):
            return 6
    elif _is_identity_in_groups(number, parts):
        return 6
    mobile = _MOBILE.fullmatch(number.rstrip("Xx"))
    if not mobile:
        return 0
    prefix = mobile[1] or ""
    if prefix and parts[0] == len(prefix):
        parts = parts[1:]
    elif prefix:
        parts[0] -= len(prefix)
    return len(prefix) + 3 if tuple(parts) in _PARTS else 0


def _is_identity_in_groups(number: str, parts: list[int]) -> bool:
    valid = parse_id_number(number) is not None
    if len(number) == 18:
        return number[0] != "0" and (valid or _BORN.fullmatch(number) is not None)
    return valid and parts in _OLD_PARTS


def _starred(text: str, first: int) -> str:
    """A number of which the first characters and the last two stay; what separates its groups does too."""
    places = [place for place, char in enumerate(text) if char.isalnum()]
    hidden = set(places[first:-2])
    return "".join("*" if place in hidden else char for place, char in enumerate(text))


def _secrets(result: Result) -> Iterator[tuple[str, str]]:
    for candidate in (result.match.candidate, result.match.runner_up):
        number = candidate.id_number if candidate else None
        if number and _SECRET.fullmatch(number):
            yield number, mask_id(number)
    if result.document is not None:
        reading = result.document.fields.get("verification_code")
        missing, drawn = result.document.unread.get("verification_code"), result.document.drawn
        layered = result.document.layered
        found = [
            reading.value if reading else squeeze(missing.raw) if missing else None,
            drawn.get("verification_code"),
            layered.get("verification_code"),
        ]
        found += [*(code.code for code in result.document.codes)]
        yield from ((code, mask_code(code)) for code in found if code and _SECRET.fullmatch(code))
