"""A run with --online against a local server, the look-up list, and what a person records in it."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner

import degree_verify as dv
from degree_verify.api import today
from degree_verify.cli import app, run_commands
from degree_verify.errors import DegreeVerifyError
from degree_verify.executors import InlineExecutor
from degree_verify.model.policy import Policy
from degree_verify.model.worklist import COLUMNS
from degree_verify.outputs import DATABASE, WORKLIST
from degree_verify.store import Store
from tests.support import answer_pages
from tests.support.issuer import Issuer, issuer, redirect, respond, silence
from tests.support.specimens import Draft, draft, render, specimen

TODAY = today()
NEW, OLD = TODAY - timedelta(days=10), TODAY - timedelta(days=90)
"""Days on which papers were made: one that cannot have expired yet, one that may have."""


@pytest.fixture
def server() -> Iterator[Issuer]:
    with issuer() as running:
        yield running


def paper(seed: int, made: date = NEW, **values: str) -> Draft:
    return draft(seed=seed, made=made, **values)


def inbox(tmp_path: Path, papers: Mapping[str, Draft]) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir(exist_ok=True)
    for name, drawn in papers.items():
        (folder / name).write_bytes(render([drawn]))
    return folder


def policy(tmp_path: Path, server: Issuer, extra: str = "", more: str = "") -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(
        f'[lookup]\nbase_url = "{server.url}"\npause_seconds = 0\nbackoff_seconds = 0.01\nread_seconds = 1.0\n'
        f"total_seconds = 3.0\n{extra}\n{more}",
        encoding="utf-8",
    )
    return path


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(autouse=True)
def _read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting workers for each of the many commands here would take minutes."""

    @contextlib.contextmanager
    def pool(executor: str, workers: int | None, rules: Policy) -> Iterator[tuple[InlineExecutor, int]]:
        yield InlineExecutor(), 1

    monkeypatch.setattr(run_commands, "reading_pool", pool)


def run(*arguments: object, code: int | None = None) -> Done:
    """A command as the entry point runs it."""
    invoked = CliRunner().invoke(app, list(map(str, arguments)))
    returncode, stderr = invoked.exit_code, invoked.stderr_bytes or b""
    if isinstance(invoked.exception, DegreeVerifyError):
        returncode, stderr = invoked.exception.exit_code, stderr + str(invoked.exception).encode()
    elif invoked.exception is not None and not isinstance(invoked.exception, SystemExit):
        raise invoked.exception
    assert code is None or returncode == code, stderr.decode()
    return Done(returncode, invoked.stdout_bytes, stderr)


def check(folder: Path, rules: Path, out: Path, *more: object) -> dict[str, dict[str, Any]]:
    done = run("check", folder, "--policy", rules, "--out", out, "--format", "jsonl", "-q", *more)
    return by_path(done.stdout)


def by_path(stdout: bytes) -> dict[str, dict[str, Any]]:
    lines = [json.loads(line) for line in stdout.decode().splitlines()]
    return {line["document"]["path"]: line for line in lines}


def online(line: Mapping[str, Any]) -> dict[str, str]:
    """The findings of the online family with their severity."""
    return {f["name"]: f["severity"] for f in line["findings"] if f["name"].startswith("online-")}


def listed(out: Path, name: str = WORKLIST) -> list[dict[str, str]]:
    text = (out / name).read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == list(COLUMNS.values())
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def filled(out: Path, target: Path, notes: Mapping[str, Mapping[str, str]]) -> Path:
    """The list with notes in the rows of the named files."""
    rows = listed(out)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(COLUMNS.values())
        for row in rows:
            lines.writerow((row | notes.get(row["path"], {})).values())
    return target


