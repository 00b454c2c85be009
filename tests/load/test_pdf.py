"""Opening PDFs: what cannot be used is told by its cause, never raised."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degree_verify.load.pdf import OpenedPdf, open_pdf
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits
from degree_verify.pipeline import read_file
from degree_verify.read.text_layer import MOST_DRAWING
from tests.read.drawing import TOOLS, record, write

LIMITS = Limits()


def _encrypted(owner: str, user: str) -> bytes:
    document = pymupdf.open(stream=record(), filetype="pdf")
    return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw=owner, user_pw=user))


def _problem(data: bytes, limits: Limits = LIMITS) -> str:
    opened = open_pdf(data, limits)
    assert isinstance(opened, FileProblem), opened
    assert not opened.tool_failure
    return opened.kind


def test_sound_file_is_opened_with_its_facts() -> None:
    data = record()
    opened = open_pdf(data, LIMITS)

    assert isinstance(opened, OpenedPdf)
    assert (opened.facts.kind, opened.facts.size, opened.facts.page_count) == ("pdf", len(data), 1)
    assert (opened.facts.revisions, opened.facts.encrypted) == (1, False)


def test_file_with_a_password_is_encrypted() -> None:
    assert _problem(_encrypted("owner", "secret")) == "encrypted"


def test_file_with_an_owner_password_only_is_opened_and_read() -> None:
    data = _encrypted("owner", "")
    opened = open_pdf(data, LIMITS)
    (document,) = read_file(data, "test.pdf", TOOLS)

    assert isinstance(opened, OpenedPdf)
    assert opened.facts.encrypted
    assert document.fields["name"].value == "张三"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\x00" * 500, record()[:40]])
def test_file_that_is_cut_off_is_damaged_or_empty(data: bytes) -> None:
    assert _problem(data) in ("damaged", "empty")


def test_file_that_is_opened_but_tells_nothing_of_itself_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(self: pymupdf.Document, xref: int, key: str) -> None:
        raise ValueError("bad xref")  # what the library says of a catalogue that a repair has lost

    monkeypatch.setattr(pymupdf.Document, "xref_get_key", lost)
    assert open_pdf(record(), LIMITS) == FileProblem("damaged", "ValueError")


def test_file_without_a_page_is_empty() -> None:
    source = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )

    assert _problem(source) == "empty"


def test_file_over_the_size_limit_is_not_opened() -> None:
    assert _problem(b"%PDF-" + b"0" * (1024 * 1024), replace(LIMITS, file_megabytes=1)) == "too-large"


def test_file_at_the_page_limit_is_opened_and_over_it_not() -> None:
    document = pymupdf.open()
    for _ in range(3):
        write(document.new_page(), 72, 72, "测试样本 TEST SPECIMEN")
    data = document.tobytes()

    assert isinstance(open_pdf(data, replace(LIMITS, pages=3)), OpenedPdf)
    assert _problem(data, replace(LIMITS, pages=2)) == "too-many-pages"


def test_file_saved_onto_itself_counts_its_revisions(tmp_path) -> None:
    path = tmp_path / "test.pdf"
    path.write_bytes(record())
    document = pymupdf.open(path)
    write(document[0], 300, 800, "测试样本")
    document.saveIncr()
    opened = open_pdf(path.read_bytes(), LIMITS)

    assert isinstance(opened, OpenedPdf)
    assert opened.facts.revisions == 2


SOUND = record()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=40), st.booleans())
def test_file_damaged_anywhere_gives_a_result_and_never_raises(place: int, noise: bytes, cut: bool) -> None:
    damaged = SOUND[:place] + noise + (b"" if cut else SOUND[place + len(noise) :])

    documents = read_file(damaged, "test.pdf", TOOLS)

    assert documents
    assert all(document.path == "test.pdf" for document in documents)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80) | st.binary(max_size=80).map(lambda data: b"%PDF-1.4\n" + data))
def test_any_bytes_give_one_result_that_names_the_problem(data: bytes) -> None:
    (document,) = read_file(data, "test.pdf", TOOLS)

    assert document.problem is not None or document.facts.kind != "pdf"


@pytest.mark.parametrize("operators", [b"0 0 1 1 re f ", b"BT (x) Tj ET "])
def test_page_that_unpacks_to_more_than_any_certificate_is_not_read(operators: bytes) -> None:
    document = pymupdf.open()
    write(document.new_page(), 72, 72, "测试样本 TEST SPECIMEN")
    (contents,) = document[0].get_contents()
    document.update_stream(contents, operators * (MOST_DRAWING // len(operators) + 1))

    (paper,) = read_file(document.tobytes(deflate=True), "test.pdf", TOOLS)

    assert paper.problem is not None
    assert (paper.problem.kind, paper.problem.tool_failure) == ("overfull", False)
