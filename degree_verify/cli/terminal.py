"""What a person sees on the terminal: progress, tables, text."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from degree_verify.errors import StoppedError

if TYPE_CHECKING:
    from rich.console import Console

    from degree_verify.run import Progress


@contextlib.contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A bar on stderr if that is a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    words = {
        "roster": "名册 roster",
        "read": "读取 read",
        "ask": "官网查询 ask",
        "match": "匹配 match",
        "judge": "核对 judge",
        "draw": "图片 draw",
        "write": "生成报告 write",
    }
    bar = Progress(
        *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        tasks = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(words[stage], total=total or None)  # None: nobody knows how much there is
            bar.update(tasks[stage], completed=done, total=total or None)

        yield tell


class Stop:
    """What Ctrl-C and SIGTERM do while a command runs.

    While `orderly`, the first one is a wish, which `asked` tells and the work in flight still answers to; the second
    one, or the first at any other time, ends the command at once.
    """

    def __init__(self) -> None:
        self.orderly = False
        self.wished = False

    def asked(self) -> bool:
        return self.wished

    def __enter__(self) -> Stop:
        self._before = {number: signal.signal(number, self._signalled) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _signalled(self, number: int, frame: object) -> None:
        if self.wished or not self.orderly:
            raise StoppedError
        self.wished = True
        sys.stderr.write("正在收尾，再按一次 Ctrl-C 立即停止 / finishing what is in flight; once more stops at once\n")


def console() -> Console:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


def rows_out(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for title in header:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def text_out(text: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def log_to_stderr(verbose: bool) -> None:
    if verbose:
        logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
        logging.getLogger("degree_verify").setLevel(logging.INFO)
