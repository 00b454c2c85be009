"""A workbook that is written row by row, holds text and whole numbers only, and is the same for the same content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from degree_verify.report.cells import cell

Cell = str | int
"""Text or a number to calculate with; numbers that name something are text."""

LAST_ROW = 1_048_575
"""Of a sheet, counted from 0."""

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 the file format knows no zones; fixed, so that equal runs give equal bytes


class Sheet:
    """A table below a fixed header. When it is full it goes on in a further sheet, so that nothing is left out."""

    def __init__(self, book: Workbook, name: str, headers: Sequence[str], widths: Sequence[int]) -> None:
        self._book, self._name, self._headers, self._widths = book, name, headers, widths
        self._parts = 0
        self._open()

    def add(self, cells: Iterable[Cell]) -> None:
        """Adds one row."""
        if self._row == LAST_ROW:
            self.close()
            self._open()
        self._row += 1
        for column, value in enumerate(cells):
            if isinstance(value, int):
                self._sheet.write_number(self._row, column, value, self._book.plain)
            elif value:
                self._sheet.write_string(self._row, column, _text(value), self._book.plain)

    def close(self) -> None:
        """Sets the filter over all rows."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._headers) - 1)

    def _open(self) -> None:
        self._parts += 1
        name = self._name if self._parts == 1 else f"{self._name} ({self._parts})"
        self._sheet, self._row = self._book.add_worksheet(name), 0
        self._sheet.freeze_panes(1, 0)
        for column, (header, width) in enumerate(zip(self._headers, self._widths, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, header, self._book.header)


class Workbook:
    """An xlsx file in the making. Rows wait in a folder beside it, never anywhere else on the machine.

    Raises OSError when it cannot be written. An error inside the `with` leaves no file.
    """

    def __init__(self, path: Path) -> None:
        self._folder = TemporaryDirectory(prefix=".workbook-", dir=path.parent)
        self._book: Any = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "tmpdir": self._folder.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"created": _MADE})
        self._sheets: list[Sheet] = []
        shared = {"valign": "top", "text_wrap": True, "num_format": "@"}
        self.plain = self._book.add_format(shared)
        self.header = self._book.add_format(shared | {"bold": True, "bg_color": "#E9EEF3", "bottom": 1})

    def sheet(self, name: str, headers: Sequence[str], widths: Sequence[int]) -> Sheet:
        """A new sheet at the end; widths are in characters of the standard font."""
        self._sheets.append(Sheet(self, name, headers, widths))
        return self._sheets[-1]

    def add_worksheet(self, name: str) -> Any:
        return self._book.add_worksheet(name)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for sheet in self._sheets:
                    sheet.close()
                self._book.close()
        except FileCreateError as failure:
            cause = failure.args[0] if failure.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(failure)) from None
        finally:
            self._folder.cleanup()


def _text(value: str) -> str:
    """Text on one line or several, safe in a sheet.

    The library takes text between these two tags for markup of its own and writes it as it is.
    """
    text = "\n".join(map(cell, value.split("\n")))
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
