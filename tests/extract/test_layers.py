"""The text behind the picture of a scan: what a scanner's recogniser gets wrong says nothing, another value does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from typing import NamedTuple

import pymupdf
import pytest

from degree_verify.extract.extract import extract
from degree_verify.extract.layers import told_otherwise
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import ReadFrom, Reading, UnreadReason
from degree_verify.model.page import Glyph, Page
from degree_verify.model.recognition import Recognition
from degree_verify.read.lines import lines_of, mark_of
from degree_verify.read.text_layer import read_page
from degree_verify.recognise.recognise import recognise
from tests.support.specimens import Draft, draft, render

LAYOUTS, SCHOOLS = load_layouts(), load_schools()
FORMS = ("registration-record-a", "registration-record-b", "registration-record-c", "certification-report")
TRUE = draft(seed="layers", name="李建国", completion="毕业", level="专科", graduation_date="2016-07-01")
LIKE = {"0": "6OD8", "1": "7lI", "2": "Z7", "3": "85", "4": "9", "5": "S6", "6": "8b0", "7": "1", "8": "3B0", "9": "48"}
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"

Misread = Callable[[Glyph], Glyph | None]


class _Paper(NamedTuple):
    """A paper as recognised, its page, and its fields as if they had been read from the picture."""

    found: Recognition
    page: Page
    fields: dict[str, Reading]


def _paper(drawn: Draft) -> _Paper:
    with pymupdf.open(stream=render([drawn]), filetype="pdf") as document:
        found = recognise([read_page(document, 1)], LAYOUTS)[0]
    fields = {name: replace(reading, read_from=ReadFrom.OCR) for name, reading in extract(found).fields.items()}
    return _Paper(found, found.parts[0].page, fields)


@cache
def _sample(layout: str, number: int) -> _Paper:
    """One of the papers that are scanned over and over; drawing one takes longer than all else."""
    return _paper(draft(layout, seed=f"layers {number}"))


def _told(layer: Draft, shown: Draft = TRUE, misread: Misread = lambda glyph: glyph) -> dict[str, str]:
    """What the text of one paper says against the picture of another."""
    return _against(_paper(shown), _paper(layer).page, misread)


def _against(shown: _Paper, text: Page, misread: Misread) -> dict[str, str]:
    glyphs = [seen for line in text.lines for glyph in line.glyphs if (seen := misread(glyph)) is not None]
    marks = (
        mark_of((g.raw, g.text, g.x0, g.x1, g.y0 + 0.88 * g.size, g.size, g.run, UnreadReason.HIDDEN, 1.0, -1))
        for g in glyphs
    )
    layer = replace(text, lines=(), hidden=lines_of(marks))
    assert shown.found.layout is not None
    return told_otherwise(shown.fields, shown.found.layout, shown.page, layer, SCHOOLS)


def _as(glyph: Glyph, text: str) -> Glyph:
    return glyph._replace(raw=text, text=text)


def _scanner(seed: str, wrong: float, lost: float, uneven: float) -> Misread:
    """A recogniser that takes this share of characters for others, leaves some out and sets some higher or lower."""
    random = Random(seed)
    shift = 0.0

    def misread(glyph: Glyph) -> Glyph | None:
        nonlocal shift
        if random.random() < 0.05:
            shift = random.uniform(-uneven, uneven)
        moved = glyph._replace(y0=glyph.y0 + shift, y1=glyph.y1 + shift)
        chance = random.random()
        if chance < lost:
            return None
        return _as(moved, random.choice(LIKE.get(glyph.text, HAN))) if chance < lost + wrong else moved

    return misread


OTHERWISE = {
    "name": "孙大圣",
    "gender": "女",
    "birth_date": "1979-12-24",
    "graduation_date": "2010-07-01",  # in one digit, and one that is easily misread
    "level": "本科",
    "completion": "结业",
    "school": "北京大学",
    "certificate_number": "100011201405123499",
    "verification_code": "AQWE7YUTKKPLMNBX",
}


@pytest.mark.parametrize("field", OTHERWISE)
def test_another_value_in_a_clean_layer_is_told(field: str) -> None:
    shown = TRUE.changed(gender="男")
    assert _told(shown.changed(**{field: OTHERWISE[field]}), shown) == {field: OTHERWISE[field]}


@pytest.mark.parametrize("field", ["name", "birth_date", "completion", "certificate_number"])
def test_another_value_is_told_though_the_layer_has_its_mistakes(field: str) -> None:
    shown = TRUE.changed(gender="男")
    changed = shown.changed(**{field: OTHERWISE[field]})
    assert field in _told(changed, shown, lambda g: _as(g, "O") if g.text == "0" and g.y0 > 400 else g)


VALUES = 170.0
"""Where the values of the single-column form begin."""


def _without_labels(misread: Misread = lambda glyph: glyph) -> Misread:
    return lambda glyph: misread(glyph) if glyph.x0 > VALUES else None


@pytest.mark.parametrize("field", OTHERWISE)
def test_another_value_is_told_of_a_layer_without_labels(field: str) -> None:
    shown = TRUE.changed(gender="男")
    assert field in _told(shown.changed(**{field: OTHERWISE[field]}), shown, _without_labels())


def test_text_of_another_paper_is_told() -> None:
    other = draft(seed="another", name="孙大圣")
    assert {"name", "birth_date", "certificate_number", "verification_code"} <= _told(other).keys()


@pytest.mark.parametrize("layout", FORMS)
@pytest.mark.parametrize(
    ("wrong", "lost", "uneven"),
    [(0, 0, 0), (0.02, 0, 0), (0.02, 0.02, 1), (0.05, 0.01, 0), (0, 0, 6), (0, 0.1, 0), (0.1, 0.03, 3), (0.3, 0.1, 3)],
)
def test_scanner_that_misreads_says_nothing_against_a_paper(
    layout: str, wrong: float, lost: float, uneven: float
) -> None:
    for seed in range(6):
        paper = _sample(layout, seed)
        assert _against(paper, paper.page, _scanner(f"{layout} {seed}", wrong, lost, uneven)) == {}


@pytest.mark.parametrize(
    ("wrong", "lost", "uneven"), [(0, 0, 0), (0.02, 0.02, 1), (0.05, 0.01, 0), (0, 0, 6), (0, 0.1, 0), (0.1, 0.03, 3)]
)
def test_nor_does_a_scanner_that_loses_the_labels(wrong: float, lost: float, uneven: float) -> None:
    for seed in range(6):
        paper = _sample("registration-record-c", seed)
        scanner = _without_labels(_scanner(f"without labels {seed}", wrong, lost, uneven))
        assert _against(paper, paper.page, scanner) == {}


@pytest.mark.parametrize(("printed", "misread"), [("8", "3"), ("0", "O"), ("1", "7"), ("国", "围"), ("建", "健")])
def test_character_that_is_misread_throughout_says_nothing(printed: str, misread: str) -> None:
    assert _told(TRUE, misread=lambda glyph: _as(glyph, misread) if glyph.text == printed else glyph) == {}
