"""results.xlsx: candidates, documents, findings, unmatched files and 前置学历复查表, with Chinese headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from degree_verify.model.document import FIELDS, Document
from degree_verify.model.outcome import Severity, Verdict
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate
from degree_verify.model.run import Run
from degree_verify.report.passes import Take
from degree_verify.report.redaction import redacted
from degree_verify.report.texts import call, say, texts
from degree_verify.report.view import (
    Standing,
    main_finding,
    main_reason,
    second_rows,
    title,
    unread,
    without_candidate,
)
from degree_verify.report.workbook import Cell, Workbook
from degree_verify.rules.registry import messages

_CANDIDATES = {
    "candidate_id": 16,
    "name": 12,
    "id_number": 22,
    "row": 8,
    "verdict": 14,
    "documents": 10,
    "files": 40,
    "reason": 40,
}
_FIELD_WIDTHS = {
    "school": 24,
    "major": 22,
    "category": 16,
    "certificate_number": 22,
    "original_certificate_number": 22,
    "verification_code": 20,
    "report_number": 14,
}
_DOCUMENTS = {
    "verdict": 14,
    "candidate_id": 16,
    "candidate_name": 12,
    "path": 40,
    "index": 11,
    "pages": 8,
    "type": 24,
    "layout": 24,
    "source": 12,
    **{name: _FIELD_WIDTHS.get(name, 12) for name in FIELDS},
    "reject": 30,
    "review": 30,
    "info": 30,
    "reason": 50,
    "problems": 30,
}
_FINDINGS = {
    "path": 40,
    "index": 11,
    "candidate_id": 16,
    "candidate_name": 12,
    "severity": 10,
    "title": 24,
    "message": 60,
    "advice": 50,
    "page": 8,
    "finding": 30,
}
_UNMATCHED = {
    "path": 40,
    "index": 11,
    "type": 24,
    "name": 12,
    "birth_date": 12,
    "school": 24,
    "certificate_number": 22,
    "nearest": 16,
    "problem": 50,
}
RECHECK = {
    "candidate_id": 16,
    "name": 12,
    "id_number": 22,
    "prior_school": 24,
    "level": 10,
    "graduation_date": 12,
    "certificate_number": 22,
    "type": 24,
    "code_or_report": 20,
    "described": 60,
    "advice": 50,
    "recheck_result": 14,
    "clerk": 12,
}
"""Columns of the sheets with their widths in characters."""

_SHEETS = {
    "candidates": _CANDIDATES,
    "documents": _DOCUMENTS,
    "findings": _FINDINGS,
    "unmatched files": _UNMATCHED,
    "前置学历复查表": RECHECK,
}


MOST_FILES = 20
"""Files that are named for one person; the documents sheet has all."""


@dataclass(slots=True)
class _Person:
    """What has come in for one person."""

    standing: Standing = field(default_factory=Standing)
    files: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        if result.document is not None:
            self.standing.add(result.verdict)
            if len(self.files) < MOST_FILES:
                self.files.append(result.document.path)
        main = main_finding(result)
        reason = title(main.name).zh if main else ""
        if reason and reason not in self.reasons:
            self.reasons.append(reason)


@contextmanager
def workbook(run: Run, path: Path, redact: bool = False) -> Iterator[Take]:
    """Writes results.xlsx. The same run gives the same bytes."""
    further = second_rows(run)
    about = redacted(run) if redact else run
    numbers = _numbers(about, further)
    persons: dict[int, _Person] = {}
    with Workbook(path) as book:
        sheets = {name: book.sheet(name, headers(columns), list(columns.values())) for name, columns in _SHEETS.items()}
        candidates, documents, findings, unmatched, recheck = sheets.values()

        def take(number: int, result: Result, shown: Result) -> None:
            candidate = shown.match.candidate
            for line in _finding_lines(shown):
                findings.add(line)
            if shown.document is not None:
                documents.add(_document_line(shown, shown.document))
                if without_candidate(shown):
                    unmatched.add(_unmatched_line(shown, shown.document))
            owned = [candidate.id] if candidate else [""] if shown.match.status == "no-roster" else []
            if candidate is not None:
                first = further.get(candidate.row, candidate.row)
                persons.setdefault(first, _Person()).add(shown)
                owned = numbers.get(first, owned)
            if shown.verdict is not Verdict.ACCEPT:
                for examinee in owned:
                    recheck.add(recheck_line(shown, examinee))

        yield take
        for file in about.info.ignored:
            unmatched.add([file.path, *[""] * (len(_UNMATCHED) - 2), call("ignored", file.reason).zh])
        for listed in about.candidates():
            first = further.get(listed.row, listed.row)
            candidates.add(_candidate_line(listed, persons.get(first, _Person())))


def _numbers(run: Run, further: Mapping[int, int]) -> Mapping[int, list[str]]:
    """The 准考证号 of everybody who takes several courses, by the person's first row."""
    numbers: dict[int, list[str]] = {first: [] for first in further.values()}
    for candidate in run.candidates():
        first = further.get(candidate.row, candidate.row)
        if first in numbers:
            numbers[first].append(candidate.id)
    return numbers


