"""教育部学历证书电子注册备案表 in its three generations, and its 学历证明书 form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.support import symbols
from tests.support.layouts.form import (
    LABEL,
    SIZE,
    Form,
    code_items,
    code_text,
    dated,
    label_item,
    lowered,
    notes,
    photo,
    value_items,
)
from tests.support.look import Look
from tests.support.records import Record
from tests.support.sheets import LABELS, VALUES, Item, Picture, Rule, Sheet, Text, centred, frame, width_of
from tests.support.symbols import Symbol

TITLE = "教育部学历证书电子注册备案表"

_LAW = "1、备案表是依据《高等学校学生学籍学历电子注册办法》（教学[2014]11号）对学历证书电子注册复核备案的结果。"
NOTES_B = (
    _LAW,
    "2、备案表内容验证办法：①点击备案表“电子版”中的在线验证码，可在线验证；②登录中国高等教育学生信息网“在线验证系统”，"
    "输入在线验证码进行验证；③使用“学信网报告在线验证”微信小程序，进行扫码验证。为防止出现假冒报告，请使用该小程序扫码验证。",
    "3、备案表内容如有修改，请以最新在线验证的内容为准。",
    "4、未经学历信息权利人同意，不得将备案表用于违背权利人意愿之用途。",
    "5、报告在线验证有效期由报告权利人设置（1~6个月），其在报告验证到期前可再次延长验证有效期。",
)
NOTES_C = (
    _LAW,
    "2、备案表内容如有修改，请以最新在线验证的内容为准。",
    "3、未经学历信息权利人同意，不得将备案表用于违背权利人意愿之用途。",
    "4、报告在线验证有效期由报告权利人设置（1~6个月），其在报告验证到期前可再次延长验证有效期。",
)
_NOTES_A = (
    "1、本表是学历证书电子注册信息的备案证明。",
    "2、学历证书的姓名、证书编号等以本表为准。",
    "3、表中标“＊”的项目为未知项。",
    "4、二维验证码含本表除照片外的全部内容。",
    "5、在验证期内可登录网站凭在线验证码查验本表。",
    "6、验证期满后本表由权利人重新申请。",
)

_B_ROWS = (
    ("name", None),
    ("gender", "birth_date"),
    ("enrolment_date", "graduation_date"),
    ("category", "level"),
    ("school", "duration"),
    ("major", "study_form"),
    ("certificate_number", "completion"),
    ("president", None),
)
_A_ROWS = (
    ("name", None),
    ("gender", "birth_date"),
    ("enrolment_date", "graduation_date"),
    ("category", "level"),
    ("school", "school_location"),
    ("major", "duration"),
    ("study_form", "completion"),
    ("certificate_number", "president"),
)
_C_ROWS = (
    "name", "gender", "birth_date", "enrolment_date", "graduation_date", "school", "major", "duration", "level",
    "category", "study_form", "completion", "certificate_number", "president",
)  # fmt: skip
_CERTIFICATE_ROWS = (
    "name", "gender", "birth_date", "enrolment_date", "graduation_date", "school", "major", "duration", "level",
    "category", "study_form", "certificate_number", "completion",
)  # fmt: skip

_EDGE, _VALUE, _RIGHT_LABEL, _RIGHT_VALUE, _PHOTO, _END = 50.0, 135.0, 278.0, 366.0, 457.0, 545.0
"""The walls of the two-column grid."""


def _grid(
    record: Record, look: Look, rows: Sequence[tuple[str, str | None]], top: float, height: float = 28
) -> tuple[list[Item], float]:
    """The ruled two-column table with the photograph beside its first four rows, and where it ends."""
    items: list[Item] = []
    y = top
    for number, (left, right) in enumerate(rows):
        beside_photo = number < 4
        end = _PHOTO if beside_photo else _END
        cells = [(left, _EDGE, _VALUE, _RIGHT_LABEL if right else end)]
        if right:
            cells.append((right, _RIGHT_LABEL, _RIGHT_VALUE, end))
        drawn: list[tuple[str, float, list[Item], int]] = []
        lines = 1
        for name, label_x, value_x, value_end in cells:
            if name in look.left_out:
                continue
            values, count = value_items(record, look, name, value_x + 6, 0, value_end - value_x - 12)
            drawn.append((name, label_x, values, count))
            lines = max(lines, count)
        bottom = y + max(height, lines * SIZE * 1.3 + 12)
        base = (y + bottom) / 2 + SIZE * 0.38
        for name, label_x, values, _ in drawn:
            items.append(label_item(look, name, label_x + 6, base))
            items += [lowered(item, base) for item in values]
        if look.ruled:
            items += [Rule(_EDGE, y, end, y)]
            walls = (_EDGE, _VALUE, end) if right is None else (_EDGE, _VALUE, _RIGHT_LABEL, _RIGHT_VALUE, end)
            items += [Rule(x, y, x, bottom) for x in walls]
        y = bottom
        if number == 3:
            items += photo(look, _PHOTO, top, _END, y)
            if look.ruled:
                items += [Rule(_PHOTO, top, _END, top), Rule(_END, top, _END, y), Rule(_PHOTO, y, _END, y)]
    if look.ruled:
        items.append(Rule(_EDGE, y, _END, y))
    return items, y


def draw_a(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The ruled form of 2009 to 2017 with a printed end of validity, a QR code and a PDF417 block."""
    items: list[Item] = [centred(74, TITLE, 18)]
    items += dated(record, look, "update_date", _END, 100, "padded", usual="制表日期")
    grid, y = _grid(record, look, _A_ROWS, 112)
    items += grid
    items.append(Text(_EDGE + 4, y + 24, "二维验证码", SIZE))
    for number, symbol in enumerate(codes):
        items += code_items(symbol, look, _VALUE + 10 + number * 110, y + 10, 90)
    items += code_text(record, look, _EDGE + 4, y + 124)
    valid = Text(_RIGHT_LABEL + 20, y + 124, look.label("valid_until", LABEL["valid_until"]), SIZE, LABELS)
    if "valid_until" not in look.left_out:
        items += [
            valid,
            Text(valid.x + width_of(valid.text, SIZE) + 8, valid.y, look.value(record, "valid_until"), SIZE, VALUES),
        ]
    items.append(Text(_EDGE + 4, y + 154, "注意事项：", 9))
    items += notes(_EDGE + 4, y + 170, 480, _NOTES_A)
    return [Sheet(tuple(items))]


