"""One file to documents: the flow, a line per stage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from degree_verify.carriers import with_carriers
from degree_verify.decode.actions import read_actions
from degree_verify.decode.qr import laid_codes
from degree_verify.errors import is_out_of_memory
from degree_verify.extract.evidence import changed_fields, hidden_fields, overlays_of
from degree_verify.extract.extract import Readings
from degree_verify.extract.layers import overwritten, told_otherwise
from degree_verify.extract.leftovers import strange_titles, unexplained
from degree_verify.extract.second_look import second_look
from degree_verify.extract.typefaces import mixed_fonts
from degree_verify.extract.void_marks import void_marks
from degree_verify.load.damage import is_of_reader
from degree_verify.load.pdf import READER_ERRORS, OpenedPdf, earlier_states, open_pdf
from degree_verify.load.pdf_picture import page_picture
from degree_verify.load.picture import PICTURE_ERRORS, Colours, OpenedPicture, open_picture, source_of
from degree_verify.load.sniff import PICTURES, foreign_kind, is_also_pdf, sniff
from degree_verify.model.document import (
    ALSO_PDF,
    FIELDS,
    Document,
    DocumentType,
    Problem,
    ReadFrom,
    Reading,
    Source,
    Unread,
    UnreadReason,
)
from degree_verify.model.file import FileFacts, FileProblem
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Page
from degree_verify.model.recognition import Recognition
from degree_verify.model.tools import Tools
from degree_verify.normalise.text import squeeze
from degree_verify.normalise.vocabulary import is_self_study
from degree_verify.other_pages import OtherPages
from degree_verify.proofing import compared
from degree_verify.read.ocr import OcrUnavailableError
from degree_verify.read.picture import Sheet, read_all
from degree_verify.read.referee import read_page_again
from degree_verify.read.text_layer import OverfullPageError, read_page
from degree_verify.recognise.lookalikes import lookalike
from degree_verify.recognise.recognise import recognise
from degree_verify.scans import MOST_SCANS, Scans, pages_left, papers_of, with_drawn_fields
from degree_verify.stamps import stamped
from degree_verify.timings import stage

JUDGED = ("completion", "category")
"""Fields whose values may read like a remark against the paper, 未毕业 and 非学历教育, and have rules of their own."""

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
    if kind is None:
        problem = FileProblem(foreign_kind(data[:1024]) if data else "empty")
        return (replace(_document(file, 0, NO_PAPER), problem=problem),)
    limits = tools.policy.limits
    opened = open_picture(data, kind, limits) if kind in PICTURES else open_pdf(data, limits)
    if isinstance(opened, FileProblem):
        return (replace(_document(file, 0, NO_PAPER), problem=opened),)
    file = replace(file, facts=opened.facts)
    try:
        if isinstance(opened, OpenedPicture):
            also = (Problem("load", ALSO_PDF),) if is_also_pdf(data[:1024]) else ()
            found = _read_picture(opened, file, tools)
            return tuple(replace(document, problems=(*also, *document.problems)) for document in found)
        return _read_pdf(opened, file, tools)
    except OverfullPageError as error:
        problem = FileProblem("overfull", str(error))
    except OcrUnavailableError as error:
        problem = FileProblem("ocr-unavailable", str(error), tool_failure=True)
    except Exception as error:  # whatever a file does, it has its result; what is no reader's error is our own fault
        if is_out_of_memory(error):
            raise MemoryError from None
        ours = not (is_of_reader(error) or isinstance(error, READER_ERRORS if kind == "pdf" else PICTURE_ERRORS))
        problem = FileProblem("error" if ours else "damaged", type(error).__name__, tool_failure=ours)
    finally:
        opened.close()
    return (replace(_document(file, 0, NO_PAPER), problem=problem),)


def first_sheet(data: bytes, tools: Tools) -> Sheet | FileProblem:
    """The first page of a file read as a picture, all of it: for whoever wants to see what was recognised where.

    Raises OcrUnavailableError, and what the readers raise on damaged content.
    """
    kind, limits = sniff(data[:1024]), tools.policy.limits
    opened = open_picture(data, kind, limits) if kind in PICTURES else open_pdf(data, limits)
    if isinstance(opened, FileProblem):
        return opened
    scans = Scans(tools.policy.trusted_hosts, tools.layouts)
    try:
        if isinstance(opened, OpenedPicture):
            colours = next(opened.pages())
            scans.add(1, colours, np.diag([*opened.scale(colours), 1.0]))
        else:
            scans.add(1, *page_picture(opened.handle, 1, limits))
    finally:
        opened.close()
    return read_all(scans.sheets[1])


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
            revised[number].update(changed_fields(then, document))
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
        return _documents(opened, file, tools, now=False)
    except Exception as error:
        if is_out_of_memory(error) or not (is_of_reader(error) or isinstance(error, READER_ERRORS)):
            raise
        return ()
    finally:
        opened.close()


def _read_picture(opened: OpenedPicture, file: _File, tools: Tools) -> tuple[Document, ...]:
    """The documents of a picture file."""
    hint = Source.PHOTO
    scans, pages = Scans(tools.policy.trusted_hosts, tools.layouts), []
    first: Colours | None = None
    if tools.ocr is not Ocr.NEVER:
        for number, colours in enumerate(islice(opened.pages(), MOST_SCANS), start=1):
            if first is not None and opened.is_preview(colours, first):
                continue
            first = colours if first is None else first
            hint = Source.PHOTO if opened.camera else source_of(colours)
            pages.append(scans.add(number, colours, np.diag([*opened.scale(colours), 1.0])))
        scans.skipped.update(range(MOST_SCANS + 1, opened.facts.page_count + 1))
    if not pages:
        return (replace(_document(file, 0, NO_PAPER), pages=(1,), source=hint, has_text=False, resembles="not-read"),)
    papers = papers_of(pages, scans)
    documents, every = [], [paper for paper, _ in papers]
    for index, (paper, readings) in enumerate(papers):
        document = with_carriers(_document(file, index, paper, readings), None, paper, every, scans, tools)
        left = _left(papers, opened.facts.page_count)
        documents.append(replace(_with_leftovers(document, paper), source=hint, problems=left))
    return OtherPages(papers, pages, scans, tools).weighed(documents)


def _documents(opened: OpenedPdf, file: _File, tools: Tools, *, now: bool = True) -> tuple[Document, ...]:
    """The documents of a PDF as it stands; of an earlier state with `now` False, what it says is enough."""
    # Before annotations are taken off.
    actions, laid = read_actions(opened.handle), laid_codes(opened.handle)
    pages = [read_page(opened.handle, number) for number in range(1, opened.facts.page_count + 1)]
    pages = [replace(page, laid_codes=laid[page.number]) if page.number in laid else page for page in pages]
    scans = Scans(tools.policy.trusted_hosts, tools.layouts)
    papers = recognise(pages, tools.layouts)
    layers: dict[int, Page] = {}
    if tools.ocr is not Ocr.NEVER:
        left = pages if tools.ocr is Ocr.ALWAYS else pages_left(papers, pages)
        scans.skipped.update(page.number for page in left[MOST_SCANS:])
        for page in left[:MOST_SCANS]:
            if page.hidden:
                layers[page.number] = page
            scans.texts[page.number] = page
            seen = page_picture(opened.handle, page.number, tools.policy.limits)
            pages[page.number - 1] = scans.add(page.number, seen.colours, seen.to_page)
    edited = opened.facts.revisions > 1 or any(page.hidden for page in pages)
    found = papers_of(pages, scans, () if scans.sheets else papers)
    documents, every = [], [paper for paper, _ in found]
    for index, (paper, first) in enumerate(found):
        readings = first
        if not any(part.page.number in scans.sheets for part in paper.parts):
            readings = second_look(paper, first, lambda page: read_page_again(opened.data, page), edited)
            if tools.ocr is not Ocr.NEVER:
                readings = with_drawn_fields(paper, readings, opened.handle, tools.policy.limits)
        document = with_carriers(_document(file, index, paper, readings), opened.handle, paper, every, scans, tools)
        if tools.ocr is Ocr.NEVER and not document.has_text:
            document = replace(document, resembles="not-read")
        own = [part.page for part in paper.parts]
        document = _with_traces(_with_leftovers(document, paper), own)
        document = replace(document, problems=_left(found, len(pages)))
        if now:
            layered = _layered(document.fields, paper, layers, tools)
            document = _without_overwritten(replace(document, layered=layered), layers)
            document = stamped(document, own, opened.handle, tools)
            document = compared(document, own, opened.handle, tools, edited=edited)
        documents.append(document)
    return OtherPages(found, pages, scans, tools, opened.handle, actions).weighed(documents)


def _with_leftovers(document: Document, paper: Recognition) -> Document:
    """The document with what its pages say besides its fields. What stands in a field's own place is its value."""
    values = {squeeze(value.raw) for name in JUDGED if (value := document.fields.get(name))}
    marks = [mark for mark in void_marks(part.page for part in paper.parts) if squeeze(mark[1]) not in values]
    return replace(
        document,
        void_marks=tuple(dict.fromkeys((*marks, *strange_titles(paper)))),
        unexplained=unexplained(paper, Readings(document.fields, document.unread)),
    )


