"""Rosters: every container, headers by content, numbers as text, bad rows named and the rest used."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from degree_verify.errors import RosterError
from degree_verify.load.roster import read_roster
from degree_verify.load.roster_row import candidate_of
from degree_verify.model.roster import Roster
from degree_verify.normalise.certificate_numbers import number_key
from degree_verify.normalise.id_numbers import check_digit

# Region 990000 does not exist: these people are made up.
ID_MAN = "99000019900305101" + check_digit("99000019900305101")
ID_WOMAN = "99000019920712102" + check_digit("99000019920712102")
HEADER = ["准考证号", "姓名", "性别", "身份证号", "毕业院校", "前置学历层次", "前置证书编号"]
ROW = ["340100000001", "张三", "男", ID_MAN, "北京林业大学", "专科", "100221201206000001"]


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return path


def delimited(path: Path, rows: list[list[str]], encoding: str = "utf-8", sign: str = ",") -> Path:
    path.write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    return path


def test_workbook_with_title_rows_is_read_from_its_header_down(tmp_path: Path) -> None:
    rows = [["2023年上半年毕业申请考生名册"], [], ["制表：某市考办", "", "2023-06-01"], HEADER, ROW]
    roster = read_roster(workbook(tmp_path / "r.xlsx", rows))
    (candidate,) = roster.candidates
    assert (candidate.id, candidate.name, candidate.row) == ("340100000001", "张三", 5)
    assert (candidate.birth_date, candidate.gender) == ("1990-03-05", "男")
    assert (candidate.school, candidate.level) == ("北京林业大学", "专科")
    assert roster.columns["certificate_number"] == "前置证书编号"
    assert roster.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_delimited_text_in_any_encoding_is_read(tmp_path: Path, encoding: str, sign: str) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER, ROW], encoding, sign))
    assert [c.id_number for c in roster.candidates] == [ID_MAN]


def test_json_lines_with_chinese_or_own_names_are_read(tmp_path: Path) -> None:
    lines = [{"准考证号": "1001", "姓名": "张三"}, {"id": "1002", "name": "李四", "id_number": ID_WOMAN}]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join([json.dumps(line) for line in lines] + ["not json", "[]"]), encoding="utf-8")
    roster = read_roster(path)
    assert [(c.id, c.name, c.gender) for c in roster.candidates] == [("1001", "张三", None), ("1002", "李四", "女")]
    assert [problem.row for problem in roster.problems] == [3, 4]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("考籍号", "id"),
        ("考 生 姓 名", "name"),
        ("证件号码（必填）", "id_number"),
        ("出生日期*", "birth_date"),
        ("前置学历毕业学校", "school"),
        ("毕业证书号", "certificate_number"),
        ("毕业学校名称", "school"),
        ("名字", "name"),
        ("前置学历毕业时间", "graduation_date"),
        ("前置学历毕业证号", "certificate_number"),
        ("前置学历（证书编号）", "certificate_number"),
        ("前置学历-证书编号", "certificate_number"),
        ("大专毕业证号", "certificate_number"),
        ("专科层次", "level"),
        ("前置学历_层次", "level"),
        ("学历层次（前置）", "level"),
        ("前置学历（毕业院校）", "school"),
        ("有效证件号", "id_number"),
        ("自考准考证号", "id"),
    ],
)
def test_synonyms_of_headers_are_known(tmp_path: Path, header: str, field: str) -> None:
    cells = {
        "birth_date": "1990-03-05",
        "graduation_date": "2012年07月01日",
        "id_number": ID_MAN,
        "certificate_number": ROW[6],
    }
    columns = {"姓名": "张三", "准考证号": "340100000001"} | {header: cells.get(field, "张三")}
    if field == "name":
        columns.pop("姓名")
    if field == "id":
        columns.pop("准考证号")
    path = delimited(tmp_path / "r.csv", [list(columns), list(columns.values())])
    assert getattr(read_roster(path).candidates[0], field) is not None


def test_a_bare_level_column_is_the_course_applied_for_and_not_the_earlier_one(tmp_path: Path) -> None:
    path = delimited(tmp_path / "r.csv", [["准考证号", "姓名", "层次"], ["340100000001", "张三", "本科"]])
    assert read_roster(path).candidates[0].level is None


def test_given_columns_name_other_headers(tmp_path: Path) -> None:
    path = delimited(tmp_path / "r.csv", [["编码", "谁"], ["A-77", "张三"]])
    roster = read_roster(path, {"id": "编码", "name": "谁"})
    assert [(c.id, c.name) for c in roster.candidates] == [("A-77", "张三")]
    with pytest.raises(RosterError, match="没有找到表头"):
        read_roster(path)


def test_stray_spaces_and_full_width_digits_are_folded(tmp_path: Path) -> None:
    row = [" ３４０１０００００００１ ", " 张　三 ", "男 ", f"'{ID_MAN[:6]} {ID_MAN[6:]}"]
    (candidate,) = read_roster(delimited(tmp_path / "r.csv", [HEADER[:4], row])).candidates
    assert (candidate.id, candidate.id_number, candidate.gender) == ("340100000001", ID_MAN, "男")


def test_a_rounded_number_is_a_problem_that_names_the_cell_and_the_row_stays(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEADER), ["340100000001", "张三", "男", float(ID_WOMAN[:17] + "0")], list(ROW)]
    roster = read_roster(workbook(tmp_path / "r.xlsx", rows))
    assert [c.id_number for c in roster.candidates] == [None, ID_MAN]
    problem = roster.problems[0]
    assert problem.row == 2
    assert "D2" in problem.zh
    assert "D2" in problem.en
    assert "id_number-rounded" in roster.candidates[0].problems


def test_scientific_notation_in_text_is_a_rounded_number_too(tmp_path: Path) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER[:4], ["1", "张三", "男", "3.40123E+17"]]))
    assert roster.candidates[0].id_number is None
    assert "D2" in roster.problems[0].zh


def test_a_wrong_check_digit_is_kept_and_named(tmp_path: Path) -> None:
    wrong = ID_MAN[:-1] + ("0" if ID_MAN[-1] != "0" else "1")
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER[:4], ["340100000001", "张三", "男", wrong]]))
    assert roster.candidates[0].problems == ("id_number-checksum",)
    assert roster.problems[0].row == 2
    assert wrong not in roster.problems[0].zh  # numbers are secrets


def test_columns_that_contradict_the_identity_number_are_flagged(tmp_path: Path) -> None:
    header = ["准考证号", "姓名", "性别", "身份证号", "出生日期"]
    row = ["340100000001", "张三", "女", ID_MAN, "1991-03-05"]
    candidate = read_roster(delimited(tmp_path / "r.csv", [header, row])).candidates[0]
    assert set(candidate.problems) == {"birth_date-contradicts-id", "gender-contradicts-id"}
    assert candidate.birth_date == "1990-03-05"


def test_rows_without_any_key_are_named_and_blank_rows_passed_over(tmp_path: Path) -> None:
    rows = [HEADER, ROW, [""] * 7, ["", "", "男", "", "某校", "", ""], ["340100000002", "李四"]]
    roster = read_roster(delimited(tmp_path / "r.csv", rows))
    assert [c.row for c in roster.candidates] == [2, 5]
    assert [p.row for p in roster.problems] == [4]


def test_a_repeated_examinee_number_is_named_with_both_rows(tmp_path: Path) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER, ROW, [ROW[0], "李四"]]))
    assert len(roster.candidates) == 2
    assert "第 2 行" in roster.problems[0].zh
    assert ["id-shared" in candidate.problems for candidate in roster.candidates] == [True, True]


def test_an_identity_number_of_two_people_is_named_with_both_rows(tmp_path: Path) -> None:
    header = ["准考证号", "姓名", "身份证号"]
    rows = [
        header,
        ["340100000001", "张三", ID_MAN],
        ["340100000002", "李四", ID_MAN],
        ["340100000003", "张三", ID_MAN],
    ]
    roster = read_roster(delimited(tmp_path / "r.csv", rows))
    assert [problem.row for problem in roster.problems] == [3]
    assert [candidate.problems for candidate in roster.candidates] == [("id_number-shared",), ("id_number-shared",), ()]


def test_a_row_that_is_there_twice_is_one_persons(tmp_path: Path) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER, ROW, ROW, [*ROW[:2]]]))
    assert [candidate.problems for candidate in roster.candidates] == [(), (), ()]


@pytest.mark.parametrize(
    ("name", "data"),
    [("r.xlsx", b"PK\x03\x04 not a workbook"), ("r.csv", b"\x00\x01\x02"), ("r.csv", b""), ("r.csv", b"a,b\n1,2\n")],
)
def test_a_file_that_is_no_roster_is_an_error_that_names_it(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RosterError) as error:
        read_roster(path)
    assert name in error.value.zh
    assert name in error.value.en


def test_a_missing_roster_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"none\.xlsx"):
        read_roster(tmp_path / "none.xlsx")


def test_a_roster_without_names_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="姓名"):
        read_roster(delimited(tmp_path / "r.csv", [["准考证号", "身份证号"], ["1", ID_MAN]]))


def test_the_fingerprint_follows_content_and_columns(tmp_path: Path) -> None:
    one = read_roster(delimited(tmp_path / "a.csv", [HEADER, ROW]))
    same = read_roster(delimited(tmp_path / "b.csv", [HEADER, ROW]))
    other = read_roster(delimited(tmp_path / "c.csv", [HEADER, ROW, ROW]))
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_a_single_candidate_knows_birth_date_and_sex_from_the_number() -> None:
    candidate, problems = candidate_of({"name": "张三", "id_number": ID_MAN})
    assert (candidate.birth_date, candidate.gender, problems) == ("1990-03-05", "男", ())


def test_progress_is_told_while_a_long_roster_is_read(tmp_path: Path) -> None:
    rows = [[f"3401{number:08}", "张三", "男", "", "甲学院", "专科", ""] for number in range(12_000)]
    told: list[int] = []
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER, *rows]), tell=told.append)
    assert len(roster.candidates) == 12_000
    assert told == [5_000, 10_000]


def test_what_many_rows_share_is_kept_once(tmp_path: Path) -> None:
    rows = [[f"3401{number:08}", "张三", "男", ID_MAN, "甲学院", "专科", ""] for number in range(2)]
    first, second = read_roster(delimited(tmp_path / "r.csv", [HEADER, *rows])).candidates
    for name in ("name", "gender", "birth_date", "school", "level", "extra"):
        assert getattr(first, name) is getattr(second, name)


def problems_of(roster: Roster) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in roster.problems]


def with_errors(path: Path, rows: list[list[object]]) -> Path:
    """A workbook whose cells that begin with # are errors of formulas."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名 & 册")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if str(cell).startswith("#"):
                sheet.write_formula(number, column, "=NA()", None, cell)
            else:
                sheet.write(number, column, cell)
    book.close()
    return path


