"""What a clerk decides on: a person with all papers, or a paper that belongs to nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from degree_verify.model.outcome import Verdict
from degree_verify.model.result import Result
from degree_verify.model.run import Run, RunInfo
from degree_verify.report.masked import candidate_number
from degree_verify.report.passes import pass_over
from degree_verify.report.texts import Both
from degree_verify.report.view import FLAGGED_FIRST, NOTHING, Row, Standing, row, second_rows, unread, without_candidate

MOST_PATHS = 5
"""Files of one case that are named in a list; the case itself shows all its papers."""

_SEARCHED = ("certificate_number", "original_certificate_number", "report_number", "verification_code")


@dataclass(slots=True)
class Case:
    """One line of the list. `first` is its heaviest result as a row, `papers` the numbers of all its results.

    `key` names the case in decisions, whatever else changes; `basis` changes with the papers, the verdict or the
    findings, so that a decision that was made on something else can be told.
    """

    key: str
    first: Row
    standing: Standing = field(default_factory=Standing)
    papers: list[int] = field(default_factory=list)
    paths: dict[str, None] = field(default_factory=dict)
    findings: dict[str, None] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    lists: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, None] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    basis: str = ""

    @property
    def verdict(self) -> Verdict:
        return self.standing.verdict if self.standing.papers else self.first.verdict

    @property
    def reason(self) -> Both:
        return NOTHING if self.verdict is Verdict.ACCEPT else self.first.reason

    def add(self, number: int, result: Result, shown: Result) -> None:
        """Takes up one more result of this case."""
        line, document = row(shown, number), shown.document
        if FLAGGED_FIRST.index(line.verdict) < FLAGGED_FIRST.index(self.first.verdict):
            self.first = line
        self.papers.append(number)
        self.findings.update(dict.fromkeys(finding.name for finding in result.findings))
        names = ",".join(sorted(finding.name for finding in result.findings))
        paper = f"{result.document.sha256}/{result.document.index}" if result.document else ""
        self.seen.append(f"{paper}:{result.verdict.value}:{names}")
        if document is None:
            self.lists["without_document"] = None
            return
        self.standing.add(result.verdict)
        self.types[document.type.value] = None
        self.sources[document.source.value] = None
        if len(self.paths) < MOST_PATHS:
            self.paths[line.path] = None
        for name in _SEARCHED:
            if name in document.fields and len(document.fields[name].value) < 40:
                self.numbers[document.fields[name].value] = None
        if unread(result) is not None:
            self.lists["unreadable"] = None
        elif without_candidate(result):
            self.lists["without_candidate"] = None


class Cases:
    """The cases of a run in the making."""

    def __init__(self, run: Run) -> None:
        self._persons = second_rows(run)
        self._keys = dict(_keys(run))
        self._cases: dict[str, Case] = {}

    def take(self, number: int, result: Result, shown: Result) -> None:
        """Takes up one result."""
        key = _key(result, self._persons, self._keys)
        if key not in self._cases:
            self._cases[key] = Case(key, row(shown, number))
        self._cases[key].add(number, result, shown)

    def in_order(self, *, redact: bool = False) -> list[Case]:
        """All cases, the flagged first, then in the order of the results. Called once, when all results are taken."""
        for number, case in enumerate(self._cases.values(), start=1):
            if redact:
                case.key = f"r-{number}"
            case.basis = mark(*sorted(case.seen))
            case.seen.clear()
        return list(chain.from_iterable(_with(verdict, self._cases) for verdict in FLAGGED_FIRST))


def each_case(run: Run) -> list[Case]:
    """All cases of a run as they are, the flagged first."""
    cases = Cases(run)
    pass_over(run, [cases.take])
    return cases.in_order()


def case_of(run: Run) -> Callable[[Result], str]:
    """The key of the case to which a result of the run belongs."""
    persons, keys = second_rows(run), dict(_keys(run))
    return lambda result: _key(result, persons, keys)


def _with(verdict: Verdict, cases: Mapping[str, Case]) -> Iterator[Case]:
    return (case for case in cases.values() if case.verdict is verdict)


def run_mark(info: RunInfo) -> str:
    """What tells one inbox with its roster from another. A new policy, new uploads or a corrected roster alter nothing:
    decisions outlast them, and each tells by its basis whether it still stands."""
    return mark(info.inbox, info.roster_source or "")


def mark(*parts: str) -> str:
    """A mark of 16 hexadecimal digits for whatever the parts name."""
    text = json.dumps(parts, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _keys(run: Run) -> Iterator[tuple[int, str]]:
    """Keys by row of the roster. They rest on nothing that the report does not show: a mark can be found by trial."""
    used: set[str] = set()
    for candidate in run.candidates():
        number = candidate_number(candidate)
        key = mark(number, candidate.name or "", "" if number == candidate.id else str(candidate.row))
        if key in used:
            key = mark(number, candidate.name or "", str(candidate.row))
        used.add(key)
        yield candidate.row, "c-" + key


def _key(result: Result, persons: Mapping[int, int], keys: Mapping[int, str]) -> str:
    candidate, document = result.match.candidate, result.document
    if candidate is not None:
        first = persons.get(candidate.row, candidate.row)
        return keys.get(first) or "c-" + mark(str(first))
    if document is None:
        return "c-"
    return "d-" + mark(document.path, str(document.index), document.sha256)
