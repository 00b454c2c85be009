"""Bytes to an opened PDF with facts about its file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pymupdf

from degree_verify.errors import is_out_of_memory
from degree_verify.load.signatures import read_signatures
from degree_verify.model.file import FileFacts, FileProblem
from degree_verify.model.policy import Limits
from degree_verify.timings import stage

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)
pymupdf.TOOLS.set_subset_fontnames(True)  # several subsets of one font are several fonts

READER_ERRORS: tuple[type[Exception], ...] = (pymupdf.mupdf.FzErrorBase, RuntimeError)
"""What the reader raises on damaged content after a file was opened."""

_END = b"%%EOF"
_EXTRAS = {
    "javascript": ("Names/JavaScript", "OpenAction/JS"),
    "launch": ("OpenAction/F",),
    "embedded-files": ("Names/EmbeddedFiles",),
    "xfa": ("AcroForm/XFA",),
    "portfolio": ("Collection",),
}
"""What a paper has no need of, by the entries of the file's catalogue that show it."""

_LINEARIZED = re.compile(rb"/Linearized\s")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """An opened PDF. `handle` is PyMuPDF's document; it is closed by whoever opened it."""

    handle: Any
    facts: FileFacts
    data: bytes

    def close(self) -> None:
        self.handle.close()


@stage("load")
def open_pdf(data: bytes, limits: Limits) -> OpenedPdf | FileProblem:
    """Opens a PDF from bytes; a file that cannot be used is a FileProblem that names the cause.

    An empty user password opens the file (many producers set only an owner password). Raises MemoryError, for which
    no file is to blame.
    """
    if len(data) > limits.file_megabytes * _MEGABYTE:
        return FileProblem("too-large", f"{len(data) // _MEGABYTE} MB > {limits.file_megabytes} MB")
    try:
        handle = pymupdf.open(stream=data, filetype="pdf")
    except Exception as error:  # the library raises many types on damaged input; all but one mean the same here
        if is_out_of_memory(error):
            raise MemoryError from None
        return FileProblem("damaged", type(error).__name__)
    try:
        found = _problem_of(handle, limits) or _facts_of(handle, data)
    except Exception as error:  # as above
        handle.close()
        if is_out_of_memory(error):
            raise MemoryError from None
        return FileProblem("damaged", type(error).__name__)
    if isinstance(found, FileProblem):
        handle.close()
        return found
    return OpenedPdf(handle, found, data)


def _problem_of(handle: Any, limits: Limits) -> FileProblem | None:
    """What keeps an opened file from being read."""
    if handle.needs_pass and not handle.authenticate(""):
        return FileProblem("encrypted")
    pages = handle.page_count
    if pages == 0:
        return FileProblem("empty")
    return FileProblem("too-many-pages", f"{pages} > {limits.pages}") if pages > limits.pages else None


def _facts_of(handle: Any, data: bytes) -> FileFacts:
    metadata = handle.metadata or {}
    return FileFacts(
        kind="pdf",
        size=len(data),
        page_count=handle.page_count,
        producer=metadata.get("producer") or "",
        creator=metadata.get("creator") or "",
        revisions=_revisions(data),
        encrypted=bool(metadata.get("encryption")),
        extras=_extras(handle),
        signatures=read_signatures(data, said_to_be_signed=handle.get_sigflags() > 0),
    )


@stage("load")
def earlier_states(data: bytes) -> list[bytes]:
    """The first and the last two states that a file had before it was saved onto itself, oldest first.

    Each is a file of its own: a saving only adds to the end. An edit can be hidden behind later savings that change
    nothing, hence the first one.
    """
    ends = [match.end() for match in re.finditer(re.escape(_END), data)][_is_linearized(data) : -1]
    return [data[:end] for end in (ends if len(ends) <= 3 else [ends[0], *ends[-2:]])]


def _revisions(data: bytes) -> int:
    """How often the file was saved onto itself: end marks, less the extra one of a linearised file."""
    return max(data.count(_END) - _is_linearized(data), 1)


def _is_linearized(data: bytes) -> bool:
    return _LINEARIZED.search(data[:1024]) is not None


def _extras(handle: Any) -> tuple[str, ...]:
    catalogue = handle.pdf_catalog()
    return tuple(
        name for name, keys in _EXTRAS.items() if any(handle.xref_get_key(catalogue, key)[0] != "null" for key in keys)
    )