def headers(columns: Mapping[str, int]) -> list[str]:
    """What columns are called in a workbook."""
    own, fields = texts("zh")["column"], messages("zh")["fields"]
    return [own.get(name) or fields[name] for name in columns]


def _candidate_line(candidate: Candidate, person: _Person) -> Iterator[Cell]:
    yield candidate.id
    yield candidate.name or ""
    yield candidate.id_number or ""
    yield candidate.row
    yield call("verdict", person.standing.verdict.value).zh
    yield person.standing.papers
    yield "\n".join((*person.files, "…") if person.standing.papers > len(person.files) else person.files)
    yield "；".join(person.reasons)


def _document_line(result: Result, document: Document) -> Iterator[Cell]:
    candidate = result.match.candidate
    yield call("verdict", result.verdict.value).zh
    yield candidate.id if candidate else ""
    yield (candidate.name or "") if candidate else ""
    yield document.path
    yield document.index
    yield pages_of(document)
    yield call("type", document.type.value).zh
    yield document.layout or ""
    yield call("source", document.source.value).zh
    yield from (value_of(document, name) for name in FIELDS)
    for severity in Severity:
        yield "；".join(title(f.name).zh for f in result.findings if f.severity is severity)
    yield main_reason(result).zh
    yield "；".join(problem_words(document))


def _finding_lines(result: Result) -> Iterator[list[Cell]]:
    document, candidate = result.document, result.match.candidate
    for finding in result.findings:
        yield [
            document.path if document else "",
            document.index if document else "",
            candidate.id if candidate else "",
            (candidate.name or "") if candidate else "",
            call("severity", finding.severity.value).zh,
            title(finding.name).zh,
            finding.message_zh,
            finding.advice_zh,
            ", ".join(str(page) for page in sorted({evidence.page for evidence in finding.evidence})),
            finding.name,
        ]


def _unmatched_line(result: Result, document: Document) -> Iterator[Cell]:
    yield document.path
    yield document.index
    yield call("type", document.type.value).zh
    yield from (value_of(document, name) for name in ("name", "birth_date", "school", "certificate_number"))
    yield result.match.runner_up.id if result.match.runner_up else ""
    why = unread(result) or say("match", result.match.status, rivals="、".join(result.match.rivals))
    yield why.zh


def recheck_line(result: Result, number: str, outcome: str = "", clerk: str = "") -> Iterator[Cell]:
    """One line of the 前置学历复查表. `number` is the 准考证号, `outcome` the 复查结果, `clerk` the 经办人."""
    document, candidate = result.document, result.match.candidate
    flagged = [finding for finding in result.findings if finding.severity is not Severity.INFO]

    def printed(name: str, listed: str | None = None) -> str:
        return value_of(document, name) if document else listed or ""

    yield number
    yield (candidate.name if candidate else None) or printed("name")
    yield (candidate.id_number if candidate else None) or ""
    yield printed("school", candidate.school if candidate else None)
    yield printed("level", candidate.level if candidate else None)
    yield printed("graduation_date", candidate.graduation_date if candidate else None)
    yield printed("certificate_number", candidate.certificate_number if candidate else None)
    yield call("type", document.type.value).zh if document else ""
    yield printed("verification_code") or printed("report_number")
    yield "\n".join(finding.message_zh for finding in flagged) or main_reason(result).zh
    yield "\n".join(dict.fromkeys(finding.advice_zh for finding in flagged if finding.advice_zh))
    yield outcome
    yield clerk


def value_of(document: Document, name: str) -> str:
    """The value of a field, empty when it was not read."""
    reading = document.fields.get(name)
    return reading.value if reading else ""


def pages_of(document: Document) -> str:
    return ", ".join(map(str, document.pages))


def problem_words(document: Document) -> list[str]:
    """What went wrong with a document, in Chinese, with its details."""
    found = [(problem.kind, problem.detail) for problem in document.problems]
    if document.problem is not None:
        found.insert(0, (document.problem.kind, document.problem.detail))
    return [f"{call('problem', kind).zh} {detail}".strip() for kind, detail in found]