def test_answers_decide_and_every_state_has_its_finding(tmp_path: Path, server: Issuer) -> None:
    drawn = {f"{name}.pdf": paper(number) for number, name in enumerate(("expired", "closed", "not-found", "captcha"))}
    drawn["agrees.pdf"] = paper(10, OLD)
    own = paper(11)
    drawn["altered.pdf"] = own.changed(name="李四四", level="专科")
    drawn["pictured.pdf"] = paper(12)
    drawn["elsewhere.pdf"] = paper(13)
    for name in ("expired", "closed", "not-found"):
        code = drawn[f"{name}.pdf"].record["verification_code"]
        server.say(code, respond(answer_pages.sentence(name)))
    server.say(drawn["captcha.pdf"].record["verification_code"], respond(answer_pages.page(answer_pages.CAPTCHA)))
    server.say(drawn["agrees.pdf"].record["verification_code"], respond(answer_pages.report(drawn["agrees.pdf"])))
    server.say(own.record["verification_code"], respond(answer_pages.report(own)))
    server.say(
        drawn["pictured.pdf"].record["verification_code"],
        respond(answer_pages.former_report(drawn["pictured.pdf"], "name", "completion")),
    )
    server.say(drawn["elsewhere.pdf"].record["verification_code"], redirect("http://127.0.0.2:1/"))
    folder, rules = inbox(tmp_path, drawn), policy(tmp_path, server)

    before = check(folder, rules, tmp_path / "offline")
    assert server.asked == []
    assert all(online(line) == {} for line in before.values())
    assert {line["checks"][n] for line in before.values() for n in line["checks"] if n.startswith("online-")} == {
        "not-applicable"
    }
    assert before["agrees.pdf"]["verdict"] == "review"
    assert before["altered.pdf"]["verdict"] == "accept"  # nothing offline can tell

    found = check(folder, rules, tmp_path / "out", "--online")
    assert {name: (line["verdict"], online(line)) for name, line in found.items()} == {
        "expired.pdf": ("reject", {"online-expired": "reject"}),
        "closed.pdf": ("review", {"online-closed": "review"}),
        "not-found.pdf": ("reject", {"online-not-found": "reject"}),
        "captcha.pdf": ("review", {"online-unavailable": "review"}),
        "agrees.pdf": ("accept", {}),
        "altered.pdf": ("reject", {"online-mismatch": "reject"}),
        "pictured.pdf": ("review", {"online-mismatch": "review"}),
        "elsewhere.pdf": ("review", {"online-unavailable": "review"}),
    }
    (finding,) = (f for f in found["altered.pdf"]["findings"] if f["name"] == "online-mismatch")
    assert finding["facts"]["fields"] == ["name"]
    assert finding["facts"]["answered"] == [own.record["name"]]
    assert [place["field"] for place in finding["evidence"]] == ["name"]
    assert found["agrees.pdf"]["checks"]["validity-unconfirmed"] == "passed"
    assert sorted(server.codes) == sorted(p.record["verification_code"] for p in drawn.values())
    assert json.loads((tmp_path / "out" / "run.json").read_bytes())["online"] is True


def test_answers_are_kept_for_resume_and_rejudge_and_only_what_is_open_is_asked_again(
    tmp_path: Path, server: Issuer
) -> None:
    good, blocked = paper(1), paper(2)
    server.say(good.record["verification_code"], respond(answer_pages.report(good)))
    server.say(
        blocked.record["verification_code"],
        respond(b"", status="403 No"),
        respond(answer_pages.sentence("expired")),
    )
    folder, rules, out = inbox(tmp_path, {"a.pdf": good, "b.pdf": blocked}), policy(tmp_path, server), tmp_path / "out"
    first = check(folder, rules, out, "--online")
    assert [first[n]["verdict"] for n in ("a.pdf", "b.pdf")] == ["accept", "review"]
    again = check(folder, rules, out, "--online")
    assert [again[n]["verdict"] for n in ("a.pdf", "b.pdf")] == ["accept", "reject"]
    assert server.codes == [p.record["verification_code"] for p in (good, blocked, blocked)]
    server.stop()
    third = check(folder, rules, out, "--online")
    anew = by_path(run("rejudge", out, "--policy", rules, "--format", "jsonl", "-q", code=1).stdout)
    assert third == anew == again
    assert check(folder, rules, out)["b.pdf"]["verdict"] == "reject"  # known answers count without asking
    assert len(server.asked) == 3


def test_fresh_asks_again_and_the_days_budget_stands(tmp_path: Path, server: Issuer) -> None:
    good = paper(1)
    server.say(good.record["verification_code"], respond(answer_pages.report(good)))
    folder, rules, out = (
        inbox(tmp_path, {"a.pdf": good}),
        policy(tmp_path, server, "daily_budget = 2"),
        tmp_path / "out",
    )
    for expected in ("accept", "accept", "review"):
        assert check(folder, rules, out, "--online", "--fresh")["a.pdf"]["verdict"] == expected
    assert len(server.asked) == 2
    assert "次数已用完" in json.dumps(check(folder, rules, out, "--online"), ensure_ascii=False)


