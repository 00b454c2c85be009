"""The judged result of one document or of one candidate without a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from degree_verify.model.document import Code, Document, Link, Reading
from degree_verify.model.geometry import Box
from degree_verify.model.lookup import Answer
from degree_verify.model.outcome import Evidence, Finding, Status, Verdict
from degree_verify.model.roster import Match

SCHEMA = "degree-verify/result/1"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of results.jsonl. `document` is None for a candidate without a document.

    `answer` is what the issuer or a person who looked there said; it decides through the findings only.
    """

    document: Document | None
    match: Match
    checks: Mapping[str, Status]
    findings: tuple[Finding, ...]
    verdict: Verdict
    answer: Answer | None = None

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """The result as plain data, in the form and order of the published schema."""
        document = self.document
        return {
            "schema": SCHEMA,
            "document": None
            if document is None
            else {
                "path": document.path,
                "index": document.index,
                "sha256": document.sha256,
                "pages": list(document.pages),
                "type": document.type.value,
                "layout": document.layout,
                "source": document.source.value,
            },
            "fields": {} if document is None else {n: _reading(r) for n, r in document.fields.items()},
            "qr": [] if document is None else [_code(c) for c in document.codes],
            "links": [] if document is None else [_link(k) for k in document.links],
            "candidate": _candidate(self.match),
            "checks": {name: status.value for name, status in self.checks.items()},
            "findings": [_finding(f, lang) for f in self.findings],
            "verdict": self.verdict.value,
            "problems": _problems(document),
        }


def _box(box: Box) -> list[float]:
    return [round(v, 1) for v in box]


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "value": reading.value,
        "raw": reading.raw,
        "read_from": reading.read_from.value,
        "page": reading.page,
        "box": _box(reading.box),
        "confidence": round(reading.confidence, 4),
        "lowest": round(reading.lowest, 4),
    }


def _code(code: Code) -> dict[str, Any]:
    return {
        "payload": code.payload,
        "kind": code.kind.value,
        "host": code.host,
        "trusted": code.trusted,
        "code": code.code,
        "page": code.page,
        "box": _box(code.box),
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "url": link.url,
        "host": link.host,
        "trusted": link.trusted,
        "code": link.code,
        "page": link.page,
        "box": _box(link.box),
    }


def _candidate(match: Match) -> dict[str, Any] | None:
    if match.candidate is None:
        return None
    return {
        "id": match.candidate.id,
        "name": match.candidate.name,
        "row": match.candidate.row,
        "score": round(match.score, 4),
        "margin": round(match.margin, 4),
        "comparisons": [
            {
                "field": c.field,
                "level": c.level,
                "weight": round(c.weight, 2),
                "document": c.document,
                "roster": c.roster,
            }
            for c in match.comparisons
        ],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"page": evidence.page, "box": _box(evidence.box), "field": evidence.field}


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    chinese = lang == "zh"
    return {
        "name": finding.name,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "message": finding.message_zh if chinese else finding.message_en,
        "advice": finding.advice_zh if chinese else finding.advice_en,
        "facts": dict(finding.facts),
        "evidence": [_evidence(e) for e in finding.evidence],
    }


def _problems(document: Document | None) -> list[dict[str, Any]]:
    if document is None:
        return []
    listed = [{"stage": p.stage, "kind": p.kind, "detail": p.detail} for p in document.problems]
    if document.problem is not None:
        listed.insert(0, {"stage": "load", "kind": document.problem.kind, "detail": document.problem.detail})
    return listed
