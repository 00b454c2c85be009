"""The tables of a run: results.csv for other systems, results.xlsx for the clerk.

Both hold every name and number in full, since other systems need them, unless the run is redacted.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from degree_verify.model.document import FIELDS
from degree_verify.model.outcome import Severity
from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.report.cells import guarded
from degree_verify.report.masked import candidate_number
from degree_verify.report.passes import Take, pass_over
from degree_verify.report.sheets import pages_of, problem_words, value_of
from degree_verify.report.view import main_reason

CSV_COLUMNS = (
    *("path", "index", "pages", "type", "layout", "source", "verdict", "candidate_id", "candidate_name"),
    *FIELDS,
    *("reject", "review", "info", "reason", "problems"),
)
"""The header of results.csv; `reject`, `review` and `info` hold the names of the findings of that severity."""


VERDICT_COLUMNS = ("sha256", "index", "candidate_id", "verdict", "reject", "review", "info")
"""The header of verdicts.csv."""


@contextmanager
def table(path: Path) -> Iterator[Take]:
    """Writes results.csv in UTF-8 with the mark by which spreadsheets know it."""
    with path.open("wb") as stream:
        stream.write(codecs.BOM_UTF8)
        with _lines(stream) as take:
            yield take


def write_verdicts(run: Run, path: Path) -> None:
    """Writes what was decided and why, without anything that was read: documents by fingerprint, candidates by number.

    A number that is an identity number is masked.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream, quoting=csv.QUOTE_ALL)
        lines.writerow(VERDICT_COLUMNS)
        for result in run.results():
            document, candidate = result.document, result.match.candidate
            cells = (
                document.sha256 if document else "",
                str(document.index) if document else "",
                candidate_number(candidate) if candidate else "",
                result.verdict.value,
                *_findings(result),
            )
            lines.writerow([guarded(cell) for cell in cells])


def csv_to(run: Run, stream: BinaryIO, *, redact: bool = False) -> None:
    """Writes all results as delimited text in UTF-8, a line each. Leaves the stream open."""
    with _lines(stream) as take:
        pass_over(run, [take], redact=redact)


@contextmanager
def _lines(stream: BinaryIO) -> Iterator[Take]:
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    # Every cell is quoted: where the semicolon divides cells, half of an unquoted one could start a formula.
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    try:
        lines.writerow(CSV_COLUMNS)
        yield lambda number, result, shown: lines.writerow([guarded(value) for value in _line(shown)])
        text.flush()
    finally:
        text.detach()


def _line(result: Result) -> Iterator[str]:
    document, candidate = result.document, result.match.candidate
    yield document.path if document else ""
    yield str(document.index) if document else ""
    yield pages_of(document) if document else ""
    yield document.type.value if document else ""
    yield (document.layout or "") if document else ""
    yield document.source.value if document else ""
    yield result.verdict.value
    yield candidate.id if candidate else ""
    yield (candidate.name or "") if candidate else ""
    yield from (value_of(document, name) if document else "" for name in FIELDS)
    yield from _findings(result)
    yield main_reason(result).zh
    yield "；".join(problem_words(document)) if document else ""


def _findings(result: Result) -> Iterator[str]:
    """The names of the findings of each severity."""
    for severity in Severity:
        yield " ".join(finding.name for finding in result.findings if finding.severity is severity)