@pytest.mark.parametrize("write", [with_errors, delimited])
def test_a_formulas_error_is_named_by_its_cell_and_flagged(tmp_path: Path, write: Any) -> None:
    rows = [HEADER, ["#REF!", "#N/A", "男", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"], [*ROW[:1], "#N/A", *ROW[2:]]]
    path = write(tmp_path / ("r.xlsx" if write is with_errors else "r.csv"), rows)
    roster = read_roster(path)
    assert [candidate.row for candidate in roster.candidates] == [3]  # nothing is left of the other one's keys
    (candidate,) = roster.candidates
    assert (candidate.name, candidate.problems) == (None, ("name-unreadable",))
    assert "B3" in roster.problems[-1].zh
    assert "B3" in roster.problems[-1].en
    assert {"A2", "B2", "D2", "E2", "F2", "G2"} <= {
        word for p in roster.problems for word in p.en.split(":")[0].split()
    }


def test_a_column_too_narrow_when_it_was_exported_is_unreadable(tmp_path: Path) -> None:
    rows = [["姓名", "准考证号", "出生日期"], ["张三", "340100000001", "########"]]
    (candidate,) = read_roster(delimited(tmp_path / "r.csv", rows)).candidates
    assert candidate.problems == ("birth_date-unreadable",)


def test_a_row_without_a_name_is_kept_and_named(tmp_path: Path) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER, ["340100000001", "", "男", ID_MAN]]))
    assert [candidate.name for candidate in roster.candidates] == [None]
    assert problems_of(roster) == [(2, "姓名")]


