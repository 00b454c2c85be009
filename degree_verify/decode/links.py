"""Link annotations as a second source of the verification code, and printed addresses that imitate the issuer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from degree_verify.decode.hosts import Address, imitates, read_address
from degree_verify.model.document import Link
from degree_verify.model.geometry import Box
from degree_verify.model.page import Glyph, Line, Page
from degree_verify.timings import stage

LONGEST_URL = 4096
APART = 0.9
"""Free space, in units of the size, that ends a printed address."""

_ADDRESS = re.compile(r"(?:(?![\u2e80-\u9fff])[\w.\-])+\.[^\W\d_]{2,}(?![\w.\-])")

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
            bare = read_address(f"https://{url}", trusted_hosts)
            if not _is_site(bare, trusted_hosts):  # a file
                found.append(Link(url, page.number, box))
                continue
        address = read_address(url if "//" in url or ":" in url else f"https://{url}", trusted_hosts)
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


def read_printed_addresses(page: Page, trusted_hosts: Sequence[str]) -> list[Link]:
    """Addresses in the text of a page that imitate the issuer's; all others that are printed there mean nothing."""
    found = []
    own = tuple(f".{trusted.removeprefix('www.')}" for trusted in trusted_hosts)
    for line in page.lines:
        if "." not in line.text or all(f".{host}".endswith(own) for host in _ADDRESS.findall(line.text)):
            continue
        for number, (host, box, last) in enumerate(_printed_hosts(line)):
            address = read_address(f"https://{host}", trusted_hosts)
            # The issuer's own address may be broken at the end of its line.
            broken = last and any(trusted.startswith(host.lower()) for trusted in trusted_hosts)
            asked = not number and "查验网址" in line.text and not address.trusted  # the form names the page to ask
            if (asked or imitates(address, trusted_hosts)) and not broken:
                place = page.displayed(box)
                found.append(
                    Link(host, page.number, place, host=address.host, trusted=False, problems=address.problems)
                )
    return found[:MOST_LINKS]


def _printed_hosts(line: Line) -> Iterator[tuple[str, Box, bool]]:
    """Names of sites in a line with their places, and whether the line ends there."""
    text = ""
    glyphs: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph.space or glyph.gap > APART:
            text += " "
            glyphs.append(glyph)
        text += glyph.text
        glyphs += [glyph] * len(glyph.text)
    for match in _ADDRESS.finditer(text):
        first, last = glyphs[match.start()], glyphs[match.end() - 1]
        yield match[0], Box(first.x0, line.y0, last.x1, line.y1), match.end() == len(text)


def _is_site(address: Address, trusted_hosts: Sequence[str]) -> bool:
    """Whether an address without a scheme names a site, not a file."""
    host = address.host or ""
    return address.trusted or host.startswith("www.") or imitates(address, trusted_hosts)
