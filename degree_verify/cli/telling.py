"""What a command tells of a run on the terminal, and by its exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from degree_verify.cli.options import Format, Lang
from degree_verify.cli.terminal import console

if TYPE_CHECKING:
    from degree_verify.model.result import Result
    from degree_verify.model.run import Run


class Told:
    """Takes the results of a run while its outputs are written, then tells of them."""

    def __init__(self, run: Run, *, redact: bool) -> None:
        from degree_verify.outputs import Summary
        from degree_verify.report.view import Counts, FirstRows

        self._run, self._redact = run, redact
        self._first, self._counts, self._summary = FirstRows(), Counts(run, redact), Summary()

    def take(self, number: int, result: Result, shown: Result) -> None:
        """Takes one result."""
        self._first.take(number, result, shown)
        self._counts.take(number, result, shown)
        self._summary.take(number, result, shown)

    @property
    def exit_code(self) -> int:
        """0 all accepted, 1 something needs a person, 3 the tool failed on some documents."""
        return self._summary.exit_code(self._run)

    def print(self, format_: Format, lang: Lang, *, quiet: bool, out: Path | None) -> None:
        """Prints the results. A reader of the pipe that has seen enough (`| head`) changes nothing of the exit code."""
        try:
            self._print(format_, lang, quiet=quiet, out=out)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print(self, format_: Format, lang: Lang, *, quiet: bool, out: Path | None) -> None:
        from degree_verify.report import lines, tables

        if format_ is Format.TABLE:
            from degree_verify.report.console import print_summary, print_table

            terminal = console()
            print_table(self._first, lang, terminal)
            if not quiet:
                page = out / "index.html" if out else None
                print_summary(self._counts.overview(), lang, terminal, report_path=page)
            return
        sys.stdout.flush()
        stream = sys.stdout.buffer
        if format_ is Format.CSV:
            tables.csv_to(self._run, stream, redact=self._redact)
        else:
            lines.lines_to(self._run, stream, lang=lang, redact=self._redact, array=format_ is Format.JSON)
        stream.flush()
