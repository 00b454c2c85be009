"""One file to documents: the flow, a line per stage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from degree_verify.decode.links import read_links, read_printed_addresses
from degree_verify.decode.qr import read_codes
from degree_verify.errors import is_out_of_memory
from degree_verify.extract.extract import Readings, extract
from degree_verify.extract.second_look import second_look
from degree_verify.extract.typefaces import mixed_fonts
from degree_verify.extract.void_marks import void_marks
from degree_verify.load.pdf import READER_ERRORS, OpenedPdf, earlier_states, open_pdf
from degree_verify.load.sniff import PICTURES, foreign_kind, sniff
from degree_verify.model.document import (
    FIELDS,
    Document,
    DocumentType,
    FileFacts,
    FileProblem,
    Overlay,
    Problem,
    Source,
    UnreadReason,
)
from degree_verify.model.page import Page
from degree_verify.model.recognition import Recognition
from degree_verify.model.tools import Tools
from degree_verify.normalise.vocabulary import is_self_study
from degree_verify.read.referee import read_page_again
from degree_verify.read.text_layer import OverfullPageError, read_page
from degree_verify.recognise.recognise import recognise
from degree_verify.timings import stage

NO_PAPER = Recognition(None, (), ())


@dataclass(frozen=True, slots=True)
class _File:
    """Where a document came from."""

    path: str
    sha256: str
    facts: FileFacts


@stage("other")
def read_file(data: bytes, path: str, tools: Tools) -> tuple[Document, ...]:
    """The documents in a file, facts only. Bad data gives one unknown document that names the problem.

    Raises MemoryError alone, which says more of the machine than of the file.
    """
    kind = sniff(data[:1024])
    file = _File(path, hashlib.sha256(data).hexdigest(), FileFacts(kind or "", len(data), 1 if kind in PICTURES else 0))
    if kind in PICTURES:
        return (replace(_document(file, 0, NO_PAPER), pages=(1,), source=Source.PHOTO, has_text=False),)
    if kind is None:
        return (
            replace(_document(file, 0, NO_PAPER), problem=FileProblem(foreign_kind(data[:1024]) if data else "empty")),
        )
    opened = open_pdf(data, tools.policy.limits)
    if isinstance(opened, FileProblem):
        return (replace(_document(file, 0, NO_PAPER), problem=opened),)
    try:
        return _read_pdf(opened, replace(file, facts=opened.facts), tools)
    except OverfullPageError as error:
        return (replace(_document(file, 0, NO_PAPER), problem=FileProblem("memory", str(error))),)
    except Exception as error:  # whatever a file does, it has its result; what is no reader's error is our own fault
        if is_out_of_memory(error):
            raise MemoryError from None
        ours = not isinstance(error, READER_ERRORS)
        problem = FileProblem("error" if ours else "damaged", type(error).__name__, tool_failure=ours)
        return (replace(_document(file, 0, NO_PAPER), problem=problem),)
    finally:
        opened.handle.close()


def unreadable(path: str, problem: FileProblem, size: int = 0) -> Document:
    """The document that stands for a file of which not even the bytes could be had."""
    return replace(_document(_File(path, "", FileFacts("", size, 0)), 0, NO_PAPER), problem=problem)


def _read_pdf(opened: OpenedPdf, file: _File, tools: Tools) -> tuple[Document, ...]:
    documents = _documents(opened, file, tools)
    if opened.facts.revisions == 1:
        return documents
    revised: list[set[str]] = [set() for _ in documents]
    for data in earlier_states(opened.data):
        before = _documents_before(data, file, tools)
        for number, (then, document) in enumerate(zip(before, documents, strict=False)):
            revised[number].update(_changed(then, document))
    return tuple(
        replace(document, revised=tuple(name for name in FIELDS if name in names))
        for document, names in zip(documents, revised, strict=True)
    )


def _documents_before(data: bytes, file: _File, tools: Tools) -> tuple[Document, ...]:
    """The documents of an earlier state of a file; none where that state cannot be read."""
    opened = open_pdf(data, tools.policy.limits)
    if isinstance(opened, FileProblem):
        return ()
    try:
        return _documents(opened, file, tools)
    except READER_ERRORS as error:
        if is_out_of_memory(error):
            raise
        return ()
    finally:
        opened.handle.close()


def _changed(then: Document, now: Document) -> set[str]:
    """The fields that a paper shows otherwise than before."""
    if then.layout is None:
        return set()
    changed = {
        name
        for name in {*then.fields, *now.fields}
        if (name not in then.fields or name not in now.fields or then.fields[name].value != now.fields[name].value)
        and not (name in now.unread and now.unread[name].reason is UnreadReason.READERS_DISAGREE)
    }
    if {code.payload for code in then.codes} != {code.payload for code in now.codes}:
        changed.add("verification_code")
    return changed


def _documents(opened: OpenedPdf, file: _File, tools: Tools) -> tuple[Document, ...]:
    pages = [read_page(opened.handle, number) for number in range(1, opened.facts.page_count + 1)]
    edited = opened.facts.revisions > 1 or any(page.hidden for page in pages)
    papers = recognise(pages, tools.layouts)
    covered = {part.page.number for paper in papers for part in paper.parts}
    left = [Problem("recognise", "page-not-recognised", str(p.number)) for p in pages if p.number not in covered]
    documents = []
    for index, paper in enumerate(papers):
        readings = second_look(paper, extract(paper), lambda page: read_page_again(opened.data, page), edited)
        document = _document(file, index, paper, readings)
        document = replace(document, problems=tuple(left), void_marks=void_marks(part.page for part in paper.parts))
        documents.append(_with_codes(document, opened, paper, tools.policy.trusted_hosts))
    return tuple(documents)


def _with_codes(document: Document, opened: OpenedPdf, paper: Recognition, hosts: Sequence[str]) -> Document:
    pages = [part.page for part in paper.parts]
    decoded = [read_codes(opened.handle, page, hosts, expected=False) for page in pages]
    if document.expects_code and not any(found.codes for found in decoded):  # only then is a search worth its time
        decoded = [read_codes(opened.handle, page, hosts, expected=True) for page in pages]
    return replace(
        document,
        codes=tuple(code for found in decoded for code in found.codes),
        undecoded=tuple(
            (page.number, box) for page, found in zip(pages, decoded, strict=True) for box in found.undecoded
        ),
        attempts=tuple(attempt for found in decoded for attempt in found.attempts),
        links=tuple(
            link
            for page in pages
            for link in (*read_links(opened.handle, page, hosts), *read_printed_addresses(page, hosts))
        ),
        mixed_fonts=mixed_fonts(document.fields, pages),
        hidden=tuple(name for name in FIELDS if _has_hidden(document, name, pages)),
        overlays=tuple(Overlay(kind, page.number, box) for page in pages for kind, box in page.overlays),
    )


def _has_hidden(document: Document, name: str, pages: Sequence[Page]) -> bool:
    """Whether text that only a program sees stands in a field's place."""
    place = document.fields.get(name) or document.unread.get(name)
    if place is None or place.box is None:
        return False
    return any(
        x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and y0 <= (glyph.y0 + glyph.y1) / 2 <= y1
        for page in pages
        if page.number == place.page and page.hidden
        for x0, y0, x1, y1 in (page.upright(place.box),)
        for line in page.hidden
        for glyph in line.glyphs
    )


def _document(file: _File, index: int, paper: Recognition, readings: Readings | None = None) -> Document:
    layout, readings = paper.layout, readings or Readings()
    category = readings.fields.get("category")
    self_study = category is None or is_self_study(category.value)
    has_text = any(part.page.has_text for part in paper.parts)
    return Document(
        path=file.path,
        index=index,
        sha256=file.sha256,
        pages=tuple(dict.fromkeys(part.page.number for part in paper.parts)),
        type=layout.type if layout else DocumentType.UNKNOWN,
        layout=layout.id if layout else None,
        source=Source.BORN_DIGITAL if has_text else Source.SCAN,
        fields=readings.fields,
        unread=readings.unread,
        required=layout.required_for(self_study=self_study) if layout else (),
        codes=(),
        links=(),
        facts=file.facts,
        language=layout.language if layout else "zh",
        era=(layout.era_from, layout.era_to) if layout else (None, None),
        expects_code=layout.expects_code if layout else False,
        trials=paper.trials,
        has_text=has_text,
    )
