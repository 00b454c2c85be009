"""Which glyphs stand in a place."""

from __future__ import annotations

from degree_verify.extract.typefaces import glyphs_in
from degree_verify.model.geometry import Box
from degree_verify.model.page import Page
from degree_verify.read.lines import Mark, lines_of


def test_glyphs_without_width_stand_in_the_box_around_them() -> None:
    marks = [Mark(char, char, x, x, 100.0, 10.0, 0) for char, x in (("毕", 50.0), ("业", 60.0))]
    page = Page(1, 595, 842, lines_of(marks))

    assert [glyph.text for glyph in glyphs_in(page, Box(50.0, 91.2, 60.0, 101.2))] == ["毕", "业"]
