"""The codes and links of a paper: what leads to the report that stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

import pymupdf

from degree_verify.decode.links import read_links, read_printed_addresses
from degree_verify.decode.qr import read_codes
from degree_verify.extract.extract import Readings
from degree_verify.extract.knowledge import weigh
from degree_verify.model.document import Code, Document, Link
from degree_verify.model.recognition import Part, Recognition
from degree_verify.model.tools import Tools
from degree_verify.scans import Scans

_Carrier = TypeVar("_Carrier", Code, Link)


def with_carriers(
    document: Document,
    handle: pymupdf.Document | None,
    paper: Recognition,
    papers: Iterable[Recognition],
    scans: Scans,
    tools: Tools,
) -> Document:
    """The document with its codes and links, and its readings weighed by them.

    `handle` is the open PDF, None for a picture; `papers` are all of the file, and each keeps what is its own.
    """
    others = [part for other in papers if other is not paper and other.layout is not None for part in other.parts]
    pages, hosts = [part.page for part in paper.parts], tools.policy.trusted_hosts
    scanned = list(dict.fromkeys(page.number for page in pages if page.number in scans.sheets))
    texts = [page for page in pages if page.number not in scans.sheets] if handle else []
    decoded = [read_codes(handle, page, hosts, expected=False) for page in texts] if handle else []
    if document.expects_code and not any(_own(found.codes, others) for found in decoded):
        # Only then is a search worth its time.
        decoded = [read_codes(handle, page, hosts, expected=True) for page in texts] if handle else []
        for number in scanned:
            scans.search_code(number)
    seen = [scans.seen[number] for number in scanned]
    on_pages = (*chain.from_iterable(page.codes for page in decoded), *chain.from_iterable(map(scans.codes, scanned)))
    codes = _own(on_pages, others)
    readings = weigh(Readings(document.fields, document.unread), codes, tools.schools)
    links = (
        link
        for page in pages
        for link in (
            *(read_links(handle, page, hosts) if handle else ()),
            *read_printed_addresses(page, hosts, of_paper=True),
        )
    )
    return replace(
        document,
        fields=readings.fields,
        unread=readings.unread,
        codes=codes,
        undecoded=(
            *((page.number, box) for page, found in zip(texts, decoded, strict=True) for box in found.undecoded),
            *((number, box) for number, found in zip(scanned, seen, strict=True) for box in found.undecoded),
        ),
        attempts=(
            *(attempt for found in decoded for attempt in found.attempts),
            *(attempt for number in scanned for attempt in scans.attempts(number)),
        ),
        links=_own(links, others),
    )


def _own(carriers: Iterable[_Carrier], others: Sequence[Part]) -> tuple[_Carrier, ...]:
    """Those that stand in no other paper's part of the page. What leads astray is everybody's."""
    return tuple(
        carrier
        for carrier in carriers
        if carrier.code is None
        or carrier.trusted is False
        or not any(part.reaches(carrier.page, carrier.box) for part in others)
    )