def test_server_that_dies_leaves_the_run_whole(tmp_path: Path, server: Issuer) -> None:
    drawn = {f"{n}.pdf": paper(n) for n in range(4)}
    folder, rules = inbox(tmp_path, drawn), policy(tmp_path, server, "failures = 2\ntries = 1")
    server.stop()
    found = check(folder, rules, tmp_path / "out", "--online")
    assert {line["verdict"] for line in found.values()} == {"review"}
    assert all(online(line) == {"online-unavailable": "review"} for line in found.values())
    assert sum("连续多次" in json.dumps(line, ensure_ascii=False) for line in found.values()) == 2


def test_papers_without_a_code_or_without_weight_are_not_asked_about(tmp_path: Path, server: Issuer) -> None:
    folder, rules = tmp_path / "inbox", policy(tmp_path, server)
    folder.mkdir()
    (folder / "enrolment.pdf").write_bytes(specimen("enrolment-report", seed=1, made=NEW))
    (folder / "certified.pdf").write_bytes(specimen("certification-report", seed=2))
    (folder / "malformed.pdf").write_bytes(specimen(seed=3, made=NEW, verification_code="K1TEST7890123456"))
    found = check(folder, rules, tmp_path / "out", "--online")
    assert server.asked == []
    assert {name: online(line) for name, line in found.items()} == {
        "enrolment.pdf": {},
        "certified.pdf": {},
        "malformed.pdf": {"online-unavailable": "review"},
    }
    assert found["certified.pdf"]["checks"]["online-unavailable"] == "not-applicable"


def test_one_code_on_two_papers_is_asked_once_and_compared_with_each(tmp_path: Path, server: Issuer) -> None:
    own = paper(1)
    forged = own.changed(school="北京大学")
    server.say(own.record["verification_code"], respond(answer_pages.report(own)))
    folder = inbox(tmp_path, {"own.pdf": own, "forged.pdf": forged})
    found = check(folder, policy(tmp_path, server), tmp_path / "out", "--online")
    assert len(server.asked) == 1
    assert online(found["own.pdf"]) == {}
    assert online(found["forged.pdf"]) == {"online-mismatch": "reject"}


def test_gateway_of_the_office_answers_in_the_issuers_place(tmp_path: Path, server: Issuer) -> None:
    good, altered, gone = paper(1, OLD), paper(2), paper(3)
    server.say(good.record["verification_code"], respond(answer_pages.gateway(good), kind="application/json"))
    server.say(altered.record["verification_code"], respond(answer_pages.gateway(paper(4))))
    server.say(gone.record["verification_code"], respond(answer_pages.gateway(gone, "NONE")))
    folder = inbox(tmp_path, {"good.pdf": good, "altered.pdf": altered, "gone.pdf": gone})
    rules = policy(tmp_path, server, 'kind = "json"', answer_pages.GATEWAY)
    found = check(folder, rules, tmp_path / "out", "--online")
    assert {name: (line["verdict"], online(line)) for name, line in found.items()} == {
        "good.pdf": ("accept", {}),
        "altered.pdf": ("reject", {"online-mismatch": "reject"}),
        "gone.pdf": ("reject", {"online-not-found": "reject"}),
    }


