"""The look-up list as it comes back: csv or a workbook, whatever the clerk's program made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from degree_verify.errors import UsageError
from degree_verify.load.tables import TableError, read_tables
from degree_verify.model.worklist import COLUMNS, Entry
from degree_verify.normalise.text import squeeze

_NEEDED = ("path", "index", "code", "result")
_HEAD = 20
"""Rows among which the header is looked for."""


def read_worklist(path: Path) -> list[Entry]:
    """The rows in which something is noted. Raises UsageError when the file is no look-up list."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"核验清单 {path} 无法读取：{reason}", f"the list {path} cannot be read: {reason}") from None
    try:
        for _, rows, _ in read_tables(data):
            found = _entries(list(rows))
            if found is not None:
                return found
    except TableError as error:
        raise UsageError(f"核验清单 {path} 无法读取：{error.zh}", f"the list {path} cannot be read: {error}") from None
    raise UsageError(
        f"{path} 不是核验清单：找不到“文件、第几份、在线验证码、结果”这几栏；请用输出文件夹里的 lookup.csv",
        f"{path} is no look-up list: it lacks the columns file, index, code and result; use lookup.csv of the run",
    )


def _entries(rows: Sequence[Sequence[str]]) -> list[Entry] | None:
    for number, row in islice(enumerate(rows), _HEAD):
        places = _columns(row)
        if all(name in places for name in _NEEDED):
            return list(_filled(rows, number + 1, places))
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Our columns in a header; a clerk may have moved or dropped some."""
    known = {squeeze(header): name for name, header in COLUMNS.items()}
    return {known[squeeze(cell)]: place for place, cell in enumerate(row) if squeeze(cell) in known}


def _filled(rows: Sequence[Sequence[str]], start: int, places: dict[str, int]) -> Iterator[Entry]:
    for number, row in enumerate(rows[start:], start=start + 1):

        def cell(name: str, row: Sequence[str] = row) -> str:
            place = places.get(name)
            return row[place].strip() if place is not None and place < len(row) else ""

        noted = {name: cell(name) for name in ("result", "differing", "day", "note")}
        if any(noted.values()):
            yield Entry(number, cell("path"), cell("index"), cell("code"), **noted)
