"""Link annotations as a second source of the verification code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from degree_verify.decode.hosts import read_address
from degree_verify.model.document import Link
from degree_verify.model.geometry import Box
from degree_verify.model.page import Page
from degree_verify.timings import stage

LONGEST_URL = 4096
MOST_LINKS = 200
"""A page with more links than this is no certificate; the rest is left out."""


@stage("decode")
def read_links(handle: Any, page: Page, trusted_hosts: Sequence[str]) -> list[Link]:
    """The links of a page of an opened PDF. Links within the file are no evidence and are left out."""
    found = []
    native = handle[page.number - 1]
    for entry in native.get_links()[:MOST_LINKS]:
        url = str(entry.get("uri") or entry.get("file") or "")[:LONGEST_URL]
        if not url:
            continue
        box = Box(*entry["from"])  # already as displayed
        if ":" not in url.split("/")[0] and not url.startswith("//"):
            found.append(Link(url, page.number, box))
            continue
        address = read_address(url, trusted_hosts)
        harmless = url.lower().startswith(("mailto:", "tel:"))
        found.append(
            Link(
                url,
                page.number,
                box,
                host=address.host,
                trusted=None if harmless else address.trusted,
                code=address.code,
                reports=address.reports,
                problems=() if harmless else address.problems,
            )
        )
    return found
