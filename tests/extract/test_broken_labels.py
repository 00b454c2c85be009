"""Labels that a narrow cell breaks over several lines: they are whole, and no other field takes their value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from tests.extract.forms import ROWS, VALUES, mixed, two_columns, without, wrapped
from tests.read.drawing import CODE, FIELDS, LABEL_X, VALUE_X, printed, read, record, row_of, write

BROKEN = [
    ("毕（结）业日期", "毕（结）业\n日期"),
    ("毕（结）业日期", "毕（结）业日\n期"),
    ("毕（结）业日期", "毕\n（结）\n业日期"),
    ("毕（结）业", "毕（结）\n业"),
    ("校（院）长姓名", "校（院）长\n姓名"),
    ("校（院）长姓名", "校（院）长姓\n名"),
    ("证书编号", "证书编\n号"),
    ("学校名称", "学校名\n称"),
    ("学习形式", "学习\n形式："),
]
TITLE = "教育部学历证书电子注册备案表(学历证明书)"
OWN, ORIGINAL = "1002 2120 0206 0000 01", "1002 2120 0106 9999 99"


def _record(label: str, broken: str, **how: Any) -> dict[str, str]:
    """What is read where one label stands over several lines, its value beside them."""

    def draw(page: Any) -> None:
        wrapped(page, LABEL_X, row_of(label), broken, **how)
        write(page, VALUE_X, row_of(label), FIELDS[label])

    return printed(record(without(label), change=draw))


@pytest.mark.parametrize(("label", "broken"), BROKEN)
def test_broken_label_is_whole_where_no_rulings_stand(label: str, broken: str) -> None:
    assert _record(label, broken, size=9) == VALUES


def test_broken_label_whose_letters_stand_apart_is_whole() -> None:
    def apart(page: Any) -> None:
        for number, part in enumerate(("毕", "（结）", "业日期")):
            for place, letter in enumerate(part):
                write(page, LABEL_X + 11 * place, row_of("毕（结）业日期") + 10 * (number - 1), letter, 8)
        write(page, VALUE_X, row_of("毕（结）业日期"), FIELDS["毕（结）业日期"])

    assert printed(record(without("毕（结）业日期"), change=apart)) == VALUES


def test_colon_between_a_broken_label_and_its_value_is_no_part_of_the_value() -> None:
    def draw(page: Any) -> None:
        wrapped(page, LABEL_X, row_of("毕（结）业日期"), "毕（结）业\n日期")
        write(page, VALUE_X - 11, row_of("毕（结）业日期"), "：2001年07月01日")

    assert printed(record(without("毕（结）业日期"), change=draw)) == VALUES


@pytest.mark.parametrize(("label", "broken"), BROKEN)
@pytest.mark.parametrize("lines", [True, False])
def test_broken_label_of_two_columns_is_whole(label: str, broken: str, lines: bool) -> None:
    rows = [[cell and (broken if cell[0] == label else cell[0], cell[1]) for cell in row] for row in ROWS]

    values = printed(two_columns(rows, lines))

    assert values == {**VALUES, "update_date": "2022-03-05"} if lines else values.items() >= _rest().items()


def _rest() -> dict[str, str]:
    """The values that stand in both forms' tables."""
    return {name: value for name, value in VALUES.items() if name not in ("verification_code", "update_date")}


def test_labels_above_each_other_are_two_where_both_can_stand_alone() -> None:
    values = printed(record({"校（院）长": "李四", **{k: v for k, v in FIELDS.items() if k != "校（院）长姓名"}}))

    assert (values["president"], values["name"]) == ("李四", "张三")


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("broken", ["毕（结）业日\n期", "毕（结）业\n日期"])
def test_blank_value_beside_a_broken_label_never_takes_the_next_columns(broken: str, lines: bool) -> None:
    rows = [list(row) for row in ROWS]
    rows[2] = [("入学日期", ""), (broken, "2001年07月01日")]

    values = printed(two_columns(rows, lines))

    assert "enrolment_date" not in values
    assert values["graduation_date"] == "2001-07-01"


@pytest.mark.parametrize(
    ("label", "broken", "field"),
    [
        ("毕（结）业日期", "毕（结）业\n日期", "graduation_date"),
        ("校（院）长姓名", "校（院）长姓\n名", "president"),
        ("学校名称", "学校名\n称", "school"),
    ],
)
@pytest.mark.parametrize("aligned", ["left", "right"])
def test_broken_label_whose_first_line_touches_its_value_is_whole(
    label: str, broken: str, field: str, aligned: str
) -> None:
    first, rest = broken.split("\n")
    start = VALUE_X - 11 * len(first)

    def draw(page: Any) -> None:
        write(page, start, row_of(label), first)
        write(page, VALUE_X, row_of(label), FIELDS[label])
        write(page, start if aligned == "left" else VALUE_X - 11 * len(rest), row_of(label) + 13, rest)

    assert printed(record(without(label), change=draw)) == VALUES
    assert field in VALUES


def test_value_that_begins_like_the_rest_of_its_label_is_not_read() -> None:
    def draw(page: Any) -> None:
        write(page, VALUE_X, row_of("校（院）长姓名"), "校（院）长姓王明")

    assert "president" not in printed(record(without("校（院）长姓名"), change=draw))


# Two numbers in one cell


def _rule(page: Any, row: float) -> None:
    """The lines around the cells of a row."""
    for y in (row - 17, row + 15):
        page.draw_line((60, y), (540, y))
    for x in (60, 170, 450, 540):
        page.draw_line((x, row - 17), (x, row + 15))


