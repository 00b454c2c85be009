"""One file to documents, one document to its result: the flow, a line per stage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from degree_verify.decode.links import read_links
from degree_verify.decode.qr import read_codes
from degree_verify.extract.extract import Readings, extract
from degree_verify.extract.second_look import second_look
from degree_verify.load.pdf import OpenedPdf, open_pdf
from degree_verify.load.sniff import PICTURES, sniff
from degree_verify.model.case import BatchFacts, Case
from degree_verify.model.document import (
    Document,
    DocumentType,
    FileFacts,
    FileProblem,
    Problem,
    Source,
)
from degree_verify.model.layout import Layout
from degree_verify.model.page import Page
from degree_verify.model.policy import Policy
from degree_verify.model.recognition import Recognition
from degree_verify.model.result import Result
from degree_verify.model.roster import Match
from degree_verify.model.schools import SchoolTable
from degree_verify.read.referee import read_page_again
from degree_verify.read.text_layer import read_page
from degree_verify.recognise.recognise import recognise
from degree_verify.rules import registry
from degree_verify.verdict import fold


@dataclass(frozen=True, slots=True)
class Tools:
    """What every file is read and judged with."""

    layouts: tuple[Layout, ...]
    schools: SchoolTable
    policy: Policy


def read_file(data: bytes, path: str, tools: Tools) -> tuple[Document, ...]:
    """The documents in a file, facts only. Bad data gives one unknown document that names the problem."""
    digest = hashlib.sha256(data).hexdigest()
    kind = sniff(data[:1024])
    if kind in PICTURES:
        return (_without_text(path, digest, kind or "", len(data)),)
    if kind is None:
        return (unreadable(path, digest, FileProblem("empty" if not data else "unreadable", "type"), len(data)),)
    opened = open_pdf(data, tools.policy.limits)
    if isinstance(opened, FileProblem):
        return (unreadable(path, digest, opened, len(data)),)
    try:
        return _read_pdf(opened, path, digest, tools)
    except Exception as error:  # damaged files fail in ways that no list of types covers; one file must not cost the rest
        return (unreadable(path, digest, FileProblem("damaged", type(error).__name__), len(data)),)
    finally:
        opened.handle.close()


def judge(
    document: Document | None,
    match: Match,
    tools: Tools,
    as_of: date,
    batch: BatchFacts | None,
    rules: Mapping[str, registry.RegisteredRule],
) -> Result:
    """The result of one document, or of a candidate without one. Opens nothing."""
    case = Case(document, match, tools.policy, as_of, tools.schools, batch)
    outcomes = registry.run(case, rules)
    findings = registry.findings(outcomes, tools.policy)
    checks = {outcome.rule: outcome.status for outcome in outcomes}
    return Result(document, match, checks, findings, fold(outcomes, findings))


def unreadable(path: str, digest: str, problem: FileProblem, size: int = 0) -> Document:
    """The document that stands for a file which could not be read."""
    facts = FileFacts(kind="", size=size, page_count=0)
    return _document(path, 0, digest, facts, Recognition(None, (), ()), Readings(), Source.BORN_DIGITAL, problem=problem)


def _read_pdf(opened: OpenedPdf, path: str, digest: str, tools: Tools) -> tuple[Document, ...]:
    pages = [read_page(opened.handle, number) for number in range(1, opened.facts.page_count + 1)]
    papers = recognise(pages, tools.layouts)
    documents = []
    for index, paper in enumerate(papers):
        readings = extract(paper)
        readings = second_look(paper, readings, lambda page: read_page_again(opened.data, page), _edited(opened, pages))
        documents.append(_complete(opened, path, index, digest, paper, readings, pages, papers, tools))
    return tuple(documents)


def _edited(opened: OpenedPdf, pages: Sequence[Page]) -> bool:
    """Whether the file shows signs of editing, so that a second reader is worth its time."""
    return opened.facts.revisions > 1 or any(page.hidden for page in pages)


def _complete(
    opened: OpenedPdf,
    path: str,
    index: int,
    digest: str,
    paper: Recognition,
    readings: Readings,
    pages: Sequence[Page],
    papers: Sequence[Recognition],
    tools: Tools,
) -> Document:
    expected = paper.layout.expects_code if paper.layout else False
    hosts = tools.policy.trusted_hosts
    codes, undecoded, attempts, links = [], [], [], []
    for part in paper.parts or ():
        decoded = read_codes(opened.handle, part.page, hosts, expected=expected and not codes)
        codes += decoded.codes
        undecoded += [(part.page.number, box) for box in decoded.undecoded]
        attempts += decoded.attempts
        links += read_links(opened.handle, part.page, hosts)
    covered = {part.page.number for other in papers for part in other.parts}
    problems = tuple(
        Problem("recognise", "page-not-recognised", str(page.number)) for page in pages if page.number not in covered
    )
    document = _document(path, index, digest, opened.facts, paper, readings, _source(pages), problems=problems)
    return replace(
        document,
        codes=tuple(codes),
        links=tuple(links),
        undecoded=tuple(undecoded),
        attempts=tuple(attempts),
        expects_code=expected,
    )


def _document(
    path: str,
    index: int,
    digest: str,
    facts: FileFacts,
    paper: Recognition,
    readings: Readings,
    source: Source,
    problem: FileProblem | None = None,
    problems: tuple[Problem, ...] = (),
) -> Document:
    layout = paper.layout
    return Document(
        path=path,
        index=index,
        sha256=digest,
        pages=tuple(dict.fromkeys(part.page.number for part in paper.parts)),
        type=layout.type if layout else DocumentType.UNKNOWN,
        layout=layout.id if layout else None,
        source=source,
        fields=readings.fields,
        unread=readings.unread,
        required=layout.required if layout else (),
        codes=(),
        links=(),
        facts=facts,
        language=layout.language if layout else "zh",
        trials=paper.trials,
        problem=problem,
        problems=problems,
        has_text=any(part.page.has_text for part in paper.parts) or problem is not None,
    )


def _without_text(path: str, digest: str, kind: str, size: int) -> Document:
    """A picture: it has no text layer, and reading pictures is not part of this version."""
    facts = FileFacts(kind=kind, size=size, page_count=1)
    document = _document(path, 0, digest, facts, Recognition(None, (), ()), Readings(), Source.PHOTO)
    return replace(document, pages=(1,), has_text=False)


def _source(pages: Sequence[Page]) -> Source:
    if any(page.has_text for page in pages):
        return Source.BORN_DIGITAL
    return Source.SCAN
