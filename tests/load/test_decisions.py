"""Files of decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from degree_verify.errors import UsageError
from degree_verify.load.decisions import SCHEMA, read_decisions
from degree_verify.model.decision import Choice

ENTRY = {
    "key": "c-1",
    "basis": "b",
    "decision": "return",
    "reviewer": "王审核",
    "at": "2023-06-05T08:00:00.000Z",
    "reason": "请重新上传",
    "name": "张三",
}


def as_json(tmp_path: Path, *entries: Any, **other: Any) -> Path:
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"schema": SCHEMA, "decisions": entries} | other, ensure_ascii=False), encoding="utf-8")
    return path


def as_csv(tmp_path: Path, header: str, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "d.csv"
    path.write_bytes("\r\n".join((header, *lines, "")).encode(encoding))
    return path


def test_exported_json_is_read(tmp_path: Path) -> None:
    (found,) = read_decisions(as_json(tmp_path, ENTRY | {"unknown": "ignored"}))
    assert (found.key, found.decision, found.reviewer, found.name) == ("c-1", Choice.RETURN, "王审核", "张三")
    assert found.at == "2023-06-05T08:00:00.000+00:00"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_is_read_as_exported_or_as_a_spreadsheet_saved_it(tmp_path: Path, encoding: str) -> None:
    header = '"run","key","basis","decision","reviewer","at","reason"'
    lines = (
        '"r","c-1","b","accept","王","2023-06-05T08:00:00.000Z",""',
        "r,c-2,b,unsure,李,2023-06-05T16:30+08:00,'=1+1",
    )
    first, second = read_decisions(as_csv(tmp_path, header, *lines, encoding=encoding))
    assert (first.reviewer, first.decision) == ("王", Choice.ACCEPT)
    assert (second.at, second.reason) == ("2023-06-05T08:30:00.000+00:00", "=1+1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decision": "approve"}, "unknown decision"),
        ({"reviewer": " "}, "reviewer of entry 1"),
        ({"key": 5}, "key of entry 1"),
        ({"reason": "长" * 5000}, "reason of entry 1"),
        ({"at": "2023/6/5 8:00"}, "exported JSON"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_decisions(as_json(tmp_path, ENTRY | change))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b"\xff\xfe\x00", b"name,age\r\nx,1\r\n", b'{"schema": 1, "decisions": []}']
)
def test_a_file_of_something_else_is_refused_or_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    if not content:
        assert read_decisions(path) == ()
        return
    with pytest.raises(UsageError, match="other"):
        read_decisions(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.json"):
        read_decisions(tmp_path / "none.json")


def test_entries_that_are_no_objects_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="entry 2 is incomplete"):
        read_decisions(as_json(tmp_path, ENTRY, "x"))
