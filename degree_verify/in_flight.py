"""Work on an executor with a bounded part of it under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


def as_done(
    items: Iterable[_Item],
    submit: Callable[[_Item], Future[_Answer]],
    most: int,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[_Item, Future[_Answer]]]:
    """Items with their finished futures, in no fixed order; at most `most` are under way.

    Once `stopping` says so, what is under way is finished and no more is begun. What is left when the caller turns away
    is cancelled.
    """
    waiting = iter(items)
    pending: dict[Future[_Answer], _Item] = {}

    def fill() -> None:
        for item in () if stopping() else waiting:
            pending[submit(item)] = item
            if len(pending) >= most:
                return

    try:
        fill()
        while pending:
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                yield pending.pop(future), future
            fill()
    finally:
        for future in pending:
            future.cancel()
