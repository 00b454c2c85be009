"""Fields of a paper: the right value beside the right label, or a reason why there is none."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from degree_verify.model.document import Document, UnreadReason
from tests.read.drawing import (
    CODE,
    FIELDS,
    LABEL_X,
    SPECIMEN,
    VALUE_X,
    printed,
    read,
    record,
    row_of,
    value_box,
    write,
)
from tests.support.graduate import GRADUATE

VALUES = {**GRADUATE, "verification_code": CODE, "update_date": "2023-05-18"}


def _reason(document: Document, field: str) -> UnreadReason | None:
    assert field not in document.fields, document.fields[field]
    return document.unread[field].reason


def _with(**values: str) -> dict[str, str]:
    """The usual fields with other values; keyword names are this module's field names."""
    labels = {"name": "姓名", "level": "层次", "school": "学校名称", "completion": "毕（结）业", "major": "专业"}
    return {**FIELDS, **{labels[name]: value for name, value in values.items()}}


def test_record_of_the_current_form_is_read_field_by_field_with_its_place() -> None:
    document = read(record())

    assert {name: reading.value for name, reading in document.fields.items()} == VALUES
    assert set(document.unread) == {"valid_until"}
    name = document.fields["name"]
    assert (name.page, name.confidence, name.raw) == (1, 1.0, "张三")
    assert pymupdf.Rect(name.box) in value_box("姓名")


@pytest.mark.parametrize(
    ("label", "variant"),
    [
        ("姓名", "姓　　名"),
        ("姓名", "姓名："),
        ("毕（结）业日期", "毕(结)业日期"),
        ("毕（结）业日期", "毕业日期"),
        ("毕（结）业", "毕 结 业："),
        ("学制", "学　　制"),
        ("证书编号", "证 书 编 号"),
        ("学校名称", "毕业院校"),
        ("层次", "学历层次"),
        ("专业", "专业名称"),
        ("校（院）长姓名", "校(院)长姓名"),
        ("校（院）长姓名", "校长姓名"),
        ("出生日期", "出⽣⽇期"),
    ],
)
def test_label_in_another_writing_gives_the_same_values(label: str, variant: str) -> None:
    fields = {variant if known == label else known: value for known, value in FIELDS.items()}

    assert printed(record(fields)) == VALUES


@pytest.mark.parametrize("mark", ["*", "＊", "***", "* *"])
def test_unknown_mark_in_place_of_a_value_is_told(mark: str) -> None:
    assert _reason(read(record(_with(level=mark))), "level") is UnreadReason.UNKNOWN_MARK


def test_empty_value_and_missing_label_are_told_apart() -> None:
    without = {label: value for label, value in FIELDS.items() if label != "层次"}

    assert _reason(read(record(_with(level=""))), "level") is UnreadReason.EMPTY
    assert _reason(read(record(without)), "level") is UnreadReason.NOT_FOUND


@pytest.mark.parametrize("name", ["张\ufffd", "张三1", "张?", "张 3"])
def test_name_that_is_no_name_stays_unread_and_is_never_repaired(name: str) -> None:
    document = read(record(_with(name=name)))

    assert document.fields.get("name") is None
    assert document.unread["name"].reason in (UnreadReason.MALFORMED, UnreadReason.UNREADABLE_TEXT)


def test_field_printed_twice_with_different_values_is_ambiguous_and_with_equal_ones_is_read() -> None:
    assert _reason(read(record({**FIELDS, "学历层次": "本科"})), "level") is UnreadReason.AMBIGUOUS
    assert printed(record({**FIELDS, "学历层次": "专科"}))["level"] == "专科"


@pytest.mark.parametrize("blank", list(FIELDS))
def test_blank_value_never_takes_another_fields_value(blank: str) -> None:
    values = printed(record({**FIELDS, blank: ""}))

    assert set(values) < set(VALUES)
    assert {name: value for name, value in values.items() if value != VALUES[name]} == {}


