"""Text as people read it in the report and on the terminal: on one line, nothing hidden, personal numbers masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.masking import mask_code, mask_id, mask_text
from degree_verify.normalise.text import squeeze, visible

MOST = 300
"""Characters of one value that are shown; no value of a paper is nearly as long."""

_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]?|\d{15}|1[3-9]\d{9})(?!\d)")
"""Identity and mobile numbers. 准考证号 of twelve digits, by which a clerk finds a file, are none of these."""

_CODE = re.compile(r"(?<![0-9A-Za-z])(?=[A-Z0-9]*\d)[AX][A-Z0-9]{15}(?![0-9A-Za-z])")

_SECRET = re.compile(r"[0-9A-Za-z]{6,20}")
"""What can be searched for in a text. Anything else in the place of a number must not alter messages."""


def plain(text: str) -> str:
    """Text on one line, hidden characters spelled out, cut where it is beyond any real value."""
    return visible(text) if len(text) <= MOST else f"{visible(text[:MOST])}… ({len(text)})"


def masked(text: str) -> str:
    """Text that is safe to show, with every identity and mobile number in it masked."""
    return plain(_PERSONAL.sub(_personal, text))


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


def _personal(match: re.Match[str]) -> str:
    number = match.group()
    return number if len(number) == 15 and parse_id_number(number) is None else mask_text(number)


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