def test_log_and_errors_hold_no_code(tmp_path: Path, server: Issuer) -> None:
    good = paper(1)
    code = good.record["verification_code"]
    server.say(code, respond(b"", status="500 Oops"), respond(answer_pages.report(good)))
    folder = inbox(tmp_path, {"a.pdf": good})
    command = [sys.executable, "-m", "degree_verify", "check", folder, "--policy", policy(tmp_path, server)]
    command += ["--online", "--out", tmp_path / "out", "-v"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0
    assert f"{code[:2]}************{code[-2:]}: report" in done.stderr.decode()
    for secret in (code, good.record["name"], good.record["certificate_number"]):
        assert secret not in done.stderr.decode()


def test_redacted_outputs_hold_nothing_that_the_issuer_said(tmp_path: Path, server: Issuer) -> None:
    own = paper(1)
    forged = own.changed(name="李四四", certificate_number=paper(2).record["certificate_number"])
    code = own.record["verification_code"]
    server.say(code, respond(answer_pages.report(own)))
    out = tmp_path / "out"
    check(inbox(tmp_path, {"a.pdf": forged}), policy(tmp_path, server), out, "--online", "--redact")
    for name in ("results.jsonl", "results.csv", "index.html", WORKLIST):
        text = (out / name).read_text(encoding="utf-8")
        for secret in (own.record["name"], "李四四", own.record["certificate_number"], code):
            assert secret not in text, (name, secret)


# --- the look-up list


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the tests of this module have in common."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def offline(shared: Path, tmp_path: Path, server: Issuer) -> tuple[Path, Path, Path]:
    """A finished run without network: inbox, policy, output folder. The run is made once, its folder is each test's."""
    folder, rules, out = shared / "inbox", shared / "policy.toml", tmp_path / "out"
    if not (shared / "out").exists():
        _run_offline(shared, server)
    shutil.copytree(shared / "out", out)
    return folder, rules, out


def _run_offline(place: Path, server: Issuer) -> None:
    drawn = {"=new.pdf": paper(1), "old.pdf": paper(2, OLD), "former.pdf": draft("registration-record-b", seed=5)}
    drawn["twelve.pdf"] = draft("registration-record-b", seed=6, made=date(2018, 11, 1))
    folder, rules = inbox(place, drawn), policy(place, server, "", "[validity]\nlongest_months = 12")
    shutil.copy(folder / "old.pdf", folder / "rejected.pdf")
    (folder / "rejected.pdf").write_bytes(specimen(seed=9, made=NEW, completion="结业"))
    check(folder, rules, place / "out")


def test_list_names_each_code_with_its_link_what_needs_it_first(offline: tuple[Path, Path, Path]) -> None:
    _, _, out = offline
    rows = listed(out)
    assert {row["path"]: row["needed"].split(" / ")[1] for row in rows} == {
        "old.pdf": "needed",
        "former.pdf": "needed",
        "twelve.pdf": "needed",
        "'=new.pdf": "spot check",
    }
    assert rows[-1]["path"] == "'=new.pdf"
    old = paper(2, OLD).record
    row = next(row for row in rows if row["path"] == "old.pdf")
    assert row["link"] == f"https://www.chsi.com.cn/xlcx/bg.do?vcode={old['verification_code']}"
    assert row["code"].replace(" ", "") == old["verification_code"]
    assert row["name"] == old["name"]
    assert (row["result"], row["differing"], row["note"]) == ("", "", "")
    twelve = next(row for row in rows if row["path"] == "twelve.pdf")["code"]
    assert [len(part) for part in twelve.split(" ")] == [4, 4, 4]  # no spreadsheet takes it for a number
    if os.name == "posix":
        assert stat.S_IMODE((out / WORKLIST).stat().st_mode) == 0o600


def test_list_has_no_cell_that_a_spreadsheet_would_run_and_no_address_of_a_paper(
    tmp_path: Path, server: Issuer
) -> None:
    drawn = paper(1).changed(school="=cmd|' /C calc'!A0", name="@SUM(1)")
    evil = draft(seed=1, made=NEW, fault="qr-untrusted-host")
    folder = inbox(tmp_path, {"+1.pdf": drawn, "evil.pdf": evil})
    check(folder, policy(tmp_path, server, "", '[severities]\nqr-untrusted-host = "review"'), tmp_path / "out")
    rows = listed(tmp_path / "out")
    assert {row["path"] for row in rows} == {"'+1.pdf", "evil.pdf"}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    assert {row["link"].split("?")[0] for row in rows} == {"https://www.chsi.com.cn/xlcx/bg.do"}


def test_recorded_results_judge_anew_and_stay(offline: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, rules, out = offline
    notes = {
        "old.pdf": {"result": "一致", "day": TODAY.isoformat(), "note": "=1+1"},
        "former.pdf": {"result": "不符", "differing": "姓名、certificate_number"},
        "'=new.pdf": {"result": "Expired"},
        "twelve.pdf": {"result": "打不开"},
    }
    done = run("lookup", "record", out, filled(out, tmp_path / "done.csv", notes), "--format", "jsonl", "-q", code=1)
    found = by_path(done.stdout)
    assert {name: (line["verdict"], online(line)) for name, line in found.items()} == {
        "old.pdf": ("accept", {}),
        "former.pdf": ("reject", {"online-mismatch": "reject"}),
        "=new.pdf": ("reject", {"online-expired": "reject"}),
        "twelve.pdf": ("review", {}),
        "rejected.pdf": ("reject", {}),
    }
    assert "已登记 4 份" in done.stderr.decode()
    (finding,) = (f for f in found["former.pdf"]["findings"] if f["name"] == "online-mismatch")
    assert finding["facts"]["fields"] == ["name", "certificate_number"]
    rows = {row["path"]: row for row in listed(out)}
    assert {path: row["result"] for path, row in rows.items()} == {
        "old.pdf": "一致",
        "former.pdf": "不符",
        "'=new.pdf": "已过期",
        "twelve.pdf": "打不开",
    }
    assert rows["old.pdf"]["note"] == "'=1+1"
    assert rows["former.pdf"]["differing"] == "姓名、证书编号"
    assert check(folder, rules, out, "--fresh") == found  # what people found out outlives even that
    run("lookup", "record", out, out / WORKLIST, "-q", code=1)  # the list as it stands may be recorded again
    assert {row["path"]: row["result"] for row in listed(out)} == {path: row["result"] for path, row in rows.items()}


def test_record_is_of_the_paper_seen_and_of_no_other_with_that_code(tmp_path: Path, server: Issuer) -> None:
    own = paper(1, OLD)
    folder, rules, out = inbox(tmp_path, {"own.pdf": own}), policy(tmp_path, server), tmp_path / "out"
    check(folder, rules, out)
    run("lookup", "record", out, filled(out, tmp_path / "l.csv", {"own.pdf": {"result": "一致"}}), "-q", code=0)
    inbox(tmp_path, {"forged.pdf": own.changed(level="本科"), "own.pdf": own})
    found = check(folder, rules, out)
    assert found["own.pdf"]["checks"]["validity-unconfirmed"] == "passed"
    assert found["forged.pdf"]["checks"]["validity-unconfirmed"] == "cannot-tell"


@pytest.mark.parametrize("form", ["gb18030", "xlsx", "semicolons"])
def test_list_comes_back_in_whatever_form_the_clerks_program_saves(
    offline: tuple[Path, Path, Path], tmp_path: Path, form: str
) -> None:
    _, _, out = offline
    rows = [list(COLUMNS.values())]
    rows += [list((row | {"result": "一致"}).values()) for row in listed(out) if row["path"] == "old.pdf"]
    target = tmp_path / ("done.xlsx" if form == "xlsx" else "done.csv")
    if form == "xlsx":
        with xlsxwriter.Workbook(target) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [int(cell) if cell == "0" else cell for cell in row])
    else:
        delimiter, encoding = (";", "utf-8") if form == "semicolons" else (",", form)
        with target.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
    found = by_path(run("lookup", "record", out, target, "--format", "jsonl", "-q", code=1).stdout)
    assert found["old.pdf"]["verdict"] == "accept"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"result": "好像对"}, "一致、不符"),
        ({"result": "", "note": "稍后再查"}, "没有填结果"),
        ({"result": "一致", "day": "昨天"}, "查询日期"),
        ({"result": "一致", "day": "2999-01-01"}, "查询日期"),
        ({"result": "一致", "code": "9.08889E+11"}, "不要改动"),
        ({"result": "一致", "path": "other.pdf"}, "不要改动"),
    ],
)
def test_row_that_cannot_be_taken_is_named_and_the_others_are(
    offline: tuple[Path, Path, Path], tmp_path: Path, change: dict[str, str], words: str
) -> None:
    _, _, out = offline
    target = filled(out, tmp_path / "done.csv", {"old.pdf": {"result": "一致"}, "former.pdf": change})
    row = next(number for number, row in enumerate(listed(out), start=2) if row["path"] == "former.pdf")
    done = run("lookup", "record", out, target, "-q", code=1)
    message = done.stderr.decode()
    assert f"done.csv 第 {row} 行" in message
    assert words in message
    assert "已登记 1 份" in message


