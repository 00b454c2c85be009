"""Stored codes and links as another policy trusts their hosts; no document is opened for it.

What a reading left out because it was trusted then (printed addresses, codes and links on a page that is no paper) is
not there to be weighed: where fewer hosts are trusted than before, a new reading may find more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from degree_verify.decode.links import trusted_anew
from degree_verify.decode.payload import read_payload
from degree_verify.model.document import Code, Document, Link


def with_trust(document: Document, trusted_hosts: Sequence[str]) -> Document:
    """The document as if it had been read with these hosts trusted."""
    if not (document.codes or document.links or document.others):
        return document
    return replace(
        document,
        codes=_codes(document.codes, trusted_hosts),
        links=_links(document.links, trusted_hosts),
        others=tuple(
            replace(
                other,
                # Of such a page only what is not trusted is kept.
                codes=tuple(code for code in _codes(other.codes, trusted_hosts) if code.trusted is False),
                links=tuple(link for link in _links(other.links, trusted_hosts) if link.trusted is not True),
            )
            for other in document.others
        ),
    )


def _codes(codes: Sequence[Code], trusted_hosts: Sequence[str]) -> tuple[Code, ...]:
    return tuple(read_payload(c.payload, c.page, c.box, trusted_hosts, c.symbology, c.decoder) for c in codes)


def _links(links: Sequence[Link], trusted_hosts: Sequence[str]) -> tuple[Link, ...]:
    return tuple(anew for link in links if (anew := trusted_anew(link, trusted_hosts)))
