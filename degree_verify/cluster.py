"""Several machines: the tasks of a batch on the workers of a dask scheduler.

A worker reads each file in supervised children of its own, with the same limits as on one machine, so that a bad file
costs neither the worker nor its neighbours, and every file gets the result that it would get here. Matching and judging
stay in this process: workers need neither roster nor network folder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from degree_verify.batch import IN_FLIGHT, prepare_worker
from degree_verify.errors import UsageError
from degree_verify.executors import SupervisedProcesses, TaskFailedError
from degree_verify.load.inbox import InboxFile, SentInbox, is_as_found, read_bytes
from degree_verify.model.policy import Limits, Policy
from degree_verify.run import reading_fingerprint

SCHEME = "dask://"

FILES_A_TASK = 64
"""At some milliseconds a file, the scheduler's own cost of a task vanishes from about fifty files on."""

SENT_MEGABYTES = 32
"""A task is full with this much, where files are sent along: a message has to fit in memory on both sides."""

PATIENCE_SECONDS = 0.2
"""A task that is not full is sent this long after its first file."""

CONNECTING_SECONDS = 15

_MEGABYTE = 1024 * 1024


class _Call(NamedTuple):
    future: Future[Any]
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class ClusterExecutor(Executor):
    """Gathers calls into tasks of many files and hands each call its own answer.

    A task whose worker is lost is tried on others by the scheduler; when it gives up, each call of the task fails with
    TaskFailedError, so that whoever asked can try it alone. A file that a worker does not see as it was found here is
    sent to it, and so are all further ones. Raises UsageError without a scheduler, or when a worker has other versions.
    """

    def __init__(self, address: str, policy: Policy) -> None:
        self._client = _connected(address)
        self._policy = policy
        self._conditions = reading_fingerprint(policy)
        self._refuse_other_versions()
        self._tasks = self._client.get_executor(pure=False)  # pure: equal arguments would give the former answer
        self._lock = threading.Lock()
        self._waiting: list[_Call] = []
        self._size = 0
        self._sending = False
        self._timer: threading.Timer | None = None
        self._readers = ThreadPoolExecutor(2)

    @property
    def workers(self) -> int:
        """For how many workers a batch keeps files ready: two full tasks for each thread of the cluster."""
        threads = sum(int(count) for count in self._client.nthreads().values())
        return max(1, 2 * FILES_A_TASK * threads // IN_FLIGHT)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        call = _Call(future, fn, args, kwargs)
        self._add(self._with_bytes(call) if self._sending else call)
        return future

    def kill(self) -> None:
        """Gives up what is not done and leaves the cluster."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._waiting.clear()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._client.close(timeout=5)

    def _add(self, call: _Call) -> None:
        with self._lock:
            self._waiting.append(call)
            self._size += sum(arg.size for arg in call.args if isinstance(arg, SentInbox))
            full = len(self._waiting) >= FILES_A_TASK or self._size >= SENT_MEGABYTES * _MEGABYTE
            if len(self._waiting) == 1 and not full:
                self._timer = threading.Timer(PATIENCE_SECONDS, self._send)
                self._timer.daemon = True
                self._timer.start()
        if full:
            self._send()

    def _send(self) -> None:
        with self._lock:
            calls, self._waiting, self._size = self._waiting, [], 0
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        calls = [call for call in calls if call.future.set_running_or_notify_cancel()]
        if calls:
            work = [(call.fn, call.args, call.kwargs) for call in calls]
            task = self._tasks.submit(_run, work, self._policy, self._conditions)
            task.add_done_callback(lambda done: self._hand_over(calls, done))

    def _hand_over(self, calls: list[_Call], done: Future[list[Any]]) -> None:
        error = done.exception()
        answers = done.result() if error is None else [_lost(error)] * len(calls)
        for call, answer in zip(calls, answers, strict=True):
            if isinstance(answer, _Unseen):
                self._sending = True
                self._readers.submit(self._again, call)
            elif isinstance(answer, Exception):
                call.future.set_exception(answer)
            else:
                call.future.set_result(answer[0])

    def _again(self, call: _Call) -> None:
        """The same call once more, with the bytes of its file; the future is the one that its caller waits for."""
        answer = self.submit(call.fn, *self._with_bytes(call).args, **call.kwargs)
        answer.add_done_callback(lambda done: _pass_on(done, call.future))

    def _with_bytes(self, call: _Call) -> _Call:
        inbox, file = _file_of(call.args)
        if inbox is None or file is None:
            return call
        sent = SentInbox(read_bytes(inbox, file, self._policy.limits))
        return call._replace(args=tuple(sent if arg is inbox else arg for arg in call.args))

    def _refuse_other_versions(self) -> None:
        for worker, conditions in self._client.run(reading_fingerprint, self._policy).items():
            if conditions != self._conditions:
                self._client.close(timeout=5)
                raise UsageError(
                    f"工作机 {worker} 上的版本与本机不同，结果会不一致；请在每台机器安装相同的版本",
                    f"the worker {worker} has other versions than this machine and would read otherwise; "
                    "install the same versions everywhere",
                )


class _Unseen:
    """The answer of a worker that does not see a file as it was found."""


def _connected(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415  (an extra, and slow to load)
    except ImportError:
        raise UsageError(
            "使用 dask:// 需要先安装：pip install 'degree-verify[dask]'",
            "dask:// needs an extra: pip install 'degree-verify[dask]'",
        ) from None
    place = address.removeprefix(SCHEME)
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            f"tcp://{place}", timeout=CONNECTING_SECONDS, set_as_default=False
        )
        client.wait_for_workers(1, timeout=CONNECTING_SECONDS)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(
            f"连不上调度器 {place}，或没有工作机；请先运行 dask scheduler 和 dask worker",
            f"no scheduler with workers at {place}; start dask scheduler and dask worker first",
        ) from None
    return client


def _run(
    work: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]], policy: Policy, conditions: str
) -> list[Any]:
    """The task, on a worker: each call's answer in a tuple of one, its exception, or _Unseen."""
    if reading_fingerprint(policy) != conditions:
        raise RuntimeError("other versions on this worker")
    pool = _children(policy.limits)
    futures = [pool.submit(fn, *args, **kwargs) if _is_seen(args) else None for fn, args, kwargs in work]
    return [_answer(future) if future is not None else _Unseen() for future in futures]


def _answer(future: Future[Any]) -> Any:
    error = future.exception()
    return (future.result(),) if error is None else error


@cache
def _children(limits: Limits) -> SupervisedProcesses:
    """The children of a worker process, as many as it has threads for tasks."""
    import multiprocessing  # noqa: PLC0415

    from distributed import get_worker  # noqa: PLC0415  (only there is a worker)

    # A nanny starts workers as daemons, which may have no children. Ours end when their pipe does, so none is left.
    multiprocessing.current_process().daemon = False
    return SupervisedProcesses(get_worker().state.nthreads, limits, prepare_worker)


def _is_seen(args: tuple[Any, ...]) -> bool:
    inbox, file = _file_of(args)
    return inbox is None or file is None or is_as_found(inbox, file)


def _file_of(args: tuple[Any, ...]) -> tuple[Path | None, InboxFile | None]:
    """The inbox and the file of a call."""
    inbox = next((arg for arg in args if isinstance(arg, Path)), None)
    return inbox, next((arg for arg in args if isinstance(arg, InboxFile)), None)


def _lost(error: BaseException) -> TaskFailedError:
    return TaskFailedError("crash", type(error).__name__)


def _pass_on(done: Future[Any], future: Future[Any]) -> None:
    error = done.exception()
    if error is None:
        future.set_result(done.result())
    else:
        future.set_exception(error)
