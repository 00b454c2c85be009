"""Which pages of a run have a picture: a table of run.sqlite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from degree_verify.load.inbox import InboxFile
from degree_verify.model.picture import KeptPicture, PagePicture
from degree_verify.pictures.draw import Sheets

TABLE = """
CREATE TABLE IF NOT EXISTS pictures (
    sha256 TEXT NOT NULL, page INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL, PRIMARY KEY (sha256, page)
) WITHOUT ROWID;
"""
"""A page of width 0 was tried in vain."""


class PictureLedger:
    """The pictures of a store. `transaction` is the store's own."""

    def __init__(self, database: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._database = database
        self._transaction = transaction

    def undrawn(self) -> list[Sheets]:
        """The pages of this run that have no picture and were not tried, a file each; accepted papers come last."""
        known = set(self._database.execute("SELECT sha256, page FROM pictures"))
        wanted: dict[bytes, tuple[InboxFile, str, dict[int, None]]] = {}
        for key, path, stamp, sha256, pages, others in self._database.execute(
            "SELECT files.key, files.path, stamp, sha256, json_extract(CAST(facts AS TEXT), '$.pages'),"
            " json_extract(CAST(facts AS TEXT), '$.others')"
            " FROM documents JOIN files ON files.key = documents.file"
            " LEFT JOIN judgements ON judgements.path = documents.path AND judgements.number = documents.number"
            " ORDER BY verdict = 'accept', documents.path, documents.number"
        ):
            for page in (*json.loads(pages), *(other["number"] for other in json.loads(others))):
                if (sha256, page) not in known:
                    file = InboxFile(key, path, int(stamp.partition("-")[0]), stamp)
                    wanted.setdefault(key, (file, sha256, {}))[2][page] = None
        return [Sheets(file, sha256, tuple(pages)) for file, sha256, pages in wanted.values()]

    def save(self, sha256: str, tried: Sequence[int], drawn: Sequence[PagePicture]) -> None:
        """Which pages of a file have a picture now; those that were tried in vain are known too."""
        sizes = dict.fromkeys(tried, (0.0, 0.0)) | {p.page: (p.width, p.height) for p in drawn}
        with self._transaction():
            self._database.executemany(
                "INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?)",
                [(sha256, page, *size) for page, size in sizes.items()],
            )

    def of(self, sha256: str) -> tuple[KeptPicture, ...]:
        """The pictures of a file's pages."""
        rows = self._database.execute(
            "SELECT page, width, height FROM pictures WHERE sha256 = ? AND width > 0 ORDER BY page", (sha256,)
        )
        return tuple(KeptPicture(page, width, height, picture_name(sha256, page)) for page, width, height in rows)

    def keep_only_of_run(self) -> frozenset[str]:
        """Drops what is known of other files than the run's, and returns the names of the pictures that remain."""
        with self._transaction():
            self._database.execute("DELETE FROM pictures WHERE sha256 NOT IN (SELECT sha256 FROM documents)")
        return frozenset(picture_name(*row) for row in self._database.execute("SELECT sha256, page FROM pictures"))

    def forget(self) -> None:
        with self._transaction():
            self._database.execute("DELETE FROM pictures")


def picture_name(sha256: str, page: int) -> str:
    """Where the picture of a page lies below the output folder; no name of a document is part of it."""
    return f"pages/{sha256[:2]}/{sha256}-{page}.jpg"
