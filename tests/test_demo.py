"""The sample inbox from the command line: every verdict and finding as intended, every output in agreement."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from python_calamine import CalamineWorkbook

from degree_verify.report.schema import ResultDict, result_schema
from degree_verify.resources import demo
from degree_verify.rules.registry import all_rules
from tests.report.opened import facts, packed, rows

EXPECTED: Mapping[str, Any] = json.loads((demo() / "expected.json").read_text(encoding="utf-8"))
CONDITIONS = ("--roster", str(demo() / "roster.xlsx"), "--as-of", EXPECTED["as_of"])


def run(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "degree_verify", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **(env or {})}, timeout=600)


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("run") / "out"
    done = run("check", demo() / "inbox", *CONDITIONS, "--out", folder, "--format", "jsonl")
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout == (folder / "results.jsonl").read_bytes()
    assert done.stderr == b""  # no progress in a pipe
    yield folder


@pytest.fixture
def copied(out: Path, tmp_path: Path) -> Path:
    """A folder in which everything is read already."""
    return shutil.copytree(out, tmp_path / "copied")


@pytest.fixture(scope="module")
def results(out: Path) -> list[dict[str, Any]]:
    return lines((out / "results.jsonl").read_bytes())


def names(result: Mapping[str, Any], *, info: bool) -> list[str]:
    return sorted(f["name"] for f in result["findings"] if (f["severity"] == "info") is info)


@pytest.mark.parametrize("path", sorted(EXPECTED["documents"]))
def test_document_has_the_verdict_findings_and_candidate_intended(results: list[dict[str, Any]], path: str) -> None:
    found = [result for result in results if result["document"] and result["document"]["path"] == path]
    wanted = EXPECTED["documents"][path]
    assert [
        {
            "verdict": result["verdict"],
            "findings": names(result, info=False),
            "info": names(result, info=True),
            "candidate": result["candidate"]["id"] if result["candidate"] else None,
        }
        for result in found
    ] == [
        {
            "verdict": entry["verdict"],
            "findings": sorted(entry["findings"]),
            "info": sorted(entry["info"]),
            "candidate": entry["candidate"],
        }
        for entry in wanted
    ]


def test_no_document_is_lost_or_invented(results: list[dict[str, Any]], out: Path) -> None:
    paths = [result["document"]["path"] for result in results if result["document"]]
    assert set(paths) == set(EXPECTED["documents"])
    assert len(paths) == sum(map(len, EXPECTED["documents"].values()))
    order = [(r["document"]["path"], r["document"]["index"]) for r in results if r["document"]]
    assert order == sorted(order)
    lone = [r["candidate"]["id"] for r in results if r["document"] is None]
    assert sorted(lone) == sorted(EXPECTED["without_document"])
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert [entry["path"] for entry in summary["ignored"]] == sorted(EXPECTED["ignored"])
    assert summary["counts"]["documents"] == len(paths)


def test_every_result_fits_the_published_schema(results: list[dict[str, Any]]) -> None:
    adapter = TypeAdapter(ResultDict)
    for result in results:
        adapter.validate_python(result)
    printed = json.loads(run("schema").stdout)
    assert printed == json.loads(json.dumps(result_schema()))
    assert set(printed["required"]) == set(results[0])


def test_every_check_is_a_rule_and_every_finding_speaks(results: list[dict[str, Any]]) -> None:
    for result in results:
        assert set(result["checks"]) <= set(all_rules())
        for finding in result["findings"]:
            assert finding["message"]
            assert finding["advice"]
            assert "{" not in finding["message"]


def test_tables_hold_the_same_documents(results: list[dict[str, Any]], out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((out / "results.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["path"], row["verdict"]) for row in rows] == [
        (result["document"]["path"] if result["document"] else "", result["verdict"]) for result in results
    ]
    book = CalamineWorkbook.from_path(out / "results.xlsx")
    assert len(book.sheet_names) == 5
    flagged = book.get_sheet_by_name("前置学历复查表").to_python()
    assert len(flagged) > 10


def test_the_report_names_everybody_in_both_languages(out: Path, results: list[dict[str, Any]]) -> None:
    html = (out / "index.html").read_text(encoding="utf-8")
    for result in results:
        if result["candidate"]:
            assert result["candidate"]["name"] in html
    assert "未发现矛盾" in html
    assert "no contradiction found" in html.lower()
    assert "Content-Security-Policy" in html


def test_every_page_that_can_be_drawn_has_its_picture(out: Path, results: list[dict[str, Any]]) -> None:
    drawn = 0
    for paper, result in zip(packed(out, "papers"), results, strict=True):
        pages = result["document"]["pages"] if result["document"] else []
        assert [picture["page"] for picture in paper["pictures"]] == pages
        for picture in paper["pictures"]:
            drawn += (out / picture["src"]).read_bytes()[:2] == b"\xff\xd8"
    assert drawn > 40
    assert {row["key"][:2] for row in rows(out)} == {"c-", "d-"}


def test_pictures_can_be_left_out_removed_and_drawn_again(tmp_path: Path) -> None:
    out, inbox = tmp_path / "o", tmp_path / "inbox"
    shutil.copytree(demo() / "inbox" / "合肥", inbox)
    run("check", inbox, *CONDITIONS, "--out", out, "--no-images")
    assert not (out / "pages").exists()
    assert b"MB" in run("report", out).stdout
    drawn = sorted((out / "pages").glob("*/*.jpg"))
    assert len(drawn) > 5
    assert any(paper["pictures"] for paper in packed(out, "papers"))
    gone = next(path for path in sorted(inbox.iterdir()) if path.suffix == ".pdf")
    gone.unlink()
    run("check", inbox, *CONDITIONS, "--out", out)
    assert len(list((out / "pages").glob("*/*.jpg"))) < len(drawn)
    shutil.rmtree(inbox)
    assert run("report", out).returncode == 0
    assert any(paper["pictures"] for paper in packed(out, "papers"))
    run("report", out, "--no-images")
    assert not (out / "pages").exists()
    assert not any(paper["pictures"] for paper in packed(out, "papers"))


def test_a_report_in_one_file_needs_no_other(tmp_path: Path) -> None:
    out = tmp_path / "o"
    run("check", demo() / "inbox" / "合肥", *CONDITIONS, "--out", out)
    assert run("report", out, "--single-file").returncode == 0
    assert not (out / "report").exists()
    page = (out / "index.html").read_text(encoding="utf-8")
    for paper in packed(out, "papers"):
        for picture in paper["pictures"]:
            assert f'data-pack="{picture["src"]}"' in page


def test_outputs_are_for_their_owner_only(out: Path) -> None:
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    for path in out.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_same_command_again_reads_nothing_and_gives_the_same_bytes(out: Path) -> None:
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and path.suffix != ".sqlite"}
    again = run("check", demo() / "inbox", *CONDITIONS, "--out", out, "--format", "jsonl", "--workers", "1")
    assert again.stdout == before[out / "results.jsonl"]
    for path, data in before.items():
        assert path.name == "run.json" or path.read_bytes() == data, path


def test_one_worker_gives_the_same_lines_as_two(out: Path, tmp_path: Path) -> None:
    alone = run("check", demo() / "inbox", *CONDITIONS, "--out", tmp_path / "o", "--workers", "1", "--format", "jsonl")
    assert alone.stdout == (out / "results.jsonl").read_bytes()


def test_rejudge_opens_no_document_and_report_builds_again(out: Path) -> None:
    before = (out / "results.jsonl").read_bytes()
    later = run("rejudge", out, "--as-of", "2024-06-05", "--format", "jsonl")
    assert later.returncode == 1
    assert later.stdout == (out / "results.jsonl").read_bytes() != before
    assert all(
        result["verdict"] != "accept"
        for result in lines(later.stdout)
        if "validity-expired" in result["checks"] and result["checks"]["validity-expired"] == "failed"
    )
    back = run("rejudge", out, "--as-of", EXPECTED["as_of"], "--format", "jsonl")
    assert back.stdout == before
    assert run("rejudge", out, "--format", "jsonl").stdout == before  # the run's own day unless another is given
    times = {key: json.loads((out / "run.json").read_text(encoding="utf-8"))[key] for key in ("started", "finished")}
    (out / "index.html").unlink()
    assert run("report", out).returncode == 0
    assert (out / "index.html").is_file()
    assert times.items() <= json.loads((out / "run.json").read_text(encoding="utf-8")).items()


def test_formats_agree_and_english_is_english(copied: Path, results: list[dict[str, Any]]) -> None:
    again = ("check", demo() / "inbox", *CONDITIONS, "--out", copied)
    array = run(*again, "--format", "json", "--lang", "en")
    english = json.loads(array.stdout)
    assert [result["verdict"] for result in english] == [result["verdict"] for result in results]
    messages = [finding["message"] for result in english for finding in result["findings"]]
    assert sum(message.isascii() for message in messages) > len(messages) / 3
    table = run(*again, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert table.returncode == 1


def test_redaction_leaves_no_name_or_number_in_any_output(copied: Path, results: list[dict[str, Any]]) -> None:
    out = copied
    done = run("check", demo() / "inbox", *CONDITIONS, "--out", out, "--redact")
    secrets = {
        reading["value"]
        for result in results
        for name, reading in result["fields"].items()
        if name in ("name", "certificate_number", "verification_code", "report_number", "original_certificate_number")
    }
    secrets |= {result["candidate"]["id"] for result in results if result["candidate"]}
    secrets |= {result["document"]["path"] for result in results if result["document"]}
    texts = [
        done.stdout.decode(),
        *(p.read_text(encoding="utf-8-sig") for p in out.iterdir() if p.suffix in (".html", ".jsonl", ".csv", ".json")),
    ]
    texts.append(json.dumps([facts(out), packed(out, "rows"), packed(out, "papers")], ensure_ascii=False))
    assert not (out / "pages").exists()
    book = CalamineWorkbook.from_path(out / "results.xlsx")
    texts.append(
        "\n".join(
            str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
        )
    )
    for secret in secrets:
        for text in texts:
            assert secret not in text


def test_selected_rules_alone_are_run(copied: Path) -> None:
    chosen = ("--select", "eligibility", "--ignore", "level-below-required")
    done = run("check", demo() / "inbox", *chosen, "--out", copied, "--format", "jsonl")
    checks = {name for result in lines(done.stdout) for name in result["checks"]}
    assert checks == {"graduation-after-cutoff", "completion-not-graduated"}


def test_exit_zero_turns_one_into_zero(copied: Path) -> None:
    assert run("check", demo() / "inbox", *CONDITIONS, "--out", copied, "--exit-zero", "-q").returncode == 0


def test_purge_leaves_nothing_personal(copied: Path) -> None:
    out = copied
    before = lines((out / "results.jsonl").read_bytes())
    (out / "decisions.csv").write_text("kept", encoding="utf-8")
    assert run("purge", out).returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["decisions.csv", "verdicts.csv"]
    kept = (out / "verdicts.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(kept)))
    assert Counter(row["verdict"] for row in rows) == Counter(result["verdict"] for result in before)
    for result in before:
        for secret in ("name", "certificate_number", "verification_code"):
            value = ((result["fields"] or {}).get(secret) or {}).get("value")
            assert not value or value not in kept


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nowhere"), "nowhere"),
        (("check", demo() / "inbox", "--roster", "none.xlsx"), "none.xlsx"),
        (("check", demo() / "inbox", "--policy", "anhui-2032h1"), "anhui-2023h1"),
        (("check", demo() / "inbox", "--as-of", "yesterday"), "yesterday"),
        (("check", demo() / "inbox", "--select", "no-such-rule"), "no-such-rule"),
        (("check", demo() / "inbox", "--columns", "id"), "--columns"),
        (("lookup", "record", "nowhere", "nowhere.csv"), "nowhere.csv"),
        (("check", demo() / "inbox", "--executor", "ray://h:1"), "local"),
        (("rejudge", "nowhere"), "nowhere"),
        (("report", "nowhere"), "nowhere"),
        (("inspect", "nowhere.pdf"), "nowhere.pdf"),
        (("rules", "qr-mising"), "qr-missing"),
        (("templates", "registration-record-d"), "registration-record"),
        (("demo", demo()), "demo"),
    ],
)
def test_misuse_is_exit_code_two_with_a_message_in_both_languages(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    message = done.stderr.decode()
    assert words in message
    assert len(message.splitlines()) == 2
    assert message.splitlines()[1].isascii() or "/" in message
    assert "Traceback" not in message


def test_inspect_shows_everything_but_masks_the_code_on_the_terminal() -> None:
    file = demo() / "inbox" / "合肥" / "019902301014.pdf"
    (facts,) = lines(run("inspect", file, "--format", "json").stdout)
    code = facts["fields"]["verification_code"]["value"]
    shown = run("inspect", file).stdout.decode()
    assert code not in shown
    assert facts["fields"]["name"]["value"] in shown
    assert all(trial["layout"] in shown for trial in facts["trials"])
    assert "title:" in shown
