"""Brings the files of a store to the workers: they get bytes, and never the network."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from degree_verify.load.inbox import InboxFile, SentInbox
from degree_verify.load.stores import StoreInbox
from degree_verify.model.policy import Limits

THREADS = 8
"""Files fetched at the same time; a store answers in tens of milliseconds, a worker reads in less."""

IN_HAND_MEGABYTES = 128
"""Bytes that are fetched or being fetched and not yet read; a single larger file is let through alone."""

_MEGABYTE = 1024 * 1024


class FetchingExecutor(Executor):
    """Any executor, whose tasks get their file's bytes in place of the store. `submit` waits while much is in hand."""

    def __init__(self, inner: Executor, limits: Limits) -> None:
        self._inner = inner
        self._limits = limits
        self._threads = ThreadPoolExecutor(THREADS)
        self._change = threading.Condition()
        self._in_hand = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        inbox = next(arg for arg in args if isinstance(arg, StoreInbox))
        file = next(arg for arg in args if isinstance(arg, InboxFile))
        with self._change:
            self._change.wait_for(
                lambda: not self._in_hand or self._in_hand + file.size <= IN_HAND_MEGABYTES * _MEGABYTE
            )
            self._in_hand += file.size
        answer: Future[Any] = Future()

        def hand_over(done: Future[Any]) -> None:
            with self._change:
                self._in_hand -= file.size
                self._change.notify_all()
            error = done.exception() if not done.cancelled() else InterruptedError()
            if error is None:
                answer.set_result(done.result())
            else:
                answer.set_exception(error)

        def bring() -> None:
            try:
                sent = SentInbox(inbox.read(file, self._limits))
                task = self._inner.submit(fn, *(sent if arg is inbox else arg for arg in args), **kwargs)
            except Exception as error:  # the store is out of reach, or the workers are gone
                task = Future()
                task.set_exception(error)
            task.add_done_callback(hand_over)

        self._threads.submit(bring)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
