"""The demo comes to the verdicts and findings that its maker means it to have."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import degree_verify as dv
from tests.support.make_fixtures import FIXTURES

DEMO = FIXTURES / "demo"
EXPECTED = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results() -> list[dv.Result]:
    roster = dv.read_roster(DEMO / "roster.xlsx")
    as_of = date.fromisoformat(EXPECTED["as_of"])
    return list(dv.verify_folder(DEMO / "inbox", roster=roster, policy=EXPECTED["policy"], as_of=as_of))


def test_papers_come_to_the_results_meant(results: list[dv.Result]) -> None:
    seen: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        if result.document is not None:
            seen.setdefault(result.document.path, []).append(_shown(result))
    assert seen == EXPECTED["documents"]


def test_candidates_without_a_paper_are_named(results: list[dv.Result]) -> None:
    without = [result.match.candidate.id for result in results if result.document is None and result.match.candidate]
    assert sorted(without) == EXPECTED["without_document"]


def test_demo_holds_every_verdict() -> None:
    verdicts = {paper["verdict"] for papers in EXPECTED["documents"].values() for paper in papers}
    assert verdicts == {"accept", "review", "reject"}


def _shown(result: dv.Result) -> dict[str, Any]:
    information = [finding.name for finding in result.findings if finding.severity is dv.Severity.INFO]
    serious = [finding.name for finding in result.findings if finding.severity is not dv.Severity.INFO]
    return {
        "verdict": result.verdict.value,
        "findings": sorted(serious),
        "info": sorted(information),
        "candidate": result.match.candidate.id if result.match.candidate else None,
    }
