"""The JSON Schema of one result."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

from degree_verify.model.document import CodeKind, DocumentType, ReadFrom, Source
from degree_verify.model.outcome import Severity, Status, Verdict
from degree_verify.model.result import SCHEMA

_CLOSED = ConfigDict(extra="forbid")
Box = tuple[float, float, float, float]
Fact = str | int | float | bool | list[str] | None


@with_config(_CLOSED)
class DocumentDict(TypedDict):
    path: str
    index: int
    sha256: str
    pages: list[int]
    type: DocumentType
    layout: str | None
    source: Source


@with_config(_CLOSED)
class ReadingDict(TypedDict):
    value: str
    raw: str
    read_from: ReadFrom
    page: int
    box: Box
    confidence: float
    lowest: float


@with_config(_CLOSED)
class CodeDict(TypedDict):
    payload: str
    kind: CodeKind
    host: str | None
    trusted: bool | None
    code: str | None
    page: int
    box: Box


@with_config(_CLOSED)
class LinkDict(TypedDict):
    url: str
    host: str | None
    trusted: bool | None
    code: str | None
    page: int
    box: Box


@with_config(_CLOSED)
class ComparisonDict(TypedDict):
    field: str
    level: str
    weight: float
    document: str | None
    roster: str | None


@with_config(_CLOSED)
class CandidateDict(TypedDict):
    id: str
    name: str | None
    row: int
    score: float
    margin: float
    comparisons: list[ComparisonDict]


@with_config(_CLOSED)
class EvidenceDict(TypedDict):
    page: int
    box: Box
    field: str | None


@with_config(_CLOSED)
class FindingDict(TypedDict):
    name: str
    outcome: Status
    severity: Severity
    message: str
    advice: str
    facts: dict[str, Fact]
    evidence: list[EvidenceDict]


@with_config(_CLOSED)
class ProblemDict(TypedDict):
    stage: str
    kind: str
    detail: str


@with_config(_CLOSED)
class ResultDict(TypedDict):
    """One line of results.jsonl."""

    schema: Literal["degree-verify/result/1"]
    document: DocumentDict | None
    fields: dict[str, ReadingDict]
    qr: list[CodeDict]
    links: list[LinkDict]
    candidate: CandidateDict | None
    checks: dict[str, Status]
    findings: list[FindingDict]
    verdict: Verdict
    problems: list[ProblemDict]


def result_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one result, as `Result.to_dict` gives it."""
    schema = TypeAdapter(ResultDict).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
