"""Scans with searchable text: another value there than in the picture goes to a person, a scanner's own does not."""

from __future__ import annotations

from datetime import date

import pymupdf
import pytest

import degree_verify as dv
from degree_verify.model.page import Page
from degree_verify.read.text_layer import read_page
from tests.support.degrade import as_pdf, rendered, saved
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
