"""Fonts whose text layer cannot be trusted to say what is printed."""

from __future__ import annotations

from typing import Any

from degree_verify.model.page import plain_name

DRAWN_FONT = "Type3"
"""How the name begins that the reader gives to fonts of drawn shapes."""


def unreliable_fonts(handle: Any, page: Any) -> frozenset[str]:
    """Names of fonts whose codes cannot be turned into characters: no ToUnicode and no known character collection.

    Readers then return plausible but wrong Han characters without an error.
    """
    names = set()
    for font in page.get_fonts():
        xref, _, kind, base, _, encoding = font[:6]
        if xref == 0 or (kind not in ("Type0", "Type3")) or (kind == "Type0" and not encoding.startswith("Identity")):
            continue
        if handle.xref_get_key(xref, "ToUnicode")[0] != "null":
            continue
        if kind == "Type0" and _known_collection(handle, xref):
            continue
        names.add(plain_name(base))
    return frozenset(names)


def guessed_fonts(spans: list[Any]) -> frozenset[str]:
    """The names of fonts of Han characters, and of those of drawn shapes (Type 3), some of whose letters are guessed.

    Ghostscript leaves characters out of ToUnicode. Readers then take half of a code for a letter of Western Europe: ÿ
    for a colon, but also 1 for a comma. Of drawn shapes all fonts are counted, since each holds a few characters.
    """
    odd = {span["font"] for span in spans if any(0xC0 <= code < 0x2B0 for code, *_ in span["chars"])}
    if not odd:
        return frozenset()
    drawn = {span["font"] for span in spans if span["font"].startswith(DRAWN_FONT)}
    han = {span["font"] for span in spans if any(0x4E00 <= code < 0xA000 for code, *_ in span["chars"])}
    return frozenset(map(plain_name, (odd & han) | (drawn if odd & drawn else set())))


def _known_collection(handle: Any, xref: int) -> bool:
    kind, value = handle.xref_get_key(xref, "DescendantFonts")
    digits = value.strip("[] ").split(" ")[0] if kind in ("array", "xref") else ""
    if not digits.isdigit() or not 0 < int(digits) < handle.xref_length():
        return False
    if kind == "xref":
        inner = handle.xref_object(int(digits)).strip("[] \n").split(" ")[0]
        digits = inner if inner.isdigit() and 0 < int(inner) < handle.xref_length() else digits
    ordering = handle.xref_get_key(int(digits), "CIDSystemInfo/Ordering")[1]
    return ordering not in ("Identity", "null", "")