@pytest.mark.parametrize(
    ("content", "words"), [(b"a,b\n1,2\n", "lookup.csv"), (b"\x00\x01", "binary"), (None, "nothing.csv")]
)
def test_what_is_no_list_is_refused(
    offline: tuple[Path, Path, Path], tmp_path: Path, content: bytes | None, words: str
) -> None:
    target = tmp_path / "nothing.csv"
    if content is not None:
        target.write_bytes(content)
    assert words in run("lookup", "record", offline[2], target, code=2).stderr.decode()


def test_list_without_a_result_is_refused_with_what_to_do(offline: tuple[Path, Path, Path]) -> None:
    assert "没有填结果" in run("lookup", "record", offline[2], offline[2] / WORKLIST, code=2).stderr.decode()


def test_notes_in_the_list_that_nobody_has_recorded_survive_every_rewriting(tmp_path: Path, server: Issuer) -> None:
    _run_offline(tmp_path, server)
    folder, rules, out = tmp_path / "inbox", tmp_path / "policy.toml", tmp_path / "out"
    filled(out, out / WORKLIST, {"old.pdf": {"result": "一致", "note": "已看"}, "former.pdf": {"result": "?"}})
    inbox(tmp_path, {"more.pdf": paper(20, OLD)})
    check(folder, rules, out)
    run("report", out)
    rows = {row["path"]: row for row in listed(out)}
    assert (rows["old.pdf"]["result"], rows["old.pdf"]["note"], rows["former.pdf"]["result"]) == ("一致", "已看", "?")
    assert "more.pdf" in rows
    assert [path.name for path in out.glob("lookup-*.csv")] == []
    (folder / "former.pdf").unlink()
    check(folder, rules, out)
    assert {row["path"]: row["result"] for row in listed(out, "lookup-1.csv")}["former.pdf"] == "?"
    run("report", out, "--redact")
    assert {row["path"]: row["result"] for row in listed(out, "lookup-2.csv")}["old.pdf"] == "一致"
    assert run("purge", out).returncode == 0
    assert [path.name for path in out.iterdir()] == ["verdicts.csv"]


