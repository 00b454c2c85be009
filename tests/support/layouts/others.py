"""Papers of the same issuer that are no evidence here, foreign credentials, and English editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.support import symbols
from tests.support.layouts.form import (
    Draw,
    Form,
    code_items,
    code_text,
    dated,
    lowered,
    no_symbols,
    notes,
    photo,
    value_items,
)
from tests.support.layouts.registration import NOTES_C
from tests.support.look import Look
from tests.support.records import Record
from tests.support.sheets import LABELS, VALUES, Item, Rule, Sheet, Text, centred, frame, wrap
from tests.support.symbols import Symbol

SIZE = 10.5

Row = tuple[str, str, str]
"""Label, field (empty where it is no field of ours), and the text where it is none."""

_MEANINGS = {"gender": {"男": "Male", "女": "Female"}}


def _enrolment_rows(record: Record) -> tuple[Row, ...]:
    return (
        ("姓名", "name", ""),
        ("性别", "gender", ""),
        ("出生日期", "birth_date", ""),
        ("民族", "", "汉族"),
        ("证件号码", "", record.person.id_number),
        ("学校名称", "school", ""),
        ("层次", "level", ""),
        ("专业", "major", ""),
        ("学制", "duration", ""),
        ("学历类别", "category", ""),
        ("学习形式", "study_form", ""),
        ("分院", "", ""),
        ("系所", "", "经济管理系"),
        ("学号", "", "9920210001"),
        ("入学日期", "enrolment_date", ""),
        ("学籍状态", "", "不在籍（毕业）"),
        ("离校日期", "", "2022年07月01日"),
    )


def draw_enrolment(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """教育部学籍在线验证报告, current: one column."""
    items: list[Item] = [centred(62, "教育部学籍在线验证报告", 18)]
    items += dated(record, look, "update_date", 540, 94, "unpadded")
    items += photo(look, 455, 108, 535, 214)
    items += _rows(record, look, _enrolment_rows(record), 129, 24)
    items += frame(66, 634, 530, 724)
    for symbol in codes:
        items += code_items(symbol, look, 76, 640, 69.5)
    items += code_text(record, look, 155, 672)
    items.append(Text(155, 692, "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp", 8))
    items.append(Text(155, 708, "②使用学信网App扫描二维码验证", 8))
    items.append(Text(66, 742, "注意事项：", 9))
    items += notes(66, 756, 464, ("1、本报告是学籍注册信息的查询结果。", *NOTES_C[1:]))
    return [Sheet(tuple(items))]


def draw_enrolment_old(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """教育部学籍在线验证报告, former: a ruled table in two columns."""
    pairs = (
        (("姓名", "name", ""), ("性别", "gender", "")),
        (("出生日期", "birth_date", ""), ("民族", "", "汉族")),
        (("院校", "school", ""), ("层次", "level", "")),
        (("院系", "", "经济管理系"), ("班级", "", "一班")),
        (("专业", "major", ""), ("学号", "", "9920170001")),
        (("入学日期", "enrolment_date", ""), ("预计毕业日期", "", "2020年07月01日")),
        (("学历类别", "category", ""), ("学制", "duration", "")),
        (("学习形式", "study_form", ""), ("学籍状态", "", "在籍（注册学籍）")),
    )
    items: list[Item] = [centred(70, "教育部学籍在线验证报告", 18)]
    items += dated(record, look, "update_date", 545, 96, "unpadded")
    y = 106.0
    for left, right in pairs:
        lines = 1
        drawn: list[Item] = []
        for (label, name, text), x, width in ((left, 50, 170), (right, 300, 155)):
            values, count = _value(record, look, name, text, x + 81, 0, width)
            lines = max(lines, count)
            drawn += [Text(x + 6, 0, look.label(name or label, label), SIZE, LABELS), *values]
        height = max(28.0, lines * SIZE * 1.3 + 12)
        items += [lowered(item, y + height / 2 + 4) for item in drawn]
        items += [Rule(x, y, x, y + height) for x in (50.0, 125.0, 300.0, 375.0, 545.0)]
        items.append(Rule(50, y, 545, y))
        y += height
    items.append(Rule(50, y, 545, y))
    for symbol in codes:
        items += code_items(symbol, look, 440, y + 10, 70)
    items += code_text(record, look, 56, y + 44)
    items.append(Text(300, y + 44, "使用小程序扫码验证", 8))
    items.append(Text(56, y + 110, "注意事项：", 9))
    items += notes(56, y + 126, 480, ("1、本报告是学籍注册信息的查询结果。", *NOTES_C[1:]))
    return [Sheet(tuple(items))]


def draw_degree_online(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """中国高等教育学位在线验证报告."""
    rows: tuple[Row, ...] = (
        ("姓名", "name", ""),
        ("性别", "gender", ""),
        ("出生日期", "birth_date", ""),
        ("获学位日期", "", "2019年07月01日"),
        ("学位授予单位", "", record["school"]),
        ("所授学位", "", "管理学学士学位"),
        ("学位证书编号", "", "1002242019990001"),
    )
    items: list[Item] = [centred(62, "中国高等教育学位在线验证报告", 18)]
    items += dated(record, look, "update_date", 540, 94, "unpadded")
    items += photo(look, 455, 108, 535, 214)
    items += _rows(record, look, rows, 140, 32)
    items += frame(66, 634, 530, 724)
    for symbol in codes:
        items += code_items(symbol, look, 76, 640, 69.5)
    items += code_text(record, look, 155, 672)
    items.append(Text(66, 742, "注意事项：", 9))
    items += notes(66, 756, 464, NOTES_C[1:])
    return [Sheet(tuple(items))]


def draw_degree_certified(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """中国高等教育学位认证报告."""
    rows: tuple[Row, ...] = (
        ("姓名", "name", ""),
        ("性别", "gender", ""),
        ("出生日期", "birth_date", ""),
        ("学位授予单位", "", record["school"]),
        ("学位层级", "", "学士"),
        ("学科门类", "", "管理学"),
        ("学科专业", "", "会计学"),
        ("获学位年份", "", "2007"),
        ("学位证书编号", "", "1002242007990001"),
    )
    items: list[Item] = [centred(104, "中国高等教育学位认证报告", 20)]
    items += dated(record, look, "report_number", 540, 136, "iso")
    items += dated(record, look, "print_date", 540, 152, "iso")
    items += _rows(record, look, rows, 190, 34)
    items.append(Text(82, 560, "经核实，以上学位情况属实。", 12))
    return [Sheet(tuple(items))]


def draw_foreign(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """国（境）外学历学位认证书: running text, no table."""
    text = (
        f"{record['name']}，{record['gender']}，{record['birth_date'][:4]}年生。该生于2017年9月至2020年6月"
        "在虚构国虚构大学（Example University）学习，获得该校颁发的学士学位证书。"
        "经核实，该大学为所在国正规高等教育机构，其颁发的学士学位证书表明其具有相应的学历。"
    )
    items: list[Item] = [centred(120, "国（境）外学历学位认证书", 22)]
    items.append(Text(330, 160, "教留服认虚〔2021〕第09999号", 10))
    items += [Text(80, 220 + i * 24, line, 12) for i, line in enumerate(wrap(text, 430, 12))]
    items.append(Text(330, 520, "教育部留学服务中心", 12))
    items.append(Text(330, 544, "2021年3月1日", 12))
    return [Sheet(tuple(items))]


def _english(titles: Sequence[str]) -> Draw:
    def draw(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
        items: list[Item] = [centred(62 + 20 * i, title, 15) for i, title in enumerate(titles)]
        rows = (
            ("Update Date", record["update_date"]),
            ("Name", "TEST PERSON " + record["verification_code"][-3:]),
            ("Gender", _MEANINGS["gender"][record["gender"]]),
            ("Date of Birth", record["birth_date"]),
            ("Institution", "Example College (code " + record["certificate_number"][:5] + ")"),
            ("Certificate Number", record["certificate_number"]),
            ("Online Verification Code", record["verification_code"]),
        )
        for number, (label, text) in enumerate(rows):
            items.append(Text(70, 150 + number * 30, label, SIZE, LABELS))
            items.append(Text(230, 150 + number * 30, text, SIZE, VALUES))
        for symbol in codes:
            items += code_items(symbol, look, 76, 640, 69.5)
        return [Sheet(tuple(items))]

    return draw


def _rows(record: Record, look: Look, rows: Sequence[Row], top: float, pitch: float) -> list[Item]:
    items: list[Item] = []
    y = top
    for label, name, text in rows:
        if name and name in look.left_out:
            continue
        values, count = _value(record, look, name, text, 179, y, 250)
        items.append(Text(70, y, look.label(name or label, label), SIZE, LABELS))
        items += values
        y += pitch + (count - 1) * SIZE * 1.3
    return items


def _value(
    record: Record, look: Look, name: str, text: str, x: float, y: float, width: float
) -> tuple[list[Item], int]:
    if name:
        return value_items(record, look, name, x, y, width)
    lines = wrap(text, width, SIZE)
    first = y - SIZE * 0.65 * (len(lines) - 1)
    items: list[Item] = [Text(x, first + i * SIZE * 1.3, line, SIZE, VALUES) for i, line in enumerate(lines)]
    return items, max(len(lines), 1)


def _url(record: Record) -> tuple[Symbol, ...]:
    return (symbols.url(record["verification_code"]),)


_STUDENT = (
    "name", "gender", "birth_date", "school", "level", "major", "duration", "category", "study_form",
    "enrolment_date", "verification_code", "update_date",
)  # fmt: skip

FORMS = {
    "enrolment-report": Form("enrolment_report", _STUDENT, draw_enrolment, _url, date(2023, 5, 15)),
    "enrolment-report-old": Form(
        "enrolment_report",
        _STUDENT,
        draw_enrolment_old,
        lambda record: (symbols.sentence(record["verification_code"]),),
        date(2019, 10, 9),
    ),
    "degree-report-online": Form(
        "degree_report",
        ("name", "gender", "birth_date", "verification_code", "update_date"),
        draw_degree_online,
        _url,
        date(2023, 5, 18),
        "bachelor",
    ),
    "degree-report-certified": Form(
        "degree_report",
        ("name", "gender", "birth_date", "report_number", "print_date"),
        draw_degree_certified,
        no_symbols,
        date(2015, 6, 2),
        "bachelor",
        2007,
    ),
    "foreign-credential": Form("foreign_credential", (), draw_foreign, no_symbols, date(2021, 3, 1)),
    "registration-record-en": Form(
        "registration_record",
        (),
        _english(("Online Verification Report of", "Higher Education Qualification Certificate")),
        _url,
        date(2023, 5, 19),
    ),
    "enrolment-report-en": Form(
        "enrolment_report", (), _english(("Online Verification Report of Student Record",)), _url, date(2023, 5, 19)
    ),
    "certification-report-en": Form(
        "certification_report",
        (),
        _english(("Verification Report of China", "Higher Education Qualification Certificate")),
        no_symbols,
        date(2018, 3, 5),
    ),
    "degree-report-en": Form(
        "degree_report",
        (),
        _english(("Online Verification Report of Higher Education Degree Certificate",)),
        _url,
        date(2023, 5, 19),
    ),
}
