"""Single outputs of a run that was made by hand."""

from __future__ import annotations

from pathlib import Path

from degree_verify.model.run import Run
from degree_verify.report.html import report
from degree_verify.report.passes import pass_over
from degree_verify.report.sheets import workbook
from degree_verify.report.tables import table
from degree_verify.report.view import Counts, Overview


def write_csv(run: Run, path: Path, redact: bool = False) -> None:
    with table(path) as take:
        pass_over(run, [take], redact=redact)


def write_xlsx(run: Run, path: Path, redact: bool = False) -> None:
    with workbook(run, path, redact) as take:
        pass_over(run, [take], redact=redact)


def write_report(run: Run, path: Path, *, lang: str = "zh", redact: bool = False, single: bool = False) -> list[str]:
    """Returns the names of the files beside the page."""
    names: list[str] = []
    with report(run, path, names, lang=lang, redact=redact, single=single) as take:
        pass_over(run, [take], redact=redact)
    return names


def overview(run: Run, redact: bool = False) -> Overview:
    counts = Counts(run, redact)
    pass_over(run, [counts.take], redact=redact)
    return counts.overview()
