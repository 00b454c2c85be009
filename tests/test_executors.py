"""Executors: a task that ends its child fails alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from degree_verify.batch import prepare_worker, tools_for
from degree_verify.executors import InlineExecutor, SupervisedProcesses, TaskFailedError
from degree_verify.model.ocr import Ocr
from degree_verify.model.policy import Limits, Policy
from degree_verify.pipeline import read_file

DRAWN_VALUES = (
    Path(__file__).parent.parent / "fixtures" / "documents" / "registration-record-b" / "values-as-pictures.pdf"
)


def nothing() -> None: ...


def memory_after(readings: int) -> int:
    for _ in range(readings):
        read_file(DRAWN_VALUES.read_bytes(), "paper.pdf", tools_for(Policy("test", "", ""), Ocr.AUTO))
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def double(number: int) -> int:
    return 2 * number


def blocked_signals() -> set[int]:
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(60)


def devour() -> int:
    return len(bytearray(800 * 1024 * 1024))


def lose_the_error() -> None:
    raise SystemError("error return without exception set")


def refuse() -> None:
    raise ValueError("no")


class AwkwardError(Exception):
    """Cannot be unpickled: its argument is not passed on."""

    def __init__(self, needed: str) -> None:
        super().__init__()


def awkward() -> None:
    raise AwkwardError("x")


@pytest.fixture(scope="module")
def pool() -> Iterator[SupervisedProcesses]:
    executor = SupervisedProcesses(2, Limits(seconds=2, memory_megabytes=400), nothing)
    yield executor
    executor.kill()


def test_many_tasks_give_their_results_in_any_order(pool: SupervisedProcesses) -> None:
    assert list(pool.map(double, range(50))) == [2 * n for n in range(50)]


def test_ctrl_c_never_reaches_a_child_not_even_while_it_starts() -> None:
    pool = SupervisedProcesses(2, Limits(seconds=20), nothing)
    try:
        for blocked in [pool.submit(blocked_signals) for _ in range(4)]:
            assert signal.SIGINT in blocked.result(60)
    finally:
        pool.kill()


def test_a_crash_fails_its_own_task_only(pool: SupervisedProcesses) -> None:
    futures = [pool.submit(double, 1), pool.submit(crash), *(pool.submit(double, n) for n in range(10))]
    failure = futures[1].exception(30)
    assert isinstance(failure, TaskFailedError)
    assert (failure.kind, failure.detail) == ("crash", "SIGSEGV")
    assert [f.result(30) for f in (futures[0], *futures[2:])] == [2, *(2 * n for n in range(10))]


def test_where_no_process_is_to_be_had_the_task_fails_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError("resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refused)
    pool = SupervisedProcesses(1, Limits(), nothing)
    try:
        with pytest.raises(TaskFailedError, match="BlockingIOError"):
            pool.submit(double, 1).result(timeout=60)
    finally:
        pool.shutdown()


def test_a_hang_is_ended_at_its_limit(pool: SupervisedProcesses) -> None:
    failure = pool.submit(hang).exception(30)
    assert isinstance(failure, TaskFailedError)
    assert failure.kind == "timeout"


@pytest.mark.parametrize("task", [devour, lose_the_error])
def test_too_much_memory_is_a_memory_error(task: Callable[[], object], pool: SupervisedProcesses) -> None:
    assert isinstance(pool.submit(task).exception(30), MemoryError)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")
def test_pictures_that_were_read_leave_nothing_behind() -> None:
    pool = SupervisedProcesses(1, Limits(), prepare_worker)
    try:
        first, last = (pool.submit(memory_after, readings).result() for readings in (3, 8))
    finally:
        pool.shutdown()
    assert last - first < 30 * 2**20  # left to itself, the C library kept some 25 MB of each reading


def test_an_error_of_the_task_reaches_the_caller(pool: SupervisedProcesses) -> None:
    assert isinstance(pool.submit(refuse).exception(30), ValueError)


def test_an_error_that_cannot_be_pickled_is_named(pool: SupervisedProcesses) -> None:
    assert "AwkwardError" in str(pool.submit(awkward).exception(30))


def test_after_shutdown_nothing_is_taken() -> None:
    executor = SupervisedProcesses(1, Limits(), nothing)
    future = executor.submit(double, 4)
    executor.shutdown()
    assert future.result() == 8
    with pytest.raises(RuntimeError):
        executor.submit(double, 1)


def test_inline_hands_errors_on_like_any_executor() -> None:
    executor = InlineExecutor()
    assert executor.submit(double, 3).result() == 6
    assert isinstance(executor.submit(refuse).exception(), ValueError)
