"""A run as values to show: the overview, and one row for each result. Everything in them is safe to show as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from degree_verify.model.outcome import Finding, Severity, Status, Verdict
from degree_verify.model.result import Result
from degree_verify.model.run import Run, RunInfo
from degree_verify.report.masked import candidate_number, identity_number, masked, path_of, plain, veil
from degree_verify.report.redaction import redacted
from degree_verify.report.texts import LANGUAGES, Both, call, same, say
from degree_verify.rules.definition import Scope
from degree_verify.rules.registry import all_rules, messages

FLAGGED_FIRST = (Verdict.REJECT, Verdict.REVIEW, Verdict.ACCEPT)
"""The order in which a clerk works."""

LISTED = 1000
"""Entries of one list that are kept for showing; the tables hold all of them."""

MOST_ROWS = 60
"""Results that a terminal shows; the report has all."""

SHORTEST_IDENTITY = 6
"""Characters. What is shorter in the place of an identity number is a remark such as 无."""

NOTHING = same("")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One result on one line. `anchor` is unique within the run and stable. Absent values are empty."""

    anchor: str
    verdict: Verdict
    examinee: str
    name: str
    identity: str
    path: str
    type: Both
    school: str
    level: str
    graduation: str
    reason: Both


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many results have a finding of this name and severity."""

    name: str
    title: Both
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what it is about (a path, a place in the roster), and what is to be said of it."""

    subject: Both
    said: Both


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list of which only the first entries are kept for showing."""

    total: int = 0
    first: tuple[T, ...] = ()


@dataclass(slots=True)
class Standing:
    """What the papers of one person come to."""

    papers: int = 0
    accepted: int = 0
    rejected: int = 0

    def add(self, verdict: Verdict) -> None:
        self.papers += 1
        self.accepted += verdict is Verdict.ACCEPT
        self.rejected += verdict is Verdict.REJECT

    @property
    def verdict(self) -> Verdict:
        """Reject or accept only when all papers agree; without a paper, or when they differ, a person must look."""
        if self.papers and self.papers == self.rejected:
            return Verdict.REJECT
        return Verdict.ACCEPT if self.papers and self.papers == self.accepted else Verdict.REVIEW


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole run at a glance. `results` counts documents and candidates without a document together."""

    info: RunInfo
    policy: Both
    as_of: Both
    inbox: str
    roster: str | None
    results: Mapping[Verdict, int]
    documents: Mapping[Verdict, int]
    candidates: Mapping[Verdict, int]
    findings: tuple[FindingCount, ...]
    without_document: Listing[Row]
    without_candidate: Listing[Row]
    unreadable: Listing[Row]
    roster_problems: Listing[Entry]
    ignored: Listing[Entry]
    tool_failures: int
    unchecked: tuple[Both, ...]


class Counts:
    """The run at a glance in the making. `redact` masks what is shown of the run itself."""

    def __init__(self, run: Run, redact: bool = False) -> None:
        self._run = run
        self._info = redacted(run).info if redact else run.info
        self._persons = second_rows(run)
        self._results: Counter[Verdict] = Counter()
        self._documents: Counter[Verdict] = Counter()
        self._findings: Counter[tuple[str, Severity]] = Counter()
        self._lists: dict[str, tuple[int, list[Row]]] = {}
        self._standings: dict[int, Standing] = {}
        self._checked: set[str] = set()
        self._failures = 0

    def take(self, number: int, result: Result, shown: Result) -> None:
        """Counts one result."""
        self._results[shown.verdict] += 1
        self._findings.update({(finding.name, finding.severity) for finding in shown.findings})
        self._checked.update(shown.checks)
        self._failures += tool_failed(shown)
        if shown.document is None:
            self._list("without_document", shown, number)
            return
        self._documents[shown.verdict] += 1
        if shown.match.candidate is not None:
            listed = shown.match.candidate.row
            self._standings.setdefault(self._persons.get(listed, listed), Standing()).add(shown.verdict)
        if unread(shown) is not None:
            self._list("unreadable", shown, number)
        elif without_candidate(shown):
            self._list("without_candidate", shown, number)

    def overview(self) -> Overview:
        """What was counted, when all results are taken."""
        info, day = self._info, self._info.as_of
        rows = (self._persons.get(candidate.row, candidate.row) for candidate in self._run.candidates())
        candidates = Counter(self._standings.get(listed, Standing()).verdict for listed in rows)
        return Overview(
            info=info,
            policy=Both(plain(info.policy_title_zh), plain(info.policy_title_en)),
            as_of=say("report", "as_of_day", year=day.year, month=day.month, day=day.day),
            inbox=path_of(info.inbox),
            roster=path_of(info.roster_source) if info.roster_source is not None else None,
            results=self._results,
            documents=self._documents,
            candidates=candidates,
            findings=_by_frequency(self._findings),
            without_document=self._listing("without_document"),
            without_candidate=self._listing("without_candidate"),
            unreadable=self._listing("unreadable"),
            roster_problems=_roster_problems(info),
            ignored=Listing(
                len(info.ignored),
                tuple(Entry(same(path_of(f.path)), call("ignored", f.reason)) for f in info.ignored[:LISTED]),
            ),
            tool_failures=self._failures,
            unchecked=self._unchecked(),
        )

    def _list(self, name: str, result: Result, number: int) -> None:
        total, first = self._lists.setdefault(name, (0, []))
        if total < LISTED:
            first.append(row(result, number))
        self._lists[name] = (total + 1, first)

    def _listing(self, name: str) -> Listing[Row]:
        total, first = self._lists.get(name, (0, []))
        return Listing(total, tuple(first))

    def _unchecked(self) -> tuple[Both, ...]:
        """The rules that could have been asked and never were: somebody switched them off."""
        asked = {Scope.DOCUMENT: bool(self._documents), Scope.CANDIDATE: "without_document" in self._lists}
        return tuple(
            title(name) for name, entry in all_rules().items() if asked[entry.rule.scope] and name not in self._checked
        )


