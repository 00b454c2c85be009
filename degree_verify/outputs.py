"""The output folder of a run: its store, its reports, its exit code."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from degree_verify.album import FOLDER as PICTURES
from degree_verify.album import own_pictures
from degree_verify.album import remove_files as remove_pictures
from degree_verify.errors import RunFolderError, UsageError
from degree_verify.load.worklist import read_worklist
from degree_verify.model.outcome import Verdict
from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.model.worklist import Entry, Paper
from degree_verify.report.html import report
from degree_verify.report.lines import jsonl
from degree_verify.report.packs import FOLDER as PACKS
from degree_verify.report.packs import own_packs, remove_others
from degree_verify.report.passes import Take, pass_over
from degree_verify.report.redaction import redacted
from degree_verify.report.sheets import workbook
from degree_verify.report.tables import table, write_verdicts
from degree_verify.report.view import tool_failed
from degree_verify.report.worklist import worklist
from degree_verify.run import Progress, finished_run, reader_versions
from degree_verify.store import Store
from degree_verify.timings import stage

WORKLIST = "lookup.csv"
OUTPUTS = ("index.html", "results.jsonl", "results.csv", "results.xlsx", WORKLIST, "run.json")
DATABASE = "run.sqlite"
RECHECK = "recheck.xlsx"
VERDICTS = "verdicts.csv"
"""What is left of a purged run beside its reviewers' decisions: each verdict with the names of its findings. It has the
marks of files and the numbers of candidates, and nothing that was read."""

Writer = Callable[[Path], AbstractContextManager[Take]]
"""Writes a file while it is open: what it gives takes the results."""


@stage("report")
def write_outputs(
    run: Run,
    out: Path,
    *,
    lang: str,
    redact: bool,
    extra: Mapping[str, Any],
    tell: Progress,
    single: bool = False,
    recorded: frozenset[Paper] = frozenset(),
    also: Iterable[Take] = (),
) -> None:
    """Writes every report of a run into its folder in one pass over the results, each file in one step: a reader sees
    the old file or the new one. `also` take the results in the same pass.

    What a clerk has noted in the look-up list stays in it, but for the papers that are `recorded`.
    """
    _remove_leftovers(out)
    packs: list[str] = []
    writers: dict[str, Writer] = {
        "results.jsonl": partial(jsonl, lang=lang),
        "results.csv": table,
        "results.xlsx": partial(workbook, run, redact=redact),
        WORKLIST: partial(_worklist, run, out / WORKLIST, recorded, redact=redact),
        "index.html": partial(report, run, names=packs, lang=lang, redact=redact, single=single),
        "run.json": partial(_run_json, redacted(run) if redact else run, extra),
    }
    with ExitStack() as stack:
        # What is opened first is finished last: run.json tells of a finished folder.
        takes = [stack.enter_context(_replacing(out, name, writers[name])) for name in reversed(writers)]
        pass_over(run, (*takes, *also), redact=redact, told=lambda done: tell("write", done, run.size))
    remove_others(out, packs)


@contextmanager
def _replacing(out: Path, name: str, write: Writer) -> Iterator[Take]:
    """A file of the folder in the making, for its owner only; it takes the place of the old one when it is whole.

    Raises RunFolderError when it cannot be written, then as later.
    """
    part = out / f".{name}.part"
    try:
        with write(part) as take:
            yield partial(_take_or_tell, take, out / name)
        with contextlib.suppress(OSError):
            part.chmod(0o600)
        _settle(part)
        part.replace(out / name)
    except OSError as error:
        raise _unwritable(out / name, error) from None
    finally:
        part.unlink(missing_ok=True)


def _take_or_tell(take: Take, path: Path, number: int, result: Result, shown: Result) -> None:
    try:
        take(number, result, shown)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> RunFolderError:
    return RunFolderError(
        f"{path} 无法写入：{error.strerror}；已读取的内容都在 {DATABASE} 里，腾出空间后重新运行同一命令即可",
        f"{path} cannot be written: {error.strerror}; all that was read is in {DATABASE}, "
        "run the same command again when there is room",
    )


def replace_file(out: Path, name: str, write: Callable[[Path], object]) -> None:
    """Writes a file of the folder in one step, for its owner only. Raises RunFolderError when it cannot be written."""

    @contextmanager
    def at_once(path: Path) -> Iterator[Take]:
        yield lambda number, result, shown: None
        write(path)

    with _replacing(out, name, at_once):
        pass


def open_run(out: Path) -> Store:
    """The store of a folder that holds a run. Raises RunFolderError when it holds none."""
    database = out / DATABASE
    if not database.is_file():
        raise RunFolderError(f"{out} 里没有运行记录 {DATABASE}", f"{out} holds no run ({DATABASE} is missing)")
    return Store(database)


def _settle(path: Path) -> None:
    """Puts a file's bytes on the disk before its name: after a power cut there is the old file or the new one."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _worklist(run: Run, current: Path, recorded: frozenset[Paper], path: Path, *, redact: bool) -> Iterator[Take]:
    """The look-up list. Where the current one holds notes that fit no row of the new one, it is kept aside."""
    notes: dict[Paper, Entry] = {}
    try:
        notes = {entry.paper: entry for entry in read_worklist(current)} if current.exists() else {}
        strange = False
    except UsageError:
        strange = True
    waiting = {paper: entry for paper, entry in notes.items() if paper not in recorded}
    listed: set[Paper] = set()
    with worklist(run, path, waiting, listed, redact=redact) as take:
        yield take
    if strange or not waiting.keys() <= listed:
        number = next(n for n in count(1) if not current.with_name(f"lookup-{n}.csv").exists())
        aside = current.with_name(f"lookup-{number}.csv")
        shutil.copyfile(current, aside)
        with contextlib.suppress(OSError):
            aside.chmod(0o600)


