"""`degree-verify decisions merge`, from the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from degree_verify.resources import demo
from tests.report.opened import rows
from tests.test_demo import CONDITIONS, run


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("decisions") / "out"
    run("check", demo() / "inbox", *CONDITIONS, "--out", folder, "--no-images")
    yield folder


@pytest.fixture
def out(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path / "out")
    return tmp_path / "out"


def export(path: Path, found: list[dict[str, Any]], reviewer: str, decisions: list[str], reason: str = "") -> Path:
    """What a reviewer's browser writes after deciding the first cases of the list."""
    made = [
        {"key": row["key"], "basis": row["basis"], "decision": decision, "reviewer": reviewer, "reason": reason}
        | {"at": f"2023-06-05T08:00:{at:02}.000Z", "examinee": row["examinee"], "name": row["name"]}
        for at, (row, decision) in enumerate(zip(found, decisions, strict=False))
    ]
    text = json.dumps({"schema": "degree-verify/decisions/1", "run": "", "decisions": made}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def final(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / "decisions.csv").read_text(encoding="utf-8-sig"))))


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()[1:]


def test_two_reviewers_are_merged_and_their_disagreement_is_shown(out: Path, tmp_path: Path) -> None:
    found = rows(out)
    one = export(tmp_path / "1.json", found, "王", ["accept", "return", "reject"], "=1+1")
    other = export(tmp_path / "2.json", found, "李", ["accept", "unsure", "reject"])
    done = run("decisions", "merge", out, one, other)
    assert done.returncode == 1  # not everything is decided
    assert "意见不一致" in done.stdout.decode()
    assert [line["decision"] for line in final(out)] == ["accept", "conflict", "reject", *["open"] * (len(found) - 3)]
    assert final(out)[1]["reason"] == "'=1+1"
    differing = sheet(out / "decisions.xlsx", "意见不一致")
    assert {(line[0], line[2], line[3]) for line in differing} == {
        (found[1]["examinee"], "退回补交", "王"),
        (found[1]["examinee"], "存疑", "李"),
    }
    assert len(sheet(out / "decisions.xlsx", "审核结果")) == len(found)
    assert sheet(out / "decisions.xlsx", "审核结果")[0][6] == "2023-06-05 16:00"
    assert len(sheet(out / "decisions.xlsx", "各审核人决定")) == 6


def test_the_recheck_sheet_holds_what_is_returned_or_open_with_outcome_and_clerk(out: Path, tmp_path: Path) -> None:
    found = rows(out)
    run("decisions", "merge", out, export(tmp_path / "1.json", found, "王", ["accept", "return"], "请重新上传"))
    lines = {line[0]: line for line in sheet(out / "recheck.xlsx", "前置学历复查表")}
    assert found[0]["examinee"] not in lines
    assert lines[found[1]["examinee"]][-2:] == ["退回补交\n请重新上传", "王"]
    assert lines[found[2]["examinee"]][-2] == "未决定"
    accepted = {row["examinee"] for row in found if row["verdict"] == "accept"}
    assert not accepted & set(lines)


def test_a_later_merge_adds_to_the_earlier_and_overwrites_nothing(out: Path, tmp_path: Path) -> None:
    found = rows(out)
    run("decisions", "merge", out, export(tmp_path / "1.json", found, "王", ["accept", "accept"]))
    run("decisions", "merge", out, export(tmp_path / "2.json", found, "李", ["reject"]))
    assert [line["decision"] for line in final(out)][:3] == ["conflict", "accept", "open"]
    kept = json.loads((out / "decisions.json").read_text(encoding="utf-8"))["decisions"]
    assert sorted((record["reviewer"], record["decision"]) for record in kept) == [
        ("李", "reject"),
        ("王", "accept"),
        ("王", "accept"),
    ]


def test_decisions_made_before_a_new_judgement_are_told_apart(out: Path, tmp_path: Path) -> None:
    made = export(tmp_path / "1.json", rows(out), "王", ["accept"] * len(rows(out)))
    run("rejudge", out, "--as-of", "2024-06-05")
    run("decisions", "merge", out, made)
    states = {line["decision"] for line in final(out)}
    assert states == {"accept", "stale"}


def test_everything_decided_in_agreement_is_exit_code_zero(out: Path, tmp_path: Path) -> None:
    made = export(tmp_path / "1.json", rows(out), "王", ["accept"] * len(rows(out)))
    assert run("decisions", "merge", out, made).returncode == 0
    assert sheet(out / "recheck.xlsx", "前置学历复查表") == []


def test_decisions_of_another_run_are_kept_and_told(out: Path, tmp_path: Path) -> None:
    made = export(
        tmp_path / "1.json", [row | {"key": f"c-{at}"} for at, row in enumerate(rows(out)[:2])], "王", ["accept"] * 2
    )
    assert "有 2 条决定" in run("decisions", "merge", out, made).stdout.decode()
    assert len(json.loads((out / "decisions.json").read_text(encoding="utf-8"))["decisions"]) == 2


def test_a_wrong_file_changes_nothing(out: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = run("decisions", "merge", out, tmp_path / "x.json")
    assert done.returncode == 2
    assert "x.json" in done.stderr.decode()
    assert not (out / "decisions.json").exists()


def test_purge_keeps_the_decisions_and_removes_the_recheck_sheet(out: Path, tmp_path: Path) -> None:
    run("decisions", "merge", out, export(tmp_path / "1.json", rows(out), "王", ["accept"]))
    done = run("purge", out)
    assert done.returncode == 0
    kept = ["decisions.csv", "decisions.json", "decisions.xlsx", "verdicts.csv"]
    said = [line.rpartition(" ")[2] for line in done.stdout.decode().splitlines() if line.startswith("已保留")]
    assert said == kept
    assert sorted(path.name for path in out.iterdir()) == kept
    kept = b"".join(path.read_bytes() for path in out.iterdir() if path.suffix != ".xlsx").decode()
    assert "390" not in "".join(part[:3] for part in kept.split('"') if len(part) == 18)


def test_files_are_for_their_owner_only(out: Path, tmp_path: Path) -> None:
    run("decisions", "merge", out, export(tmp_path / "1.json", rows(out), "王", ["accept"]))
    for name in ("decisions.json", "decisions.csv", "decisions.xlsx", "recheck.xlsx"):
        assert (out / name).stat().st_mode & 0o777 == 0o600