class FirstRows:
    """The results that a terminal has room for, those first that need a person."""

    def __init__(self) -> None:
        self._rows: dict[Verdict, list[Row]] = {verdict: [] for verdict in FLAGGED_FIRST}
        self.total = 0

    def take(self, number: int, result: Result, shown: Result) -> None:
        """Takes up one result."""
        self.total += 1
        if len(self._rows[shown.verdict]) < MOST_ROWS:
            self._rows[shown.verdict].append(row(shown, number))

    def rows(self) -> list[Row]:
        return [each for verdict in FLAGGED_FIRST for each in self._rows[verdict]][:MOST_ROWS]


def row(result: Result, number: int) -> Row:
    """One result as one line; what the roster says stands in where there is no paper."""
    candidate, document = result.match.candidate, result.document
    hide = veil(result)
    reason = main_reason(result)

    def printed(name: str, listed: str | None = None) -> str:
        if document is None:
            return masked(listed or "")
        reading = document.fields.get(name)
        return masked(reading.value) if reading else ""

    return Row(
        anchor=f"r{number}",
        verdict=result.verdict,
        examinee=candidate_number(candidate) if candidate else "",
        name=masked(candidate.name) if candidate and candidate.name else printed("name"),
        identity=identity_number(candidate) if candidate else "",
        path=hide(document.path) if document else "",
        type=call("type", document.type.value) if document else NOTHING,
        school=printed("school", candidate.school if candidate else None),
        level=printed("level", candidate.level if candidate else None),
        graduation=printed("graduation_date", candidate.graduation_date if candidate else None),
        reason=Both(hide(reason.zh), hide(reason.en)),
    )


def main_reason(result: Result) -> Both:
    """The first message that explains the verdict; empty for an accepted result. Not masked."""
    if result.verdict is Verdict.ACCEPT:
        return NOTHING
    finding = main_finding(result)
    return Both(finding.message_zh, finding.message_en) if finding else say("report", "nothing_checked")


def main_finding(result: Result) -> Finding | None:
    """The heaviest finding that decides; findings stand heaviest first."""
    return next((finding for finding in result.findings if finding.severity is not Severity.INFO), None)


def title(name: str) -> Both:
    """What a rule's finding is called."""
    return Both(*(messages(lang).get(name, {}).get("title", name) for lang in LANGUAGES))


def second_rows(run: Run) -> Mapping[int, int]:
    """Further rows of a person who takes several courses, each with the person's first row.

    Rows that are not in it are their person's first or only one. A person is known by name and identity number
    together: a number alone may be a placeholder, or copied into the wrong row. Asks the run as it is, since masked
    numbers coincide.
    """
    first: dict[tuple[str, str], int] = {}
    further: dict[int, int] = {}
    for candidate in run.candidates():
        if candidate.name and candidate.id_number and len(candidate.id_number) >= SHORTEST_IDENTITY:
            row_before = first.setdefault((candidate.name, candidate.id_number), candidate.row)
            if row_before != candidate.row:
                further[candidate.row] = row_before
    return further


def unread(result: Result) -> Both | None:
    """Why nothing could be read from a result's file; None when something could, or there is no file."""
    document = result.document
    if document is None:
        return None
    if document.problem is not None:
        return call("problem", document.problem.kind)
    return None if document.has_text else call("problem", "no-text")


def without_candidate(result: Result) -> bool:
    """Whether a document belongs to nobody although there is a roster."""
    return result.document is not None and result.match.candidate is None and result.match.status != "no-roster"


def tool_failed(result: Result) -> bool:
    """Whether the tool, not the paper, is why a document was not fully processed."""
    problem = result.document.problem if result.document else None
    return (problem is not None and problem.tool_failure) or Status.ERRORED in result.checks.values()


def _by_frequency(findings: Counter[tuple[str, Severity]]) -> tuple[FindingCount, ...]:
    weight = list(Severity)
    counts = [FindingCount(name, title(name), severity, count) for (name, severity), count in findings.items()]
    return tuple(sorted(counts, key=lambda c: (-c.count, weight.index(c.severity), c.name)))


def _roster_problems(info: RunInfo) -> Listing[Entry]:
    entries = []
    for problem in info.roster_problems[:LISTED]:
        place = say("report", "at_row", row=problem.row)
        subject = Both(*(" ".join(filter(None, (where, masked(problem.column)))) for where in place))
        entries.append(Entry(subject, Both(masked(problem.zh), masked(problem.en))))
    return Listing(len(info.roster_problems), tuple(entries))
