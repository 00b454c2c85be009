"""results.jsonl: one result a line, in the form of the published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from degree_verify.model.run import Run
from degree_verify.report.redaction import redacted
from degree_verify.timings import stage


@stage("report")
def write_jsonl(run: Run, path: Path, *, lang: str = "zh", redact: bool = False) -> None:
    """Writes results.jsonl."""
    with path.open("wb") as stream:
        lines_to(run, stream, lang=lang, redact=redact)


def lines_to(run: Run, stream: BinaryIO, *, lang: str = "zh", redact: bool = False, array: bool = False) -> None:
    """Writes all results as JSON in UTF-8: a line each, or one array of such lines."""
    start, between, end = ("[\n", ",\n", "\n]\n") if array else ("", "\n", "\n")
    before = start
    for result in (redacted(run) if redact else run).results():
        line = json.dumps(result.to_dict(lang), ensure_ascii=False)
        stream.write((before + line).encode("utf-8", "backslashreplace"))
        before = between
    if before != start or array:
        stream.write(((start if before == start else "") + end).encode())