def prepare_folder(out: Path, *, fresh: bool) -> Store:
    """The output folder, made if need be for its owner only, with its store opened. Raises RunFolderError."""
    database = out / DATABASE
    foreign = [name for name in OUTPUTS if (out / name).exists()]
    foreign += [
        name for name, own in ((PACKS, own_packs), (PICTURES, own_pictures)) if _holds_more(out / name, own(out))
    ]
    if foreign and not database.exists():
        raise RunFolderError(
            f"文件夹 {out} 里已有 {foreign[0]}，但不是本工具的运行结果，请换一个输出文件夹",
            f"the folder {out} holds {foreign[0]} but no run of this tool; choose another output folder",
        )
    try:
        if not out.is_dir():
            out.mkdir(parents=True, mode=0o700)
            out.chmod(0o700)
    except OSError as error:
        raise RunFolderError(
            f"无法建立输出文件夹 {out}：{error.strerror}", f"the output folder {out} cannot be made: {error.strerror}"
        ) from None
    store = Store(database, fresh=fresh)
    _remove_leftovers(out)
    with contextlib.suppress(OSError):  # a file system without such rights: the folder's own must do
        database.chmod(0o600)
    return store


def _remove_leftovers(out: Path) -> None:
    """Removes what a kill while a workbook was written left behind. Only the one run that has the folder may do so."""
    for path in out.glob(".workbook-*"):
        shutil.rmtree(path, ignore_errors=True)


def _holds_more(folder: Path, own: Iterable[Path]) -> bool:
    """Whether something other than a run's own files lies in a folder; leftovers of a lost run do not count."""
    if not folder.is_dir():
        return folder.exists()
    return any(not path.is_dir() for path in set(folder.rglob("*")) - set(own))


