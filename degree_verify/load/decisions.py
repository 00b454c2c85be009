"""Files of decisions, as the report exports them or as they were merged before."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from degree_verify.errors import UsageError
from degree_verify.model.decision import Choice, Decision

SCHEMA = "degree-verify/decisions/1"
LARGEST = 100_000_000
"""Bytes; a hundred thousand decisions take half of it."""

_LONGEST = 4000
_NAMES = tuple(field.name for field in fields(Decision))
_NEEDED = ("key", "basis", "decision", "reviewer", "at")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file. Raises UsageError that names the file, the entry and what is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise _wrong(path, "文件过大", "the file is too large")
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}") from None
    text = _decoded(data, path)
    entries = _json_entries(text, path) if text.lstrip()[:1] == "{" else _csv_entries(text, path)
    return tuple(_decision(entry, path, number) for number, entry in enumerate(entries, start=1))


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(path, "不是文本文件", "it is no text")


def _json_entries(text: str, path: Path) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong(path, "JSON 不完整", "the JSON is broken") from None
    entries = found.get("decisions")
    if found.get("schema") != SCHEMA or not isinstance(entries, list):
        raise _wrong(path, "不是报告导出的决定文件", "it was not exported by a report")
    return entries


def _csv_entries(text: str, path: Path) -> list[Mapping[str, str]]:
    try:
        lines = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise _wrong(path, f"CSV 有误：{error}", f"the CSV is broken: {error}") from None
    if lines and not set(_NEEDED) <= set(lines[0]):
        raise _wrong(path, "不是报告导出的决定文件", "it was not exported by a report")
    return [{name: _unguarded(line.get(name) or "") for name in _NAMES} for line in lines]


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that was put before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in _FORMULA else cell


def _decision(entry: Any, path: Path, number: int) -> Decision:
    if not isinstance(entry, Mapping):
        raise _wrong(path, f"第 {number} 条不完整", f"entry {number} is incomplete")
    values = {name: entry.get(name, "") for name in _NAMES}
    for name, value in values.items():
        if not isinstance(value, str) or len(value) > _LONGEST or (name in _NEEDED and not value.strip()):
            raise _wrong(path, f"第 {number} 条的 {name} 缺失或有误", f"{name} of entry {number} is missing or wrong")
    if values["decision"] not in set(Choice):
        raise _wrong(path, f"第 {number} 条的决定不明", f"entry {number} has an unknown decision")
    values["at"] = _time(values["at"], path, number)
    return Decision(**{**values, "decision": Choice(values["decision"])})


def _time(text: str, path: Path, number: int) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(
            path,
            f"第 {number} 条的时间 {text[:40]} 有误；如果文件被电子表格改过，请改用导出的 JSON",
            f"the time of entry {number} is wrong; if a spreadsheet changed the file, use the exported JSON",
        ) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")


def _wrong(path: Path, zh: str, en: str) -> UsageError:
    return UsageError(f"决定文件 {path}：{zh}", f"decisions file {path}: {en}")
