"""What a drawn layout is, and the pieces that several layouts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.support import symbols
from tests.support.look import Look
from tests.support.records import Record
from tests.support.sheets import LABELS, VALUES, Item, Link, Modules, Picture, Sheet, Text, width_of, wrap
from tests.support.symbols import Symbol

SIZE = 10.5

LABEL = {
    "name": "姓名",
    "gender": "性别",
    "birth_date": "出生日期",
    "enrolment_date": "入学日期",
    "graduation_date": "毕（结）业日期",
    "category": "学历类别",
    "level": "层次",
    "school": "学校名称",
    "school_location": "院校所在地",
    "duration": "学制",
    "major": "专业",
    "study_form": "学习形式",
    "certificate_number": "证书编号",
    "completion": "毕（结）业",
    "president": "校（院）长姓名",
    "verification_code": "在线验证码",
    "report_number": "报告编号",
    "update_date": "更新日期",
    "print_date": "打印日期",
    "valid_until": "验证期至",
}
"""The usual label of each field."""

Draw = Callable[[Record, Look, Sequence[Symbol]], list[Sheet]]


@dataclass(frozen=True, slots=True)
class Form:
    """A layout that can be drawn: which fields it prints, which code it bears, on which day it is made by default."""

    type: str
    fields: tuple[str, ...]
    draw: Draw
    symbols: Callable[[Record], tuple[Symbol, ...]]
    made: date
    kind: str = "college"
    graduated_in: int | None = None
    worded: Callable[[Record], Record] = lambda record: record  # the wording of this paper, where it has its own


def no_symbols(record: Record) -> tuple[Symbol, ...]:
    return ()


def value_items(
    record: Record,
    look: Look,
    name: str,
    x: float,
    y: float,
    width: float,
    size: float = SIZE,
    date_form: str = "padded",
) -> tuple[list[Item], int]:
    """The value of a field as drawn in its column, and on how many lines."""
    if name in look.as_picture and record[name]:
        picture = symbols.lettering(record[name])
        height = size * 1.5
        return [Picture(x, y - size * 1.15, x + height * len(record[name]) * 0.85, y + size * 0.35, picture)], 1
    colour = (1, 1, 1) if name in look.hidden else (0, 0, 0)
    lines = wrap(look.value(record, name, date_form), width, size)
    pitch = size * 1.3
    first = y - pitch * (len(lines) - 1) / 2
    items: list[Item] = [
        Text(x, first + number * pitch, line, size, VALUES, colour) for number, line in enumerate(lines)
    ]
    return items, max(len(lines), 1)


def lowered(item: Item, by: float) -> Item:
    """A text or picture further down."""
    if isinstance(item, Text):
        return replace(item, y=item.y + by)
    if isinstance(item, Picture):
        return replace(item, y0=item.y0 + by, y1=item.y1 + by)
    return item


def label_item(look: Look, name: str, x: float, y: float, size: float = SIZE) -> Text:
    return Text(x, y, look.label(name, LABEL[name]), size, LABELS)


def dated(
    record: Record, look: Look, name: str, x_right: float, y: float, form: str, size: float = 10, usual: str = ""
) -> list[Item]:
    """The line with the date of the paper, ending at `x_right`; its label always has a colon."""
    if name in look.left_out:
        return []
    value = look.value(record, name, form)
    label = look.label(name, usual or LABEL[name]).rstrip(":：") + (look.colon or "：")
    x = x_right - width_of(label + value, size) - 4
    items: list[Item] = [Text(x, y, label, size, LABELS)]
    if value:
        items.append(Text(x + width_of(label, size) + 2, y, value, size, VALUES))
    return items


def code_items(symbol: Symbol, look: Look, x: float, y: float, side: float) -> list[Item]:
    """A code at its place: a picture, filled squares, or a damaged picture."""
    if look.code_drawing == "none":
        return []
    if symbol.symbology == "PDF417":
        return [Picture(x, y, x + side * 2.6, y + side * 0.8, symbols.as_png(symbol))]
    rows = symbols.matrix(symbol)
    if look.code_drawing == "vector":
        return [Modules(x, y, side, rows)]
    if look.code_drawing == "damaged":
        rows = symbols.damaged(rows)
    return [Picture(x, y, x + side, y + side, symbols.picture(rows))]


def code_text(
    record: Record, look: Look, x: float, y: float, size: float = SIZE, label: str = "在线验证码"
) -> list[Item]:
    """The printed code with its caption beside or under it."""
    if "verification_code" in look.left_out:
        return []
    value = look.value(record, "verification_code")
    caption = Text(x, y, look.label("verification_code", label), size, LABELS)
    if look.code_caption == "below":
        return [Text(x, y - size * 1.5, value, size, VALUES), caption]
    colon = caption if look.colon else Text(x, y, caption.text + "：", size, LABELS)
    return [colon, Text(x + width_of(colon.text, size) + 3, y, value, size, VALUES)]


def notes(x: float, y: float, width: float, texts: Sequence[str], size: float = 7.5) -> list[Item]:
    """Numbered notes one under the other."""
    items: list[Item] = []
    for text in texts:
        for line in wrap(text, width, size):
            items.append(Text(x, y, line, size))
            y += size * 1.45
    return items


def photo(look: Look, x0: float, y0: float, x1: float, y1: float) -> list[Item]:
    if look.photo:
        return [Picture(x0 + 4, y0 + 4, x1 - 4, y1 - 4, symbols.portrait())]
    words = "暂无照片上传"
    return [Text((x0 + x1 - width_of(words, 9)) / 2, (y0 + y1) / 2, words, 9)]


def link_items(urls: Sequence[str], x: float, y: float) -> list[Item]:
    return [Link(x, y - 10 + 12 * number, x + 230, y + 2 + 12 * number, url) for number, url in enumerate(urls)]
