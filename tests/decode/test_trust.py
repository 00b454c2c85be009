"""Codes and links that were stored, as another policy trusts their hosts."""

from __future__ import annotations

import pymupdf
import pytest

from degree_verify.decode.links import links_of, read_links, read_printed_addresses, trusted_anew
from degree_verify.decode.trust import with_trust
from degree_verify.model.document import CodeKind, Document, Link
from degree_verify.model.policy import Policy
from degree_verify.pipeline import read_file
from degree_verify.read.text_layer import read_page
from degree_verify.resources import demo
from tests.read.drawing import ADDRESS, TOOLS, record, write

HOSTS = Policy("test", "", "").trusted_hosts
FOREIGN = "verify.example.com"
URIS = (
    *(ADDRESS, "https://www.chsi.com.cn.evil.example/", f"https://{FOREIGN}/a?vcode=A123456789BCDEFG", FOREIGN),
    *("mailto:office@example.com", "setup.exe", "/xlcx/bg.do?vcode=A123456789BCDEFG", "www.chsi.com.cn"),
)


def test_paper_that_is_weighed_as_it_was_read_stays_as_it_is() -> None:
    documents = [
        document for path in sorted((demo() / "inbox").rglob("*.pdf")) for document in _read(path.read_bytes())
    ]

    assert sum(bool(document.codes) for document in documents) > 20
    assert [with_trust(document, HOSTS) for document in documents] == documents


def _read(data: bytes) -> tuple[Document, ...]:
    return read_file(data, "test.pdf", TOOLS)


@pytest.mark.parametrize("hosts", [HOSTS, (FOREIGN,), (*HOSTS, FOREIGN)], ids=["own", "other", "more"])
@pytest.mark.parametrize("before", [HOSTS, (FOREIGN,), (*HOSTS, FOREIGN)], ids=["own", "other", "more"])
def test_link_is_as_if_it_had_been_read_with_these_hosts(before: tuple[str, ...], hosts: tuple[str, ...]) -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    for number, uri in enumerate(URIS):
        place = pymupdf.Rect(100, 100 + 30 * number, 200, 120 + 30 * number)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": place, "uri": uri})
    handle = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    read = read_page(handle, 1)
    actions = [("uri", ADDRESS, None), ("launch", "test.exe", None), ("javascript", f"go('https://{FOREIGN}')", None)]

    def links(trusted: tuple[str, ...]) -> list[Link]:
        return [*read_links(handle, read, trusted), *links_of(actions, 1, trusted)]

    assert [trusted_anew(link, hosts) for link in links(before)] == links(hosts)


def test_printed_address_stays_one() -> None:
    document = pymupdf.open()
    write(document.new_page(width=595, height=842), 70, 60, "查验网址：www.chsii.com.cn，查验网址：xyz.example.com")
    (link, *more) = read_printed_addresses(read_page(document, 1), HOSTS)

    assert [trusted_anew(found, HOSTS) for found in (link, *more)] == [link, *more]
    assert trusted_anew(link, (*HOSTS, "www.chsii.com.cn")) is None


@pytest.mark.parametrize("hosts", [HOSTS, (FOREIGN,), (*HOSTS, FOREIGN)], ids=["own", "other", "more"])
@pytest.mark.parametrize(
    "text", [f"https://{FOREIGN}/xlcx/bg.do?vcode=A123456789BCDEFG", f"https://{FOREIGN}/xlcx/bg.do"]
)
def test_printed_report_of_a_foreign_host_is_as_if_it_had_been_read_with_these(
    text: str, hosts: tuple[str, ...]
) -> None:
    document = pymupdf.open()
    write(document.new_page(width=595, height=842), 70, 60, text)
    page = read_page(document, 1)
    (link,) = read_printed_addresses(page, HOSTS)

    anew = trusted_anew(link, hosts)
    assert ([anew] if anew else []) == read_printed_addresses(page, hosts)


def test_code_of_a_host_that_is_trusted_no_more_is_foreign() -> None:
    (paper,) = _read(record())
    wider = with_trust(paper, (FOREIGN,))

    assert [code.trusted for code in paper.codes] == [True]
    assert [(code.trusted, code.kind) for code in wider.codes] == [(False, CodeKind.URL)]
    assert with_trust(wider, HOSTS) == paper
