"""A run's questions to the issuer: what is asked and kept, and what people found out instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from degree_verify.answers import Answers
from degree_verify.model.document import EVIDENCE_TYPES, Document
from degree_verify.model.lookup import OPEN, Answer, AnswerState, Reason
from degree_verify.model.policy import Lookup
from degree_verify.model.roster import RowProblem
from degree_verify.model.worklist import COLUMNS, WORDS, Entry, Paper
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.labelled import FIELD_LABELS
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.verification_codes import code_to_ask
from degree_verify.report.cells import guarded
from degree_verify.report.redaction import mask_path
from degree_verify.store import Store

_LONGEST_NOTE = 500
_STATES = {squeeze(word).lower(): state for state, words in WORDS.items() for word in words}


def look_up(
    answers: Answers,
    ask: Callable[[str], Answer],
    documents: Iterable[Document],
    today: date,
    settings: Lookup,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Asks about every code of the papers whose answer is not known yet, and keeps each answer at once.

    What the issuer showed counts for some days; what it refused is asked again the next day, since owners extend and
    reopen their reports. `tell` is told how many of all are done.
    """
    codes = dict.fromkeys(code for document in documents if (code := _wanted(answers, document, today, settings)))
    for number, code in enumerate(codes):
        tell(number, len(codes))
        answers.save(ask(code))
    tell(len(codes), len(codes))


def _wanted(answers: Answers, document: Document, today: date, settings: Lookup) -> str | None:
    """The code to ask about, None when the paper counts for nothing or its answer is known."""
    if document.type not in EVIDENCE_TYPES:
        return None
    known = answers.of(document)
    if known is not None and known.counts_on(today, settings.answer_days if known.state in OPEN else 0):
        return None
    return code_to_ask(document)


def record(store: Store, entries: Iterable[Entry], today: date) -> tuple[frozenset[Paper], list[RowProblem]]:
    """Keeps what people noted in the look-up list; returns the papers, and what is wrong with other rows."""
    papers: dict[Paper, Document] = {}
    marks: dict[Paper, Paper] = {}  # the report's own list names papers by these, since file names hold numbers
    for document in store.documents():
        code = code_to_ask(document)
        if code is not None:
            paper = (guarded(document.path), str(document.index), code)
            papers[paper] = document
            marks[mask_path(document.path), str(document.index), code] = paper
    problems: list[RowProblem] = []
    taken: dict[Paper, Answer] = {}
    for entry in entries:
        paper = marks.get(entry.paper, entry.paper)
        noted = papers.get(paper)
        answer = _noted(entry, today)
        if noted is None:
            problems.append(_unknown(entry))
        elif isinstance(answer, RowProblem):
            problems.append(answer)
        elif taken.setdefault(paper, answer) != answer:
            problems.append(
                RowProblem(entry.row, _column("result"), "同一份材料在清单里有两种结果", "one paper has two results")
            )
        else:
            store.answers.save_seen(answer, noted)
    return frozenset(taken), problems


def _noted(entry: Entry, today: date) -> Answer | RowProblem:
    state = _STATES.get(squeeze(entry.result).lower())
    if state is None:
        known = "、".join(words[0] for words in WORDS.values())
        written = guarded(entry.result[:40])
        return RowProblem(
            entry.row,
            _column("result"),
            f"结果“{written}”不认得，请填：{known}" if written else f"没有填结果，请填：{known}",
            f"the result {written!r} is not known; write one of {known}",
        )
    day = parse_date(entry.day) if entry.day else today.isoformat()
    if day is None or len(day) != len("2023-06-05") or day > today.isoformat():
        return RowProblem(
            entry.row,
            _column("day"),
            f"查询日期“{guarded(entry.day[:40])}”应为今天或以前的日期，如 2023-06-05",
            "the day must be a date such as 2023-06-05, not later than today",
        )
    reason = Reason.OPENED_NOT if state is AnswerState.UNAVAILABLE else Reason.NONE
    return Answer(
        entry.paper[2],
        state,
        date.fromisoformat(day),
        reason=reason,
        by_person=True,
        differing=tuple(_fields(entry.differing)) if state is AnswerState.DIFFERS else (),
        note=entry.note[:_LONGEST_NOTE],
    )


def _fields(text: str) -> Iterator[str]:
    """The fields that a person named, by their labels or by our names; other words name none."""
    for separator in "、，,；;/":
        text = text.replace(separator, "\n")
    names = dict.fromkeys(FIELD_LABELS.get(squeeze(part), squeeze(part)) for part in text.split("\n"))
    yield from (name for name in names if name in FIELD_LABELS.values())


def _unknown(entry: Entry) -> RowProblem:
    return RowProblem(
        entry.row,
        _column("path"),
        "本次运行里没有这一份材料，或它的验证码与清单不同；请用最新的 lookup.csv，文件、第几份、在线验证码三栏不要改动",
        "the run has no such paper with this code; use the latest lookup.csv and leave file, index and code alone",
    )


def _column(name: str) -> str:
    return COLUMNS[name].partition(" / ")[0].partition("（")[0]
