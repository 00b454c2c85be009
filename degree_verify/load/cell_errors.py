"""Cells of an xlsx that hold an error (#N/A, #REF! …) or a formula that was never calculated: the reader of workbooks
gives them as empty ones."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html import unescape
from posixpath import join, normpath

_NONE: Mapping[int, list[tuple[int, str]]] = {}
_CHUNK = 1 << 20
_LONGEST_ROW = 1 << 24
"""Bytes of one row's XML; a longer one is not searched, so that no file can fill the memory."""

_MOST_ERRORS = 1_000_000
_ATTRIBUTE = r"""\s(?:\w+:)?{}\s*=\s*["']([^"']*)["']"""
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_NAME, _ID, _TARGET = (re.compile(_ATTRIBUTE.format(name)) for name in ("name", "[iI]d", "Target"))
_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt=["']e["'])[^>]*\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(.{0,400}?)</(?:\w+:)?c>""",
    re.DOTALL,
)
_UNCALCULATED = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt=["'](?:e|str)["'])[^>]*\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>"""
    rb"""\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]{0,2000}</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
"""A formula whose result was never stored: programs that write workbooks leave that to the spreadsheet."""

UNCALCULATED = "#未计算"

_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})<")


def error_cells(data: bytes, sheet: str) -> Mapping[int, list[tuple[int, str]]]:
    """The error cells of a sheet by row (from 1), each as column (from 0) and text. None in anything but an xlsx."""
    if not data.startswith(b"PK"):
        return _NONE
    found: dict[int, list[tuple[int, str]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _part_of(archive, sheet)
            if part is None:
                return _NONE
            for count, (column, row, text) in enumerate(_errors(archive, part)):
                if count >= _MOST_ERRORS:
                    break
                found.setdefault(row, []).append((column, text))
    except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        pass  # what the reader of workbooks makes of such a file stands; it is the one that tells of damage
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The path in the archive of a sheet's XML."""
    workbook = _head(archive, "xl/workbook.xml")
    for tag in _SHEET.findall(workbook):
        name, identity = _NAME.search(tag), re.search(_ATTRIBUTE.format("id"), tag)
        if name and identity and unescape(name[1]) == sheet:
            for relation in _RELATION.findall(_head(archive, "xl/_rels/workbook.xml.rels")):
                own, target = _ID.search(relation), _TARGET.search(relation)
                if own and target and own[1] == identity[1]:
                    return normpath(join("xl", unescape(target[1]))).lstrip("/")
    return None


def _head(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return stream.read(_CHUNK).decode("utf-8", "replace")


def _errors(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, str]]:
    """Column, row and text of each error cell, row by row of XML."""
    left = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            whole, end, left = (left + chunk).rpartition(b"row>")
            left = left if len(left) <= _LONGEST_ROW else b""
            for match in _UNCALCULATED.finditer(whole + end) if b"f>" in whole or b"<f" in whole else ():
                yield _index(match[1].decode()), int(match[2]), UNCALCULATED
            if b't="e"' not in whole and b"t='e'" not in whole:
                continue
            for match in _CELL.finditer(whole + end):
                value = _VALUE.search(match[3])
                yield _index(match[1].decode()), int(match[2]), value[1].decode("utf-8", "replace") if value else "#N/A"


def _index(letters: str) -> int:
    """The number of a spreadsheet's column: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
