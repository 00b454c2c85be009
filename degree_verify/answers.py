"""What the issuer and people said about codes, and how often the issuer was asked: a part of run.sqlite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from pydantic import TypeAdapter

from degree_verify.model.document import Document
from degree_verify.model.lookup import Answer
from degree_verify.normalise.verification_codes import code_to_ask

ANSWER_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    code TEXT NOT NULL, sha256 TEXT NOT NULL, number INTEGER NOT NULL, answer BLOB NOT NULL,
    PRIMARY KEY (code, sha256, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (day TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""
"""An answer of the issuer is about a code; one of a person is about the paper seen, named by file and number."""

_ANSWER = TypeAdapter(Answer)


class Answers:
    """The answers of one store."""

    def __init__(self, database: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._database = database
        self._transaction = transaction

    def save(self, answer: Answer) -> None:
        """What the issuer said. An answer from which nothing was learnt takes no other's place."""
        known = self._of(answer.code, "", 0)
        if answer.learnt or known is None or not known.learnt:
            self._put(answer, "", 0)

    def save_seen(self, answer: Answer, document: Document) -> None:
        """What a person saw who compared a paper with the issuer's report."""
        self._put(answer, document.sha256, document.index)

    def of(self, document: Document) -> Answer | None:
        """What is known about a paper's code: the later of the issuer's answer and a person's."""
        code = code_to_ask(document)
        if code is None:
            return None
        both = (self._of(code, "", 0), self._of(code, document.sha256, document.index))
        return max(
            (answer for answer in both if answer is not None),
            key=lambda answer: (answer.learnt, answer.day, answer.by_person),
            default=None,
        )

    def count_request(self, day: date) -> int:
        """Notes one more request of a day and returns how many it has had. Starting over does not start this over."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO requests VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET count = count + 1",
                (day.isoformat(),),
            )
        row = self._database.execute("SELECT count FROM requests WHERE day = ?", (day.isoformat(),)).fetchone()
        return int(row[0])

    def forget(self) -> None:
        """Drops what the issuer said, so that it is asked again; what people found out stays."""
        with self._transaction():
            self._database.execute("DELETE FROM answers WHERE sha256 = ''")

    def _of(self, code: str, sha256: str, number: int) -> Answer | None:
        row = self._database.execute(
            "SELECT answer FROM answers WHERE code = ? AND sha256 = ? AND number = ?", (code, sha256, number)
        ).fetchone()
        return _ANSWER.validate_json(row[0]) if row else None

    def _put(self, answer: Answer, sha256: str, number: int) -> None:
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                (answer.code, sha256, number, _ANSWER.dump_json(answer)),
            )