@contextmanager
def _run_json(run: Run, extra: Mapping[str, Any], path: Path) -> Iterator[Take]:
    summary = Summary()
    yield summary.take
    path.write_text(json.dumps(summary.of(run) | dict(extra), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


class Summary:
    """What run.json says of a run, in the making: versions, conditions, counts."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._findings: Counter[str] = Counter()
        self._documents = self._lone = self._failures = 0

    def take(self, number: int, result: Result, shown: Result) -> None:
        """Counts one result."""
        self._verdicts[result.verdict.value] += 1
        self._findings.update(finding.name for finding in result.findings)
        self._documents += result.document is not None
        self._lone += result.document is None
        self._failures += tool_failed(result)

    def of(self, run: Run) -> dict[str, Any]:
        """The counts of a run with what it rests on."""
        info = run.info
        return {
            "schema": "degree-verify/run/1",
            "tool": info.tool_version,
            "python": platform.python_version(),
            "readers": reader_versions(),
            "inbox": info.inbox,
            "as_of": info.as_of.isoformat(),
            "online": info.online,
            "rules": {"select": list(info.select), "ignore": list(info.ignore)},
            "policy": {"id": info.policy_id, "title": info.policy_title_zh, "fingerprint": info.policy_fingerprint},
            "roster": None
            if info.roster_source is None
            else {
                "source": info.roster_source,
                "fingerprint": info.roster_fingerprint,
                "candidates": sum(1 for _ in run.candidates()),
                "problems": [{"row": p.row, "column": p.column, "zh": p.zh, "en": p.en} for p in info.roster_problems],
            },
            "counts": {
                "documents": self._documents,
                "candidates_without_document": self._lone,
                "verdicts": {verdict.value: self._verdicts[verdict.value] for verdict in Verdict},
                "findings": dict(sorted(self._findings.items())),
                "tool_failures": self._failures,
                "ignored": len(info.ignored),
            },
            "ignored": [{"path": file.path, "reason": file.reason} for file in info.ignored],
        }

    def exit_code(self, run: Run) -> int:
        """0 all accepted, 1 something needs a person, 3 the tool failed on some documents."""
        if self._failures:
            return 3
        unseen = any(file.reason in ("unreadable-folder", "unreadable", "vanished") for file in run.info.ignored)
        judged = self._documents + self._lone
        return 1 if run.info.roster_problems or unseen or judged > self._verdicts[Verdict.ACCEPT.value] else 0


def purge(out: Path) -> tuple[list[str], list[str]]:
    """Removes pictures and facts of a run, and returns the names of what was removed and of what keeps its decisions:
    verdicts.csv, and what reviewers decided as far as it was merged.

    Raises RunFolderError when the folder holds no run, or another run is using it.
    """
    with open_run(out) as store:  # refuses while another run has it
        if store.meta("info") is not None:
            replace_file(out, VERDICTS, partial(write_verdicts, finished_run(store)))
    _remove_leftovers(out)
    folders = [f"{name}/" for name, own in ((PACKS, own_packs(out)), (PICTURES, own_pictures(out))) if own]
    remove_others(out, ())
    remove_pictures(out)
    removed = [name for name in _removable(out) if (out / name).exists()]
    for name in removed:  # the database after the folders: without it they would be taken for somebody else's
        (out / name).unlink()
    removed += folders
    return removed, sorted(path.name for name in (VERDICTS, "decisions.*") for path in out.glob(name))


def own_files(out: Path) -> list[Path]:
    """Everything that a run has put into its folder."""
    kept = (VERDICTS, *(path.name for path in out.glob("decisions.*")))
    names = (*_removable(out), *kept, *(path.name for path in out.glob(f".{DATABASE}*")))
    return [*(out / name for name in names), *own_packs(out), *own_pictures(out)]


def _removable(out: Path) -> list[str]:
    """The names of a run's files in its folder that hold facts."""
    aside = (path.name for pattern in (".*.part", "lookup-*.csv") for path in out.glob(pattern))
    return [*OUTPUTS, RECHECK, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *aside]


def report_size(out: Path) -> tuple[int, int]:
    """Bytes of the report with its packs, and of its pictures."""
    packs = sum(path.stat().st_size for path in (out / PACKS).glob("*.*"))
    pictures = sum(path.stat().st_size for path in (out / PICTURES).glob("*/*.jpg"))
    return (out / "index.html").stat().st_size + packs, pictures


def now() -> str:
    """The time, for run.json only: no result depends on it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
