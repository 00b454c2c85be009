"""Fields of a paper: the right value beside the right label, or a reason why there is none."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from degree_verify.model.document import Document, UnreadReason
from tests.extract.forms import ROWS, VALUES, WALLS, report, two_columns
from tests.read.drawing import (
    CODE,
    FIELDS,
    LABEL_X,
    SIZE,
    SPECIMEN,
    VALUE_X,
    picture,
    printed,
    read,
    record,
    row_of,
    value_box,
    write,
)


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


def test_wrapped_line_of_a_centred_value_is_kept_right_of_a_caption_below_the_table() -> None:
    def centred(page: Any) -> None:
        write(page, 270, row_of("专业"), "商品花卉生产与经营管理")
        write(page, 292, row_of("专业") + 12, "（园林方向）")

    assert printed(record(_with(major=""), change=centred))["major"] == "商品花卉生产与经营管理（园林方向）"


def test_title_below_a_value_is_no_line_of_it() -> None:
    values = printed(record(updated="", change=lambda page: write(page, 160, 42, "更新日期：2023年5月18日")))

    assert values == VALUES


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


def test_ruled_two_column_record_is_read_cell_by_cell() -> None:
    assert printed(two_columns()) == VALUES | {"update_date": "2022-03-05"}


@pytest.mark.parametrize("row", range(len(ROWS)))
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("lines", [True, False])
def test_blank_cell_never_takes_its_neighbours_value(row: int, side: int, lines: bool) -> None:
    if ROWS[row][side] is None:
        return
    blanked = [list(pair) for pair in ROWS]
    blanked[row][side] = (ROWS[row][side][0], "")

    values = printed(two_columns(blanked, lines))

    assert {
        name: value for name, value in values.items() if value != (VALUES | {"update_date": "2022-03-05"})[name]
    } == {}


def test_long_value_wraps_within_its_cell() -> None:
    data = two_columns()
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


REPORT = (
    *("证书编号: 1234567", "打印日期: 2017-10-14", "姓名: 张三", "性别: 女", "出生日期: 1980年09月01日"),
    *("学历类别: 普通", "层次: 专科", "学校名称: 北京林业大学", "专业名称: 商品花卉", "学习形式: 普通全日制"),
    *("学制: 三年", "入学日期: 1998年09月", "毕业日期: 2001年07月", "毕(结)业: 毕业"),
    *("证书编号: 100221200106999999", "以上学历情况属实，专此认证。"),
)


def test_report_number_above_and_certificate_number_below_share_a_label_and_are_told_apart() -> None:
    values = printed(report(*REPORT))

    assert values["report_number"] == "1234567"
    assert values["certificate_number"] == "100221200106999999"
    assert (values["enrolment_date"], values["graduation_date"]) == ("1998-09", "2001-07")
    assert values["print_date"] == "2017-10-14"


@pytest.mark.parametrize("left_out", [0, 14])
def test_lone_number_of_a_report_is_the_reports_above_the_name_and_the_certificates_below_it(left_out: int) -> None:
    values = printed(report(*REPORT[:left_out], *REPORT[left_out + 1 :]))

    assert values.get("report_number") == (None if left_out == 0 else "1234567")
    assert values.get("certificate_number") == ("100221200106999999" if left_out == 0 else None)


def test_labels_close_above_each_other_are_two_where_one_would_lack_otherwise() -> None:
    values = printed(report(*REPORT[:2], "校(院)长: 李四", *REPORT[2:], pitch=15))

    assert (values["name"], values["president"]) == ("张三", "李四")


@pytest.mark.parametrize("pitch", [16, 20])
def test_closing_words_of_a_report_do_not_join_the_last_value(pitch: float) -> None:
    lines = [*REPORT[:8], "学制: 三年", REPORT[14], "专业名称: 商品花卉", "      以上学历情况属实，专此认证。"]

    assert printed(report(*lines, pitch=pitch))["major"] == "商品花卉"


# Text beside and between the values where no rulings stand


@pytest.mark.parametrize("words", ["照片", "上传", "暂无照片上传", "本人近照", "一寸免冠"])
@pytest.mark.parametrize("below", [0, 8, 13])
@pytest.mark.parametrize("label", ["姓名", "学校名称", "专业"])
def test_words_of_the_photographs_frame_join_no_value(words: str, below: float, label: str) -> None:
    values = printed(record(change=lambda page: write(page, 460, row_of(label) + below, words)))

    assert not {name for name in VALUES if values.get(name) not in (None, VALUES[name])}
    if words in ("照片", "上传", "暂无照片上传") or below:
        assert values == VALUES


def test_bracket_without_its_partner_makes_a_field_ambiguous() -> None:
    assert _reason(read(record(_with(major="商品花卉（园林"))), "major") is UnreadReason.AMBIGUOUS
    assert _reason(read(record(_with(major="商品花卉园林）"))), "major") is UnreadReason.AMBIGUOUS


def test_value_that_swallows_the_next_label_is_ambiguous() -> None:
    document = read(record(_with(school="北京林业大学学习形式函授")))

    assert _reason(document, "school") is UnreadReason.AMBIGUOUS


def test_label_close_behind_a_long_value_is_found_by_the_labels_above_it() -> None:
    number = "1002 2120 0106 9999 99"

    def long_number(page: Any) -> None:
        write(page, 296 - pymupdf.get_text_length(number, "helv", 11), 100 + 6 * 30 + 19, number)

    rows = [list(row) for row in ROWS]
    rows[6][0] = ("证书编号", "")
    values = printed(two_columns(rows, lines=False, change=long_number, second=WALLS[2] - 6))

    assert (values["certificate_number"], values["completion"]) == (VALUES["certificate_number"], "毕业")


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


def test_narrow_letters_of_a_code_set_in_squares_do_not_cut_it() -> None:
    code = "AJ23456789BCDJFJ"  # beside a J the gap is half a square

    def squares(page: Any) -> None:
        for number, letter in enumerate(code):
            write(page, 280 + number * 11.5, 669, letter)

    assert printed(record(code="", change=squares))["verification_code"] == code


@pytest.mark.parametrize("spacing", [3.0, 6.0, 8.0])
def test_letters_of_a_code_set_apart_evenly_are_one_code(spacing: float) -> None:
    def apart(page: Any) -> None:
        x = 280.0
        for letter in CODE:
            write(page, x, 669, letter)
            x += pymupdf.get_text_length(letter, "helv", SIZE) + spacing

    assert printed(record(code="", change=apart))["verification_code"] == CODE


@pytest.mark.parametrize(("x", "y"), [(420, 669), (280, 655), (300, 600)])
def test_second_code_beside_or_apart_from_the_first_leaves_the_code_unread(x: float, y: float) -> None:
    document = read(record(change=lambda page: write(page, x, y, "A9876543210ZYXWV")))

    assert _reason(document, "verification_code") is UnreadReason.AMBIGUOUS


@pytest.mark.parametrize(("label", "other"), [("姓名", "李四"), ("层次", "中专"), ("学校名称", "清华大学")])
def test_second_value_far_off_on_the_row_leaves_the_field_unread(label: str, other: str) -> None:
    document = read(record(change=lambda page: write(page, 380, row_of(label), other)))

    assert UnreadReason.AMBIGUOUS in {missing.reason for missing in document.unread.values()}


@pytest.mark.parametrize("text", ["照片", "—"])
def test_what_is_no_second_value_on_the_row_does_not_matter(text: str) -> None:
    assert printed(record(change=lambda page: write(page, 460, row_of("姓名"), text)))["name"] == "张三"


@pytest.mark.parametrize(
    ("text", "y", "field"),
    [("（结业证书）", 78, "completion"), ("备注：该生为结业", 560, "completion"), ("中等职业教育", 78, "level")],
)
def test_text_above_the_notes_that_denies_a_field_leaves_it_unread(text: str, y: float, field: str) -> None:
    assert _reason(read(record(change=lambda page: write(page, 250, y, text))), field) is UnreadReason.AMBIGUOUS


def test_words_of_the_notes_deny_nothing() -> None:
    notes = "2、结业、肄业及中等专业学校的学历不在此列。"

    assert printed(record(change=lambda page: write(page, LABEL_X, 770, notes, 8))) == VALUES


@pytest.mark.parametrize("ends", [(VALUE_X - 2, VALUE_X + 24), (LABEL_X, 525), (0, 595)])
def test_value_that_a_line_crosses_out_is_not_read(ends: tuple[float, float]) -> None:
    def strike(page: Any) -> None:
        page.draw_line((ends[0], row_of("层次") - 4), (ends[1], row_of("层次") - 4), width=0.8)

    assert _reason(read(record(change=strike)), "level") is UnreadReason.OVERLAID


@pytest.mark.parametrize("width", [0.8, 2])
def test_code_that_a_line_crosses_out_is_not_read(width: float) -> None:
    def strike(page: Any) -> None:
        page.draw_line((275, 665), (385, 665), width=width)

    assert _reason(read(record(change=strike)), "verification_code") is UnreadReason.OVERLAID


def test_line_under_a_value_does_not_matter() -> None:
    def underline(page: Any) -> None:
        page.draw_line((VALUE_X - 2, row_of("层次") + 3), (VALUE_X + 200, row_of("层次") + 3), width=0.8)

    assert printed(record(change=underline)) == VALUES


def test_picture_that_goes_on_where_a_value_ends_leaves_it_unread() -> None:
    def more(page: Any) -> None:
        page.insert_image((VALUE_X + 24, row_of("层次") - 10, VALUE_X + 60, row_of("层次") + 2), stream=picture("x"))

    assert _reason(read(record(change=more)), "level") is UnreadReason.OVERLAID


def test_light_ground_behind_each_text_is_no_cell() -> None:
    document = pymupdf.open(stream=record(), filetype="pdf")
    page = document[0]
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                page.draw_rect(span["bbox"], color=None, fill=(0.94, 0.97, 0.94), overlay=False)

    assert printed(document.tobytes()) == VALUES


def test_letters_of_a_label_set_far_apart_make_one_label() -> None:
    justified = {("姓" + "　" * 7 + "名" if known == "姓名" else known): value for known, value in FIELDS.items()}

    assert printed(record(justified))["name"] == "张三"


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


def test_code_that_breaks_its_line_beside_an_instruction_is_whole() -> None:
    def box(page: Any) -> None:
        for x, y, text in (
            *((215, 620, "在线验证码"), (280, 620, "0908 8869"), (280, 632, "3519")),
            *((360, 620, "1、扫码获"), (360, 632, "取“学信网报告"), (360, 644, "在线验证”小程序")),
        ):
            write(page, x, y, text)

    assert printed(_uncaptioned(box))["verification_code"] == "090888693519"


def test_code_below_a_blank_name_is_the_code() -> None:
    fields = {**FIELDS, "校（院）长姓名": ""}

    values = printed(_uncaptioned(lambda page: write(page, VALUE_X, row_of("校（院）长姓名") + 12, CODE), fields))

    assert "president" not in values
    assert values["verification_code"] == CODE


def _uncaptioned(change: Any, fields: Any = FIELDS) -> bytes:
    """A record of which only the fields and what `change` draws are printed."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 200, 60, "教育部学历证书电子注册备案表", 14)
    write(page, 400, 30, SPECIMEN, 8)
    for label, value in fields.items():
        write(page, LABEL_X, row_of(label), label)
        write(page, VALUE_X, row_of(label), value)
    change(page)
    return bytes(document.tobytes())


