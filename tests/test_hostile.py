"""fixtures/hostile in one run, with names, links and devices that no repository can hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import hostile_files

HOSTILE = Path(__file__).parents[1] / "fixtures" / "hostile"
EXPECTED: Mapping[str, str] = json.loads((HOSTILE / "expected.json").read_text(encoding="utf-8"))
NAMES = (
    b"-rf.pdf",
    b"=cmd|' (calc)'!A0.pdf",
    b"<img src=x onerror=alert(1)>.pdf",
    b"a\nb.pdf",
    b"\xc4\xe3\xba\xc3.pdf",
    b"\xe2\x80\xaefdp.exe.pdf",
    b"javascript:alert(1).pdf",
    b"x" * 251 + b".pdf",
    b"'; DROP TABLE documents; --.pdf",
    b"$(touch pwned).pdf",
)


def _tree(folder: Path) -> dict[Path, str]:
    """What is in a folder: links by their target, files by their content."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            found[path] = str(path.readlink())
        elif path.is_file():
            found[path] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    inbox = folder / "inbox"
    shutil.copytree(HOSTILE, inbox)
    for number, name in enumerate(NAMES):  # each with a content of its own
        (inbox / os.fsdecode(name)).write_bytes((HOSTILE / "markup.pdf").read_bytes() + b"%%%d\n" % number)
    (inbox / "passwords.pdf").symlink_to("/etc/passwd")
    (inbox / "outside").symlink_to("/etc")
    (inbox / "loop.pdf").symlink_to("loop.pdf")
    os.mkfifo(inbox / "pipe.pdf")
    (inbox / "folder.pdf").mkdir()
    before = _tree(folder)
    command = [sys.executable, "-m", "degree_verify", "check", str(inbox), "--out", str(folder / "out"), "-q", "-v"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300, cwd=folder)
    assert done.returncode == 1, done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    after = _tree(folder)
    assert {path: content for path, content in after.items() if folder / "out" not in path.parents} == before
    return folder / "out"


@pytest.fixture(scope="module")
def results(out: Path) -> dict[str, dict[str, Any]]:
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    found = {(result := json.loads(line))["document"]["path"]: result for line in lines}
    assert len(found) == len(lines)
    return found


def test_every_file_is_what_its_maker_made() -> None:
    assert {file.name: (HOSTILE / file.name).read_bytes() for file in hostile_files()} == {
        file.name: file.data for file in hostile_files()
    }
    assert {file.name: file.outcome for file in hostile_files()} == EXPECTED


def test_every_file_has_one_result_and_none_is_accepted(results: dict[str, dict[str, Any]]) -> None:
    assert len(results) == len(EXPECTED) + len(NAMES)
    assert {result["verdict"] for result in results.values()} == {"review"}


@pytest.mark.parametrize("name", EXPECTED)
def test_hostile_file_ends_as_its_kind_demands(results: dict[str, dict[str, Any]], name: str) -> None:
    findings = results[name]["findings"]
    said = {f["facts"]["kind"] if f["name"] == "unreadable-file" else f["name"] for f in findings}
    assert said == {EXPECTED[name]}
    assert all(f["message"] and f["advice"] for f in findings)


def test_links_and_devices_are_listed_and_not_opened(out: Path) -> None:
    ignored = {entry["path"]: entry["reason"] for entry in json.loads((out / "run.json").read_bytes())["ignored"]}
    assert ignored == {
        "expected.json": "other-kind",
        "loop.pdf": "symbolic-link",
        "outside": "symbolic-link",
        "passwords.pdf": "symbolic-link",
        "pipe.pdf": "special-file",
    }


def test_report_holds_nothing_live(out: Path) -> None:
    for path in (out / "index.html", *out.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert "<img src=x" not in text
        assert not re.search(r"(?:href|src)\s*=\s*[\"']?\s*(?:javascript:|https?://attacker)", text)
        assert "\u202e" not in text


def test_no_cell_is_a_formula(out: Path) -> None:
    table = (out / "results.csv").read_text(encoding="utf-8-sig")
    assert "=cmd" in table
    assert not re.search(r"(?:^|[,;\n])\"?[=+@]", table)
