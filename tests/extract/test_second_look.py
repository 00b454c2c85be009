"""The second reader completes and checks the first."""

from __future__ import annotations

from dataclasses import replace

import pymupdf

from degree_verify.extract.extract import Readings, extract
from degree_verify.extract.second_look import second_look
from degree_verify.load.layouts import load_layouts
from degree_verify.model.document import UnreadReason
from degree_verify.model.page import Page
from degree_verify.model.recognition import Part, Recognition
from degree_verify.read.text_layer import read_page
from degree_verify.recognise.recognise import recognise
from tests.read.drawing import FIELDS, record


def _page(**values: str) -> Page:
    labels = {"name": "姓名", "level": "层次", "major": "专业", "birth_date": "出生日期", "completion": "毕（结）业"}
    fields = {**FIELDS, **{labels[name]: value for name, value in values.items()}}
    return read_page(pymupdf.open(stream=record(fields), filetype="pdf"), 1)


def _paper(page: Page) -> Recognition:
    (paper,) = recognise([page], load_layouts())
    return paper


def _looked(first: Page, second: Page | None, *, edited: bool) -> Readings:
    paper = _paper(first)
    return second_look(paper, extract(paper), lambda page: second, edited)


def test_second_reader_is_not_asked_where_the_first_read_everything() -> None:
    def never(page: Page) -> Page | None:
        raise AssertionError("asked")

    paper = _paper(_page())
    readings = extract(paper)

    assert second_look(paper, readings, never, edited=False) == readings


def test_required_field_that_the_first_could_not_read_is_taken_from_the_second_and_says_so() -> None:
    readings = _looked(_page(name="张\ufffd"), _page(), edited=False)

    assert readings.fields["name"].value == "张三"
    assert readings.fields["name"].steps[-1] == "second reader"
    assert "name" not in readings.unread


def test_required_field_that_is_blank_stays_blank_whatever_the_second_sees() -> None:
    readings = _looked(_page(level="", name="张\ufffd"), _page(level="本科"), edited=False)

    assert readings.unread["level"].reason is UnreadReason.EMPTY


def test_edited_file_in_which_the_readers_differ_leaves_the_field_unread() -> None:
    readings = _looked(_page(name="张三"), _page(name="李四"), edited=True)

    assert readings.unread["name"].reason is UnreadReason.READERS_DISAGREE
    assert readings.fields["level"].value == "专科"


def test_edited_file_in_which_the_readers_differ_in_what_the_rules_rest_on_leaves_it_unread() -> None:
    readings = _looked(_page(), _page(birth_date="1990年01月01日", completion="结业"), edited=True)

    assert {"birth_date", "completion"} <= set(readings.unread)


def test_second_reader_that_cannot_read_the_page_changes_nothing() -> None:
    paper = _paper(_page(name="张\ufffd"))
    readings = extract(paper)

    assert second_look(paper, readings, lambda page: None, edited=True) == readings


def test_paper_without_a_layout_is_left_alone() -> None:
    paper = replace(_paper(_page()), layout=None)

    assert second_look(paper, Readings(), lambda page: None, edited=True) == Readings()


def test_second_reader_sees_only_the_part_of_the_page_that_is_the_papers() -> None:
    page = _page(name="张\ufffd")
    paper = _paper(page)
    lower = Recognition(paper.layout, (Part(page, page.lines[8:]),), paper.trials)

    readings = second_look(lower, extract(lower), lambda _: _page(), edited=False)

    assert "name" not in readings.fields
