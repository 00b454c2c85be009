"""A cluster on this machine: the same results as here, whatever becomes of a worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import degree_verify as dv
from degree_verify import cluster
from degree_verify.api import make_bench
from degree_verify.cluster import SCHEME, ClusterExecutor
from degree_verify.errors import UsageError
from degree_verify.executors import InlineExecutor
from degree_verify.model.result import Result
from degree_verify.resources import demo
from degree_verify.rules.registry import all_rules
from degree_verify.run import finished_run, judge_all, read_inbox, run_info
from degree_verify.store import Store

POLICY = dv.load_policy("anhui-2023h1")
FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(folder: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process of the cluster, in a folder of its own."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)


class Cluster:
    """A scheduler and two workers of one thread each."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"{SCHEME}127.0.0.1:{port}"
        place = f"tcp://127.0.0.1:{port}"
        self.scheduler = started(folder / "scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
        options = ("--nthreads", "1", "--no-nanny", "--death-timeout", "60")
        self.workers = [started(folder / f"worker-{n}", "dask_worker", place, *options) for n in range(2)]

    def wait(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address.replace(SCHEME, "tcp://"), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    monkeypatch.setattr(cluster, "FILES_A_TASK", 4)
    found = Cluster(tmp_path, free_port())
    try:
        found.wait(2)
        yield found
    finally:
        found.end()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, source in enumerate(sorted((demo() / "inbox").rglob("*.pdf"))[:20]):
        shutil.copy2(source, folder / f"{number:02}-{source.name}")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    return folder


def checked(inbox: Path, executor: Executor, workers: int, tell: Callable[[str, int, int], None]) -> list[Result]:
    on = make_bench(POLICY, dv.read_roster(demo() / "roster.xlsx"), date(2023, 6, 5), all_rules())
    with Store(Path(":memory:")) as store:
        ignored = read_inbox(store, inbox, on.tools, executor, workers, (), tell)
        store.save_candidates(on.roster)
        judge_all(store, on, run_info("inbox", on, ignored), lambda *_: None)
        return list(finished_run(store).results())


def lines(results: list[Result]) -> list[Any]:
    return [result.to_dict() for result in results]


def test_a_worker_that_is_killed_midway_costs_no_result(machines: Cluster, inbox: Path) -> None:
    here = checked(inbox, InlineExecutor(), 1, lambda *_: None)
    killed: list[int] = []

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "read" and done and not killed:
            os.killpg(machines.workers[0].pid, signal.SIGKILL)
            killed.append(done)

    executor = ClusterExecutor(machines.address, POLICY)
    try:
        there = checked(inbox, executor, executor.workers, tell)
    finally:
        executor.kill()
    assert killed
    assert killed[0] < len(list(inbox.iterdir()))
    assert lines(there) == lines(here)


def test_workers_that_do_not_see_the_inbox_are_sent_its_files(
    machines: Cluster, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = checked(inbox, InlineExecutor(), 1, lambda *_: None)
    monkeypatch.chdir(inbox.parent)  # a relative path leads nowhere in the workers' own folders
    executor = ClusterExecutor(machines.address, POLICY)
    try:
        there = checked(Path("inbox"), executor, executor.workers, lambda *_: None)
    finally:
        executor.kill()
    assert lines(there) == lines(here)


def test_a_file_that_ends_its_reader_fails_alone(machines: Cluster) -> None:
    executor = ClusterExecutor(machines.address, POLICY)
    try:
        futures = [executor.submit(abs, -1), executor.submit(die), executor.submit(abs, -3)]
        assert getattr(futures[1].exception(120), "kind", "") == "crash"
        assert [futures[0].result(120), futures[2].result(120)] == [1, 3]
    finally:
        executor.kill()


def die() -> None:
    """A task that ends the child that runs it, as a broken file does; the worker lives on."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_without_a_scheduler_a_person_is_told_what_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING_SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(UsageError, match="dask scheduler"):
        ClusterExecutor(f"{SCHEME}127.0.0.1:1", POLICY)
    assert time.monotonic() - start < 30
