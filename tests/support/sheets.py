"""A page as a list of things to draw. Points, origin top left; `y` of a text is its baseline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pymupdf

A4 = (595.0, 842.0)

MARK = "测试样本 TEST SPECIMEN"
FOOTER = f"{MARK} · 人物均属虚构 · all persons are fictional"
"""Every specimen bears both, so that none can pass for a real paper."""

LABELS, VALUES, MARKS = "labels", "values", "marks"
"""The fonts of a sheet: a rendering or an alteration can treat them differently."""


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    text: str
    size: float = 10.5
    font: str = LABELS
    colour: tuple[float, float, float] = (0, 0, 0)
    turn: int = 0  # degrees anticlockwise around the start


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    colour: tuple[float, float, float] = (0.3, 0.3, 0.3)


@dataclass(frozen=True, slots=True)
class Picture:
    x0: float
    y0: float
    x1: float
    y1: float
    data: bytes  # PNG or JPEG


@dataclass(frozen=True, slots=True)
class Modules:
    """A code drawn as filled squares, a row of dark and light modules each."""

    x: float
    y: float
    side: float
    rows: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """A white rectangle over what was drawn before, as an editor lays it."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Link:
    x0: float
    y0: float
    x1: float
    y1: float
    url: str


Item = Text | Rule | Picture | Modules | Cover | Link


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. A `bare` one is a picture that bears the specimen's mark within."""

    items: tuple[Item, ...]
    width: float = A4[0]
    height: float = A4[1]
    bare: bool = False


@cache
def font() -> pymupdf.Font:
    """The only CJK font that Python packages bring along: Droid Sans Fallback."""
    return pymupdf.Font("china-s")


@cache
def advance(char: str) -> float:
    """The width of a character in units of the font size."""
    return float(font().text_length(char, fontsize=1))


def width_of(text: str, size: float) -> float:
    return sum(map(advance, text)) * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of a text in a column, broken anywhere between Han characters and never within a Latin word."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line] if line or not lines else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        if pieces and char.isascii() and pieces[-1][-1].isascii() and not (char != " " and pieces[-1][-1] == " "):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def centred(y: float, text: str, size: float, width: float = A4[0]) -> Text:
    return Text((width - width_of(text, size)) / 2, y, text, size)


def column(x: float, y: float, lines: Sequence[str], size: float, pitch: float) -> list[Item]:
    return [Text(x, y + number * pitch, line, size) for number, line in enumerate(lines)]


def frame(x0: float, y0: float, x1: float, y1: float) -> list[Item]:
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def marked(sheet: Sheet) -> Sheet:
    """The sheet with the specimen's watermark behind it and its line at the foot."""
    if sheet.bare:
        return sheet
    watermark = Text(sheet.width * 0.12, sheet.height * 0.78, MARK, 40, MARKS, (0.96, 0.88, 0.88), turn=48)
    foot = Text(sheet.width * 0.12, sheet.height - 16, FOOTER, 8, MARKS, (0.75, 0.1, 0.1))
    return replace(sheet, items=(watermark, *sheet.items, foot))


def apart(sheet: Sheet) -> Sheet:
    """The sheet with every character drawn by itself, columns before rows, as some producers place glyphs."""
    return replace(sheet, items=tuple(_apart(sheet.items)))


def _apart(items: Iterable[Item]) -> list[Item]:
    whole: list[Item] = []
    glyphs: list[Text] = []
    for item in items:
        if not isinstance(item, Text) or item.turn or item.font == MARKS:
            whole.append(item)
            continue
        x = item.x
        for char in item.text:
            if not char.isspace():
                glyphs.append(replace(item, x=x, text=char))
            x += advance(char) * item.size
    return [*whole, *sorted(glyphs, key=lambda glyph: (round(glyph.x, 2), glyph.y))]
