"""The table of schools: the packaged one, and the import of the ministry's yearly lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from degree_verify.errors import SchoolTableError
from degree_verify.load.schools import import_schools, load_schools, school_table
from degree_verify.model.schools import School
from degree_verify.normalise.schools import school_key
from tests.load.test_tables import workbook

HEADER = ["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"]


def _school(name: str, code: str, place: str = "合肥市", level: str = "专科") -> list[str]:
    return ["1", name, code, "安徽省", place, level, ""]


OLD = [
    ["全国普通高等学校名单"],
    ["（截至2017年5月31日）"],
    HEADER,
    ["安徽省（119所）"],
    _school("测试林业学院", "4134099001"),
    _school("样本职业技术学院", "4134099002"),
    _school("停办学院", "4134099003"),
]
NEW = [
    ["全国普通高等学校名单"],
    ["（截至2026年6月17日）"],
    HEADER,
    ["安徽省（120所）"],
    _school("测试林业大学", "4134099001", level="本科"),
    _school("样本职业技术学院", "4134099002"),
    _school("新设职业学院(合肥校区)", "4134099004"),
]


def _csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode("utf-8-sig")


@pytest.fixture(params=["csv", "xlsx"])
def lists(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """The lists of two years as files."""
    write = _csv if request.param == "csv" else workbook
    paths = tmp_path / f"older.{request.param}", tmp_path / f"newer.{request.param}"
    for path, rows in zip(paths, (OLD, NEW), strict=True):
        path.write_bytes(write(rows))
    return paths


@pytest.mark.parametrize("newest_first", [False, True])
def test_import_of_two_years_gives_present_and_former_names_in_any_order(
    lists: tuple[Path, Path], newest_first: bool, tmp_path: Path
) -> None:
    table = tmp_path / "schools.csv"
    table.write_text(import_schools(lists[::-1] if newest_first else lists), encoding="utf-8")

    schools = load_schools(table).by_code

    assert sorted(schools) == ["99001", "99002", "99003", "99004"]
    assert (schools["99001"].name, schools["99001"].former_names) == ("测试林业大学", ("测试林业学院",))
    assert (schools["99001"].place, schools["99001"].level) == ("合肥市", "本科")
    assert schools["99002"].former_names == ()
    assert schools["99003"].name == "停办学院"
    assert schools["99004"].name == "新设职业学院（合肥校区）"


def test_import_puts_lists_without_a_year_in_the_order_given(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(_csv([HEADER, _school("甲学院", "4134099001")]))
    two.write_bytes(_csv([HEADER, _school("乙学院", "4134099001")]))

    assert "99001,乙学院,甲学院," in import_schools([one, two])
    assert "99001,甲学院,乙学院," in import_schools([two, one])


def test_import_takes_the_year_of_the_file_name_where_no_title_has_one(tmp_path: Path) -> None:
    newer, older = tmp_path / "名单2026.csv", tmp_path / "名单2017.csv"
    newer.write_bytes(_csv([HEADER, _school("甲学院", "4134099001")]))
    older.write_bytes(_csv([HEADER, _school("乙学院", "4134099001")]))

    assert "99001,甲学院,乙学院," in import_schools([newer, older])


def test_import_of_codes_that_a_spreadsheet_made_numbers_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook([HEADER, [1, "甲学院", 4134099001, "", "合肥市", "专科", ""]]))

    assert "99001,甲学院,,合肥市,专科" in import_schools([path])


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"a,b\n1,2\n", "学校标识码"), (b"", "学校标识码"), (b"PK\x03\x04broken", "damaged"), (None, "cannot be read")],
)
def test_import_of_a_file_without_a_list_is_an_error_that_names_it(
    tmp_path: Path, content: bytes | None, word: str
) -> None:
    path = tmp_path / "wrong.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SchoolTableError) as caught:
        import_schools([path])

    assert "wrong.csv" in caught.value.zh
    assert "wrong.csv" in caught.value.en
    assert word in str(caught.value)


@pytest.mark.parametrize("line", ["9900,甲学院,,,", "990011,甲学院,,,", "ABCDE,甲学院,,,", "99001,,,,"])
def test_table_with_a_bad_line_is_an_error_that_names_the_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(f"code,name,former_names,place,level\n10022,甲学院,,,\n{line}\n", encoding="utf-8")

    with pytest.raises(SchoolTableError) as caught:
        load_schools(path)

    assert "line 3" in caught.value.en
    assert "第 3 行" in caught.value.zh


def test_table_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchoolTableError):
        load_schools(tmp_path / "none.csv")


def test_packaged_table_finds_a_school_by_its_code_and_by_its_name() -> None:
    table = load_schools()

    assert table.by_code["10022"].name == "北京林业大学"
    assert table.codes_by_name[school_key("北京林业大学")] == ("10022",)
    assert len(table.by_code) > 2500


def test_table_finds_schools_by_former_names_and_one_name_of_two_schools_gives_both() -> None:
    table = school_table(
        [
            School("99001", "甲大学", ("甲学院", "甲专科学校")),
            School("99002", "乙学院"),
            School("99003", "丙大学", ("乙学院",)),
        ],
        "test",
    )

    assert table.codes_by_name[school_key("甲专科学校")] == ("99001",)
    assert table.codes_by_name[school_key("乙学院")] == ("99002", "99003")
