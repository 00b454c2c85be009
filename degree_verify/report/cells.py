"""Text as it may stand in a cell: nothing in it is a command to the program that opens the table."""

from __future__ import annotations

import unicodedata

LONGEST = 32_767
"""UTF-16 units in one cell of a workbook."""

_QUOTES = frozenset("\"'`“”‘’＂＇「」")
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
_BREAKS = str.maketrans("\t\r\n\x0b\x0c\x85\u2028\u2029", " " * 8)


def cell(text: str) -> str:
    """Text on one line without control characters, cut at the length of a cell."""
    if text.isprintable():  # all that the loop below would let through, and nearly every text
        return cut(text)
    return cut("".join(char for char in text.translate(_BREAKS) if _allowed(char)))


def guarded(text: str) -> str:
    """A cell for a table without types: an apostrophe stands before what a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded(' "＝1'), guarded("张三")
    ("'=1+1", '\\' "＝1', '张三')
    """
    start = next((char for char in text if char not in _QUOTES and unicodedata.category(char) not in _UNSEEN), "")
    formula = unicodedata.normalize("NFKC", start)[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r")
    return cut("'" + cell(text)) if formula else cell(text)


def cut(text: str) -> str:
    """Text of at most the length of a cell; no character is cut in half."""
    if len(text) * 2 <= LONGEST:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: LONGEST * 2].decode("utf-16-le", "ignore")


def _allowed(char: str) -> bool:
    """Whether XML and spreadsheets can hold a character: no controls, halves of pairs, or non-characters."""
    return (
        unicodedata.category(char) not in ("Cc", "Cs")
        and ord(char) & 0xFFFE != 0xFFFE
        and not 0xFDD0 <= ord(char) <= 0xFDEF
    )
