"""index.html."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from degree_verify.model.picture import KeptPicture
from degree_verify.model.run import Run
from degree_verify.report import html, parts
from degree_verify.rules.registry import all_rules
from tests.report.opened import facts, pack_texts, packed, rows
from tests.report.runs import CODE, HOSTILE, PHONE, Held, candidate, heavy_run, hostile_run, run, usual_run
from tests.report.written import write_report

VOID = {"meta", "input", "br"}
DATA = ("application/json", "text/plain")


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text. Fails on anything that is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def written(of: Run, folder: Path, lang: str = "zh", redact: bool = False) -> str:
    path = folder / "index.html"
    write_report(of, path, lang=lang, redact=redact)
    return path.read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_has_one_of_each_anchor(tmp_path: Path) -> None:
    page = Page(written(usual_run(), tmp_path))
    anchors = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(anchors) == len(set(anchors))
    inner = {str(link["href"])[1:] for link in page.all("a") if str(link["href"]).startswith("#")}
    assert {link for link in inner if not link.startswith("list?")} <= set(anchors)
    assert {f"rule-{name}" for name in all_rules()} <= set(anchors)


def test_the_policy_admits_nothing_but_the_pages_own_style_and_script(tmp_path: Path) -> None:
    text = written(usual_run(), tmp_path)
    page = Page(text)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none';")
    assert "unsafe" not in str(policy)
    assert "http" not in str(policy)
    assert len([script for script in page.all("script") if script.get("type") not in DATA]) == 1
    assert len(page.all("style")) == 1
    for tag in ("style", "script"):
        own = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(own) == 1
        digest = base64.b64encode(hashlib.sha256(own[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)


def test_the_page_asks_nothing_of_a_network(tmp_path: Path) -> None:
    page = Page(written(usual_run(), tmp_path))
    assert not any({"src", "srcset", "background", "action", "poster"} & set(a) for _, a in page.elements)
    assert not page.all("link")
    style = re.search("<style>(.*?)</style>", written(usual_run(), tmp_path), re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_only_the_issuers_exact_address_is_given_as_an_address(tmp_path: Path) -> None:
    page = Page(written(usual_run(), tmp_path))
    assert all(str(link["href"]).startswith("#") for link in page.all("a"))
    found = [code["address"] for paper in packed(tmp_path, "papers") for code in (*paper["codes"], *paper["links"])]
    assert found == [f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}", None, None]


@pytest.mark.parametrize("redact", [False, True])
def test_hostile_text_stays_text(tmp_path: Path, redact: bool) -> None:
    text = written(hostile_run(), tmp_path, redact=redact)
    page = Page(text)
    ordinary = Page(written(usual_run(), tmp_path))
    assert len(page.all("script")) == len(ordinary.all("script"))
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in ordinary.elements}
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.elements for name in attributes)
    assert pack_texts(tmp_path)  # of which each is one call with a base64 text
    text += json.dumps([packed(tmp_path, "rows"), packed(tmp_path, "papers")], ensure_ascii=False)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07\ud800-\udfff]", text)


def test_hostile_text_is_shown_as_it_is_written(tmp_path: Path) -> None:
    shown = "".join(Page(written(hostile_run(), tmp_path)).text)
    for text in HOSTILE[:3]:
        assert text in shown
    assert "a⟨U+202E⟩gnp.exe" in shown
    assert "长" * 301 not in shown


@pytest.mark.parametrize(("lang", "other", "tag"), [("zh", "en", "zh-CN"), ("en", "zh", "en")])
def test_the_page_opens_in_the_language_asked_for_and_holds_both(
    tmp_path: Path, lang: str, other: str, tag: str
) -> None:
    page = Page(written(usual_run(), tmp_path, lang))
    assert page.all("html")[0]["lang"] == tag
    checked = {attributes["id"]: "checked" in attributes for attributes in page.all("input")}
    assert checked == {f"speak-{lang}": True, f"speak-{other}": False}
    shown = "".join(page.text)
    assert "未发现矛盾" in shown
    assert "no contradiction found" in shown


def test_the_page_says_what_it_cannot_prove(tmp_path: Path) -> None:
    text = written(usual_run(), tmp_path)
    assert "离线检查不能证明任何材料真实" in text
    assert "No offline check proves a paper genuine" in text


def everything(of: Run, folder: Path, redact: bool = False) -> str:
    """The page and all that is packed beside it, as one text."""
    page = written(of, folder, redact=redact)
    return page + json.dumps([facts(folder), packed(folder, "rows"), packed(folder, "papers")], ensure_ascii=False)


def test_identity_and_mobile_numbers_are_masked(tmp_path: Path) -> None:
    text = everything(usual_run(), tmp_path)
    for number in range(6):
        identity = str(candidate(number).id_number)
        assert identity not in text
        assert f"{identity[:6]}**********{identity[-2:]}" in text
    assert PHONE not in text
    assert CODE in text


def test_a_redacted_page_holds_no_name_number_path_or_key(tmp_path: Path) -> None:
    text = everything(usual_run(), tmp_path, redact=True)
    people = [candidate(number) for number in range(6)]
    secrets = [secret for somebody in people for secret in (somebody.name, somebody.id, somebody.id_number)]
    for secret in (*secrets, "测试样<", "无名氏", "坏文件", "说明.docx", "合肥", "宣城", CODE, PHONE, "roster.xlsx"):
        assert str(secret) not in text
    assert [row["key"] for row in rows(tmp_path)] == [f"r-{number}" for number in (6, 3, 4, 5, 7, 8, 1, 2)]


def names_in(page: str) -> list[str]:
    """The names of a plain list, in its order."""
    return re.findall(r'<th scope="row">([^<]*)<', page)


def test_the_plain_list_names_everybody_and_leads_to_the_rules(tmp_path: Path) -> None:
    plain = re.search("<noscript>(.*?)</noscript>", written(usual_run(), tmp_path), re.DOTALL)
    assert plain
    assert {str(candidate(number).name) for number in range(6)} <= set(names_in(plain[1]))
    assert 'href="#rule-qr-untrusted-host"' in plain[1]


def test_a_long_plain_list_goes_on_in_further_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = names_in(written(usual_run(), tmp_path))
    monkeypatch.setattr(parts, "CASES_IN_PART", 3)
    monkeypatch.setattr(html, "CASES_IN_PART", 3)
    first = written(usual_run(), tmp_path)
    others = [tmp_path / "report" / f"list-0000{number}.html" for number in (2, 3)]
    texts = [path.read_text(encoding="utf-8") for path in others]
    assert [name for text in (first, *texts) for name in names_in(text)] == whole
    assert [len(names_in(text)) for text in (first, *texts)] == [3, 3, 2]
    for path, text in zip(others, texts, strict=True):
        page = Page(text)
        assert page.all("script") == []
        places = {str(link["href"]) for link in page.all("a")}
        for place in places:
            target, _, anchor = place.partition("#")
            assert (path.parent / target).is_file()
            assert not anchor or f'id="{anchor}"' in first
        assert {"../index.html", *(other.name for other in others if other != path)} <= places
        assert (path.stat().st_mode & 0o077) == 0
    single = tmp_path / "single"
    single.mkdir()
    write_report(usual_run(), single / "index.html", single=True)
    assert names_in((single / "index.html").read_text(encoding="utf-8")) == whole
    assert [path.name for path in single.iterdir()] == ["index.html"]


def test_rows_come_flagged_first_and_lead_to_their_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "PAPERS_IN_PACK", 3)
    monkeypatch.setattr(html, "ROWS_IN_PACK", 3)
    written(usual_run(), tmp_path)
    found, papers = rows(tmp_path), packed(tmp_path, "papers")
    assert [row["verdict"] for row in found] == ["reject", *["review"] * 5, "accept", "accept"]
    assert [len(facts(tmp_path)["packs"][kind]) for kind in ("rows", "papers")] == [3, 3]
    for row in found:
        assert {papers[number - 1]["path"] for number in row["papers"]} == set(row["paths"] or [""])
    assert found[0]["findings"] == [
        list(all_rules()).index(name) for name in ("qr-untrusted-host", "graduation-after-cutoff")
    ]


def test_a_page_in_one_file_holds_its_packs_and_pictures(tmp_path: Path) -> None:
    kept = KeptPicture(1, 595, 842, "pages/00/a-1.jpg")
    (tmp_path / "pages" / "00").mkdir(parents=True)
    (tmp_path / kept.name).write_bytes(b"a picture")
    of = replace(usual_run(), pictures=lambda document: (kept,) if document.path == "宣城/4.pdf" else ())
    write_report(of, tmp_path / "index.html", single=True)
    assert not (tmp_path / "report").exists()
    assert len(rows(tmp_path)) == 8
    assert [paper["pictures"] for paper in packed(tmp_path, "papers") if paper["pictures"]] == [
        [{"page": 1, "width": 595, "height": 842, "src": kept.name}]
    ]
    assert pack_texts(tmp_path)[kept.name] == "YSBwaWN0dXJl"


def test_a_redacted_report_has_no_pictures(tmp_path: Path) -> None:
    of = replace(usual_run(), pictures=lambda document: (KeptPicture(1, 595, 842, "pages/00/a-1.jpg"),))
    write_report(of, tmp_path / "index.html", redact=True)
    assert not any(paper["pictures"] for paper in packed(tmp_path, "papers"))


def test_equal_runs_give_equal_pages(tmp_path: Path) -> None:
    assert written(usual_run(), tmp_path) == written(usual_run(), tmp_path)


def test_an_empty_run_has_a_page(tmp_path: Path) -> None:
    assert "没有发现问题。" in written(run([], roster_source=None), tmp_path)


def test_results_are_streamed(tmp_path: Path) -> None:
    held = Held()
    written(heavy_run(2000, held), tmp_path)
    assert len(rows(tmp_path)) == 2000
    assert held.most <= 3