def test_what_is_found_out_can_be_read_from_the_store(offline: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, _, out = offline
    run("lookup", "record", out, filled(out, tmp_path / "l.csv", {"old.pdf": {"result": "已关闭"}}), "-q", code=1)
    with Store(out / DATABASE) as store:
        (answer,) = (r.answer for r in store.results() if r.answer and r.document and r.document.path == "old.pdf")
    assert (answer.state, answer.by_person) == ("closed", True)
    assert TODAY <= answer.day <= today()  # midnight may have passed since the tests began


# --- Python


def test_verifier_asks_once_and_judges_by_the_answer(tmp_path: Path, server: Issuer) -> None:
    own = paper(1, OLD)
    server.say(own.record["verification_code"], respond(answer_pages.report(own)))
    verifier = dv.Verifier(policy(tmp_path, server), online=True)
    folder = inbox(tmp_path, {"own.pdf": own, "forged.pdf": own.changed(level="本科")})
    (good,), (bad,) = (verifier.verify(folder / name) for name in ("own.pdf", "forged.pdf"))
    assert good.verdict is dv.Verdict.ACCEPT
    assert "online-mismatch" in {finding.name for finding in bad.findings}
    assert len(server.asked) == 1
    assert dv.verify(folder / "own.pdf", policy=policy(tmp_path, server)).verdict is dv.Verdict.REVIEW
    assert len(server.asked) == 1
    assert dv.verify(folder / "own.pdf", policy=policy(tmp_path, server), online=True).verdict is dv.Verdict.ACCEPT


def test_folder_is_asked_about_when_wished(tmp_path: Path, server: Issuer) -> None:
    own = paper(1, OLD)
    server.say(own.record["verification_code"], respond(answer_pages.report(own)))
    folder, rules = inbox(tmp_path, {"own.pdf": own}), policy(tmp_path, server)
    assert [r.verdict for r in dv.verify_folder(folder, policy=rules)] == [dv.Verdict.REVIEW]
    assert [r.verdict for r in dv.verify_folder(folder, policy=rules, online=True)] == [dv.Verdict.ACCEPT]
    assert len(server.asked) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_run_that_is_stopped_while_asking_asks_nothing_twice(tmp_path: Path, server: Issuer, number: int) -> None:
    drawn = {f"{n}.pdf": paper(n) for n in range(4)}
    for one in drawn.values():
        server.say(one.record["verification_code"], respond(answer_pages.report(one)))
    blocking = drawn["2.pdf"].record["verification_code"]
    server.say(blocking, silence(30), respond(answer_pages.report(drawn["2.pdf"])))
    folder = inbox(tmp_path, drawn)
    rules = policy(tmp_path, server)
    rules.write_text(rules.read_text().replace("= 1.0", "= 20.0").replace("= 3.0", "= 20.0"), encoding="utf-8")
    command = [sys.executable, "-m", "degree_verify", "check", folder, "--policy", rules, "--online", "-q"]
    command += ["--out", tmp_path / "out"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while process.poll() is None and blocking not in server.codes:
        time.sleep(0.05)
    process.send_signal(number)
    _, message = process.communicate(timeout=5)
    assert "Traceback" not in message.decode()
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    found = check(folder, rules, tmp_path / "out", "--online")
    assert {line["verdict"] for line in found.values()} == {"accept"}
    assert sorted(server.codes) == sorted([*(one.record["verification_code"] for one in drawn.values()), blocking])
