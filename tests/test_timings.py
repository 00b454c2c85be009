"""Timings: each stage its own time, workers' stages too, nothing when nobody asks."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from degree_verify import timings
from degree_verify.cli import app
from degree_verify.executors import InlineExecutor, SupervisedProcesses
from degree_verify.model.policy import Limits
from degree_verify.resources import demo
from degree_verify.timings import MeasuredExecutor, Spent, Timings, measure, stage


class Clock:
    """Goes on only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timings, "time", clock)
    return clock


def test_a_stage_inside_another_is_not_counted_twice(clock: Clock) -> None:
    @stage("inner")
    def inner() -> None:
        clock.now += 2

    @stage("outer")
    def outer() -> str:
        clock.now += 1
        inner()
        inner()
        clock.now += 3
        return "done"

    with measure() as found:
        assert outer() == "done"
    assert found == {"outer": Spent(1, 4), "inner": Spent(2, 4)}


def test_a_stage_that_raises_is_counted_and_its_error_goes_on(clock: Clock) -> None:
    @stage("failing")
    def failing() -> None:
        clock.now += 1
        raise ValueError("no")

    with measure() as found, pytest.raises(ValueError, match="no"):
        failing()
    assert found == {"failing": Spent(1, 1)}


def test_outside_measure_nothing_is_measured(clock: Clock) -> None:
    @stage("quiet")
    def quiet() -> int:
        return int(clock.now)

    quiet()
    with measure() as found:
        pass
    assert found == {}


def test_the_slowest_files_are_kept() -> None:
    found = Timings()
    for number in range(20):
        found.add_file(f"{number}.pdf", {"read": Spent(1, float(number))})
    assert sorted(path for _, path in found.slowest) == [f"{n}.pdf" for n in range(15, 20)]
    assert (found.files, found.stages["read"].calls, found.working) == (20, 20, sum(range(20)))


@stage("task")
def task(file: object) -> str:
    time.sleep(0.01)
    return "read"


def refuse(file: object) -> None:
    raise ValueError("no")


def nothing() -> None: ...


def test_workers_tell_their_stages() -> None:
    pool, found = SupervisedProcesses(1, Limits(), nothing), Timings()
    try:
        executor = MeasuredExecutor(pool, found)
        assert executor.submit(task, SimpleNamespace(path="a.pdf")).result(60) == "read"
        assert isinstance(executor.submit(refuse, None).exception(60), ValueError)
    finally:
        pool.kill()
    assert found.stages["task"].calls == 1
    assert found.stages["task"].seconds >= 0.01
    assert [path for _, path in found.slowest] == ["a.pdf"]


def test_any_executor_is_measured() -> None:
    found = Timings()
    assert MeasuredExecutor(InlineExecutor(), found).submit(task, None).result() == "read"
    assert found.stages["task"].calls == 1


def test_check_prints_the_stages_beside_unchanged_results(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for paper in sorted((demo() / "inbox").rglob("*.pdf"))[:3]:
        shutil.copy(paper, tmp_path / "inbox")
    plain = [
        "check",
        str(tmp_path / "inbox"),
        "--as-of",
        "2023-06-05",
        "--format",
        "jsonl",
        "--quiet",
        "--workers",
        "1",
    ]
    without = CliRunner().invoke(app, plain, catch_exceptions=False)
    kept = ["--out", str(tmp_path / "out")]
    timed = CliRunner().invoke(app, [*plain, *kept, "--timings", "--lang", "en"], catch_exceptions=False)
    chinese = CliRunner().invoke(app, [*plain, "--timings", "--redact"], catch_exceptions=False)
    assert "opening files" not in without.stderr
    stages = ("opening files", "reading text", "decoding codes", "checking rules", "drawing pages")
    for words in (*stages, "3 files read", "1 workers"):
        assert words in timed.stderr
    assert "核对规则" in chinese.stderr
    assert not any(path.stem in chinese.stderr for path in (tmp_path / "inbox").iterdir())
    assert len(timed.stdout.splitlines()) == len(without.stdout.splitlines()) == 3
