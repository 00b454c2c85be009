"""The files of merged decisions: all of them, the final list, and the 前置学历复查表."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

from degree_verify.load.decisions import SCHEMA
from degree_verify.model.decision import Decision
from degree_verify.model.outcome import Verdict
from degree_verify.model.run import Run
from degree_verify.report.cases import case_of, run_mark
from degree_verify.report.cells import guarded
from degree_verify.report.merging import Outcome, Settled
from degree_verify.report.sheets import RECHECK, headers, recheck_line
from degree_verify.report.texts import call
from degree_verify.report.workbook import Cell, Workbook

CSV_COLUMNS = ("key", "examinee", "name", "file", "verdict", "decision", "reviewers", "at", "reason", "note")
"""The header of decisions.csv; `decision` is accept, return, reject, unsure, conflict, stale or open."""

_BEIJING = timezone(timedelta(hours=8))

_FINAL = {
    "candidate_id": 16,
    "name": 12,
    "files": 40,
    "verdict": 14,
    "decision": 16,
    "reviewers": 16,
    "decided_at": 20,
    "answer": 60,
    "note": 30,
}
_SINGLE = {"candidate_id": 16, "name": 12, "decision": 16, "reviewers": 16, "decided_at": 20, "answer": 60, "note": 30}


def write_records(run: Run, decisions: Iterable[Decision], path: Path) -> None:
    """Writes decisions.json: every decision of every reviewer; the report can load it."""
    data = {"schema": SCHEMA, "run": run_mark(run.info), "decisions": [asdict(decision) for decision in decisions]}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_final_csv(outcomes: Iterable[Outcome], path: Path) -> None:
    """Writes decisions.csv: one line a case."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow(CSV_COLUMNS)
    for outcome in outcomes:
        case = outcome.case
        last = max((decision.at for decision in outcome.standing), default="")
        cells = (case.key, case.first.examinee, case.first.name, " ".join(case.paths), case.verdict.value)
        found = (outcome.settled.value, outcome.reviewers, last, outcome.reason, _notes(outcome))
        lines.writerow([guarded(value) for value in (*cells, *found)])
    path.write_bytes(codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "backslashreplace"))


def write_final_xlsx(outcomes: Sequence[Outcome], path: Path) -> None:
    """Writes decisions.xlsx: the final list, the disagreements, and every reviewer's decision."""
    with Workbook(path) as book:
        final = book.sheet("审核结果", headers(_FINAL), list(_FINAL.values()))
        differing = book.sheet("意见不一致", headers(_SINGLE), list(_SINGLE.values()))
        every = book.sheet("各审核人决定", headers(_SINGLE), list(_SINGLE.values()))
        for outcome in outcomes:
            final.add(_final_line(outcome))
            for decision in (*outcome.standing, *outcome.stale):
                line = list(_single_line(outcome, decision))
                every.add(line)
                if outcome.settled is Settled.CONFLICT:
                    differing.add(line)


def write_recheck(run: Run, outcomes: Iterable[Outcome], path: Path) -> None:
    """Writes the 前置学历复查表 of all that is neither accepted nor refused for good."""
    open_cases: Mapping[str, Outcome] = {o.case.key: o for o in outcomes if o.needs_recheck}
    key_of = case_of(run)
    with Workbook(path) as book:
        sheet = book.sheet("前置学历复查表", headers(RECHECK), list(RECHECK.values()))
        for result in run.results():
            outcome = open_cases.get(key_of(result))
            if outcome is None or (result.verdict is Verdict.ACCEPT and outcome.case.verdict is not Verdict.ACCEPT):
                continue
            number = result.match.candidate.id if result.match.candidate else ""
            words = call("decision", outcome.settled.value).zh
            said = "\n".join(filter(None, (words, outcome.reason)))
            sheet.add(recheck_line(result, number, said, outcome.reviewers))


def _final_line(outcome: Outcome) -> Iterator[Cell]:
    case = outcome.case
    yield case.first.examinee
    yield case.first.name
    yield "\n".join(case.paths)
    yield call("verdict", case.verdict.value).zh
    yield call("decision", outcome.settled.value).zh
    yield outcome.reviewers
    yield _moment(max((decision.at for decision in outcome.standing), default=""))
    yield outcome.reason
    yield _notes(outcome)


def _single_line(outcome: Outcome, decision: Decision) -> Iterator[Cell]:
    yield outcome.case.first.examinee
    yield outcome.case.first.name
    stale = f"（{call('decision', 'stale').zh}）" if decision in outcome.stale else ""
    yield call("decision", decision.decision.value).zh + stale
    yield decision.reviewer
    yield _moment(decision.at)
    yield decision.reason
    yield decision.note


def _moment(at: str) -> str:
    """A time as the clock of the offices shows it."""
    return datetime.fromisoformat(at).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M") if at else ""


def _notes(outcome: Outcome) -> str:
    return "\n".join(dict.fromkeys(decision.note for decision in outcome.standing if decision.note))
