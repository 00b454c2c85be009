"""Values in which papers of different people must not agree, and who shares one with a paper: what batch rules ask.

The papers are those of a store; of thousands that share a value only so many are told as a rule can use.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from degree_verify.model.case import BatchFacts, DocumentRef
from degree_verify.model.document import Document

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "certificate_number": ("certificate_number", "own_number"),
    "verification_code": ("verification_code",),
    "sha256": ("sha256",),
    "report_number": ("report_number",),
}
"""What is shared, in the order of BatchFacts, each with the columns in which it may stand."""

MOST_SHARING = 32
"""Documents that are told to a batch rule of all that share a value with its own, and persons likewise."""

MOST_VALUES = 4096
"""Shared values whose documents are kept in memory while a batch is judged."""


def value_of(document: Document, field: str) -> str | None:
    """The value of a field as it was read."""
    reading = document.fields.get(field)
    return reading.value if reading else None


def shared_values(document: Document) -> tuple[str | None, ...]:
    """What a paper may share with others: its file's sum; the number of the certificate that it speaks of, of a
    学历证明书 the original one; the number of a 学历证明书 itself, which is nobody else's either; its code and its
    report's number."""
    printed, original = (value_of(document, name) for name in ("certificate_number", "original_certificate_number"))
    own = printed if original else None
    return (
        document.sha256,
        original or printed,
        own if own != original else None,
        value_of(document, "verification_code"),
        value_of(document, "report_number"),
    )


class Sharing:
    """The papers of a store that share values. To be asked when all matches are saved."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._repeated = {kind: self._repeated_in(columns) for kind, columns in _COLUMNS.items()}
        self._with = lru_cache(maxsize=MOST_VALUES)(self._papers_with)

    def of(self, document: Document) -> BatchFacts:
        """The other papers that share something with one."""
        sha256, certificate, own, code, report = shared_values(document)
        values = {
            "certificate_number": (certificate, own),
            "verification_code": (code,),
            "sha256": (sha256,),
            "report_number": (report,),
        }
        return BatchFacts(*(self._others(kind, values[kind], document) for kind in _COLUMNS))

    def _others(self, kind: str, values: Iterable[str | None], document: Document) -> tuple[DocumentRef, ...]:
        papers = (paper for v in values if v in self._repeated[kind] for paper in self._with(kind, v))
        others = (paper for paper in papers if (paper.path, paper.index) != (document.path, document.index))
        return tuple(dict.fromkeys(others))

    def _repeated_in(self, columns: Iterable[str]) -> frozenset[str]:
        values = " UNION ALL ".join(f"SELECT {column} AS value FROM documents" for column in columns)  # noqa: S608
        rows = self._database.execute(
            f"SELECT value FROM ({values}) WHERE value > '' GROUP BY value HAVING count(*) > 1"  # noqa: S608
        )
        return frozenset(value for (value,) in rows)

    def _papers_with(self, kind: str, value: str) -> tuple[DocumentRef, ...]:
        """Documents with a value, by path: the first ones, and the first one of each of the first persons.

        Somebody else's is among them if there is any; their number is bounded, however many thousands share a value.
        """
        columns = "number, candidate, name, birth_date, statement"
        having = " OR ".join(f"{column} = :value" for column in _COLUMNS[kind])
        sharing = f"SELECT path, {columns} FROM documents JOIN matches USING (path, number) WHERE {having}"  # noqa: S608
        rows: set[tuple[Any, ...]] = set()
        for query in (
            f"{sharing} ORDER BY path, number LIMIT :most",
            f"SELECT min(path), {columns} FROM ({sharing} ORDER BY path, number)"  # noqa: S608
            " GROUP BY candidate, name, birth_date ORDER BY 1, 2 LIMIT :most",
        ):
            rows.update(self._database.execute(query, {"value": value, "most": MOST_SHARING}))
        return tuple(DocumentRef(*row) for row in sorted(rows, key=lambda row: row[:2]))
