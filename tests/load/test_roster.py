"""Rosters: every container, headers by content, numbers as text, bad rows named and the rest used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from degree_verify.errors import RosterError
from degree_verify.load.roster import candidate_of, read_roster
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
        ("前置学历毕业时间", "graduation_date"),
    ],
)
def test_synonyms_of_headers_are_known(tmp_path: Path, header: str, field: str) -> None:
    cells = {"birth_date": "1990-03-05", "graduation_date": "2012年07月01日", "id_number": ID_MAN}
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
