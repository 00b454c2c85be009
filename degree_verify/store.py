"""run.sqlite: the ledger of a run and its facts, the source of every report.

Facts (what was read) and judgements (what follows from them) are kept apart, so that a new judgement opens no
document. One transaction holds a finished file; after a kill at any point each file is either finished or untouched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from degree_verify.answers import ANSWER_TABLES, Answers
from degree_verify.decode.trust import with_trust
from degree_verify.errors import RunFolderError
from degree_verify.model.case import BatchFacts
from degree_verify.model.document import Document
from degree_verify.model.lookup import Answer
from degree_verify.model.outcome import Finding, Status, Verdict
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Match, Roster
from degree_verify.model.run import RunInfo
from degree_verify.normalise.statement import statement_of
from degree_verify.pictures.ledger import TABLE, PictureLedger
from degree_verify.record_file import holder_of, leave_note, remove_if_damaged
from degree_verify.sharing import Sharing, shared_values, value_of
from degree_verify.timings import stage

FORMAT = "degree-verify/run/4"

_META = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
_TABLES = """
CREATE TABLE IF NOT EXISTS files (key BLOB PRIMARY KEY, path TEXT NOT NULL, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    path TEXT NOT NULL, number INTEGER NOT NULL, file BLOB NOT NULL, facts BLOB NOT NULL, sha256 TEXT NOT NULL,
    name TEXT, birth_date TEXT, statement TEXT, certificate_number TEXT, verification_code TEXT,
    report_number TEXT, own_number TEXT,
    PRIMARY KEY (path, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_file ON documents (file);
CREATE INDEX IF NOT EXISTS documents_sha256 ON documents (sha256);
CREATE INDEX IF NOT EXISTS documents_certificate_number ON documents (certificate_number);
CREATE INDEX IF NOT EXISTS documents_own_number ON documents (own_number);
CREATE INDEX IF NOT EXISTS documents_verification_code ON documents (verification_code);
CREATE INDEX IF NOT EXISTS documents_report_number ON documents (report_number);
CREATE TABLE IF NOT EXISTS matches (
    path TEXT NOT NULL, number INTEGER NOT NULL, candidate TEXT, match BLOB NOT NULL, PRIMARY KEY (path, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS candidates (position INTEGER PRIMARY KEY, candidate BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS judgements (
    position INTEGER PRIMARY KEY, path TEXT, number INTEGER, verdict TEXT NOT NULL, judgement BLOB NOT NULL
);
"""

_FACTS = ("files", "documents", "matches", "judgements")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows from the facts of one document, or of a candidate without one."""

    match: Match
    checks: Mapping[str, Status]
    findings: tuple[Finding, ...]
    verdict: Verdict
    answer: Answer | None = None


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class Store:
    """One run.sqlite. Only one process at a time can have it open."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        """Opens or makes the file. Raises RunFolderError when another run has it, or it cannot be written."""
        self._path = path
        self._signed: Path | None = None
        if fresh:
            remove_if_damaged(path)
        try:
            self._database = sqlite3.connect(path, timeout=1, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_META)
            if fresh:
                self._drop_facts()
            other = self.meta("format") not in (None, FORMAT)
            if not other or fresh:
                self._database.executescript(_TABLES + TABLE + ANSWER_TABLES)
                self._write_meta({"format": FORMAT})
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                holder = holder_of(path)
                raise RunFolderError(
                    f"{path} 正被另一次运行使用（{holder}），请等它结束，或换一个输出文件夹",
                    f"{path} is in use by another run ({holder}); wait for it to end or choose another output folder",
                ) from None
            raise RunFolderError(f"{path} 无法写入：{error}", f"{path} cannot be written: {error}") from None
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise RunFolderError(
                f"{path} 不是本工具的运行记录（{error}），请换一个输出文件夹或用 --fresh",
                f"{path} is no record of a run ({error}); choose another output folder or use --fresh",
            ) from None
        if other and not fresh:
            self.close()
            raise RunFolderError(
                f"{path} 是另一版本的运行记录，请用 --fresh 重新开始",
                f"{path} is the record of another version's run; start over with --fresh",
            )
        self.pictures = PictureLedger(self._database, self._transaction)
        self._signed = leave_note(path)
        self.answers = Answers(self._database, self._transaction)
        if fresh:
            self.answers.forget()

    def close(self) -> None:
        if self._signed:
            self._signed.unlink(missing_ok=True)
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Closes the file. Damage that was met on the way is told as such, wherever it was."""
        self.close()
        if type(error) in (sqlite3.DatabaseError, sqlite3.OperationalError):  # its other kinds are mistakes of ours
            raise RunFolderError(
                f"{self._path} 已损坏，无法读取（{error}）；请用 --fresh 重新开始",
                f"{self._path} is damaged and cannot be read ({error}); start over with --fresh",
            ) from None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing. Raises RunFolderError when the disk is full or the file cannot be written or is gone."""
        if self._signed is not None and not self._path.exists():  # the database would go on in a file without a name
            raise RunFolderError(
                f"{self._path} 在运行中被删除或移走了，本次运行到此为止；移回原处或直接重新运行同一命令",
                f"{self._path} was deleted or moved while the run was going on, which ends it; "
                "put it back, or just run the same command again",
            )
        try:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.OperationalError as error:
            raise RunFolderError(
                f"{self._path} 无法写入：{error}；已保存的不会丢失，腾出空间后重新运行同一命令即可继续",
                f"{self._path} cannot be written: {error}; nothing saved is lost, "
                "the same command goes on when there is room",
            ) from None

    # --- the ledger of files

    def meta(self, key: str) -> str | None:
        """A value of the run, None if it was never set."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, values: Mapping[str, str]) -> None:
        with self._transaction():
            self._write_meta(values)

    def _write_meta(self, values: Mapping[str, str]) -> None:
        self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def forget_readings(self) -> None:
        """Drops all facts: they were read under other conditions than today's."""
        with self._transaction():
            for table in _FACTS:
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)

    def _drop_facts(self) -> None:
        """Drops the tables of facts and pictures, which may be another version's. What people found out stays."""
        with self._transaction():
            for table in (*_FACTS, "pictures"):
                self._database.execute(f"DROP TABLE IF EXISTS {table}")

    def keep_only(self, stamps: Mapping[bytes, str]) -> frozenset[bytes]:
        """Drops the facts of files that are gone or changed, and returns the keys of those that are finished."""
        known = self._database.execute("SELECT key, stamp FROM files").fetchall()
        stale = [(key,) for key, stamp in known if stamps.get(key) != stamp]
        with self._transaction():
            self._database.executemany("DELETE FROM documents WHERE file = ?", stale)
            self._database.executemany("DELETE FROM files WHERE key = ?", stale)
        return frozenset(key for key, stamp in known if stamps.get(key) == stamp)

    @stage("store")
    def save_file(self, key: bytes, path: str, stamp: str, documents: Sequence[Document]) -> None:
        """Everything read from one file, in one transaction."""
        dump = _adapter(Document).dump_json
        rows = [
            (
                path,
                document.index,
                key,
                # Why a layout did not match is of interest only where none did.
                dump(replace(document, trials=()) if document.layout else document),
                value_of(document, "name"),
                value_of(document, "birth_date"),
                statement_of(document),
                *shared_values(document),
            )
            for document in documents
        ]
        with self._transaction():
            self._database.execute("DELETE FROM documents WHERE path = ?", (path,))
            self._database.executemany(
                "INSERT INTO documents (path, number, file, facts, name, birth_date, statement, sha256,"
                " certificate_number, own_number, verification_code, report_number)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (key, path, stamp))

    # --- facts

    def count(self) -> int:
        """How many documents there are."""
        return int(self._database.execute("SELECT count(*) FROM documents").fetchone()[0])

    def documents(self) -> Iterator[Document]:
        """All documents by path, then index."""
        load = _adapter(Document).validate_json
        for (facts,) in self._database.execute("SELECT facts FROM documents ORDER BY path, number"):
            yield load(facts)

    @stage("store")
    def save_candidates(self, roster: Roster | None) -> None:
        """The roster as it was used, so that a later judgement needs no file."""
        dump = _adapter(Candidate).dump_json
        with self._transaction():
            self._database.execute("DELETE FROM candidates")
            self._database.executemany(
                "INSERT INTO candidates (candidate) VALUES (?)",
                ((dump(candidate),) for candidate in (roster.candidates if roster else ())),
            )

    def candidates(self) -> Iterator[Candidate]:
        load = _adapter(Candidate).validate_json
        for (candidate,) in self._database.execute("SELECT candidate FROM candidates ORDER BY position"):
            yield load(candidate)

    # --- judgement

    @stage("store")
    def save_matches(self, matches: Iterable[tuple[Document, Match]]) -> None:
        """Whose each document is; the batch rules ask for it."""
        dump = _adapter(Match).dump_json
        with self._transaction():
            self._database.execute("DELETE FROM matches")
            self._database.executemany(
                "INSERT INTO matches VALUES (?, ?, ?, ?)",
                (
                    (document.path, document.index, match.candidate.id if match.candidate else None, dump(match))
                    for document, match in matches
                ),
            )

    def matched(self) -> Iterator[tuple[Document, Match, BatchFacts]]:
        """All documents with their match and with the others of the batch that share something with them."""
        load, load_match = _adapter(Document).validate_json, _adapter(Match).validate_json
        sharing = Sharing(self._database)
        for facts, match in self._database.execute(
            "SELECT facts, match FROM documents JOIN matches USING (path, number) ORDER BY path, number"
        ):
            document = load(facts)
            yield document, load_match(match), sharing.of(document)

    @stage("store")
    def save_judgements(self, results: Iterable[Result]) -> None:
        """All results in their order, in place of what was judged before."""
        dump = _adapter(Judgement).dump_json

        def row(result: Result) -> tuple[object, ...]:
            document = result.document
            judgement = Judgement(result.match, result.checks, result.findings, result.verdict, result.answer)
            where = (document.path, document.index) if document else (None, None)
            return (*where, result.verdict.value, dump(judgement))

        with self._transaction():
            self._database.execute("DELETE FROM judgements")
            self._database.executemany(
                "INSERT INTO judgements (path, number, verdict, judgement) VALUES (?, ?, ?, ?)", map(row, results)
            )

    def results(self) -> Iterator[Result]:
        """All results in their order."""
        load, load_judgement = _adapter(Document).validate_json, _adapter(Judgement).validate_json
        judged_by = self.info().policy if self.meta("info") else None
        for facts, judgement in self._database.execute(
            "SELECT facts, judgement FROM judgements LEFT JOIN documents USING (path, number) ORDER BY position"
        ):
            found: Judgement = load_judgement(judgement)
            document = load(facts) if facts is not None else None
            if document is not None and judged_by is not None:
                document = with_trust(document, judged_by.trusted_hosts)
            yield Result(document, found.match, found.checks, found.findings, found.verdict, found.answer)

    def count_results(self) -> int:
        """How many results there are."""
        return int(self._database.execute("SELECT count(*) FROM judgements").fetchone()[0])

    def save_info(self, info: RunInfo) -> None:
        """What was judged and how, for reports made later."""
        self.set_meta({"info": _adapter(RunInfo).dump_json(info).decode()})

    def info(self) -> RunInfo:
        """What was judged and how. Raises RunFolderError when the run never came to a judgement."""
        text = self.meta("info")
        if text is None:
            raise RunFolderError(
                f"{self._path} 中没有完成的运行，请先用 check 完成",
                f"{self._path} holds no finished run; run check first",
            )
        info: RunInfo = _adapter(RunInfo).validate_json(text)
        return info