# Papers of two pages


def _two_pages(last: str, first: str, below: str = "") -> Document:
    """A record whose last row on page 1 has the value `last`, with `below` under it, and whose page 2 begins with
    `first`.
    """
    document = pymupdf.open()
    page = document.new_page(width=595, height=500)
    write(page, 200, 60, "教育部学历证书电子注册备案表", 14)
    write(page, 400, 30, SPECIMEN, 8)
    for label, value in FIELDS.items():
        write(page, LABEL_X, row_of(label), label)
        write(page, VALUE_X, row_of(label), last if label == "校（院）长姓名" else value)
    write(page, LABEL_X, 490, below)
    second = document.new_page(width=595, height=500)
    write(second, VALUE_X, 60, first)
    write(second, LABEL_X, 90, "注意事项：", 8)
    write(second, LABEL_X, 120, "2、层次：以证书为准", 8)
    write(second, LABEL_X, 105, "1、姓名：以学校上报为准。", 8)
    return read(bytes(document.tobytes()))


def test_notes_on_the_second_page_say_nothing_of_fields_that_the_first_page_gave() -> None:
    document = _two_pages("李四", "")

    assert document.pages == (1, 2)
    assert document.fields["name"].value == "张三"
    assert document.fields["level"].value == "专科"
    assert document.fields["president"].value == "李四"


