"""The Python interface for intake systems.

Nothing here prints or exits, and nothing opens a socket unless the look-up was asked for. A bad document is a result;
only misuse raises, with an error of `degree_verify.errors`. Everything may be called from several threads, each with a
Verifier of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from degree_verify import online as lookup
from degree_verify.arguments import (
    Given,
    bytes_from,
    candidate_from,
    day_from,
    misused,
    ocr_from,
    require_path,
    rule_names,
)
from degree_verify.errors import UsageError
from degree_verify.executors import InlineExecutor
from degree_verify.load import policy as policies
from degree_verify.load import roster as rosters
from degree_verify.load.layouts import load_layouts
from degree_verify.load.roster_header import COLUMNS
from degree_verify.load.schools import load_schools
from degree_verify.load.stores import open_inbox
from degree_verify.model.document import EVIDENCE_TYPES, Document
from degree_verify.model.file import FileProblem
from degree_verify.model.geometry import Box
from degree_verify.model.lookup import Answer
from degree_verify.model.ocr import Ocr
from degree_verify.model.outcome import Verdict
from degree_verify.model.policy import Policy
from degree_verify.model.result import Result
from degree_verify.model.roster import Roster
from degree_verify.model.tools import Tools
from degree_verify.rules.registry import RegisteredRule, all_rules
from degree_verify.rules.registry import select as choose_rules
from degree_verify.run import Bench, bench, finished_run, judge_all, read_inbox, run_info
from degree_verify.store import Store

if TYPE_CHECKING:
    from degree_verify.lookup.client import Client

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""A file by its path, its bytes, or an opened binary file."""

RosterSource = Roster | str | os.PathLike[str]
"""A roster, or the path of its file, which is read with the policy's names of columns."""

Day = date | str
"""A day, or its text such as 2023-06-05; of a time its day counts."""

_MEGABYTE = 1024 * 1024

_AGAIN_AFTER = 600.0
"""Seconds after which a Verifier, which may live for weeks, tries a failing issuer again."""


def load_policy(reference: str | os.PathLike[str] = "anhui-2023h1") -> Policy:
    """A policy by the name of a packaged one or by the path of a file.

    Raises PolicyError naming the file, the key that is wrong and the nearest valid one.
    """
    require_path(reference, "policy")
    return policies.load_policy(
        reference if isinstance(reference, str) else Path(reference),
        {name: entry.params for name, entry in all_rules().items()},
    )


def read_roster(
    path: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    tell: Callable[[int], object] = lambda rows: None,
) -> Roster:
    """The roster in an xlsx, xls, csv or jsonl file.

    `columns` names headers that are not recognised by themselves, ours to theirs: `{"id": "考生编号"}`; ours are id,
    name, id_number, gender, birth_date, school, level, certificate_number, graduation_date. `tell` hears from
    time to time how many rows were read. Raises RosterError when the file cannot be used at all; what is wrong with
    single rows is in the roster's `problems`.
    """
    require_path(path, "roster")
    if columns is not None and not isinstance(columns, Mapping):
        raise misused("columns", "映射", "a mapping", columns)
    for name in columns or ():
        if name not in COLUMNS:
            known = "、".join(COLUMNS)
            raise UsageError(
                f"名册没有 {name} 这一栏，可用：{known}", f"no roster column {name}; known: {', '.join(COLUMNS)}"
            )
    return rosters.read_roster(Path(path), columns, tell)


