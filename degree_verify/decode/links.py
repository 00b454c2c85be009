"""Links as a second source of the verification code, other actions, and printed addresses in place of the issuer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from degree_verify.decode.hosts import Address, imitates, read_address
from degree_verify.model.document import ACTIONS, COVERED, Link, ReadFrom
from degree_verify.model.geometry import NOWHERE, Box
from degree_verify.model.page import Glyph, Line, Page
from degree_verify.normalise.verification_codes import code_form
from degree_verify.timings import stage

if TYPE_CHECKING:  # it walks files with their library, which a judgement of stored links does without
    from degree_verify.decode.actions import Action

LONGEST_URL = 4096
APART = 0.9
"""Free space, in units of the size, that ends a printed address."""

_CHINESE = "中国|公司|网络|网址|网站|在线|中文网|信息|政务|公益|商城|商店|集团|企业|世界|手机|招聘|我爱你"
"""Ends of Chinese sites' names (https://www.iana.org/domains/root/db). Any other word behind a dot is the text of a
numbered note (2.备案表内容)."""

_ADDRESS = re.compile(
    r"(?:(?![\u2e80-\u9fff])[\w.\-])+\.(?:(?![\u2e80-\u9fff])[^\W\d_]){2,}(?![.\-]|(?![\u2e80-\u9fff])\w)"
    rf"|(?:(?![\u2e80-\u9fff])[\w.\-])*[A-Za-z][\d\-]{{0,9}}\.(?:{_CHINESE})"
)
"""A site's name among Chinese words, which need no space around it."""

_ESCAPED = re.compile(r"^(https?)(?:%3A|:)/+", re.IGNORECASE)
_WEB_PAGE = re.compile(r"^[^?#]*\.(?:do|jsp|action|html?)(?:[?#]|$)|^[?#]", re.IGNORECASE)

_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_REPORT_PAGE = re.compile(r"/(?:xlcx|xjxl|xwcx)/|/bg(?:cx)?\.(?:do|jsp)|vcode=", re.IGNORECASE)
"""Printed addresses, and what those of the issuer's reports have in them."""

_DOT = re.compile(r"(?<=[A-Za-z0-9])[点。](?=[A-Za-z0-9])")
"""What stands for the dot of an address where it is not to be taken for one."""

_ASKED, _ASKED_HERE = (
    re.compile("查验网址"),
    re.compile("查[验询]网址|(?:登录|访问|进入|打开|请到)[^,。;]{0,60}(?:查[验询]|验证|核[验实])"),
)
"""What stands before the address of the page to ask: anywhere, and on a paper itself. Letters name other sites so."""

SURE, MOST_MISREAD = 0.9, 4
"""Confidence from which a name read from a picture counts, and the characters in which one of the issuer's may be
misread."""

_PRINTS = re.compile(r"\s*(?:this\.)?print\s*\([^()\"']*\)\s*;?\s*")
"""The script of a file that opens the print dialogue by itself, as report generators make them."""

MOST_LINKS, MOST_ENTRIES = 200, 5000
"""Links of a page that are told, and those that are looked at. A page with more is no certificate; the rest is left
out."""


@stage("decode")
def read_links(handle: Any, page: Page, trusted_hosts: Sequence[str]) -> list[Link]:
    """The links of a page of an opened PDF. Links within the file are no evidence and are left out."""
    found = []
    native = handle[page.number - 1]
    for entry in native.get_links()[:MOST_ENTRIES]:
        # An address where a file's name belongs is given back with its colon escaped.
        url = _ESCAPED.sub(r"\1://", str(entry.get("uri") or entry.get("file") or "")[:LONGEST_URL])
        if not url:
            continue
        box = Box(*entry["from"])  # already as displayed
        found.append(_link_to(url, page.number, box, trusted_hosts))
    # Behind hundreds of good ones a bad one is not lost.
    return found if len(found) <= MOST_LINKS else sorted(found, key=lambda link: link.trusted is not False)[:MOST_LINKS]


def _link_to(url: str, page: int, box: Box, trusted_hosts: Sequence[str]) -> Link:
    """A link to a site, or to a file beside this one."""
    if ":" not in url.split("/", maxsplit=1)[0] and not url.startswith("//"):
        bare = read_address(f"https://{url}", trusted_hosts)
        if not _is_site(bare, trusted_hosts):
            return _file_link(url, page, box, trusted_hosts)
    return _link(url, page, box, trusted_hosts)


