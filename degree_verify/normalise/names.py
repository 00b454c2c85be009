"""Names of persons: what may be folded without changing whose name it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from degree_verify.normalise.text import fold_char

MIDDLE_DOT = "·"
_DOTS = re.compile(r"[·•‧・･∙⋅᛫．.●﹒]")
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_NAME = re.compile(rf"[{_HAN}]+(?:{MIDDLE_DOT}[{_HAN}]+)*")
_BETWEEN_PARTS = re.compile(f"{MIDDLE_DOT}|(?<=[{_HAN}])[-。](?=[{_HAN}])")
_LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' \-,·]*")

LONGEST_HAN, LONGEST_LATIN = 30, 80
"""Characters; the longest registered minority names have about 25."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised value with the names of the steps that changed it."""

    value: str
    steps: tuple[str, ...] = ()


def normalise_name(text: str) -> Normalised:
    """A name without spaces between Han characters, with one form of middle dot, in plain width.

    Rare characters stay as they are: nothing is ever replaced by a likelier one.

    >>> normalise_name("张　三").value, normalise_name("买买提•艾力").value
    ('张三', '买买提·艾力')
    """
    steps = []
    dotted = _DOTS.sub(MIDDLE_DOT, text)
    if dotted != text:
        steps.append("middle dot")
    folded = "".join(c if c == MIDDLE_DOT else fold_char(c) for c in dotted)
    if folded != dotted:
        steps.append("width")
    spaced = " ".join(folded.split())
    value = spaced if _LATIN_NAME.fullmatch(spaced) else "".join(spaced.split())
    if value != folded:
        steps.append("spaces removed")
    return Normalised(value, tuple(steps))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """What two writings of one name share: spaces, width, capitals and middle dots aside, which rosters leave out or
    type as other signs.

    >>> name_key("古丽娜尔·买买提") == name_key("古丽娜尔买买提"), name_key("John Smith") == name_key("JOHN SMITH")
    (True, True)
    """
    return _BETWEEN_PARTS.sub("", normalise_name(name).value).casefold()


@lru_cache(maxsize=1 << 16)
def fold_variants(name: str) -> str:
    """A name with traditional and variant characters made simplified; only for saying that two names are variants."""
    return str(_converter().convert(name))


def is_person_name(value: str) -> bool:
    """Whether a normalised value has the form of a name: Han with middle dots, or Latin letters."""
    if _HAN_NAME.fullmatch(value):
        return 2 <= len(value) <= LONGEST_HAN
    return bool(_LATIN_NAME.fullmatch(value)) and 2 <= len(value) <= LONGEST_LATIN


@cache
def _converter() -> Any:
    import opencc  # noqa: PLC0415  (loads its dictionaries: only when a name is compared as a variant)

    return opencc.OpenCC("t2s")
