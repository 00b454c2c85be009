"""One pass over the results of a run for everything that is made of them: reading them costs more than most writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.report.redaction import redacted_result

Take = Callable[[int, Result, Result], None]
"""Takes one result: its number from 1, the result as it is, and as it may be shown."""


def pass_over(
    run: Run, takes: Iterable[Take], *, redact: bool = False, told: Callable[[int], None] | None = None
) -> None:
    """Gives every result to all that take them, in the order of the results. `told` hears how many were given."""
    waiting = tuple(takes)
    for number, result in enumerate(run.results(), start=1):
        shown = redacted_result(result) if redact else result
        for take in waiting:
            take(number, result, shown)
        if told:
            told(number)
