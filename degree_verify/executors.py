"""Executors: where the tasks of a batch run.

`concurrent.futures.ProcessPoolExecutor` loses every pending task when one child dies, and cannot stop a child that
hangs inside a library. The executor here gives each child its own supervisor: a task that crashes, hangs or runs out
of memory fails alone, and its child is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from degree_verify.errors import is_out_of_memory
from degree_verify.memory import give_large_blocks_back, limit_address_space
from degree_verify.model.policy import Limits

TASKS_PER_CHILD = 2_000
"""Tasks after which a child is replaced, so that leaks of the libraries stay small. Papers leave nothing that was
measured; what a child has learned of the shapes of letters, the next one learns anew."""

STARTING_SECONDS = 60
"""Time that a child has to start and import everything, on a slow disk."""

GRACE_SECONDS = 5
"""Time that a child has to end by itself when it is told to."""

_MEGABYTE = 1024 * 1024


class TaskFailedError(Exception):
    """A task that ended its child. `kind`: timeout, memory or crash."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


class InlineExecutor(Executor):
    """Runs each task at once in the calling thread: for tests, small jobs, and where processes are not to be had."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # an executor hands every error of a task to whoever asks for the result
            future.set_exception(error)
        return future


class _Task(NamedTuple):
    future: Future[Any]
    message: bytes


class SupervisedProcesses(Executor):
    """A fixed number of child processes, each with a supervising thread in this process.

    A task has `limits.seconds` of wall-clock time and `limits.memory_megabytes` beyond what the child held before its
    first task. A task that ends its child gets TaskFailedError; no other task is touched. `prepare` is called in each
    child before its first task, so that its time counts for none.
    """

    def __init__(self, workers: int, limits: Limits, prepare: Callable[[], object]) -> None:
        self._limits = limits
        self._prepare = prepare
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._children: set[BaseProcess] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._supervise, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._stopped.is_set():
            raise RuntimeError("this executor was shut down")
        task = _Task(Future(), pickle.dumps((fn, args, kwargs)))
        self._tasks.put(task)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._stopped.is_set():
            return
        self._stopped.set()
        if cancel_futures:
            self._cancel_waiting()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """Ends all children at once; their tasks fail."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            children = list(self._children)
        for child in children:
            child.kill()

    def _cancel_waiting(self) -> None:
        while True:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                return
            if task is not None:
                task.future.cancel()

    def _supervise(self) -> None:
        child: _Child | None = None
        while (task := self._tasks.get()) is not None:
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                if child is None:
                    child = self._start()
                answer = child.ask(task.message)
            except Exception as failure:  # without an answer the caller would wait for ever
                if child is not None:
                    self._end(child, kill=True)
                child = None
                known = isinstance(failure, TaskFailedError)
                task.future.set_exception(failure if known else TaskFailedError("crash", type(failure).__name__))
                continue
            value, error = answer
            if error is None:
                task.future.set_result(value)
            else:
                task.future.set_exception(error)
            if child.asked >= TASKS_PER_CHILD or isinstance(error, MemoryError):
                self._end(child, kill=False)
                child = None
        if child is not None:
            self._end(child, kill=False)

    def _start(self) -> _Child:
        context = multiprocessing.get_context("spawn")  # the readers' libraries do not survive a fork of threads
        # Two one-way pipes: a two-way one would be a socket, and nothing here opens any.
        answers, their_answers = context.Pipe(duplex=False)
        their_tasks, tasks = context.Pipe(duplex=False)
        arguments = (their_tasks, their_answers, self._prepare, self._limits)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        if sys.platform != "win32":  # Ctrl-C is the main thread's; a child inherits the mask, while it starts too
            resource_tracker.ensure_running()  # before, since the start of the tracker ends with SIGINT let through
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        process.start()
        their_tasks.close()
        their_answers.close()
        with self._lock:
            self._children.add(process)
        child = _Child(process, tasks, answers, self._limits.seconds)
        child.wait_until_ready()
        return child

    def _end(self, child: _Child, *, kill: bool) -> None:
        child.end(kill=kill)
        with self._lock:
            self._children.discard(child.process)