def test_serial_numbers_of_the_spreadsheet_are_dates(tmp_path: Path) -> None:
    rows = [["姓名", "准考证号", "出生日期"], ["张三", "340100000001", "29200"], ["李四", "340100000002", "99999"]]
    one, other = read_roster(delimited(tmp_path / "r.csv", rows)).candidates
    assert (one.birth_date, one.problems) == ("1979-12-11", ())
    assert (other.birth_date, other.problems) == (None, ("birth_date-unreadable",))


def test_a_masked_number_shows_the_date_of_birth(tmp_path: Path) -> None:
    header = [*HEADER[:4], "出生日期"]
    rows = [["1", "张三", "男", "99000019900305****", ""], ["2", "李四", "", "99000019900305****", "1990-03-06"]]
    first, second = read_roster(delimited(tmp_path / "r.csv", [header, *rows])).candidates
    assert (first.id_number, first.birth_date, first.problems) == (None, "1990-03-05", ())
    assert second.problems == ("birth_date-contradicts-id",)


@pytest.mark.parametrize("number", ["无", "****", "-", "3401**********2239", "34010419960512XXXX"])
def test_a_masked_number_is_named_and_no_number(tmp_path: Path, number: str) -> None:
    roster = read_roster(delimited(tmp_path / "r.csv", [HEADER[:4], ["340100000001", "张三", "男", number]]))
    assert [(c.id_number, c.problems) for c in roster.candidates] == [(None, ())]
    assert problems_of(roster) == [(2, "身份证号")]


