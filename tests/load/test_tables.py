"""Workbooks and delimited text as rows of text."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.load.tables import ROUNDED, UNREADABLE, TableError, decode_text, read_tables

ID = "990000198009010017"


def workbook(rows: list[list[Any]], sheet: str = "名册", at: tuple[int, int] = (0, 0)) -> bytes:
    """An xlsx of one sheet; Python text stays text, numbers are numbers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(at[0] + number, at[1], row)
    book.close()
    return stream.getvalue()


def _rows(data: bytes) -> list[list[str]]:
    ((_, rows),) = [(sheet.name, list(sheet.rows)) for sheet in read_tables(data)]
    return rows


def test_workbook_gives_its_sheets_by_name_and_cells_as_text() -> None:
    data = workbook([["姓名", "身份证号", "行"], ["张三", ID, 7], ["李四", "", 2.5]])

    ((name, rows, _),) = read_tables(data)

    assert name == "名册"
    assert list(rows) == [["姓名", "身份证号", "行"], ["张三", ID, "7"], ["李四", "", "2.5"]]


def test_workbook_that_starts_further_down_keeps_row_and_column_numbers() -> None:
    rows = _rows(workbook([["姓名"], ["张三"]], at=(2, 1)))

    assert [[cell for cell in row if cell] for row in rows] == [[], [], ["姓名"], ["张三"]]
    assert [row.index("姓名") for row in rows if "姓名" in row] == [1]


def test_long_number_that_the_spreadsheet_rounded_is_marked() -> None:
    (row,) = _rows(workbook([[990000198009010017, 340101230001]]))

    assert row[0].startswith(ROUNDED)
    assert row[1] == "340101230001"


def test_dates_and_truth_values_become_text() -> None:
    (row,) = _rows(workbook([[date(1980, 9, 1), datetime(1980, 9, 1, 8, 30), True]]))  # noqa: DTZ001 (a cell has none)

    assert row == ["1980-09-01", "1980-09-01 08:30:00", "True"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_in_every_encoding_and_delimiter_reads_the_same(encoding: str, delimiter: str) -> None:
    text = f"姓名{delimiter}身份证号\r\n赟翀{delimiter}{ID}\r\n"

    assert _rows(text.encode(encoding)) == [["姓名", "身份证号"], ["赟翀", ID]]


def test_quoted_cell_keeps_its_delimiters_and_line_breaks() -> None:
    assert _rows('姓名,备注\n张三,"一,二\n三"\n'.encode()) == [["姓名", "备注"], ["张三", "一,二\n三"]]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x"]
)
def test_bytes_that_are_no_table_are_an_error(data: bytes) -> None:
    with pytest.raises(TableError):
        _rows(data)


def test_text_in_neither_encoding_is_an_error() -> None:
    with pytest.raises(TableError, match="GB18030"):
        decode_text(b"\xff\xff\xff")


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_table_error(data: bytes) -> None:
    try:
        assert all(isinstance(cell, str) for row in _rows(data) for cell in row)
    except TableError as error:
        assert str(error)


def test_text_with_a_few_bad_bytes_is_read_only_where_that_was_asked_for() -> None:
    data = "姓名,身份证号\n张三,1\n".encode() * 9 + b"\xff\n"

    with pytest.raises(TableError):
        decode_text(data)
    assert decode_text(data, lenient=True).count(UNREADABLE) == 1


def test_error_cells_stand_where_the_sheet_has_them() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("甲").write(0, 0, "x")
    page = book.add_worksheet('乙 & "丙"')
    page.write_formula(2, 27, "=1/0", None, "#DIV/0!")
    page.write(3, 1, "张三")
    book.close()

    first, second = read_tables(stream.getvalue())

    assert list(first.rows) == [["x"]]
    assert [(row, cell) for row, cells in enumerate(second.rows) for cell in cells if cell] == [
        (2, "#DIV/0!"),
        (3, "张三"),
    ]
