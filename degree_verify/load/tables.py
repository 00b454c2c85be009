"""Workbooks and delimited text as rows of text cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from degree_verify.load.cell_errors import error_cells

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Names the part of an OLE file that holds an xlsx with a password; the reader calls some of them damaged."""

EXACT_FLOAT = 2**53
"""Largest integer that a spreadsheet's number holds exactly; identity numbers are larger."""

ROUNDED = "\x00rounded:"
"""Marks a cell whose long number the spreadsheet has rounded."""

SWALLOWED = "\x00swallowed:"
"""Marks a cell of delimited text that runs on over further rows: its quotation mark was never closed."""

UNREADABLE = "\ufffd"
"""Stands for bytes that are no text."""

_MOST_UNREADABLE = 0.05
"""Share of unreadable characters from which a file is no damaged text but something else."""

_SIGNS = ",;\t"
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How a number is kept as text in delimited files made for Excel: ="0199"."""


_Cell: TypeAlias = tuple[int, int]
"""Row and column, from 0."""


class TableError(Exception):
    """The bytes are no table; the message says why, in plain words, `zh` the same in Chinese where it is known."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.zh = zh or en


class Sheet(NamedTuple):
    """One table: a sheet of a workbook, or delimited text, which has no name."""

    name: str
    rows: Iterator[list[str]]
    hidden: bool = False


def read_tables(data: bytes, *, lenient: bool = False) -> Iterator[Sheet]:
    """The sheets of a workbook (xlsx, xls), those that people see first, or the one table of delimited text.

    Where `lenient`, bad bytes in delimited text become UNREADABLE and cells that swallowed rows are marked; whoever
    asks for that has to look for both. Raises TableError for bytes that are no table.
    """
    if data.startswith((_ZIP, _OLE)):
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = workbook.sheets_metadata
        except (CalamineError, ValueError, OSError) as error:
            if isinstance(error, PasswordError) or _ENCRYPTED in data:
                raise TableError(
                    "it is protected by a password; save it without one", "文件有密码保护，请取消密码后另存"
                ) from None
            raise TableError(f"damaged workbook ({type(error).__name__})") from None
        hidden = {sheet.name: sheet.visible != SheetVisibleEnum.Visible for sheet in sheets}
        return (
            Sheet(name, _sheet(workbook, name, data), hidden[name]) for name in sorted(hidden, key=hidden.__getitem__)
        )
    return iter([Sheet("", _delimited(decode_text(data, lenient=lenient), mark=lenient))])


def decode_text(data: bytes, *, lenient: bool = False) -> str:
    """Text in UTF-8 (with or without BOM) or GB 18030. Raises TableError if it is neither.

    Where `lenient`, a few bytes may be neither: each is UNREADABLE in the encoding that has fewer of them.
    """
    encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if lenient:
        text = min((data.decode(encoding, "replace") for encoding in encodings), key=_unreadable)
        if _unreadable(text) <= _MOST_UNREADABLE * len(text):
            return text
    raise TableError("neither UTF-8 nor GB18030 text", "既不是 UTF-8 也不是 GB18030 文本")


def _unreadable(text: str) -> int:
    return text.count(UNREADABLE)


def _unmerged(rows: Iterable[list[str]], merged: Iterable[tuple[_Cell, _Cell]]) -> Iterator[list[str]]:
    """The rows of a sheet, each with what it shares with rows above it in cells that are merged downwards."""
    ranges = sorted(((first, last, column) for (first, column), (last, _) in merged if last > first), reverse=True)
    shared: list[tuple[int, int, str]] = []  # last row, column, text
    for number, row in enumerate(rows):
        if shared:
            shared = [cell for cell in shared if cell[0] >= number]
        for _, column, text in shared:
            if column < len(row) and not row[column]:
                row[column] = text
        while ranges and ranges[-1][0] <= number:
            _, last, column = ranges.pop()
            if column < len(row):
                shared.append((last, column, row[column]))
        yield row


def _sheet(workbook: CalamineWorkbook, name: str, data: bytes) -> Iterator[list[str]]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        yield from _unmerged(_cells(sheet, error_cells(data, name)), sheet.merged_cell_ranges or ())
    except CalamineError as error:
        raise TableError(f"damaged sheet {name} ({type(error).__name__})") from None


def _cells(sheet: CalamineSheet, errors: Mapping[int, list[tuple[int, str]]]) -> Iterator[list[str]]:
    left = [""] * (sheet.start or (0, 0))[1]  # rows are given from the sheet's first, cells from the first used
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = left + [_text(cell) for cell in row]
        for column, error in errors.get(number, ()):
            if column < len(texts):
                texts[column] = error
        yield texts


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


def _delimited(text: str, *, mark: bool) -> Iterator[list[str]]:
    if "\x00" in text:
        raise TableError("binary data")
    head = text[:8192]
    delimiter = max(_SIGNS, key=head.count)
    csv.field_size_limit(1 << 20)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_plain(cell, delimiter if mark else None) for cell in row]
    except csv.Error as error:
        raise TableError(str(error)) from None


def _plain(cell: str, delimiter: str | None) -> str:
    if cell.startswith("=") and (match := _AS_TEXT.fullmatch(cell)):
        return match[1].replace('""', '"')
    # A remark may have lines of its own, but not lines that are themselves rows of cells.
    if delimiter and "\n" in cell and delimiter in cell.partition("\n")[2]:
        return SWALLOWED + cell
    return cell
