"""`--timings`: where the milliseconds went, on stderr when the run is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from degree_verify.timings import Timings

_WORDS = {
    "load": ("打开文件", "opening files"),
    "read": ("读文字层", "reading text"),
    "read again": ("第二个程序复读", "the second reader"),
    "find text": ("在图片上找文字", "finding text in pictures"),
    "ocr": ("识别图片文字", "reading text in pictures"),
    "recognise": ("辨认版式", "recognising layouts"),
    "extract": ("提取字段", "extracting fields"),
    "stamps": ("查看图片、图形中的字样", "looking for words in pictures and drawings"),
    "compare": ("比对纸面与文字层", "comparing pages with their text"),
    "decode": ("解码二维码和链接", "decoding codes and links"),
    "other": ("其余读取工作", "the rest of reading"),
    "match": ("匹配名册", "matching the roster"),
    "check": ("核对规则", "checking rules"),
    "store": ("保存", "storing"),
    "draw": ("画页面图片（等候）", "drawing pages (wait)"),
    "report": ("生成报告", "writing reports"),
}
"""The stages in the order of the flow; others follow under their own names."""

_HEADS = {
    "zh": ("环节", "次数", "秒", "毫秒/份", "占比"),
    "en": ("stage", "calls", "seconds", "ms a file", "share"),
}


@contextmanager
def stopwatch(pool: Executor, workers: int, lang: str, *, on: bool, redact: bool) -> Iterator[Executor]:
    """The executor to work with. When `on`, it and this thread are measured, and a table is printed at the end."""
    if not on:
        yield pool
        return
    from degree_verify.timings import MeasuredExecutor, Timings, measure

    timings = Timings()
    start = time.perf_counter()
    with measure() as ours:
        yield MeasuredExecutor(pool, timings)
    timings.add(ours)
    _print(timings, time.perf_counter() - start, workers, lang, redact=redact)


def _print(timings: Timings, wall: float, workers: int, lang: str, *, redact: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    chinese = lang == "zh"
    terminal = Console(stderr=True, width=None if sys.stderr.isatty() else 100, highlight=False)
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(_HEADS["zh" if chinese else "en"]):
        table.add_column(head, justify="right" if number else "left")
    whole = sum(spent.seconds for spent in timings.stages.values()) or 1.0
    order = list(_WORDS)
    for name in sorted(timings.stages, key=lambda name: order.index(name) if name in _WORDS else len(order)):
        calls, seconds = timings.stages[name]
        words = _WORDS.get(name, (name, name))[0 if chinese else 1]
        each = 1000 * seconds / max(timings.files, 1)
        table.add_row(words, str(calls), f"{seconds:.2f}", f"{each:.2f}", f"{seconds / whole:.0%}")
    terminal.print(table)
    terminal.print(
        f"共 {wall:.1f} 秒，读取 {timings.files} 份；{workers} 个进程合计工作 {timings.working:.1f} 秒"
        if chinese
        else f"{wall:.1f} s in all, {timings.files} files read; {workers} workers were busy for {timings.working:.1f} s"
    )
    for seconds, path in sorted(timings.slowest, reverse=True):
        terminal.print(Text(f"{1000 * seconds:8.0f} ms  {_shown(path, redact=redact)}"), overflow="fold")


def _shown(path: str, *, redact: bool) -> str:
    from degree_verify.report.masked import path_of
    from degree_verify.report.redaction import mask_path

    return mask_path(path) if redact else path_of(path)
