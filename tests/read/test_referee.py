"""The second reader sees the same page, or says that it cannot."""

from __future__ import annotations

import pymupdf

from degree_verify.read.referee import read_page_again
from degree_verify.read.text_layer import read_page
from tests.read.drawing import record


def test_second_reader_sees_the_lines_of_the_first() -> None:
    data = record()
    first = read_page(pymupdf.open(stream=data, filetype="pdf"), 1)

    again = read_page_again(data, first)

    assert again is not None
    assert [line.text for line in again.lines] == [line.text for line in first.lines]


def test_second_reader_leaves_turned_pages_and_broken_files_to_the_first() -> None:
    upright = read_page(pymupdf.open(stream=record(), filetype="pdf"), 1)

    assert read_page_again(record(rotate=90), upright) is None
    assert read_page_again(b"%PDF-1.4 nothing", upright) is None