def test_a_passport_is_no_problem_and_other_words_are_unreadable(tmp_path: Path) -> None:
    rows = [HEADER[:4], ["340100000001", "张三", "男", "E12345678"], ["340100000002", "李四", "男", "见附件"]]
    one, other = read_roster(delimited(tmp_path / "r.csv", rows)).candidates
    assert (one.id_number, one.problems) == ("E12345678", ())
    assert (other.id_number, other.problems) == (None, ("id_number-unreadable",))


def test_the_sheet_in_sight_comes_before_a_hidden_one_and_others_are_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "r.xlsx")
    for name, person in (("旧", "王五"), ("合肥", "张三"), ("芜湖", "李四"), ("说明", "")):
        sheet = book.add_worksheet(name)
        for number, row in enumerate([HEADER[:2], ["340100000001", person]] if person else [HEADER[:2]]):
            sheet.write_row(number, 0, row)
    book.worksheets()[1].activate()
    book.worksheets()[0].hide()
    book.close()
    roster = read_roster(tmp_path / "r.xlsx")
    assert [candidate.name for candidate in roster.candidates] == ["张三"]
    assert problems_of(roster) == [(1, "芜湖")]


def test_a_hidden_sheet_is_used_where_no_other_will_do_and_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "r.xlsx")
    book.add_worksheet("封面").write(0, 0, "某市考办")
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, HEADER[:2])
    sheet.write_row(1, 0, ROW[:2])
    sheet.hide()
    book.close()
    roster = read_roster(tmp_path / "r.xlsx")
    assert [candidate.name for candidate in roster.candidates] == ["张三"]
    assert problems_of(roster) == [(1, "名册")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_costs_its_row_and_no_other(tmp_path: Path, encoding: str) -> None:
    rows = [HEADER, *([f"34010000000{number}", "张三", *ROW[2:]] for number in range(8))]
    lines = "\n".join(",".join(row) for row in rows).encode(encoding).split(b"\n")
    lines[3] = lines[3][:-1] + b"\xff" + lines[3][-1:]
    path = tmp_path / "r.csv"
    path.write_bytes(b"\n".join(lines))
    roster = read_roster(path)
    assert [candidate.row for candidate in roster.candidates] == [2, 3, 5, 6, 7, 8, 9]
    assert [problem.row for problem in roster.problems if not problem.column] == [4]


def test_rows_behind_an_open_quotation_mark_are_named(tmp_path: Path) -> None:
    rows = [["准考证号", "姓名", "备注"], ["1001", "张三", '"缓考'], ["1002", "李四", ""], ["1003", "王五", '甲"']]
    roster = read_roster(delimited(tmp_path / "r.csv", [*rows, ["1004", "赵六", '"两行\n备注"']]))
    assert [candidate.name for candidate in roster.candidates] == ["赵六"]
    assert problems_of(roster) == [(2, "")]


def test_sums_signatures_and_repeated_headers_are_no_candidates(tmp_path: Path) -> None:
    foot = [
        ["合计", "1人"],
        ["合计：1"],
        HEADER,
        ["制表人：王五", "", "审核人：赵六"],
        ["制表人", "王五"],
        ["注：以上属实"],
        ["芜湖市（12人）"],
        ["第二页"],
    ]
    roster = read_roster(
        delimited(tmp_path / "r.csv", [HEADER, ROW, *foot, ["", "", "", "", "", "填表日期：2023-06-05"]])
    )
    assert [candidate.row for candidate in roster.candidates] == [2]
    assert roster.problems == ()


def test_a_candidate_behind_a_remark_is_one(tmp_path: Path) -> None:
    rows = [["备注", *HEADER], ["注：缓考", *ROW]]
    assert len(read_roster(delimited(tmp_path / "r.csv", rows)).candidates) == 1


TWO_ROWS = [
    ["准考证号", "姓名", "身份证号", "前置学历", "", "", "报考层次"],
    ["", "", "", "学校", "层次", "证书编号", ""],
]


@pytest.mark.parametrize(
    "header",
    [
        TWO_ROWS,
        [
            ["准考证号", "姓名", "身份证号", "前置学历信息", "", "", "报考"],
            [*TWO_ROWS[0][:3], *TWO_ROWS[1][3:6], "层次"],
        ],
        [["基本信息", "", "", "前置学历", "", "", "报考"], [*TWO_ROWS[0][:3], *TWO_ROWS[1][3:6], "层次"]],
    ],
)
def test_a_header_of_two_rows_is_understood(tmp_path: Path, header: list[list[str]]) -> None:
    row = ["340100000001", "张三", ID_MAN, "北京林业大学", "专科", "100221201206000001", "本科"]
    roster = read_roster(delimited(tmp_path / "r.csv", [["名册"], *header, row, header[-1]]))
    (candidate,) = roster.candidates
    assert (candidate.school, candidate.level, candidate.row) == ("北京林业大学", "专科", 4)
    assert candidate.certificate_number == "100221201206000001"
    assert roster.problems == ()


def test_a_header_of_two_rows_that_stands_there_again_is_no_candidate(tmp_path: Path) -> None:
    row = ["340100000001", "张三", ID_MAN, "北京林业大学", "专科", "100221201206000001", "本科"]
    roster = read_roster(delimited(tmp_path / "r.csv", [*TWO_ROWS, row, *TWO_ROWS]))
    assert ([candidate.row for candidate in roster.candidates], roster.problems) == ([3], ())


def test_a_group_of_columns_that_is_not_understood_is_no_level(tmp_path: Path) -> None:
    header = [["准考证号", "姓名", "前置学历", ""], ["", "", "甲", "乙"]]
    roster = read_roster(delimited(tmp_path / "r.csv", [*header, ["340100000001", "张三", "北京林业大学", "专科"]]))
    assert [(candidate.level, candidate.school) for candidate in roster.candidates] == [(None, None)]


def test_numbers_kept_as_text_by_a_formula_are_read(tmp_path: Path) -> None:
    row = [f'="{ROW[0]}"', "张三", "男", f'"=""{ID_MAN}"""']
    (candidate,) = read_roster(delimited(tmp_path / "r.csv", [HEADER[:4], row])).candidates
    assert (candidate.id, candidate.id_number) == (ROW[0], ID_MAN)


@pytest.mark.parametrize("text", ["无", "-", "—", "//", "/", "暂无", "N/A", "待补", "已丢失", "0"])
def test_a_certificate_number_that_stands_for_none_is_none(tmp_path: Path, text: str) -> None:
    (candidate,) = read_roster(delimited(tmp_path / "r.csv", [HEADER, [*ROW[:6], text]])).candidates
    assert (candidate.certificate_number, candidate.problems) == (None, ())


def test_the_code_before_a_school_is_no_part_of_its_name(tmp_path: Path) -> None:
    row = [*ROW[:4], "10022 北京林业大学", *ROW[5:]]
    assert read_roster(delimited(tmp_path / "r.csv", [HEADER, row])).candidates[0].school == "北京林业大学"


def test_columns_that_look_like_ours_and_are_not_known_are_told(tmp_path: Path) -> None:
    header = [*HEADER[:3], "考生居民证件号", *HEADER[4:6], "前置学历之证书编码号", "主考院校", "证件类型"]
    roster = read_roster(delimited(tmp_path / "r.csv", [["名册"], header, [*ROW, "安徽大学", "身份证"]]))
    assert problems_of(roster) == [(2, "考生居民证件号"), (2, "前置学历之证书编码号")]
    assert "D 栏" in roster.problems[0].zh


def test_the_earlier_certificate_comes_before_the_present_one(tmp_path: Path) -> None:
    header = ["准考证号", "姓名", "毕业证书号", "前置学历毕业证号"]
    path = delimited(tmp_path / "r.csv", [header, ["1001", "张三", "65340100000000001", ROW[6]]])
    assert read_roster(path).candidates[0].certificate_number == ROW[6]


def test_two_rows_of_one_person_that_differ_are_flagged(tmp_path: Path) -> None:
    other = ["340100000002", *ROW[1:5], "本科", ROW[6]]
    first, second = read_roster(delimited(tmp_path / "r.csv", [HEADER, ROW, other])).candidates
    assert first.problems == second.problems == ("level-differs-between-rows",)


def test_cells_merged_downwards_count_for_each_row(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "r.xlsx")
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 1, 6, "名册")
    for number, row in enumerate([HEADER, ROW, ["2", "李四", "女", ID_WOMAN, ROW[4], "", "1"]], start=2):
        sheet.write_row(number, 0, row)
    sheet.merge_range(3, 5, 4, 5, "本科")
    sheet.write_row(5, 0, ["3", "王五"])
    book.close()
    roster = read_roster(tmp_path / "r.xlsx")
    assert [candidate.level for candidate in roster.candidates] == ["本科", "本科", None]


