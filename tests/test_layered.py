"""Scans with searchable text: another value there than in the picture goes to a person, a scanner's own does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pymupdf
import pytest

import degree_verify as dv
from degree_verify.model.document import Source
from degree_verify.model.page import Page
from degree_verify.read.text_layer import read_page
from tests.support.alterations import private, renumbered, without_unicode
from tests.support.degrade import as_pdf, rendered, saved
from tests.support.renderings import render_pymupdf
from tests.support.sheets import LABELS, VALUES
from tests.support.specimens import Draft, draft, render

NAME = "text-layer-mismatch"
SHOWN = draft(seed="layered", name="李建国", completion="毕业", level="专科", graduation_date="2016-07-01")


def _scan(shown: Draft, said: Draft, *, misread: dict[str, str] | None = None) -> bytes:
    """The picture of one paper with the text of another behind it."""
    with pymupdf.open(stream=render([said]), filetype="pdf") as document:
        text: Page = read_page(document, 1)
    with pymupdf.open(stream=as_pdf(saved(rendered(render([shown]), 200), 90)), filetype="pdf") as document:
        page = document[0]
        for line in text.lines:
            for glyph in line.glyphs:
                char = (misread or {}).get(glyph.text, glyph.text)
                place = (glyph.x0, glyph.y0 + 0.88 * glyph.size)
                page.insert_text(place, char, fontname="china-s", fontsize=glyph.size, render_mode=3)
        return bytes(document.tobytes())


def _result(data: bytes) -> dv.Result:
    (result,) = dv.Verifier(as_of=date(2023, 6, 5)).verify(data)
    return result


@pytest.mark.parametrize(
    ("field", "said"), [("graduation_date", "2010-07-01"), ("completion", "结业"), ("name", "孙大圣")]
)
def test_other_value_behind_the_picture_must_be_looked_at(field: str, said: str) -> None:
    result = _result(_scan(SHOWN, SHOWN.changed(**{field: said})))
    (finding,) = [finding for finding in result.to_dict()["findings"] if finding["name"] == NAME]
    assert result.document.layered == {field: said}
    assert result.document.fields[field].value == SHOWN.record[field]
    assert finding["severity"] == "review"
    assert said in finding["message"]
    assert SHOWN.record[field] in finding["message"]


@pytest.mark.parametrize("misread", [{}, {"1": "l", "0": "O"}, {"国": "围", "8": "3"}])
def test_what_a_scanner_read_itself_is_no_alarm(misread: dict[str, str]) -> None:
    result = _result(_scan(SHOWN, SHOWN, misread=misread))
    assert result.document.layered == {}
    assert NAME not in {finding["name"] for finding in result.to_dict()["findings"]}


# --- a page of text with something else laid over it, whose letters are still in the file


def _apart(paper: Draft) -> bytes:
    """A paper whose labels and values have fonts of their own."""
    return render_pymupdf(paper.sheets(), separate_fonts=True)


def _box(data: bytes, field: str) -> pymupdf.Rect:
    return pymupdf.Rect(_result(data).document.fields[field].box)


def _retyped(data: bytes, box: pymupdf.Rect, value: str) -> bytes:
    """White paper over a value, and another one written on it."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        page = document[0]
        page.draw_rect(box, color=None, fill=(1, 1, 1))
        page.insert_text((box.x0, box.y1 - 2), value, fontname="china-s", fontsize=box.height - 1)
        return bytes(document.tobytes())


def _under_a_picture(said: Draft, shown: Draft, margin: float = 0) -> bytes:
    """The page of one paper with the picture of another laid over it."""
    picture = saved(rendered(render([shown]), 200), 90)
    with pymupdf.open(stream=render([said]), filetype="pdf") as document:
        page = document[0]
        x0, y0, x1, y1 = page.rect
        page.insert_image((x0 + margin, y0 + margin, x1 - margin, y1 - margin), stream=picture, keep_proportion=False)
        return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("spoilt", "field", "said", "value"),
    [
        (renumbered, "completion", "结业", "毕业"),
        (renumbered, "graduation_date", "2023-07-01", "2019年07月01日"),
        (private, "level", "高中", "专科"),
        (without_unicode, "completion", "结业", "毕业"),
        (without_unicode, "graduation_date", "2023-07-01", "2019年07月01日"),
    ],
)
def test_value_covered_where_the_fonts_do_not_tell_their_characters(
    spoilt: Callable[[bytes, Iterable[str]], bytes], field: str, said: str, value: str
) -> None:
    data = _apart(SHOWN.changed(**{field: said}))
    blind = spoilt(data, (LABELS, VALUES))
    result = _result(_retyped(blind, _box(data, field), value))
    assert field not in result.document.fields
    assert NAME in {finding["name"] for finding in result.to_dict()["findings"]}
    assert NAME not in {finding["name"] for finding in _result(blind).to_dict()["findings"]}


@pytest.mark.parametrize(
    ("field", "said", "margin"),
    [
        *(("name", "李建军", margin) for margin in (0, 2, 10)),
        ("graduation_date", "2016-07-11", 0),
        ("completion", "结业", 2),
        ("level", "本科", 10),
    ],
)
def test_one_other_value_on_the_page_under_the_picture(field: str, said: str, margin: float) -> None:
    result = _result(_under_a_picture(SHOWN.changed(**{field: said}), SHOWN, margin))
    assert result.document.layered == {field: said}


def test_the_same_paper_under_its_picture_is_no_alarm() -> None:
    result = _result(_under_a_picture(SHOWN, SHOWN))
    assert result.document.layered == {}
    assert result.document.source is Source.SCAN
    assert NAME not in {finding["name"] for finding in result.to_dict()["findings"]}


def test_page_that_nobody_can_read_under_a_picture() -> None:
    data = renumbered(_apart(SHOWN), (LABELS, VALUES))
    with pymupdf.open(stream=data, filetype="pdf") as document:
        picture = saved(rendered(render([SHOWN]), 200), 90)
        document[0].insert_image(document[0].rect, stream=picture)
        result = _result(bytes(document.tobytes()))
    assert NAME in {finding["name"] for finding in result.to_dict()["findings"]}
