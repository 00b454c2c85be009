"""The words of the reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from degree_verify.match.compare import WEIGHTS
from degree_verify.model.document import ALSO_PDF, PAGE_NOT_READ, CodeKind, DocumentType, ReadFrom, Source
from degree_verify.model.outcome import Severity, Verdict
from degree_verify.report import texts as module
from degree_verify.report.texts import call, say, texts
from degree_verify.resources import templates
from degree_verify.rules.registry import FAMILIES

PLACEHOLDER = re.compile(r"\{(\w+)")
FILES = ["encrypted", "damaged", "empty", "too-large", "too-many-pages", "archive", "office-file", "other-kind"]
FILES += ["unreadable", "vanished"]
FAULTS = ["timeout", "memory", "crash", "error"]
IGNORED = (
    "archive",
    "office-file",
    "other-kind",
    "unreadable",
    "symbolic-link",
    "special-file",
    "roster",
    "unreadable-folder",
)


def test_both_languages_have_the_same_tables_and_keys() -> None:
    zh = {table: set(words) for table, words in texts("zh").items() if table != "column"}
    en = {table: set(words) for table, words in texts("en").items()}
    assert zh == en


def test_both_languages_fill_the_same_facts_in() -> None:
    for table, words in texts("en").items():
        for key, text in words.items():
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(texts("zh")[table][key])), (table, key)


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        ("verdict", list(Verdict)),
        ("severity", list(Severity)),
        ("type", list(DocumentType)),
        ("source", list(Source)),
        ("read_from", list(ReadFrom)),
        ("code_kind", list(CodeKind)),
        ("family", list(FAMILIES)),
        ("level", [*{level for levels in WEIGHTS.values() for level in levels}, "unread"]),
        ("match", ["matched", "ambiguous", "none", "no-roster"]),
        ("tied_by", ["file-name", "folder-name", "certificate-number"]),
        ("problem", [*FILES, *FAULTS, "no-text", "page-not-recognised", PAGE_NOT_READ, ALSO_PDF]),
        ("ignored", IGNORED),
    ],
)
def test_every_value_of_the_model_has_words(table: str, kinds: list[str]) -> None:
    assert set(map(str, kinds)) <= set(texts("zh")[table])


def test_every_key_asked_for_exists() -> None:
    page = (templates() / "report" / "report.html").read_text(encoding="utf-8")
    asked = {("report", key) for key in re.findall(r"words\(\"(\w+)\"", page)}
    asked |= {
        ("report", key)
        for names in re.findall(r"(?:rows|entries|symbols)_of\((.*?)\)", page)
        for key in names_in(names)
    }
    for path in Path(module.__file__).parent.glob("*.py"):
        asked |= set(re.findall(r"say\(\"(\w+)\", \"([\w-]+)\"", path.read_text(encoding="utf-8")))
    assert len(asked) > 60
    assert {(table, key) for table, key in asked if key not in texts("zh")[table]} == set()


def names_in(arguments: str) -> list[str]:
    return re.findall(r"\"(\w+)\"", arguments)


def test_a_verdict_never_claims_that_a_paper_is_genuine() -> None:
    assert say("verdict", "accept") == ("未发现矛盾", "no contradiction found")
    assert "不能证明" in say("report", "claim").zh
    every = " ".join(text for words in texts("zh").values() for text in words.values())
    for claim in ("已核实", "为真", "属实", "真实有效", "通过验证"):
        assert claim not in every


def test_a_kind_without_words_is_shown_as_it_is() -> None:
    assert call("problem", "never-seen") == ("never-seen", "never-seen")