def test_value_that_a_page_break_tears_stays_unread() -> None:
    assert _reason(_two_pages("买买提·艾", "力"), "president") is UnreadReason.AMBIGUOUS


@pytest.mark.parametrize("first", ["在线验证码 A123456789BCDEFG", CODE, "学信网App扫描二维码"])
def test_value_above_a_page_break_is_read_where_the_next_page_begins_with_something_else(first: str) -> None:
    assert _two_pages("李四", first).fields["president"].value == "李四"


def test_value_above_other_text_is_not_torn_by_what_goes_on_from_that() -> None:
    assert _two_pages("李四", "字电子注册的结果。", "备案表是学历证书").fields["president"].value == "李四"


def test_code_that_a_page_break_tears_stays_unread() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=560)
    write(page, 200, 60, "教育部学历证书电子注册备案表", 14)
    write(page, 400, 30, SPECIMEN, 8)
    for label, value in FIELDS.items():
        write(page, LABEL_X, row_of(label), label)
        write(page, VALUE_X, row_of(label), value)
    write(page, LABEL_X, 520, "在线验证码")
    write(page, VALUE_X, 520, "81344044983")
    second = document.new_page(width=595, height=560)
    write(second, VALUE_X + 20, 60, "5")
    write(second, LABEL_X, 90, "注意事项：", 8)

    assert _reason(read(bytes(document.tobytes())), "verification_code") is UnreadReason.AMBIGUOUS


def test_code_whose_every_zero_looks_like_a_letter_is_found() -> None:
    document = read(record(code="ADOOBGCOQHOGOHOB"))

    assert document.fields["verification_code"].value == "ADOOBGCOQHOGOHOB"