class Verifier:
    """Reads and judges single documents by one policy, against one roster.

    `as_of` is the day for which papers are judged: the policy's, else today. `select` and `ignore` name rules or
    families; `ocr` says when pages are read from their picture: auto, never or always. `thorough` compares what every
    page shows with its text, not only where a sign or the policy's share asks for it. Documents of one Verifier are
    judged alone; what only a batch can tell (duplicates) is `verify_folder`'s. With `online` the issuer is asked about
    each code, as the policy's `lookup` says; answers are kept in memory.
    """

    def __init__(
        self,
        policy: Policy | str | os.PathLike[str] = "anhui-2023h1",
        roster: RosterSource | None = None,
        *,
        as_of: Day | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        ocr: str = "auto",
        thorough: bool = False,
        online: bool = False,
    ) -> None:
        rules = choose_rules(rule_names(select, "select"), rule_names(ignore, "ignore"))
        self._bench = make_bench(policy, roster, as_of, rules, ocr_from(ocr), thorough=thorough, online=online)
        self._store = Store(Path(":memory:")) if online else None
        self._client = _client(self._bench, self._store) if self._store else None

    def verify(self, source: Source, *, candidate: Given | None = None) -> tuple[Result, ...]:
        """The results of all documents in a file, in their order; at least one.

        `candidate` says for whom it was handed in (keys as in `read_roster`: name, id_number …); without it the roster
        is searched. Raises UsageError when there is no such file, a key is unknown, or the candidate has neither a name
        nor an identity number: nobody could be told from anybody else.
        """
        given = candidate_from(candidate)
        documents = read_documents(source, self._bench.tools)
        on = self._bench
        return tuple(on.judge(document, on.match(document, given), None, self._ask(document)) for document in documents)

    def _ask(self, document: Document) -> Answer | None:
        """The issuer's answer about a paper's code; None when nobody is to be asked, or there is no code."""
        if self._store is None or self._client is None:
            return None
        lookup.look_up(self._store.answers, self._client.ask, [document], today(), self._bench.tools.policy.lookup)
        return self._store.answers.of(document)


def verify(
    source: Source,
    *,
    candidate: Given | None = None,
    policy: Policy | str | os.PathLike[str] = "anhui-2023h1",
    roster: RosterSource | None = None,
    as_of: Day | None = None,
    thorough: bool = False,
    online: bool = False,
) -> Result:
    """One result for one upload. Of several documents in the file, that of the gravest evidence; else the first.

    Raises what `Verifier` raises.
    """
    results = Verifier(policy, roster, as_of=as_of, thorough=thorough, online=online).verify(
        source, candidate=candidate
    )
    weight = {Verdict.REJECT: 0, Verdict.REVIEW: 1, Verdict.ACCEPT: 2}
    evidence = [result for result in results if result.document and result.document.type in EVIDENCE_TYPES]
    return min(evidence, key=lambda result: weight[result.verdict]) if evidence else results[0]


def verify_folder(
    inbox: str | os.PathLike[str],
    *,
    roster: RosterSource | None = None,
    policy: Policy | str | os.PathLike[str] = "anhui-2023h1",
    as_of: Day | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    ocr: str = "auto",
    thorough: bool = False,
    online: bool = False,
) -> Iterator[Result]:
    """All results of a folder (or of `s3://…`, `zip://…`), in the order of results.jsonl, batch rules included.

    `executor` is any executor of `concurrent.futures`' kind (this process when None); `workers` says for how many
    workers to keep work ready. Facts are kept in memory and nowhere else. With `online` the issuer is asked.
    """
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise misused(
            "executor", "concurrent.futures 一类的执行器", "an executor of concurrent.futures' kind", executor
        )
    if workers is not None and (not isinstance(workers, int) or workers < 1):
        raise misused("workers", "不小于 1 的整数", "a number from 1 on", workers)
    require_path(inbox, "inbox")
    rules = choose_rules(rule_names(select, "select"), rule_names(ignore, "ignore"))
    on = make_bench(policy, roster, as_of, rules, ocr_from(ocr), thorough=thorough, online=online)
    folder = open_inbox(os.fspath(inbox))
    with Store(Path(":memory:")) as store:
        read_inbox(store, folder, on.tools, executor or InlineExecutor(), workers or os.cpu_count() or 1, (), _quiet)
        if online:
            ask = _client(on, store).ask
            lookup.look_up(store.answers, ask, store.documents(), today(), on.tools.policy.lookup)
        judge_all(store, on, run_info(str(folder), on, ()), _quiet)
        yield from finished_run(store).results()


