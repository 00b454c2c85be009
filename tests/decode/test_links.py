"""Link annotations: what they lead to, never opened."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from degree_verify.decode.links import read_links, read_printed_addresses, trusted_anew
from degree_verify.model.document import COVERED, Link
from degree_verify.read.text_layer import read_page
from tests.read.drawing import ADDRESS, CODE, as_pictured, read, record, write

PLACE = pymupdf.Rect(100, 100, 200, 120)


def _links(*entries: dict[str, Any], rotate: int = 0) -> list[Link]:
    document = pymupdf.open()
    for _ in range(2):
        document.new_page(width=595, height=842)
    page = document[0]
    write(page, 70, 60, "测试样本 TEST SPECIMEN")
    for entry in entries:
        page.insert_link({"from": PLACE} | entry)
    page.set_rotation(rotate)
    handle = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    return read_links(handle, read_page(handle, 1), ("www.chsi.com.cn",))


def test_link_to_the_report_gives_its_code_and_place() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": ADDRESS})

    assert (link.host, link.trusted, link.code, link.reports) == ("www.chsi.com.cn", True, CODE, True)
    assert link.problems == ()
    assert tuple(link.box) == tuple(PLACE)


def test_link_elsewhere_is_not_trusted() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": "https://www.chsi.com.cn.evil.example/"})

    assert link.trusted is False
    assert "look-alike" in link.problems


def test_link_to_a_mail_address_is_neither_trusted_nor_foreign() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": "mailto:office@example.com"})

    assert link.trusted is None
    assert link.problems == ()


@pytest.mark.parametrize(
    "uri",
    ["file:///c:/windows/setup.exe", "file://files.example/share/a", "setup.exe"],
)
def test_link_to_a_file_opens_something(uri: str) -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": uri})

    assert (link.trusted, link.problems) == (False, ("launch",))


def test_page_given_without_its_site_is_held_to_its_code() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": f"bg.do?vcode={CODE}"})

    assert (link.trusted, link.code) == (None, CODE)


def test_link_within_the_file_is_left_out() -> None:
    assert _links({"kind": pymupdf.LINK_GOTO, "page": 1, "to": pymupdf.Point(0, 0)}) == []


def test_link_on_a_turned_page_stands_where_it_is_displayed() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": ADDRESS}, rotate=90)

    assert tuple(round(v) for v in link.box) == (842 - 120, 100, 842 - 100, 200)


def test_page_with_thousands_of_links_gives_the_first_hundreds() -> None:
    links = _links(*({"kind": pymupdf.LINK_URI, "uri": f"https://example.com/{n}"} for n in range(210)))

    assert len(links) == 200


def test_bad_link_behind_hundreds_of_good_ones_is_found() -> None:
    good = ({"kind": pymupdf.LINK_URI, "uri": f"{ADDRESS}&trnd={n}"} for n in range(210))
    links = _links(*good, {"kind": pymupdf.LINK_URI, "uri": "https://example.com/"})

    assert [link.host for link in links if not link.trusted] == ["example.com"]


def test_link_to_a_site_without_its_scheme_is_no_file() -> None:
    (link,) = _links({"kind": pymupdf.LINK_URI, "uri": "www.chsi.com.cn.evil.example/xlcx/bg.do"})

    assert link.trusted is False
    assert link.host == "www.chsi.com.cn.evil.example"


def _printed(*texts: str, confidence: float | None = None) -> list[Link]:
    """The addresses found on a page of these lines; as in a picture where they were read with a `confidence`."""
    page = pymupdf.open().new_page(width=595, height=842)
    for number, text in enumerate(texts):
        write(page, 70, 60 + 20 * number, text)
    handle = pymupdf.open(stream=page.parent.tobytes(), filetype="pdf")
    seen = read_page(handle, 1)
    if confidence is not None:
        seen = as_pictured(page.parent.tobytes(), dict.fromkeys("".join(texts), confidence))
    return read_printed_addresses(seen, ("www.chsi.com.cn",))


@pytest.mark.parametrize(
    "text",
    [
        "www.chsi.com.cn.verify-x.top",
        "查验网址：https://www.chsi.com.cn.verify-x.top/xlcx/bgcx.jsp",
        "http://www.chs1.com.cn/xlcx",
        "chsi.com",
        "mychsi.com.cn",
        "www.chsi-report.cn",
        "①验证报告在线查验网址：https://report.example.cn/xlcx/bgcx.jsp",
        "①验证报告在线查验网址：report-x点cn，验证电话 0551-1234567",
        "chsi-x。cn",
        "https://www.xueli-cx.cn/bg.do?vcode=A123456789BCDEFG  1/1",
        "http://47.98.12.33/xlcx/bg.do",
    ],
)
def test_printed_address_in_place_of_the_issuers_is_found(text: str) -> None:
    (link,) = _printed(text)

    assert link.trusted is False


@pytest.mark.parametrize(
    ("host", "confidence", "told"),
    [
        ("www.chsi-cx.com", 0.95, True),
        ("www.chsi-cx.com", 0.8, False),
        ("www.chsi.com.cn.cx-xl.cn", 0.95, True),
        ("www.chsl.com.cn", 0.95, True),
        ("www.chsl.com.cn", 0.89, False),
        ("www.chsicom.cn", 0.99, False),  # a dot is soon lost
        ("www.chsi.com.cn", 0.5, False),
        ("www.chsi.com.", 0.99, False),
    ],
)
def test_address_to_ask_in_a_picture_counts_when_it_is_surely_another(host: str, confidence: float, told: bool) -> None:
    assert bool(_printed(f"①验证报告在线查验网址：https://{host}", confidence=confidence)) is told
    assert _printed(f"样本 {host}", confidence=confidence) == []


def test_code_of_an_address_in_a_picture_is_not_read() -> None:
    assert _printed("https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG", confidence=0.99) == []


@pytest.mark.parametrize("of_paper", [True, False])
def test_site_that_a_letter_names_to_ask_means_nothing_and_that_of_a_paper_does(of_paper: bool) -> None:
    document = pymupdf.open()
    write(document.new_page(width=595, height=842), 70, 60, "查询网址：http://www.ahzsks.cn/")
    page = read_page(document, 1)

    assert bool(read_printed_addresses(page, ("www.chsi.com.cn",), of_paper=of_paper)) is of_paper


def test_code_of_a_printed_address_is_read() -> None:
    (link,) = _printed("https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG  1/1")

    assert (link.trusted, link.code) == (True, "A123456789BCDEFG")


@pytest.mark.parametrize(
    "text",
    [
        "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp",
        "网址https://www.chsi.com.",
        "kefu@chsi.com.cn",
        "https://my.chsi.com.cn/archive",
        "www.chsi.com.cn A123456789BCDEFG",
        "http://www.ahzsks.cn",
        "3.5 years, file.pdf",
        "file:///C:/Users/me/record.html 1/1",
        "A点cn以前",
        "请登录www.chsi.com.cn查询",
        "2.备案表内容如有修改，请以最新在线验证的内容为准。",
        "5.网络教育学生",
        "Web.开发技术",
    ],
)
def test_other_printed_addresses_mean_nothing(text: str) -> None:
    assert _printed(text) == []


@pytest.mark.parametrize("text", ["如无法验证请登录 www.xuexin-cx.com 查询", "打开www.xuexin-cx.com核验真伪"])
def test_site_that_a_paper_sends_its_reader_to_is_found(text: str) -> None:
    (link,) = read(record(change=lambda page: write(page, 300, 760, text, 9))).links

    assert (link.trusted, link.host) == (False, "www.xuexin-cx.com")


def test_address_that_was_covered_and_written_anew_is_trusted_nowhere() -> None:
    def anew(page: Any) -> None:
        write(page, 60, 800, "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp", 9)
        page.draw_rect((55, 788, 560, 804), color=(1, 1, 1), fill=(1, 1, 1))
        write(page, 60, 800, "①验证报告在线查验网址：https://www.chsi-cx.cn/xlcx/bgcx.jsp", 9)

    links = read(record(change=anew)).links

    assert [(link.trusted, link.problems) for link in links] == [(False, (COVERED,))]
    assert [trusted_anew(link, ("www.chsi.com.cn",)) for link in links] == list(links)