def _numbers(draw: Callable[[Any], None]) -> tuple[str | None, str | None]:
    """The own and the original number of a certificate whose row is drawn."""
    values = printed(record(without("证书编号"), change=draw, title=TITLE))
    return values.get("certificate_number"), values.get("original_certificate_number")


@pytest.mark.parametrize(
    "rest",
    [
        ((0, f"{OWN}"), (13, f"（原证书编号：{ORIGINAL}）")),
        ((0, f"{OWN} （原证书编号："), (13, f"{ORIGINAL}）")),
        ((0, f"{OWN} （原证书编"), (13, f"号：{ORIGINAL}）")),
        ((0, f"{OWN} （原证"), (13, f"书编号：{ORIGINAL}）")),
        ((0, f"{OWN} （原证书编号：1002 2120"), (13, "0106 9999 99）")),
        ((-6, f"{OWN} （原证书编号：1002 2120"), (7, "0106 9999 99）")),
        ((-6, f"{OWN}"), (7, f"（原证书编号：{ORIGINAL}）")),
    ],
)
@pytest.mark.parametrize("label", ["证书编号", "证书\n编号"])
@pytest.mark.parametrize("rulings", [True, False])
def test_numbers_that_break_their_line_stay_apart(
    rest: tuple[tuple[float, str], ...], label: str, rulings: bool
) -> None:
    def draw(page: Any) -> None:
        row = row_of("证书编号")
        wrapped(page, LABEL_X, row, label, 10)
        for below, text in rest:
            mixed(page, VALUE_X, row + below, text, 9)
        if rulings:
            _rule(page, row)

    assert _numbers(draw) == (OWN.replace(" ", ""), ORIGINAL.replace(" ", ""))


@pytest.mark.parametrize("between", ["　", " / "])
def test_number_below_its_label_without_brackets_is_told_from_the_one_above(between: str) -> None:
    def draw(page: Any) -> None:
        row = row_of("证书编号")
        wrapped(page, LABEL_X, row, "证书编号", 10)
        mixed(page, VALUE_X, row, f"{OWN}{between}原证书编号：", 9)
        mixed(page, VALUE_X, row + 13, ORIGINAL, 9)
        _rule(page, row)

    assert _numbers(draw) == (OWN.replace(" ", ""), ORIGINAL.replace(" ", ""))


def test_bracketed_number_close_above_the_next_row_leaves_that_row_its_value() -> None:
    def draw(page: Any) -> None:
        row = row_of("证书编号")
        write(page, LABEL_X, row, "证书编号")
        write(page, VALUE_X, row, OWN)
        mixed(page, VALUE_X, row + 21, f"（原证书编号：{ORIGINAL}）", 9)

    values = printed(record(_certified(), change=draw, title=TITLE))

    assert values["original_certificate_number"] == ORIGINAL.replace(" ", "")
    assert values["completion"] == "毕业"


def _certified() -> dict[str, str]:
    """The usual fields, the number's row blank and the conclusion in the row below it."""
    fields = without("证书编号")
    fields.pop("毕（结）业")
    fields.pop("校（院）长姓名")
    rows = list(fields.items())
    return dict([*rows[:11], ("  ", ""), *rows[11:], ("毕（结）业", "毕业")])


# Labels and values in one cell


def _one_cell(page: Any, row: float) -> None:
    """Rulings of a row whose label and value share a cell, with an empty one beside it."""
    for y in (row - 17, row + 9):
        page.draw_line((60, y), (540, y))
    for x in (60, 430, 540):
        page.draw_line((x, row - 17), (x, row + 9))


def test_value_between_the_lines_of_its_label_in_one_cell_is_read() -> None:
    def draw(page: Any) -> None:
        row = row_of("毕（结）业日期")
        wrapped(page, LABEL_X, row, "毕（结）业\n日期")
        write(page, VALUE_X, row, "2001年07月01日")
        _one_cell(page, row)

    assert printed(record(without("毕（结）业日期"), change=draw)) == VALUES


def test_lines_of_a_value_above_and_below_its_label_in_one_cell_are_all_read() -> None:
    def draw(page: Any) -> None:
        row = row_of("专业")
        write(page, LABEL_X, row, "专业")
        write(page, VALUE_X, row - 6, "商品花卉生产与", 10)
        write(page, VALUE_X, row + 6, "经营管理", 10)
        _one_cell(page, row)

    assert printed(record(without("专业"), change=draw)) == {**VALUES, "major": "商品花卉生产与经营管理"}


# The notes below the table


def test_notes_whose_heading_is_broken_in_a_cell_beside_them_give_no_values() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 200, 60, "教育部学历证书电子注册备案表")
    write(page, 400, 30, "测试样本 TEST SPECIMEN", 8)
    for label, value in FIELDS.items():
        write(page, LABEL_X, row_of(label), label)
        write(page, VALUE_X, row_of(label), value)
    write(page, LABEL_X, 530, "在线验证码")
    write(page, VALUE_X, 530, CODE)
    for x, y, text in (
        *((LABEL_X, 605, "注意事"), (LABEL_X, 618, "项：")),
        *((VALUE_X, 585, "1、备案表是学历证书电子注册的结果。"), (VALUE_X, 598, "2、以在线验证的内容为准。")),
        *((VALUE_X, 611, "3、姓名：以学校上报为准。"), (VALUE_X, 624, "4、层次 学历类别 标有*的为未知项。")),
    ):
        write(page, x, y, text, 9)

    document = read(bytes(document.tobytes()))

    assert {name: document.fields[name].value for name in ("name", "level", "category")} == {
        name: VALUES[name] for name in ("name", "level", "category")
    }
