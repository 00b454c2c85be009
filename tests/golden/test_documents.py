"""Every file of fixtures/documents is read as its expected.json says, which its maker wrote and no reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import ABSENT, Document
from degree_verify.model.policy import Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"

FILES = sorted(DOCUMENTS.rglob("*.pdf"))


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(load_layouts(), load_schools(), Policy("test", "", ""))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DOCUMENTS).as_posix())
def test_file_is_read_as_its_maker_says(path: Path, tools: Tools) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    papers = expected.get("documents", [expected])

    documents = read_file(path.read_bytes(), path.name, tools)

    assert [_seen(document) for document in documents] == [_meant(paper) for paper in papers], expected["reason"]


def test_every_layout_has_two_files() -> None:
    few = [layout.id for layout in load_layouts() if sum(path.parent.name == layout.id for path in FILES) < 2]
    assert not few


def _seen(document: Document) -> dict[str, Any]:
    """A document in the form of expected.json. Fields that the paper leaves out have no place in it."""
    return {
        "type": document.type.value,
        "layout": document.layout,
        "pages": list(document.pages),
        "fields": {name: reading.value for name, reading in document.fields.items()},
        "unread": {
            name: missing.reason.value for name, missing in document.unread.items() if missing.reason not in ABSENT
        },
        "codes": sorted([(code.kind.value, code.code or "") for code in document.codes]),
        "undecoded": len(document.undecoded),
        "problem": document.problem.kind if document.problem else None,
    }


def _meant(paper: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: paper[name] for name in ("type", "layout", "pages", "fields", "unread")},
        "codes": sorted((code["kind"], code["code"] or "") for code in paper["codes"]),
        "undecoded": paper.get("undecoded", 0),
        "problem": paper.get("problem"),
    }
