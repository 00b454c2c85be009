"""Addresses: only the exact hosts of the policy are trusted, whatever is done to look like them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degree_verify.decode.hosts import read_address

TRUSTED = ("www.chsi.com.cn", "chsi.com.cn")
PLAIN = re.compile(r"(?i)(?:https?:)?//(?:www\.)?chsi\.com\.cn(?::\d*)?(?:[/?#][^\s\\]*)?")
"""What a trusted address looks like when it is written without any trick."""

CODE = "A123456789BCDEFG"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}",
        f"http://chsi.com.cn/xlcx/bg.do?vcode={CODE}&srcid=bgcx&trnd=12",
        f"HTTPS://WWW.CHSI.COM.CN/xlcx/bg.do?VCODE={CODE}",
        f"https://www.chsi.com.cn:443/report/xueli/download.do?rid=1&vcode={CODE}&ln=cn",
    ],
)
def test_report_page_of_a_trusted_host_is_trusted_and_gives_its_code(url: str) -> None:
    address = read_address(url, TRUSTED)

    assert address.trusted
    assert address.reports
    assert address.code == CODE
    assert address.problems == ()


@pytest.mark.parametrize(
    "path", ["/xlcx/bgcx.jsp", "/xlcx/rhsq.jsp", "/", "", f"/xlcx/bg.do#vcode={CODE}", "/xlcx/bg.do"]
)
def test_help_page_of_a_trusted_host_is_trusted_but_reports_nothing(path: str) -> None:
    address = read_address(f"https://www.chsi.com.cn{path}", TRUSTED)

    assert address.trusted
    assert not address.reports
    assert address.code is None


@pytest.mark.parametrize(
    "url",
    {
        "other site": "https://evil.example/",
        "subdomain": "https://my.chsi.com.cn/",
        "suffix": "https://www.chsi.com.cn.evil.example/",
        "prefix": "https://evilchsi.com.cn/",
        "user name": "https://www.chsi.com.cn@evil.example/",
        "user name and password": "https://www.chsi.com.cn:443@evil.example/",
        "user name before the true host": "https://evil.example@www.chsi.com.cn/",
        "port": "https://www.chsi.com.cn:8443/",
        "port of the other scheme": "http://www.chsi.com.cn:443/",
        "letter more": "https://www.chsii.com.cn/",
        "letters swapped": "https://www.chis.com.cn/",
        "top level": "https://www.chsi.com/",
        "hyphen": "https://www-chsi.com.cn/",
        "Cyrillic с": "https://www.\u0441hsi.com.cn/",
        "dotless i": "https://www.chs\u0131.com.cn/",
        "punycode": "https://www.xn--hsi-5cd.com.cn/",
        "full-width letters": "https://www.ｃｈｓｉ.com.cn/",
        "full-width dots": "https://www．chsi．com．cn/",
        "ideographic dots": "https://www。chsi。com。cn/",
        "circled letter": "https://ⓦww.chsi.com.cn/",
        "soft hyphen": "https://www.ch\u00adsi.com.cn/",
        "zero width": "https://www.chsi.com.cn\u200b/",
        "right to left": "https://www.chsi.com.cn\u202e/",
        "backslash": "https://evil.example\\@www.chsi.com.cn/",
        "backslashes for slashes": "https:\\\\www.chsi.com.cn/",
        "tab in the host": "https://www.chsi.com.cn\t.evil.example/",
        "newline in the host": "https://www.chsi.com.cn\n/",
        "tab in the scheme": "ht\ttps://www.chsi.com.cn/",
        "space": "https://www.chsi.com.cn /",
        "second address": "https://www.chsi.com.cn/ https://evil.example/",
        "NUL": "https://www.chsi.com.cn\x00/",
        "encoded slash": "https://www.chsi.com.cn%2f.evil.example/",
        "encoded at": "https://www.chsi.com.cn%40evil.example/",
        "encoded NUL": "https://www.chsi.com.cn%00.evil.example/",
        "semicolon": "https://www.chsi.com.cn;evil.example/",
        "one slash": "https:/www.chsi.com.cn/",
        "three slashes": "https:///www.chsi.com.cn/",
        "other scheme": "javascript://www.chsi.com.cn/%0aalert(1)",
        "ftp": "ftp://www.chsi.com.cn/",
        "leading dot": "https://.www.chsi.com.cn/",
        "double dot": "https://www..chsi.com.cn/",
        "trailing dot": "https://www.chsi.com.cn./",
        "trailing dots": "https://www.chsi.com.cn../",
        "encoded letter": "https://%77ww.chsi.com.cn/",
        "encoded dot": "https://www.chsi%2ecom.cn/",
        "address": "https://127.0.0.1/",
        "address in brackets": "https://[::1]/",
        "broken brackets": "https://[www.chsi.com.cn/",
        "two codes": f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}&vcode=A999956789BCDEFG",
        "empty": "",
    }.items(),
    ids=lambda item: item[0],
)
def test_address_that_is_not_exactly_a_trusted_one_is_not_trusted(url: tuple[str, str]) -> None:
    assert not read_address(url[1], TRUSTED).trusted


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://www.chsii.com.cn/", "look-alike"),
        ("https://www.chsi.com.cn.evil.example/", "look-alike"),
        ("https://www.xn--hsi-5cd.com.cn/", "punycode"),
        ("https://www.\u0441hsi.com.cn/", "look-alike"),
        ("https://www.\u0441hsi.com.cn/", "non-ascii"),
        ("https://a@www.chsi.com.cn/", "user-info"),
        ("https://www.chsi.com.cn:8443/", "port"),
        ("ftp://www.chsi.com.cn/", "scheme"),
        ("https:\\\\www.chsi.com.cn/", "backslash"),
        ("https://www.chsi.com.cn\n/", "control-characters"),
        ("https://www.chsi.com.cn/?vcode=A1&vcode=A2", "repeated-code"),
        ("https://exa mple/", "host"),
    ],
)
def test_address_that_is_not_trusted_says_why(url: str, problem: str) -> None:
    assert problem in read_address(url, TRUSTED).problems


def test_address_of_a_quite_different_site_is_no_look_alike() -> None:
    assert read_address("https://example.org/", TRUSTED).problems == ()


PARTS = st.sampled_from(
    [
        *("https://", "http://", "HTTPS://", "//", "https:/", "https:\\\\", "ftp://", "www.", "chsi.com.cn"),
        *("www.chsi.com.cn", "evil.example", ".", "..", "。", "．", "@", ":", ":443", ":80", "/", "\\", "?", "#"),
        *("%2e", "%40", "%2f", " ", "\t", "\n", "\x00", "\u200b", "\u00ad", "\u0441", "ｃ", "xn--", "-", ";"),
        *(",", "[", "]", "vcode=A1", "/xlcx/bg.do"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PARTS, max_size=8).map("".join) | st.text(max_size=40))
def test_read_address_of_any_text_never_raises_and_trusts_only_what_is_written_plainly(url: str) -> None:
    address = read_address(url, TRUSTED)

    if address.trusted:
        assert PLAIN.fullmatch(url.strip()), url
        assert address.host in TRUSTED


@given(st.text(max_size=40))
def test_read_address_without_trusted_hosts_trusts_nothing(url: str) -> None:
    assert not read_address(url, ()).trusted
