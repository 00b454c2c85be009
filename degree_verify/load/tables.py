"""Workbooks and delimited text as rows of text cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXACT_FLOAT = 2**53
"""Largest integer that a spreadsheet's number holds exactly; identity numbers are larger."""

ROUNDED = "\x00rounded:"
"""Marks a cell whose long number the spreadsheet has rounded."""


class TableError(Exception):
    """The bytes are no table; the message says why, in plain words."""


def read_tables(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The sheets of a workbook (xlsx, xls), or the one table of delimited text, as name and rows of text.

    Raises TableError for bytes that are neither.
    """
    if data.startswith((_ZIP, _OLE)):
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            names = workbook.sheet_names
        except (CalamineError, ValueError, OSError) as error:
            raise TableError(f"damaged workbook ({type(error).__name__})") from None
        return ((name, _sheet(workbook, name)) for name in names)
    return iter([("", _delimited(decode_text(data)))])


def decode_text(data: bytes) -> str:
    """Text in UTF-8 (with or without BOM) or GB 18030. Raises TableError if it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("neither UTF-8 nor GB18030 text")


def _sheet(workbook: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        left = [""] * (sheet.start or (0, 0))[1]  # rows are given from the sheet's first, cells from the first used
        for row in sheet.iter_rows():
            yield left + [_text(cell) for cell in row]
    except CalamineError as error:
        raise TableError(f"damaged sheet {name} ({type(error).__name__})") from None


def _text(cell: object) -> str:
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        if abs(cell) >= EXACT_FLOAT:
            return f"{ROUNDED}{cell:.0f}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _delimited(text: str) -> Iterator[list[str]]:
    if "\x00" in text:
        raise TableError("binary data")
    head = text[:8192]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(1 << 20)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise TableError(str(error)) from None
