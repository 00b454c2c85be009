"""Where the time of a run goes, stage by stage.

A stage names itself with `@stage`. Nobody measures unless `measure` was called, and then only in that thread.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

SLOWEST = 5
"""Files that are named as the slowest."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Spent(NamedTuple):
    """What a stage took: how often it ran, and seconds without those of the stages inside it."""

    calls: int
    seconds: float


class _Watch:
    """Adds up the stages of one thread. `inner` is the time of the stages inside the one that is running."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        self.seconds: dict[str, float] = defaultdict(float)
        self.inner = 0.0


_WATCH: ContextVar[_Watch | None] = ContextVar("watch", default=None)


def stage(name: str) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Gives a function's time to a stage. Of a stage inside another, each has its own time only."""

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(function)
        def timed(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            watch = _WATCH.get()
            if watch is None:
                return function(*args, **kwargs)
            outer, watch.inner = watch.inner, 0.0
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                watch.calls[name] += 1
                watch.seconds[name] += whole - watch.inner
                watch.inner = outer + whole

        return timed

    return decorate


@contextmanager
def measure() -> Iterator[dict[str, Spent]]:
    """Measures the stages that run inside it; the dictionary is filled when it ends."""
    watch, found = _Watch(), dict[str, Spent]()
    token = _WATCH.set(watch)
    try:
        yield found
    finally:
        _WATCH.reset(token)
        found.update({name: Spent(watch.calls[name], seconds) for name, seconds in watch.seconds.items()})


@dataclass(slots=True)
class Timings:
    """The stages of a whole run, those of the workers among them, and the files that took longest."""

    files: int = 0
    working: float = 0.0  # seconds that workers were busy, over all of them
    stages: dict[str, Spent] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, stages: Mapping[str, Spent]) -> None:
        """Adds what was measured once."""
        for name, spent in stages.items():
            before = self.stages.get(name, Spent(0, 0.0))
            self.stages[name] = Spent(before.calls + spent.calls, before.seconds + spent.seconds)

    def add_file(self, path: str, stages: Mapping[str, Spent]) -> None:
        """Adds what was measured while one file was read."""
        self.add(stages)
        seconds = sum(spent.seconds for spent in stages.values())
        self.files += 1
        self.working += seconds
        heapq.heappush(self.slowest, (seconds, path))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)


class MeasuredExecutor(Executor):
    """Any executor, whose tasks measure their stages where they run. A task's file is its argument with a `path`."""

    def __init__(self, inner: Executor, timings: Timings) -> None:
        self._inner = inner
        self._timings = timings
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        path = next((str(arg.path) for arg in args if hasattr(arg, "path")), "")

        def hand_over(done: Future[Any]) -> None:
            if done.cancelled():
                answer.cancel()
                return
            error = done.exception()
            if error is not None:
                answer.set_exception(error)
                return
            value, stages = done.result()
            with self._lock:
                self._timings.add_file(path, stages)
            answer.set_result(value)

        self._inner.submit(measured, fn, *args, **kwargs).add_done_callback(hand_over)
        return answer


def measured(fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> tuple[_T, dict[str, Spent]]:
    """The task: a function's result and the stages that ran inside it."""
    with measure() as stages:
        value = fn(*args, **kwargs)
    return value, stages
