"""Free text: schools, majors, places. Brackets stay as printed, since names are registered with them."""

from __future__ import annotations

import unicodedata

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.text import fold_char

_KEPT = frozenset("（），、：；")


def parse(text: str) -> Parsed | None:
    folded = "".join(c if c in _KEPT else fold_char(c) for c in text)
    value = _without_han_spaces(" ".join(folded.split()))
    if not any(unicodedata.category(c).startswith(("L", "N")) for c in value):
        return None
    return Parsed(value, ("folded",) if value != text else ())


def _without_han_spaces(text: str) -> str:
    """Drops spaces unless they stand between two Latin words."""
    kept = []
    for index, char in enumerate(text):
        if char == " " and not (text[index - 1].isascii() and text[index + 1 : index + 2].isascii()):
            continue
        kept.append(char)
    return "".join(kept)
