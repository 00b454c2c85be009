"""Characters that MuPDF leaves out: those that a predefined CMap does not list.

With STSong-Light and UniGB-UCS2-H (reportlab's Chinese font) the middle dot of 买买提·艾力 is one, and so are rare
characters. PDFium shows and reads them. A name without them is another name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any, NamedTuple

import pymupdf

from degree_verify.normalise.text import fold_char
from degree_verify.read.lines import BASELINE_TO_MIDDLE, SAME_LINE

_LEFT_OUT = "cannot encode character"
"""MuPDF's warning of such a character."""

_BROKEN_FONT = "error when loading embedded font"
"""Its warning of a font that it cannot use: the text says what nobody can see."""

SAME_CHARACTER = 1.5
"""Points between the left edges of one character as the two readers place it."""

MOST_CHARACTERS = 20_000
"""A page with more is no certificate; the second reader is not asked about it."""


class _Char(NamedTuple):
    """A character with the left edge and the height of its middle from the page's top; `place` is span and index."""

    text: str
    x0: float
    middle: float
    size: float
    place: tuple[int, int]


_left = attrgetter("x0")
_middle = attrgetter("middle")


def complete_trace(handle: Any, page: Any) -> tuple[list[Any], bool]:
    """The spans of a page's drawing trace, with the characters put back that MuPDF left out, and whether all could be.

    They have no width, since the characters after them were moved up to close the gap.
    """
    pymupdf.TOOLS.mupdf_warnings()  # forgets earlier ones
    spans: list[Any] = page.get_texttrace()
    warnings = pymupdf.TOOLS.mupdf_warnings()
    if _BROKEN_FONT in warnings:
        return spans, False
    if _LEFT_OUT not in warnings:
        return spans, True
    theirs = _seen(handle.stream or handle.tobytes(), page.number, page.mediabox.height - page.cropbox.y0)
    if not theirs:
        return spans, False
    traced = _traced(spans)
    surplus = Counter(char.text for char in theirs)
    surplus.subtract(char.text for char in traced)
    lost = {text for text, count in surplus.items() if count > 0}
    if not lost:  # PDFium does not show them either
        return spans, True
    missing: dict[tuple[int, int], str] = {}
    for mine, other in _rows(traced, theirs):
        matcher = SequenceMatcher(None, [c.text for c in mine], [c.text for c in other], autojunk=False)
        for kind, start, _, first, last in matcher.get_opcodes():
            text = "".join(char.text for char in other[first:last] if char.text in lost)
            if kind == "insert" and text:
                span, index = mine[start - 1].place if start else mine[0].place
                missing[span, index + (start > 0)] = text
    return [_completed(span, number, missing) for number, span in enumerate(spans)] if missing else spans, True


def _traced(spans: list[Any]) -> list[_Char]:
    chars = []
    for number, span in enumerate(spans):
        if abs(span["dir"][1]) > 0.1:
            continue
        for index, (code, _, (_, base), (x0, *_)) in enumerate(span["chars"]):
            text = fold_char(chr(code)).strip() if 0 <= code < 0x110000 else ""
            if text:
                middle = base - BASELINE_TO_MIDDLE * span["size"]
                chars.append(_Char(text, x0, middle, span["size"], (number, index)))
    return chars


def _rows(traced: list[_Char], theirs: list[_Char]) -> Iterator[tuple[list[_Char], list[_Char]]]:
    """The characters of one height as both readers see them, from left to right; those printed twice once."""
    known = _by_place(traced)
    theirs = sorted(theirs, key=_middle)
    heights = [char.middle for char in theirs]
    rest = sorted(traced, key=_middle)
    start = 0
    while start < len(rest):
        top = rest[start]
        reach = SAME_LINE * top.size
        stop = next((i for i in range(start + 1, len(rest)) if rest[i].middle - top.middle >= reach), len(rest))
        row, start = sorted(rest[start:stop], key=_left), stop
        mine: list[_Char] = []
        for char in row:
            if not (mine and mine[-1].text == char.text and char.x0 - mine[-1].x0 < 0.3 * char.size):
                mine.append(char)
        own = _by_place(mine)
        near = theirs[bisect_left(heights, top.middle - reach) : bisect_left(heights, top.middle + reach)]
        # Those of the next row are near as well.
        other = [char for char in near if _among(char, own) or not _among(char, known)]
        if len(other) > len(mine):
            yield mine, sorted(other, key=_left)


_Places = dict[tuple[str, int], list[_Char]]


def _by_place(chars: list[_Char]) -> _Places:
    """Characters by themselves and whole points of their left edge."""
    places: _Places = defaultdict(list)
    for char in chars:
        places[char.text, round(char.x0)].append(char)
    return places


def _among(char: _Char, places: _Places) -> bool:
    """Whether a character is one of others, as far as two readers agree on its place."""
    around = range(round(char.x0 - SAME_CHARACTER), round(char.x0 + SAME_CHARACTER) + 1)
    return any(
        abs(char.x0 - other.x0) < SAME_CHARACTER and abs(char.middle - other.middle) < char.size
        for left in around
        for other in places.get((char.text, left), ())
    )


def _completed(span: Any, number: int, missing: dict[tuple[int, int], str]) -> Any:
    chars: list[Any] = []
    for index in range(len(span["chars"]) + 1):
        for lost in missing.get((number, index), ""):
            _, _, origin, (x0, y0, x1, y1) = chars[-1] if chars else span["chars"][0]
            x = x1 if chars else x0
            chars.append((ord(lost), 0, (x, origin[1]), (x, y0, x, y1)))
        chars += span["chars"][index : index + 1]
    return {**span, "chars": tuple(chars)}


def _seen(data: bytes, number: int, height: float) -> list[_Char]:
    """The characters of a page as PDFium reads them; none where it does not open the file or the page is too full."""
    import pypdfium2  # noqa: PLC0415 (takes 60 ms, and few papers need it)

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    try:
        text_page = document[number].get_textpage()
        seen: list[_Char] = []
        count = text_page.count_chars()
        for index in range(count if count <= MOST_CHARACTERS else 0):
            text = fold_char(chr(pypdfium2.raw.FPDFText_GetUnicode(text_page, index))).strip()
            if text > " ":
                left, bottom, _, top = text_page.get_charbox(index, loose=True)
                seen.append(_Char(text, left, height - (bottom + top) / 2, top - bottom, (0, index)))
        return seen
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()
