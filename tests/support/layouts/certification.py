"""中国高等教育学历认证报告 on paper and in its electronic edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.support import symbols
from tests.support.layouts.form import Form, dated, label_item, no_symbols, photo, value_items
from tests.support.look import Look
from tests.support.records import Record
from tests.support.sheets import A4, MARK, Item, Picture, Rule, Sheet, Text, centred, width_of
from tests.support.symbols import Symbol

TITLE = "中国高等教育学历认证报告"

_ROWS = (
    "name", "gender", "birth_date", "category", "level", "school", "major", "study_form", "duration",
    "enrolment_date", "graduation_date", "completion", "certificate_number",
)  # fmt: skip
_FIELDS = (*_ROWS, "report_number", "print_date")


def draw_paper(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The paper report: numbers at the upper right, one field a line, a closing sentence."""
    return [_report(record, look, *A4)]


def draw_electronic(record: Record, look: Look, codes: Sequence[Symbol]) -> list[Sheet]:
    """The electronic report: a slightly larger page, and a second page with a picture of the certificate."""
    width, height = 614.0, 794.0
    lines = (
        "普通高等学校毕业证书",
        MARK,
        f"学生 {record['name']} 性别 {record['gender']}",
        f"在 {record['school']} {record['major']} 专业",
        "修完教学计划规定的全部课程，成绩合格，准予毕业。",
        "人物与证书均属虚构",
    )
    picture = Picture(0, 0, width, height, symbols.certificate_picture(lines))
    return [_report(record, look, width, height), Sheet((picture,), width, height, bare=True)]


def _report(record: Record, look: Look, width: float, height: float) -> Sheet:
    right = width - 55
    items: list[Item] = [centred(104, TITLE, 20, width)]
    items += dated(record, look, "report_number", right, 136, "iso")
    items += dated(record, look, "print_date", right, 152, "iso")
    if look.photo:
        items += photo(look, right - 84, 166, right, 272)
    y = 184.0
    for name in _ROWS:
        if name in look.left_out:
            continue
        label = label_item(look, name, 82, y, 12)
        if name == "major":
            label = Text(82, y, look.label("major", "专业名称"), 12)
        if name == "graduation_date":
            label = Text(82, y, look.label("graduation_date", "毕业日期"), 12)
        values, count = value_items(record, look, name, 190, y, 240 if y < 280 else 330, 12)
        items.append(label)
        items += values
        if look.ruled:
            items.append(Rule(80, y + 8 + (count - 1) * 8, right - 100 if y < 280 else right, y + 8 + (count - 1) * 8))
        y += 30 + (count - 1) * 12
    items.append(Text(82, y + 24, "以上学历情况属实，专此认证。", 12))
    closing = "http://www.chsi.com.cn/xlrz/"
    items.append(Text(width - 70 - width_of(closing, 10), y + 96, closing, 10))
    return Sheet(tuple(items), width, height)


def _worded(record: Record) -> Record:
    """Categories without 高等教育, years in Chinese numerals, enrolment and graduation without the day."""
    return record.changed(
        category={"普通高等教育": "普通", "成人高等教育": "成人"}.get(record["category"], record["category"]),
        duration={"4年": "四年", "3年": "三年", "2年": "二年", "2.5年": "二年半"}.get(record["duration"], ""),
        enrolment_date=record["enrolment_date"][:7],
        graduation_date=record["graduation_date"][:7],
    )


FORMS = {
    "certification-report": Form(
        "certification_report", _FIELDS, draw_paper, no_symbols, date(2014, 10, 14), "bachelor", 2006, _worded
    ),
    "certification-report-electronic": Form(
        "certification_report", _FIELDS, draw_electronic, no_symbols, date(2020, 9, 3), "bachelor", 2001, _worded
    ),
}
