"""Arguments of the Python interface as what they stand for; whatever stands for nothing is misuse."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from degree_verify.errors import UsageError
from degree_verify.load.roster_header import COLUMNS
from degree_verify.load.roster_row import candidate_of
from degree_verify.model.ocr import Ocr
from degree_verify.model.roster import Candidate
from degree_verify.normalise.dates import parse_date

Given = Mapping[str, str | date | None] | Candidate
"""A candidate: our names of columns with their values, or a row of a roster."""


def candidate_from(given: Given | None) -> Candidate | None:
    """The candidate for whom a paper was handed in. Raises UsageError for one who could not be told from others."""
    if given is None:
        return None
    candidate = given if isinstance(given, Candidate) else candidate_of(_cells(given))[0]
    if not candidate.name and not candidate.id_number:
        raise UsageError(
            "考生信息里既没有姓名（name），也没有可用的身份证号（id_number），无法核对材料是不是本人的",
            "the candidate has neither a name nor a usable id_number; whose paper it is could not be told",
        )
    return candidate


def _cells(given: Mapping[str, object]) -> dict[str, str | None]:
    """The values of a candidate as text."""
    if not isinstance(given, Mapping):
        raise misused("candidate", "映射或 Candidate", "a mapping or a Candidate", given)
    cells: dict[str, str | None] = {}
    for key, value in given.items():
        if key not in COLUMNS:
            raise UsageError(
                f"考生信息里没有 {key} 这一项，可用：{'、'.join(COLUMNS)}",
                f"a candidate has no {key}; known: {', '.join(COLUMNS)}",
            )
        if isinstance(value, date):  # a time is a day too
            cells[key] = value.isoformat()[:10]
        elif value is None or isinstance(value, str):
            cells[key] = value
        else:
            raise misused(f"candidate[{key!r}]", "文字", "text", value)
    return cells


def day_from(given: object) -> date | None:
    """A day from what stands for one."""
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    text = parse_date(given) if isinstance(given, str) else None
    if text is None or len(text) < len("2023-06-05"):
        raise misused("as_of", "日期，如 2023-06-05", "a date such as 2023-06-05", given)
    return date.fromisoformat(text)


def rule_names(given: object, argument: str) -> list[str]:
    """Names of rules; a single one may stand for itself."""
    names = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise misused(argument, "规则名称", "names of rules", given)
    return names


def require_path(given: object, argument: str) -> None:
    """Raises UsageError for what can be no path or name."""
    text = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    if not isinstance(text, str) or "\0" in text:
        raise misused(argument, "名称或路径", "a name or path", given)


def misused(argument: str, zh: str, en: str, given: object) -> UsageError:
    """An argument of another kind than is wanted. What it holds is not told: it may be somebody's number."""
    kind = type(given).__name__
    return UsageError(f"参数 {argument} 应为{zh}，而不是 {kind}", f"{argument} takes {en}, not {kind}")


def bytes_from(stream: object, most: int) -> bytes:
    """What an opened file holds. Raises UsageError for one that is closed, or opened as text."""
    read = getattr(stream, "read", None)
    if not callable(read):
        raise misused("source", "路径、字节或以二进制方式打开的文件", "a path, bytes or an opened binary file", stream)
    try:
        data = read(most)
    except (OSError, ValueError) as error:
        raise UsageError(f"打开的文件无法读取：{error}", f"the opened file cannot be read: {error}") from None
    if not isinstance(data, bytes | bytearray | memoryview):
        raise UsageError(
            "文件是以文本方式打开的，请用二进制方式打开：open(path, 'rb')",
            "the file was opened as text; open it as binary: open(path, 'rb')",
        )
    return bytes(data)


def ocr_from(mode: str) -> Ocr:
    """When pages are read from their picture. Raises UsageError for a word that says nothing about it."""
    try:
        return Ocr(mode)
    except ValueError:
        raise UsageError(
            f"ocr 应为 auto、never 或 always，而不是 {mode}", f"ocr takes auto, never or always, not {mode}"
        ) from None
