"""A run over a folder: resume, changes, kills, two at once, failures of the tool."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import degree_verify as dv
from degree_verify.api import make_bench
from degree_verify.batch import tools_for
from degree_verify.cli import app
from degree_verify.errors import RunFolderError
from degree_verify.executors import InlineExecutor, TaskFailedError
from degree_verify.model.ocr import Ocr
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Match
from degree_verify.outputs import DATABASE, Summary, prepare_folder
from degree_verify.report.passes import pass_over
from degree_verify.report.view import tool_failed
from degree_verify.resources import demo
from degree_verify.rules.registry import all_rules
from degree_verify.run import finished_run, judge_all, read_inbox, run_info, stored_roster
from degree_verify.sharing import MOST_SHARING
from degree_verify.store import Store
from tests.read.drawing import FIELDS, VALUE_X, record, row_of, write

POLICY = dv.load_policy("anhui-2023h1")
ROSTER = demo() / "roster.xlsx"
AS_OF = date(2023, 6, 5)


class Counting(InlineExecutor):
    """Notes which files were read, and lets some of them fail."""

    def __init__(self, failures: dict[str, list[Exception]] | None = None) -> None:
        self.read: list[str] = []
        self.failures = failures or {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        path = args[1].path
        self.read.append(path)
        if self.failures.get(path):
            future: Future[Any] = Future()
            future.set_exception(self.failures[path].pop())
            return future
        return super().submit(fn, *args, **kwargs)


def quiet(stage: str, done: int, total: int) -> None: ...


def checked(store: Store, inbox: Path, executor: InlineExecutor) -> list[Result]:
    on = make_bench(POLICY, dv.read_roster(ROSTER), AS_OF, all_rules())
    ignored = read_inbox(store, inbox, tools_for(POLICY, Ocr.AUTO), executor, 1, (), quiet)
    store.save_candidates(on.roster)
    judge_all(store, on, run_info("inbox", on, ignored), quiet)
    return list(finished_run(store).results())


def papers(tmp_path: Path, count: int = 6) -> Path:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for source in sorted((demo() / "inbox").rglob("*.pdf"))[:count]:
        shutil.copy(source, inbox)
    return inbox


def test_finished_files_are_not_read_twice_and_changed_ones_are(tmp_path: Path) -> None:
    inbox = papers(tmp_path)
    names = sorted(path.name for path in inbox.iterdir())
    with prepare_folder(tmp_path / "out", fresh=False) as store:
        before = checked(store, inbox, first := Counting())
    assert sorted(first.read) == names
    with prepare_folder(tmp_path / "out", fresh=False) as store:
        assert checked(store, inbox, again := Counting()) == before
        assert again.read == []
        shutil.copy(inbox / names[0], inbox / names[1])
        (inbox / names[2]).unlink()
        (inbox / "new.pdf").write_bytes((inbox / names[3]).read_bytes())
        after = checked(store, inbox, changed := Counting())
    assert sorted(changed.read) == sorted([names[1], "new.pdf"])
    paths = {result.document.path for result in after if result.document}
    assert paths == (set(names) | {"new.pdf"}) - {names[2]}


def test_fresh_reads_everything_again(tmp_path: Path) -> None:
    inbox = papers(tmp_path, 2)
    with prepare_folder(tmp_path / "out", fresh=False) as store:
        checked(store, inbox, Counting())
    with prepare_folder(tmp_path / "out", fresh=True) as store:
        checked(store, inbox, again := Counting())
    assert len(again.read) == 2


def test_other_limits_make_the_facts_stale(tmp_path: Path) -> None:
    inbox = papers(tmp_path, 2)
    with Store(tmp_path / "run.sqlite") as store:
        checked(store, inbox, Counting())
        store.set_meta({"reading": "read by another version"})
        checked(store, inbox, again := Counting())
    assert len(again.read) == 2


def test_a_stored_run_gives_back_results_roster_and_conditions(tmp_path: Path) -> None:
    inbox = papers(tmp_path)
    with Store(tmp_path / "run.sqlite") as store:
        before = checked(store, inbox, Counting())
    with Store(tmp_path / "run.sqlite") as store:
        run = finished_run(store)
        assert list(run.results()) == before
        roster, kept = dv.read_roster(ROSTER), stored_roster(store)
        assert kept is not None
        assert (kept.candidates, kept.problems, kept.fingerprint) == (
            roster.candidates,
            roster.problems,
            roster.fingerprint,
        )
        assert run.info.as_of == AS_OF


def test_a_store_without_a_judgement_says_so(tmp_path: Path) -> None:
    with Store(tmp_path / "run.sqlite") as store, pytest.raises(RunFolderError, match="check"):
        store.info()


def test_a_full_disk_is_said_and_what_was_saved_stays(tmp_path: Path) -> None:
    inbox = papers(tmp_path)
    with Store(tmp_path / "run.sqlite") as store:
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(RunFolderError, match="腾出空间"):
            checked(store, inbox, Counting())
        kept = store.count()
    assert 0 < kept < 6
    with Store(tmp_path / "run.sqlite") as store:
        results = checked(store, inbox, again := Counting())
    assert len([result for result in results if result.document]) == 6
    assert len(again.read) == 6 - kept


def test_a_second_run_on_one_folder_is_refused(tmp_path: Path) -> None:
    with prepare_folder(tmp_path / "out", fresh=False), pytest.raises(RunFolderError, match="另一次运行"):
        prepare_folder(tmp_path / "out", fresh=False)


@pytest.mark.parametrize("content", [b"this is no database at all, not even close", b"SQLite format 3\x00 cut short"])
def test_a_foreign_database_is_refused_unless_started_over(tmp_path: Path, content: bytes) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / DATABASE).write_bytes(content)
    with pytest.raises(RunFolderError, match="--fresh"):
        prepare_folder(out, fresh=False)
    assert (out / DATABASE).read_bytes() == content


def test_started_over_a_foreign_file_gives_way(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / DATABASE).write_bytes(b"this is no database at all")
    prepare_folder(out, fresh=True).close()
    assert sqlite3.connect(out / DATABASE).execute("SELECT value FROM meta WHERE key = 'format'").fetchone()


def test_a_folder_with_somebody_elses_report_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(RunFolderError, match=r"index\.html"):
        prepare_folder(tmp_path, fresh=True)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["report", "pages"])
def test_a_folder_with_somebody_elses_folders_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.pdf").write_bytes(b"mine")
    with pytest.raises(RunFolderError, match=name):
        prepare_folder(tmp_path, fresh=True)
    assert (tmp_path / name / "mine.pdf").read_bytes() == b"mine"


def test_what_others_put_into_the_folders_of_a_run_survives_everything(tmp_path: Path) -> None:
    inbox, out = papers(tmp_path, 2), tmp_path / "out"
    command = ["check", str(inbox), "--as-of", "2023-06-05", "--out", str(out), "-q"]
    runner = CliRunner()
    assert runner.invoke(app, command).exit_code in (0, 1)
    shard = next(path for path in (out / "pages").iterdir())
    places = (out / "report", out / "report" / "mine", out / "pages", shard)
    mine = [folder / name for folder, name in zip(places, ("a.js", "a.html", "a.jpg", "a.jpg"), strict=True)]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    for arguments in (command, [*command, "--fresh"], [*command, "--no-images"], ["purge", str(out)]):
        assert runner.invoke(app, arguments).exit_code in (0, 1)
    left = sorted(path for folder in ("report", "pages") for path in (out / folder).rglob("*") if path.is_file())
    assert left == sorted(mine)


@pytest.mark.parametrize("later", ["check", "rejudge", "report", "purge"])
def test_what_a_kill_in_the_midst_of_a_workbook_left_is_removed(tmp_path: Path, later: str) -> None:
    inbox, out = papers(tmp_path, 1), tmp_path / "out"
    command = ["check", str(inbox), "--as-of", "2023-06-05", "--out", str(out), "-q", "--no-images"]
    runner = CliRunner()
    assert runner.invoke(app, command).exit_code in (0, 1)
    (out / ".workbook-killed").mkdir()
    (out / ".workbook-killed" / "rows").write_text("张三", encoding="utf-8")
    assert runner.invoke(app, command if later == "check" else [later, str(out)]).exit_code in (0, 1)
    assert not list(out.glob(".workbook-*"))


@pytest.mark.parametrize("start", [16, 100, 5000])
def test_a_damaged_record_is_told_as_such_and_started_over(tmp_path: Path, start: int) -> None:
    inbox, out = papers(tmp_path, 2), tmp_path / "out"
    command = ["check", str(inbox), "--as-of", "2023-06-05", "--out", str(out), "-q", "--no-images"]
    runner = CliRunner()
    assert runner.invoke(app, command).exit_code in (0, 1)
    whole = (out / DATABASE).read_bytes()
    (out / DATABASE).write_bytes(whole[:start] + b"\x5a" * (len(whole) - start))
    error = runner.invoke(app, command).exception
    assert isinstance(error, RunFolderError)
    assert "--fresh" in error.zh
    assert "--fresh" in error.en
    for arguments in (["report", str(out)], ["rejudge", str(out)]):
        assert isinstance(runner.invoke(app, arguments).exception, RunFolderError)
    assert runner.invoke(app, [*command, "--fresh"]).exit_code in (0, 1)
    assert runner.invoke(app, command).exit_code in (0, 1)


def test_a_run_in_the_inbox_itself_does_not_read_what_it_wrote(tmp_path: Path) -> None:
    inbox = papers(tmp_path, 2)
    command = ["check", str(inbox), "--as-of", "2023-06-05", "--out", str(inbox), "-q"]
    found = []
    for _ in range(2):
        assert CliRunner().invoke(app, command).exit_code in (0, 1)
        found.append(json.loads((inbox / "run.json").read_text(encoding="utf-8")))
    assert [(run["counts"]["documents"], run["ignored"]) for run in found] == [(2, []), (2, [])]
    assert list((inbox / "pages").rglob("*.jpg"))


def test_a_redacted_run_stays_redacted_until_it_is_said_otherwise(tmp_path: Path) -> None:
    inbox, out = papers(tmp_path, 1), tmp_path / "out"
    command = ["check", str(inbox), "--roster", str(ROSTER), "--as-of", "2023-06-05", "--out", str(out), "--no-images"]
    runner = CliRunner()
    (name,) = [path.name for path in inbox.iterdir()]

    def told() -> bool:
        return any(name in (out / file).read_text(encoding="utf-8") for file in ("results.jsonl", "results.csv"))

    first = runner.invoke(app, [*command, "--redact"])
    assert first.stderr.count("run.sqlite") == 2  # once in each language
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (summary["inbox"], summary["roster"]["source"]) == ("***", "***")
    for later in (["report", str(out)], ["rejudge", str(out)], command):
        assert runner.invoke(app, later).stderr.count("run.sqlite") == 2
        assert not told()
    plain = runner.invoke(app, ["report", str(out), "--no-redact", "--no-images"])
    assert "run.sqlite" not in plain.stderr
    assert told()
    assert runner.invoke(app, ["report", str(out), "--no-images"]).exit_code == 0
    assert told()


def test_the_rules_that_were_asked_for_are_recorded(tmp_path: Path) -> None:
    inbox, out = papers(tmp_path, 1), tmp_path / "out"
    chosen = ["--select", "identity,validity", "--select", "qr-missing", "--ignore", "school-mismatch"]
    command = ["check", str(inbox), "--as-of", "2023/6/5", "--out", str(out), "-q", "--no-images"]
    assert CliRunner().invoke(app, [*command, *chosen]).exit_code in (0, 1)
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert summary["rules"] == {"select": ["identity", "validity", "qr-missing"], "ignore": ["school-mismatch"]}
    assert summary["as_of"] == "2023-06-05"


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (TaskFailedError("crash", "SIGSEGV"), "crash"),
        (TaskFailedError("timeout", "20 s"), "timeout"),
        (MemoryError(), "memory"),
        (RuntimeError("x"), "error"),
    ],
)
def test_a_file_that_fails_twice_is_a_failure_of_the_tool_and_costs_no_other(
    tmp_path: Path, failure: Exception, kind: str
) -> None:
    inbox = papers(tmp_path)
    unlucky = sorted(path.name for path in inbox.iterdir())[0]
    with Store(tmp_path / "run.sqlite") as store:
        results = checked(store, inbox, executor := Counting({unlucky: [failure, failure]}))
        summary = Summary()
        pass_over(made := finished_run(store), [summary.take])
        assert summary.exit_code(made) == 3
    assert executor.read.count(unlucky) == 2
    failed = [result for result in results if tool_failed(result)]
    assert [result.document.path for result in failed if result.document] == [unlucky]
    assert failed[0].document is not None
    assert failed[0].document.problem is not None
    assert failed[0].document.problem.kind == kind
    assert {f.name for f in failed[0].findings} == {"unreadable-file"}
    assert len([result for result in results if result.document]) == 6


def test_a_file_that_fails_once_is_read_at_the_second_try(tmp_path: Path) -> None:
    inbox = papers(tmp_path)
    unlucky = sorted(path.name for path in inbox.iterdir())[0]
    with Store(tmp_path / "run.sqlite") as store:
        calm = checked(store, inbox, Counting())
        store.forget_readings()
        assert checked(store, inbox, Counting({unlucky: [MemoryError()]})) == calm


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_signal_stops_in_order_and_a_second_one_at_once(tmp_path: Path, number: int, times: int) -> None:
    inbox = tmp_path / "inbox"
    for copy in range(20):  # enough that the signal comes while files are read
        shutil.copytree(demo() / "inbox", inbox / str(copy))
    command = [sys.executable, "-m", "degree_verify", "check", str(inbox), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    database = tmp_path / "out" / f"{DATABASE}-wal"
    while process.poll() is None and not (database.exists() and database.stat().st_size > 200_000):
        time.sleep(0.05)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.02)
    _, message = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "重新运行同一命令" in message.decode()
    time.sleep(0.5)
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, check=True, text=True).stdout
    left = [line for line in listed.splitlines() if line.split()[0] == str(process.pid) and line.split()[1][0] != "Z"]
    assert left == []  # no worker outlives the run


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A whole run with its log in which a socket or a program raises an error, and its folder."""
    guard = tmp_path_factory.mktemp("guarded")
    (guard / "sitecustomize.py").write_text(
        "import sys\n"
        "def forbid(event, arguments):\n"
        "    own = event == 'socket.gethostname'\n"  # what measures coverage asks for it
        "    if event.startswith('socket.') and not own or event in ('os.exec', 'os.system', 'webbrowser.open'):\n"
        "        sys.stderr.write(f'FORBIDDEN {event} {arguments}')\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(forbid)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "degree_verify", "check", str(demo() / "inbox"), "--roster", str(ROSTER)]
    command += ["--as-of", AS_OF.isoformat(), "--out", str(guard / "out"), "-v", "-q"]
    alone = {**os.environ, "PYTHONPATH": str(guard)}
    return subprocess.run(command, capture_output=True, check=False, text=True, env=alone), guard / "out"


def test_whole_run_opens_no_socket_and_starts_no_program(
    guarded: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _ = guarded
    assert "FORBIDDEN" not in done.stderr
    assert done.returncode == 1, done.stderr


def test_log_of_a_run_holds_no_secret(guarded: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, out = guarded
    log = done.stderr
    assert log.count("file ") >= 50
    secrets = set()
    with Store(out / DATABASE) as store:
        for result in finished_run(store).results():
            candidate, document = result.match.candidate, result.document
            secrets |= {candidate.id, candidate.name, candidate.id_number} if candidate else set()
            secrets |= {reading.value for reading in document.fields.values()} if document else set()
    assert not [secret for secret in secrets if secret and len(secret) > 3 and secret in log]


def test_another_policy_trusts_its_own_hosts_without_reading_anew(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.pdf").write_bytes(record(symbol="https://verify.example.com/xlcx/bg.do?vcode=A123456789BCDEFG"))
    (inbox / "b.pdf").write_bytes(record())
    roster = dv.read_roster(ROSTER)
    wide = replace(POLICY, id="wide", trusted_hosts=(*POLICY.trusted_hosts, "verify.example.com"))
    with Store(tmp_path / "run.sqlite") as store, Store(tmp_path / "fresh.sqlite") as fresh:
        read_inbox(store, inbox, tools_for(wide, Ocr.AUTO), Counting(), 1, (), quiet)
        store.save_candidates(roster)
        told = []
        for policy in (wide, POLICY):
            on = make_bench(policy, roster, AS_OF, all_rules())
            judge_all(store, on, run_info("inbox", on, ()), quiet)
            anew = list(finished_run(store).results())
            told.append(["qr-untrusted-host" in {f.name for f in r.findings} for r in anew if r.document])

        assert told == [[False, False], [True, False]]
        assert anew == checked(fresh, inbox, Counting())


def test_record_of_another_version_is_told_and_begun_anew_when_asked(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "run.sqlite") as old:
        old.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        old.execute("CREATE TABLE documents (path TEXT, number INTEGER, PRIMARY KEY (path, number))")
        old.execute("INSERT INTO meta VALUES ('format', 'degree-verify/run/1')")
    old.close()
    with pytest.raises(RunFolderError, match="--fresh"):
        Store(tmp_path / "run.sqlite")
    with Store(tmp_path / "run.sqlite", fresh=True) as store:
        assert store.count() == 0
    Store(tmp_path / "run.sqlite").close()


def test_of_thousands_that_share_a_number_a_few_are_told_and_somebody_elses_is_among_them(tmp_path: Path) -> None:
    paper = next(path for path in sorted((demo() / "inbox").rglob("*.pdf")))
    (read,) = dv.Verifier(POLICY).verify(paper)
    assert read.document is not None
    number = read.document.fields["certificate_number"].value
    zhang, li = (Candidate(f"34010000000{n}", n, name) for n, name in enumerate(("张三", "李四"), start=1))
    with Store(tmp_path / "run.sqlite") as store:
        papers = [replace(read.document, path=f"{n:04}.pdf", sha256=f"{n}") for n in range(300)]
        for paper_read in papers:
            store.save_file(paper_read.path.encode(), paper_read.path, "1", [paper_read])
        store.save_matches((p, Match("matched", li if p is papers[-1] else zhang)) for p in papers)
        for document, _, batch in store.matched():
            told = batch.same_certificate_number
            assert number
            assert 0 < len(told) <= 2 * MOST_SHARING
            assert document.path not in {ref.path for ref in told}
            if document.path != papers[-1].path:
                assert li.id in {ref.candidate_id for ref in told}


def test_one_original_certificate_on_papers_of_two_people_is_told_on_both(tmp_path: Path) -> None:
    def original(page: Any) -> None:
        write(page, VALUE_X, row_of("证书编号") + 13, "（原证书编号：1002 2120 0106 9999 99）", 9)

    for name, own in (("张三", "1002 2120 0206 0000 01"), ("李四", "1002 2120 0206 0000 02")):
        fields = {**FIELDS, "姓名": name, "证书编号": own}
        title = "教育部学历证书电子注册备案表（学历证明书）"
        (tmp_path / f"{own}.pdf").write_bytes(record(fields, title=title, change=original))

    results = list(dv.verify_folder(tmp_path))

    assert [result.document.fields["original_certificate_number"].value for result in results if result.document] == [
        "100221200106999999"
    ] * 2
    assert all(result.checks["duplicate-certificate-number"] == "failed" for result in results)


@pytest.mark.parametrize("other", ["学历证明书", ""], ids=["of another one", "of a record"])
def test_number_of_a_copy_itself_is_nobody_elses(tmp_path: Path, other: str) -> None:
    own = "1002 2120 0206 0000 01"
    for name, original in (("张三", "1002 2120 0106 9999 99"), ("李四", "1002 2120 0106 8888 88" if other else "")):
        fields = {**FIELDS, "姓名": name, "证书编号": own}
        title = "教育部学历证书电子注册备案表" + ("（学历证明书）" if original else "")
        lines = [f"（原证书编号：{original}）"] if original else []

        def change(page: Any, lines: list[str] = lines) -> None:
            for line in lines:
                write(page, VALUE_X, row_of("证书编号") + 13, line, 9)

        (tmp_path / f"{name}.pdf").write_bytes(record(fields, title=title, change=change))

    results = list(dv.verify_folder(tmp_path))

    assert [result.checks["duplicate-certificate-number"] for result in results] == ["failed", "failed"]