def trusted_anew(link: Link, trusted_hosts: Sequence[str]) -> Link | None:
    """A stored link as it is read where these hosts are trusted; None for what means nothing there."""
    kind, colon, _ = link.url.partition(":")
    if colon and link.problems == (kind,) and kind in ACTIONS:
        return link  # is trusted nowhere
    if COVERED in link.problems:
        return link
    if link.host is not None and link.reports is None:  # it is printed
        whole = link.url if "//" in link.url else f"https://{link.url}"
        address = read_address(whole, trusted_hosts)
        means = link.code or not address.trusted
        return replace(link, trusted=address.trusted, problems=address.problems) if means else None
    return _link_to(link.url, link.page, link.box, trusted_hosts)


def _link(url: str, page: int, box: Box, trusted_hosts: Sequence[str]) -> Link:
    address = read_address(url if "//" in url or ":" in url else f"https://{url}", trusted_hosts)
    harmless = url.lower().startswith(("mailto:", "tel:"))
    return Link(
        url,
        page,
        box,
        host=address.host,
        trusted=None if harmless else address.trusted,
        code=address.code,
        reports=address.reports,
        problems=() if harmless else address.problems,
    )


def _file_link(url: str, page: int, box: Box, trusted_hosts: Sequence[str]) -> Link:
    """A link to a file beside this one, which viewers open. A page of the issuer's, given without its site, is none."""
    if not _WEB_PAGE.search(url):
        return Link(url, page, box, trusted=False, problems=("launch",))
    at_issuer = read_address(f"https://{next(iter(trusted_hosts), '')}/{url.lstrip('/')}", trusted_hosts)
    return Link(url, page, box, code=at_issuer.code)


def links_of(actions: Sequence[Action], page: int, trusted_hosts: Sequence[str]) -> list[Link]:
    """Actions as links. One that starts, runs or sends something is trusted nowhere, whatever its address."""
    found = []
    for kind, target, place in actions:
        box = place or NOWHERE
        if kind == "uri":
            found.append(_link(target, page, box, trusted_hosts))
        elif not (kind == "javascript" and _PRINTS.fullmatch(target)):
            host = read_address(target, trusted_hosts).host if "://" in target and kind != "javascript" else None
            found.append(Link(f"{kind}:{target}", page, box, host=host, trusted=False, problems=(kind,)))
    return found


def read_printed_addresses(page: Page, trusted_hosts: Sequence[str], *, of_paper: bool = False) -> list[Link]:
    """Addresses in the text of a page that imitate the issuer's, and those of reports, as browsers print them at the
    page's edges; all others that are printed there mean nothing.

    `of_paper` says that the page is a paper's own. In a picture only the page to ask counts, when it is surely another.
    """
    found: list[Link] = []
    pictured, asked_in = page.read_from is ReadFrom.OCR, _ASKED_HERE if of_paper else _ASKED
    for line in page.lines:
        if "/" in line.text and not pictured:
            found += _printed_reports(line, page, trusted_hosts)
        if of_paper and not pictured and asked_in.search(line.text) and _is_written_anew(line, page):
            place = page.displayed(Box(line.glyphs[0].x0, line.y0, line.glyphs[-1].x1, line.y1))
            found.append(Link(line.text, page.number, place, trusted=False, problems=(COVERED,)))
            continue
        if not names_foreign_host(line.text, trusted_hosts):
            continue
        for number, (host, glyphs, last) in enumerate(_printed_hosts(line)):
            address = read_address(f"https://{host}", trusted_hosts)
            # The issuer's own address may be broken at the end of its line.
            broken = last and any(trusted.startswith(host.lower()) for trusted in trusted_hosts)
            asked = not number and asked_in.search(line.text) and not address.trusted  # the form names the page to ask
            told = any(link.host == address.host and link.trusted is False for link in found)
            if pictured and not (asked and _surely_foreign(host.lower(), glyphs, trusted_hosts)):
                continue
            if (asked or imitates(address, trusted_hosts)) and not broken and not told:
                box = Box(glyphs[0].x0, line.y0, glyphs[-1].x1, line.y1)
                place = page.displayed(box)
                found.append(
                    Link(host, page.number, place, host=address.host, trusted=False, problems=address.problems)
                )
    return found[:MOST_LINKS]