def _with_traces(document: Document, pages: Sequence[Page]) -> Document:
    """The document with what its pages of text tell of how its values came to stand there."""
    return replace(
        document,
        mixed_fonts=mixed_fonts(document.fields, pages),
        hidden=hidden_fields(document, pages),
        overlays=overlays_of(pages, document.codes),
    )


def _layered(
    fields: Mapping[str, Reading], paper: Recognition, layers: Mapping[int, Page], tools: Tools
) -> dict[str, str]:
    """What the hidden text of pages that were read from their picture says otherwise, by field."""
    if paper.layout is None:
        return {}
    shown = {part.page.number: part.page for part in paper.parts if part.page.number in layers}
    said: dict[str, str] = {}
    for number, page in shown.items():
        said |= told_otherwise(fields, paper.layout, page, layers[number], tools.schools)
    return said


def _without_overwritten(document: Document, layers: Mapping[int, Page]) -> Document:
    """The document, less the fields under which a page that was read from its picture has other letters."""
    fields = document.fields
    under = [fields[name] for page in layers.values() for name in overwritten(fields, page)]
    return document.leaving_open(Unread(r.field, UnreadReason.OVERLAID, r.raw, r.page, r.box) for r in under)


def _left(papers: Sequence[tuple[Recognition, Readings]], pages: int) -> tuple[Problem, ...]:
    """The pages of a file that belong to no paper."""
    covered = {part.page.number for paper, _ in papers for part in paper.parts}
    return tuple(Problem("recognise", "page-not-recognised", str(n)) for n in range(1, pages + 1) if n not in covered)


def _document(file: _File, index: int, paper: Recognition, readings: Readings | None = None) -> Document:
    layout, readings = paper.layout, readings or Readings()
    category = readings.fields.get("category")
    self_study = category is None or is_self_study(category.value)
    has_text = any(part.page.has_text for part in paper.parts)
    scanned = any(part.page.read_from is ReadFrom.OCR for part in paper.parts)
    return Document(
        path=file.path,
        index=index,
        sha256=file.sha256,
        pages=tuple(dict.fromkeys(part.page.number for part in paper.parts)),
        type=layout.type if layout else DocumentType.UNKNOWN,
        layout=layout.id if layout else None,
        source=Source.BORN_DIGITAL if has_text and not scanned else Source.SCAN,
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
        resembles="" if layout else lookalike([part.page for part in paper.parts]),
    )