def test_a_formula_that_was_never_calculated_is_unreadable(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", [HEADER, ROW])
    formula = b'<c r="D2"><f>A1&amp;"X"</f>%s</c>'
    for number, value in enumerate((b"", b"<v></v>", b"<v/>")):
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = re.sub(rb'<c r="D2"[^>]*><v>\d+</v></c>', lambda _, v=value: formula % v, parts[sheet])
        assert b"<f>" in parts[sheet]
        changed = tmp_path / f"{number}.xlsx"
        with zipfile.ZipFile(changed, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        (candidate,) = read_roster(changed).candidates
        assert (candidate.id_number, candidate.problems) == (None, ("id_number-unreadable",))


def test_a_file_without_a_header_keeps_its_numbers_to_itself(tmp_path: Path) -> None:
    with pytest.raises(RosterError) as error:
        read_roster(delimited(tmp_path / "r.csv", [ROW]))
    assert ID_MAN not in str(error.value)


@pytest.mark.parametrize("before", ["NO.", "No:", "No：", "№", "№ ", "编号：", "编号", "NO.："])
def test_what_stands_before_a_certificate_number_is_not_compared(tmp_path: Path, before: str) -> None:
    (candidate,) = read_roster(delimited(tmp_path / "r.csv", [HEADER, [*ROW[:6], before + ROW[6]]])).candidates
    assert candidate.certificate_number is not None
    assert number_key(candidate.certificate_number) == number_key(ROW[6]) == ROW[6]


def test_a_roster_without_candidates_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="没有考生"):
        read_roster(delimited(tmp_path / "r.csv", [HEADER]))


def test_a_workbook_with_a_password_is_an_error_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(RosterError, match="密码") as error:
        read_roster(path)
    assert "password" in error.value.en
