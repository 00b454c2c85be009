"""The table of schools: the packaged one, and one built from the ministry's yearly lists."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from degree_verify.errors import SchoolTableError
from degree_verify.load.tables import Sheet, TableError, read_tables
from degree_verify.model.schools import School, SchoolTable
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.text import squeeze
from degree_verify.resources import templates

COLUMNS = ("code", "name", "former_names", "place", "level")
_IDENTIFICATION_CODE = re.compile(r"(?:41|42|36)\d{8}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MOST_HEADER_ROWS = 20


def load_schools(path: Path | None = None) -> SchoolTable:
    """A table from a CSV file of ours (the packaged one when None). Raises SchoolTableError naming the bad line."""
    return _packaged() if path is None else _load(path)


@cache
def _packaged() -> SchoolTable:
    return _load(templates() / "schools" / "schools.csv")


def _load(path: Path) -> SchoolTable:
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SchoolTableError(
            f"学校代码表 {path.name} 无法读取：{error}", f"school table {path.name} cannot be read: {error}"
        ) from None
    schools = []
    for number, row in enumerate(rows, start=2):
        code, name = row.get("code") or "", row.get("name") or ""
        if not re.fullmatch(r"\d{5}", code) or not name:
            raise SchoolTableError(
                f"学校代码表 {path.name} 第 {number} 行：需要 5 位代码和校名",
                f"school table {path.name}, line {number}: needs a five-digit code and a name",
            )
        former = tuple(part for part in (row.get("former_names") or "").split(";") if part)
        schools.append(School(code, name, former, row.get("place") or "", row.get("level") or ""))
    return school_table(schools, path.name)


def school_table(schools: Iterable[School], source: str) -> SchoolTable:
    """A table of schools with its index by name."""
    by_code = {school.code: school for school in schools}
    codes: dict[str, tuple[str, ...]] = {}
    for school in by_code.values():
        for name in dict.fromkeys(school_key(name) for name in (school.name, *school.former_names)):
            codes[name] = (*codes.get(name, ()), school.code)
    return SchoolTable(by_code, codes, source)


def import_schools(files: Sequence[Path]) -> str:
    """The text of a table built from the ministry's yearly lists (xls, xlsx, csv).

    The newest list gives the present names; a name that an older list has under the same code is a former name.
    Lists are put in order by the year in their title rows or file names, else in the order given. Raises
    SchoolTableError naming the file that holds no list.
    """
    lists = sorted((_ministry_list(path, position) for position, path in enumerate(files)), key=lambda entry: entry[:2])
    schools: dict[str, School] = {}
    for _, _, rows in lists:
        for row in rows:
            known = schools.get(row.code)
            names = [*known.former_names, known.name] if known else []
            former = tuple(n for n in dict.fromkeys(names) if school_key(n) != school_key(row.name))
            schools[row.code] = School(row.code, row.name, former, row.place, row.level)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for school in sorted(schools.values(), key=lambda school: school.code):
        writer.writerow([school.code, school.name, ";".join(school.former_names), school.place, school.level])
    return text.getvalue()


def _ministry_list(path: Path, position: int) -> tuple[int, int, list[School]]:
    try:
        schools, year = _schools_of(read_tables(path.read_bytes()))
    except (OSError, TableError) as error:  # a damaged table may only be seen when its rows are read
        raise SchoolTableError(
            f"学校名单 {path.name} 无法读取：{error}。请提供教育部公布的 xls、xlsx 或 csv 文件",
            f"school list {path.name} cannot be read: {error}. Give the ministry's xls, xlsx or csv file",
        ) from None
    if not schools:
        raise SchoolTableError(
            f"{path.name} 中没有找到“学校名称”和“学校标识码”两栏，不是教育部的学校名单",
            f"{path.name} has no columns 学校名称 and 学校标识码; it is none of the ministry's lists",
        )
    named = _YEAR.search(path.stem)
    return year or (int(named.group()) if named else 0), position, schools


def _schools_of(tables: Iterable[Sheet]) -> tuple[list[School], int]:
    """The schools of a list's tables, and the year that its title rows name, 0 if none."""
    schools: list[School] = []
    year = 0
    for _, rows, _ in tables:
        header: dict[str, int] = {}
        for number, row in enumerate(rows):
            cells = [squeeze(cell) for cell in row]
            if not header:
                if number < _MOST_HEADER_ROWS and (found := _header(cells)):
                    header = found
                elif match := _YEAR.search(" ".join(cells)):
                    year = int(match.group())
                continue
            school = _school(cells, header)
            if school:
                schools.append(school)
    return schools, year


def _header(cells: Sequence[str]) -> dict[str, int]:
    wanted = {"name": ("学校名称",), "code": ("学校标识码",), "place": ("所在地",), "level": ("办学层次",)}
    found = {key: cells.index(title) for key, titles in wanted.items() for title in titles if title in cells}
    return found if {"name", "code"} <= set(found) else {}


def _school(cells: Sequence[str], header: dict[str, int]) -> School | None:
    def cell(key: str) -> str:
        index = header.get(key)
        return cells[index] if index is not None and index < len(cells) else ""

    code = cell("code").removesuffix(".0")
    if not _IDENTIFICATION_CODE.fullmatch(code) or not cell("name"):
        return None  # a heading such as 北京市(92所)
    name = cell("name").replace("(", "（").replace(")", "）")
    return School(code[-5:], name, (), cell("place"), cell("level"))