def _is_written_anew(line: Line, page: Page) -> bool:
    """Whether text that only a program sees stands in a line's place: it was covered and written over."""
    left, right = line.glyphs[0].x0, line.glyphs[-1].x1
    return any(
        line.y0 < (glyph.y0 + glyph.y1) / 2 < line.y1 and left <= glyph.x0 <= right
        for other in page.hidden
        for glyph in other.glyphs
    )


def _printed_reports(line: Line, page: Page, trusted_hosts: Sequence[str]) -> Iterator[Link]:
    """Whole addresses that give a code, or lead to a report at a foreign site. A page on somebody's own machine is one
    that was kept and printed later."""
    text, glyphs = _apart(line)
    for match in _URL.finditer(text):
        url = match[0]
        box = Box(glyphs[match.start()].x0, line.y0, glyphs[match.end() - 1].x1, line.y1)
        place = page.displayed(box)
        address = read_address(url, trusted_hosts)
        code = address.code if address.code and code_form(address.code.upper()) else None
        if (address.trusted and code) or (not address.trusted and (code or _REPORT_PAGE.search(url))):
            yield Link(url, page.number, place, address.host, address.trusted, code, problems=address.problems)


def names_foreign_host(text: str, trusted_hosts: Sequence[str]) -> bool:
    """Whether a text names a site that is not the issuer's."""
    text = _DOT.sub(".", text)
    if "." not in text:
        return False
    own = tuple(f".{trusted.removeprefix('www.')}" for trusted in trusted_hosts)
    return not all(f".{host.lower()}".endswith(own) for host in _ADDRESS.findall(text))


def misleads(text: str, beside: Sequence[str], trusted_hosts: Sequence[str]) -> bool:
    """Whether a text in a picture names a site that is not the issuer's. A piece of the issuer's address is none where
    a text `beside` it has the whole: watermarks are cut off by each other and by the page."""
    if not names_foreign_host(text, trusted_hosts):
        return False
    hosts = [host.lower().strip("-.") for host in _ADDRESS.findall(_DOT.sub(".", text))]
    whole = [trusted for trusted in trusted_hosts if any(trusted.removeprefix("www.") in other for other in beside)]
    return not all(any(host in trusted for trusted in whole) for host in hosts)


def deceives(link: Link, page: Page, trusted_hosts: Sequence[str]) -> bool:
    """Whether a link on a page that is no paper leads elsewhere without showing it, or means to be taken for one of the
    issuer's. One that shows its own address, as in a letter, deceives nobody."""
    if link.trusted is not False:
        return False
    if link.host is None or link.code or ACTIONS & set(link.problems):
        return True
    if imitates(read_address(link.url, trusted_hosts), trusted_hosts):
        return True
    x0, y0, x1, y1 = page.upright(link.box)
    shown = "".join(
        glyph.text
        for line in page.lines
        if y0 <= line.middle <= y1
        for glyph in line.glyphs
        if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1
    )
    return link.host.removeprefix("www.") not in shown.lower()


def _apart(line: Line) -> tuple[str, list[Glyph]]:
    """The text of a line with a space where free space is, and the glyph of each of its characters."""
    text = ""
    glyphs: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph.space or glyph.gap > APART:
            text += " "
            glyphs.append(glyph)
        text += glyph.text
        glyphs += [glyph] * len(glyph.text)
    return text, glyphs


def _printed_hosts(line: Line) -> Iterator[tuple[str, list[Glyph], bool]]:
    """Names of sites in a line with the glyphs of their characters, and whether the line ends there."""
    text, glyphs = _apart(line)
    for match in _ADDRESS.finditer(_DOT.sub(".", text)):
        yield match[0], glyphs[match.start() : match.end()], match.end() == len(text)


def _surely_foreign(host: str, glyphs: Sequence[Glyph], trusted_hosts: Sequence[str]) -> bool:
    """Whether a name read from a picture is none of the issuer's that was read a little wrongly: what is small in print
    loses dots and strokes."""
    if sum(glyph.confidence for glyph in glyphs) / len(glyphs) < SURE:
        return False
    for trusted in trusted_hosts:
        edits = Levenshtein.editops(host, trusted)
        if len(edits) > MOST_MISREAD:
            continue
        if not all(edit.tag == "replace" and glyphs[edit.src_pos].confidence >= SURE for edit in edits):
            return False
    return True


def _is_site(address: Address, trusted_hosts: Sequence[str]) -> bool:
    """Whether an address without a scheme names a site, not a file."""
    host = address.host or ""
    return address.trusted or host.startswith("www.") or imitates(address, trusted_hosts)