def test_value_that_wraps_is_joined_and_its_neighbours_stay_theirs() -> None:
    def wrap(page: Any) -> None:
        write(page, VALUE_X, row_of("专业") + 9, "（园林与花卉方向）", 8)

    values = printed(record({**FIELDS, "专业": "商品花卉生产与经营管理"}, change=wrap))

    assert values == {**VALUES, "major": "商品花卉生产与经营管理（园林与花卉方向）"}


def test_text_right_of_the_photo_or_specimen_line_is_no_part_of_a_value() -> None:
    values = printed(record(change=lambda page: write(page, 460, row_of("姓名"), "暂无照片上传")))

    assert values == VALUES


@pytest.mark.parametrize("gap", [30, 60, 120, 250])
def test_other_text_on_the_row_of_the_name_never_makes_another_name(gap: int) -> None:
    name = printed(record(change=lambda page: write(page, VALUE_X + 22 + gap, row_of("姓名"), "测试样本"))).get("name")

    assert name in (None, "张三")


def test_labels_in_the_notes_are_no_fields() -> None:
    def notes(page: Any) -> None:
        write(page, LABEL_X, 775, "2、层次：以证书为准。证书编号：见证书。", 8)

    assert printed(record(change=notes)) == VALUES


def test_note_that_names_a_label_in_running_text_gives_no_value() -> None:
    without = {label: value for label, value in FIELDS.items() if label != "层次"}

    document = read(record(without, change=lambda page: write(page, LABEL_X, 775, "3、层次为本科的，另行核对。", 8)))

    assert "level" not in document.fields


# The two-column ruled form


ROWS = (
    (("姓名", "张三"), None),
    (("性别", "女"), ("出生日期", "1980年09月01日")),
    (("入学日期", "1998年09月01日"), ("毕（结）业日期", "2001年07月01日")),
    (("学历类别", "普通高等教育"), ("层次", "专科")),
    (("学校名称", "北京林业大学"), ("学制", "3 年")),
    (("专业", "商品花卉"), ("学习形式", "普通全日制")),
    (("证书编号", "1002 2120 0106 9999 99"), ("毕（结）业", "毕业")),
    (("校（院）长姓名", "李四"), None),
)
WALLS = (50, 130, 300, 390, 545)


def _ruled(rows: Any = ROWS, lines: bool = True) -> bytes:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 190, 60, "教育部学历证书电子注册备案表", 14)
    write(page, 400, 30, SPECIMEN, 8)
    write(page, 240, 84, "更新日期：2022年3月5日", 9)
    top, height = 100, 30
    for number, (left, right) in enumerate(rows):
        base = top + number * height + 19
        for (label, value), x in zip((left, right or ("", "")), (WALLS[0], WALLS[2]), strict=True):
            write(page, x + 6, base, label)
            write(page, x + (86 if x == WALLS[0] else 96), base, value, 10)
    if lines:
        bottom = top + len(rows) * height
        for number in range(len(rows) + 1):
            page.draw_line((WALLS[0], top + number * height), (WALLS[-1], top + number * height), width=0.5)
        for number, (_, right) in enumerate(rows):
            for x in WALLS if right else (WALLS[0], WALLS[1], WALLS[-1]):
                page.draw_line((x, top + number * height), (x, top + (number + 1) * height), width=0.5)
        write(page, 56, bottom + 40, "在线验证")
        write(page, 140, bottom + 30, CODE)
        write(page, 140, bottom + 50, "在线验证码", 8)
    write(page, 50, 560, "注意事项：", 8)
    write(page, 50, 575, "1、使用小程序扫码验证。", 8)
    return bytes(document.tobytes())


def test_ruled_two_column_record_is_read_cell_by_cell() -> None:
    assert printed(_ruled()) == VALUES | {"update_date": "2022-03-05"}


@pytest.mark.parametrize("row", range(len(ROWS)))
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("lines", [True, False])
def test_blank_cell_never_takes_its_neighbours_value(row: int, side: int, lines: bool) -> None:
    if ROWS[row][side] is None:
        return
    blanked = [list(pair) for pair in ROWS]
    blanked[row][side] = (ROWS[row][side][0], "")

    values = printed(_ruled(blanked, lines))

    assert {
        name: value for name, value in values.items() if value != (VALUES | {"update_date": "2022-03-05"})[name]
    } == {}


