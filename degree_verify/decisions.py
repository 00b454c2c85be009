"""Merging reviewers' decisions into the output folder of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from degree_verify.load.decisions import read_decisions
from degree_verify.model.decision import Decision
from degree_verify.outputs import RECHECK, open_run, replace_file
from degree_verify.report.cases import each_case
from degree_verify.report.decided import write_final_csv, write_final_xlsx, write_recheck, write_records
from degree_verify.report.merging import DECIDED, Outcome, of_nobody, outcomes, together
from degree_verify.run import finished_run

RECORDS = "decisions.json"
FILES = (RECORDS, "decisions.csv", "decisions.xlsx", RECHECK)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge. `strange` are decisions on cases that the run does not have; they are kept."""

    outcomes: Sequence[Outcome]
    strange: Sequence[Decision]

    @property
    def complete(self) -> bool:
        """Whether everything is decided and nobody disagrees."""
        return not self.strange and all(outcome.settled in DECIDED for outcome in self.outcomes)


def merge(out: Path, files: Sequence[Path]) -> Merged:
    """Adds the decisions of some files to those merged before and writes everything anew.

    Raises UsageError for a file that holds no decisions, RunFolderError when the folder holds no run.
    """
    before = [out / RECORDS] if (out / RECORDS).is_file() else []
    with open_run(out) as store:
        decisions = together(decision for path in (*before, *files) for decision in read_decisions(path))
        run = finished_run(store)
        cases = each_case(run)
        found = outcomes(cases, decisions)
        writers: Mapping[str, Callable[[Path], None]] = dict(
            zip(
                FILES,
                (
                    partial(write_records, run, decisions),
                    partial(write_final_csv, found),
                    partial(write_final_xlsx, found),
                    partial(write_recheck, run, found),
                ),
                strict=True,
            )
        )
        for name, write in writers.items():
            replace_file(out, name, write)
    return Merged(found, of_nobody(cases, decisions))