class _Child:
    """One child process as its supervisor sees it."""

    def __init__(self, process: BaseProcess, tasks: Connection, answers: Connection, seconds: int) -> None:
        self.process = process
        self._seconds = seconds
        self.asked = 0
        self._tasks = tasks
        self._answers = answers

    def wait_until_ready(self) -> None:
        if not self._answers.poll(STARTING_SECONDS):
            self.end(kill=True)
            raise TaskFailedError("crash", "the worker did not start")
        self._receive()

    def ask(self, message: bytes) -> tuple[Any, Exception | None]:
        """Sends a task and waits for its result or exception. Raises TaskFailedError when the child ends or hangs."""
        self.asked += 1
        try:
            self._tasks.send_bytes(message)
            if not self._answers.poll(self._seconds):
                raise TaskFailedError("timeout", f"{self._seconds} s")
        except OSError:
            raise self._died() from None
        answer: tuple[Any, Exception | None] = self._receive()
        return answer

    def end(self, *, kill: bool) -> None:
        self._tasks.close()  # a child that waits for its next task sees this and ends
        if not kill:
            self.process.join(GRACE_SECONDS)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self._answers.close()

    def _receive(self) -> Any:
        try:
            # The child runs our own code and is no less trusted than this process; what it read travels as plain data.
            return pickle.loads(self._answers.recv_bytes())  # noqa: S301
        except (EOFError, OSError):
            raise self._died() from None

    def _died(self) -> TaskFailedError:
        self.process.join(GRACE_SECONDS)
        code = self.process.exitcode
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return TaskFailedError("timeout", f"{self._seconds} s")
        if code is not None and code < 0:
            return TaskFailedError("crash", _signal_name(-code))
        return TaskFailedError("crash", f"exit code {code}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal has none
        return f"signal {number}"


def _serve(tasks: Connection, answers: Connection, prepare: Callable[[], object], limits: Limits) -> None:
    """What a child does: one task after the other until its supervisor closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    give_large_blocks_back()
    prepare()
    limit_address_space(limits.memory_megabytes * _MEGABYTE)
    _forbid_files()
    out_of_memory = pickle.dumps((None, MemoryError()))  # made while there is memory
    _send(answers, pickle.dumps(None))
    while True:
        try:
            message = tasks.recv_bytes()
        except (EOFError, OSError):
            os._exit(0)
        _limit_cpu(limits.seconds)
        try:
            fn, args, kwargs = pickle.loads(message)  # noqa: S301  (from our own parent)
            answer = pickle.dumps((fn(*args, **kwargs), None))
        except Exception as error:  # handed to the parent as a value
            answer = out_of_memory if is_out_of_memory(error) else _pickled(error)
        _send(answers, answer)


def _send(answers: Connection, answer: bytes) -> None:
    """Answers the supervisor; a child for which nobody waits any more ends quietly."""
    try:
        answers.send_bytes(answer)
    except OSError:
        os._exit(0)


def _pickled(error: Exception) -> bytes:
    """An error as an answer; one that does not survive pickling is named instead."""
    try:
        answer = pickle.dumps((None, error))
        pickle.loads(answer)  # noqa: S301  (made in the line above)
    except Exception:  # any class may refuse, at either end
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}")))
    return answer


def _forbid_files() -> None:
    """Lets no file be written from here on, a core dump with what was read included."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on every platform)

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: int) -> None:
    """Lets the next task use no more processor time than its wall-clock time has on all cores.

    The supervisor ends a task earlier than that. This is for a child whose supervisor was killed meanwhile: a library
    that loops for ever would never see that nobody waits for it.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on every platform)

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + (seconds + GRACE_SECONDS) * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
