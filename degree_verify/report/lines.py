"""results.jsonl: one result a line, in the form of the published schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.report.passes import Take, pass_over


@contextmanager
def jsonl(path: Path, lang: str) -> Iterator[Take]:
    """Writes results.jsonl."""
    with path.open("wb") as stream, _lines(stream, lang) as take:
        yield take


def lines_to(run: Run, stream: BinaryIO, *, lang: str = "zh", redact: bool = False, array: bool = False) -> None:
    """Writes all results as JSON in UTF-8: a line each, or one array of such lines."""
    with _lines(stream, lang, array=array) as take:
        pass_over(run, [take], redact=redact)


@contextmanager
def _lines(stream: BinaryIO, lang: str, *, array: bool = False) -> Iterator[Take]:
    start, between, end = ("[\n", ",\n", "\n]\n") if array else ("", "\n", "\n")
    before = start

    def take(number: int, result: Result, shown: Result) -> None:
        nonlocal before
        line = json.dumps(shown.to_dict(lang), ensure_ascii=False)
        stream.write((before + line).encode("utf-8", "backslashreplace"))
        before = between

    yield take
    if before != start or array:
        stream.write(((start if before == start else "") + end).encode())