def test_long_value_wraps_within_its_cell() -> None:
    data = _ruled()
    document = pymupdf.open(stream=data, filetype="pdf")
    write(document[0], WALLS[1] + 6, 100 + 5 * 30 + 27, "（园艺方向）", 7)

    assert printed(document.tobytes())["major"] == "商品花卉（园艺方向）"


def test_two_numbers_of_a_replacement_certificate_are_told_apart() -> None:
    def numbers(page: Any) -> None:
        write(page, VALUE_X, row_of("证书编号"), "1002 2120 0206 0000 01")
        write(page, VALUE_X + 140, row_of("证书编号"), "(原证书编号:")
        write(page, VALUE_X + 210, row_of("证书编号"), "1002 2120 0106 9999 99)")

    title = "教育部学历证书电子注册备案表(学历证明书)"
    values = printed(record({**FIELDS, "证书编号": ""}, change=numbers, title=title))

    assert values["certificate_number"] == "100221200206000001"
    assert values["original_certificate_number"] == "100221200106999999"


def test_report_number_above_and_certificate_number_below_share_a_label_and_are_told_apart() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    lines = (
        *("证书编号: 1234567", "打印日期: 2017-10-14", "姓名: 张三", "性别: 女", "出生日期: 1980年09月01日"),
        *("学历类别: 普通", "层次: 专科", "学校名称: 北京林业大学", "专业名称: 商品花卉", "学习形式: 普通全日制"),
        *(
            "学制: 三年",
            "入学日期: 1998年09月",
            "毕业日期: 2001年07月",
            "毕(结)业: 毕业",
            "证书编号: 100221200106999999",
        ),
        "以上学历情况属实，专此认证。",
    )
    write(page, 190, 60, "中国高等教育学历认证报告", 14)
    write(page, 400, 30, SPECIMEN, 8)
    for number, line in enumerate(lines):
        write(page, 80, 100 + 26 * number, line)

    values = printed(document.tobytes())

    assert values["report_number"] == "1234567"
    assert values["certificate_number"] == "100221200106999999"
    assert (values["enrolment_date"], values["graduation_date"]) == ("1998-09", "2001-07")
    assert values["print_date"] == "2017-10-14"


# The verification code


@pytest.mark.parametrize("code", [CODE, "0908 8869 3519", "K123456789BCDEFG", "A12345678"])
def test_code_beside_its_caption_is_read_well_formed_or_not(code: str) -> None:
    assert printed(record(code=code))["verification_code"] == code.replace(" ", "")


def test_code_above_its_caption_is_read_and_the_address_beside_it_is_none() -> None:
    values = printed(record(code="", change=lambda page: write(page, 215, 655, CODE)))

    assert values["verification_code"] == CODE


@pytest.mark.parametrize("pitch", [7.0, 9.0, 11.0, 12.0, 14.0])
def test_code_set_with_wide_letter_spacing_is_never_cut(pitch: float) -> None:
    def spaced(page: Any) -> None:
        for number, letter in enumerate(CODE):
            write(page, 215 + number * pitch, 655, letter)

    assert printed(record(code="", change=spaced)).get("verification_code") in (None, CODE)


def test_code_that_is_not_printed_is_not_invented() -> None:
    document = read(record(code=""))

    assert "verification_code" not in document.fields
    assert document.unread["verification_code"].reason in (UnreadReason.EMPTY, UnreadReason.NOT_FOUND)


def test_two_codes_on_one_paper_are_ambiguous() -> None:
    document = read(record(change=lambda page: write(page, 215, 640, "在线验证码 A999956789BCDEFG")))

    assert _reason(document, "verification_code") is UnreadReason.AMBIGUOUS


def test_code_covered_by_another_is_not_read() -> None:
    document = read(record(code="", change=lambda page: [write(page, 280, 669, c) for c in (CODE, "A999956789BCDEFG")]))

    assert "verification_code" not in document.fields