def make_bench(
    policy: Policy | str | os.PathLike[str],
    roster: RosterSource | None,
    as_of: Day | None,
    rules: Mapping[str, RegisteredRule],
    ocr: Ocr = Ocr.AUTO,
    *,
    thorough: bool = False,
    online: bool = False,
) -> Bench:
    """Everything that documents are judged with. `thorough` is the policy with a share of 1."""
    chosen = policy if isinstance(policy, Policy) else load_policy(policy)
    if thorough:
        chosen = replace(chosen, comparison=replace(chosen.comparison, share=1.0))
        chosen = replace(chosen, fingerprint=policies.fingerprint(chosen))
    day = day_from(as_of) or chosen.as_of or today()
    listed = roster if isinstance(roster, Roster | None) else read_roster(roster, chosen.roster_columns)
    return bench(Tools(load_layouts(), load_schools(), chosen, ocr), day, rules, listed, online=online)


def today() -> date:
    """The office's own day, as its clock shows it."""
    return date.today()  # noqa: DTZ011


def _client(on: Bench, store: Store) -> Client:
    from degree_verify.lookup.client import Client  # noqa: PLC0415  (its libraries load only when somebody is asked)

    return Client(on.tools.policy.lookup, store.answers.count_request, again_after=_AGAIN_AFTER)


def read_documents(source: Source, tools: Tools) -> tuple[Document, ...]:
    """The facts of all documents in a file, without a judgement. Raises UsageError when there is no such file."""
    from degree_verify.pipeline import read_file, unreadable  # noqa: PLC0415  (brings the readers)

    most = tools.policy.limits.file_megabytes * _MEGABYTE
    if isinstance(source, bytes | bytearray | memoryview):
        name, data = "upload", bytes(source)
    elif isinstance(source, str | os.PathLike):
        require_path(source, "source")
        path = Path(source)
        try:
            with path.open("rb") as stream:
                name, data = path.name, stream.read(most + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError(f"文件 {path} 无法读取：{reason}", f"the file {path} cannot be read: {reason}") from None
    else:
        name, data = Path(str(getattr(source, "name", "upload"))).name, bytes_from(source, most + 1)
    if len(data) > most:
        limit = tools.policy.limits.file_megabytes
        return (unreadable(name, FileProblem("too-large", f"> {limit} MB"), len(data)),)
    try:
        return read_file(data, name, tools)
    except MemoryError:
        return (
            unreadable(
                name, FileProblem("memory", f"{tools.policy.limits.memory_megabytes} MB", tool_failure=True), len(data)
            ),
        )


def annotated_picture(data: bytes, tools: Tools) -> tuple[bytes, tuple[tuple[str, float, Box], ...]]:
    """The first page of a file as PNG with the recognised text marked, and its lines with their lowest confidence and
    their places on the page. Raises UsageError when the page cannot be read as a picture."""
    from degree_verify.pipeline import first_sheet  # noqa: PLC0415  (brings the readers)
    from degree_verify.read.picture import page_of  # noqa: PLC0415
    from degree_verify.scans import annotated  # noqa: PLC0415

    try:
        sheet = first_sheet(data, tools)
    except Exception as error:  # whatever a reader raises on damaged content: there is no picture then
        sheet = FileProblem("damaged", f"{type(error).__name__}: {error}")
    if isinstance(sheet, FileProblem):
        raise UsageError(
            f"这份材料不能作为图片读取：{sheet.kind} {sheet.detail}", f"no picture of it: {sheet.kind} {sheet.detail}"
        )
    page = page_of(sheet)
    lines = tuple(
        (
            "".join(glyph.space + glyph.raw for glyph in line.glyphs).strip(),
            min(glyph.confidence for glyph in line.glyphs),
            page.displayed(Box(line.glyphs[0].x0, line.y0, line.glyphs[-1].x1, line.y1)),
        )
        for line in page.lines
    )
    return annotated(sheet), lines


def _quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