def draw_b(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The ruled form of 2018 to 2022: two columns, a row of codes, five notes."""
    items: list[Item] = [centred(70, TITLE, 18)]
    items += dated(record, look, "update_date", _END, 96, "unpadded")
    grid, y = _grid(record, look, _B_ROWS, 106)
    items += grid
    return [Sheet(tuple(items + _boxes_b(record, look, codes, y)))]


def _boxes_b(record: Record, look: Look, codes: Sequence[Symbol], y: float) -> list[Item]:
    items: list[Item] = [Text(_EDGE + 30, y + 34 + i * 16, char, SIZE) for i, char in enumerate("在线验证")]
    code = look.value(record, "verification_code")
    if "verification_code" not in look.left_out:
        items.append(Text(_VALUE + 8, y + 50, code, 10 if len(code) > 14 else 12, VALUES))
        items.append(Text(_VALUE + 34, y + 72, look.label("verification_code", "在线验证码"), 9, LABELS))
    if look.ornament:
        items.append(Picture(300, y + 8, 364, y + 72, symbols.mini_program_code()))
    items.append(Text(272, y + 84, "1、扫码获取“学信网报告", 8))
    items.append(Text(272, y + 95, "在线验证”小程序", 8))
    for number, symbol in enumerate(codes):
        items += code_items(symbol, look, 440 - number * 80, y + 8, 66)
    items.append(Text(425, y + 88, "2、使用小程序扫码验证", 8))
    below = y + 104
    items.append(Text(_EDGE + 8, below + 40, "注意事项：", 9))
    items += notes(_VALUE + 6, below + 12, _END - _VALUE - 12, NOTES_B)
    end = below + 128
    if look.ruled:
        items += [Rule(_EDGE, below, _END, below), Rule(_EDGE, end, _END, end)]
        items += [Rule(x, y, x, end) for x in (_EDGE, _VALUE, _END)]
        items += [Rule(x, y, x, below) for x in (266.0, 415.0)]
    return items


def draw_c(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The single-column form since late 2022; places as described by two readers of it."""
    return _single_column(record, look, codes, (TITLE,), _C_ROWS)


def draw_certificate(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The 学历证明书 form: a second title line, and two numbers in one cell."""
    return _single_column(record, look, codes, (TITLE, "（学历证明书）"), _CERTIFICATE_ROWS)


def _single_column(
    record: Record, look: Look, codes: Sequence[Symbol], titles: Sequence[str], rows: Sequence[str]
) -> list[Sheet]:
    items: list[Item] = []
    for number, title in enumerate(titles):
        items.append(centred(62 + number * 20, title, 18 if number == 0 else 12))
    items += dated(record, look, "update_date", 540, 94, "unpadded")
    items += photo(look, 455, 108, 535, 214)
    y = 129.0
    sheets: list[Sheet] = []
    for name in rows:
        if name in look.left_out:
            continue
        width = 250 if y < 220 else 350
        values, count = value_items(record, look, name, 179, y, width)
        shift = (count - 1) * SIZE * 0.65
        items.append(label_item(look, name, 70, y + shift))
        items += [lowered(item, shift) for item in values]
        y += 26 + 2 * shift
        if name == "certificate_number" and "original_certificate_number" in record.values and len(titles) > 1:
            items += _original(record, look, y - 26)
        if name == look.break_after:
            sheets.append(Sheet(tuple(items)))
            items, y = [], 80.0
    box = 640.0 if not sheets else y + 20
    items += frame(66, box - 6, 530, box + 84)
    for number, symbol in enumerate(codes):
        items += code_items(symbol, look, 76 + number * 380, box, 69.5)
    items += code_text(record, look, 155, box + 32)
    items.append(Text(155, box + 52, "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp", 8))
    items.append(Text(155, box + 68, "②使用学信网App扫描二维码验证", 8))
    items.append(Text(66, box + 102, "注意事项：", 9))
    items += notes(66, box + 116, 464, NOTES_C)
    return [*sheets, Sheet(tuple(items))]


def _original(record: Record, look: Look, y: float) -> list[Item]:
    """The original certificate's number in brackets, beside the other one or, where it is too long, under it."""
    if "original_certificate_number" in look.left_out:
        return []
    value = look.value(record, "original_certificate_number")
    brackets = "()" if look.brackets == "half" else "（）"
    label = look.labels.get("original_certificate_number", "原证书编号")
    text = f"{brackets[0]}{label}：{value}{brackets[1]}"
    x = 179 + width_of(look.value(record, "certificate_number"), SIZE) + 12
    if x + width_of(text, SIZE) > 540:
        x, y = 179, y + 13
    return [Text(x, y, text, SIZE, VALUES)]


_GRID_FIELDS = (*(name for row in _B_ROWS for name in row if name), "verification_code", "update_date")

FORMS = {
    "registration-record-a": Form(
        "registration_record",
        (*(name for row in _A_ROWS for name in row if name), "verification_code", "update_date", "valid_until"),
        draw_a,
        lambda record: (symbols.field_text(record),),
        date(2016, 4, 11),
    ),
    "registration-record-b": Form(
        "registration_record",
        _GRID_FIELDS,
        draw_b,
        lambda record: (symbols.sentence(record["verification_code"]),),
        date(2021, 3, 8),
    ),
    "registration-record-c": Form(
        "registration_record",
        (*_C_ROWS, "verification_code", "update_date"),
        draw_c,
        lambda record: (symbols.url(record["verification_code"]),),
        date(2023, 5, 20),
    ),
    "registration-record-certificate": Form(
        "registration_record_certificate",
        (*_CERTIFICATE_ROWS, "original_certificate_number", "verification_code", "update_date"),
        draw_certificate,
        lambda record: (symbols.url(record["verification_code"]),),
        date(2023, 5, 22),
    ),
}
