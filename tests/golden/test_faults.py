"""Every fault of the specimen maker is noticed by the rule that it is named after; a clean specimen by none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import degree_verify as dv
from degree_verify.rules import registry
from tests.support.faults import FAULTS, LAYOUTS
from tests.support.records import Record
from tests.support.specimens import Draft, draft, render

AS_OF = date(2023, 6, 5)
BATCH = {"duplicate-certificate-number", "duplicate-verification-code"}
NAMED = [fault for fault in FAULTS if fault.partition(":")[0] in registry.all_rules() and fault not in BATCH]


def _findings(paper: Draft, owner: Record) -> dict[str, str]:
    candidate = {
        "id": "01990000001",
        "name": owner.person.name,
        "id_number": owner.person.id_number,
        "school": owner["school"],
        "level": owner["level"],
        "certificate_number": owner["certificate_number"],
    }
    (result,) = dv.Verifier(as_of=AS_OF).verify(render([paper], "reportlab-cid"), candidate=candidate)
    return {finding.name: finding.severity.value for finding in result.findings}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", ["college", "bachelor", "adult", "network", "self-study"])
def test_clean_specimen_has_no_finding(kind: str, seed: int) -> None:
    paper = draft(seed=seed, kind=kind)
    assert _findings(paper, paper.record) == {}


@pytest.mark.parametrize("fault", NAMED)
def test_fault_is_noticed_by_its_rule(fault: str) -> None:
    layout = LAYOUTS.get(fault, "registration-record-c")
    owner = draft(layout, seed="fault").record
    assert fault.partition(":")[0] in _findings(draft(layout, seed="fault", fault=fault), owner)


def test_blanked_and_swapped_fields_are_noticed() -> None:
    owner = draft(seed="fault").record
    assert "missing-field" in _findings(draft(seed="fault", fault="blanked"), owner)
    assert "school-mismatch" in _findings(draft(seed="fault", fault="swapped"), owner)


@pytest.mark.parametrize("fault", sorted(BATCH))
def test_duplicate_is_noticed_beside_the_neighbour(fault: str, tmp_path: Path) -> None:
    (tmp_path / "1.pdf").write_bytes(render([draft(seed="neighbour")]))
    (tmp_path / "2.pdf").write_bytes(render([draft(seed="fault", fault=fault)]))
    for result in dv.verify_folder(tmp_path, as_of=AS_OF):
        assert fault in {finding.name for finding in result.findings}


def _together(folder: Path, *papers: Draft) -> list[set[str]]:
    """The names of the findings on papers that are judged as one batch."""
    for number, paper in enumerate(papers):
        (folder / f"{number}.pdf").write_bytes(render([paper]))
    return [{finding.name for finding in result.findings} for result in dv.verify_folder(folder, as_of=AS_OF)]


def test_report_number_of_two_people_is_noticed(tmp_path: Path) -> None:
    papers = [draft("certification-report", seed=seed, report_number="7654321") for seed in ("one", "other")]

    assert all("duplicate-verification-code" in names for names in _together(tmp_path, *papers))


def test_papers_of_one_certificate_that_contradict_each_other_are_noticed(tmp_path: Path) -> None:
    paper, again = draft(seed="owner"), draft(seed="owner", made=date(2023, 6, 1))
    major = "护理" if paper.record["major"] != "护理" else "会计"

    assert all("duplicate-certificate-number" not in names for names in _together(tmp_path, paper, again))
    assert all(
        "duplicate-certificate-number" in names for names in _together(tmp_path, paper, again.changed(major=major))
    )
