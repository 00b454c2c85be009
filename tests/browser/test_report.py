"""The report as a clerk uses it: found, read, printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from degree_verify.model.outcome import Status
from degree_verify.model.picture import KeptPicture
from degree_verify.model.run import Run
from tests.browser.conftest import Open
from tests.report.opened import packed, rows
from tests.report.runs import (
    HOSTILE,
    Held,
    candidate,
    document,
    heavy_run,
    longest_paper,
    matched,
    outcome,
    result,
    run,
    usual_run,
)

NAME = ".line .name a"


def shows(page: Any, count: int, total: int) -> None:
    """Waits until the list shows so many cases of so many; what a click does comes a moment after it."""
    page.wait_for_function(
        "said => document.getElementById('count')?.textContent === said", arg=f"{count} / {total} 条"
    )


def searched(row: dict[str, Any]) -> str:
    """The text of a case in which a search looks."""
    return "\n".join(
        [row["name"], row["examinee"], row["identity"], row["school"], *row["paths"], *row["numbers"]]
    ).lower()


def at(page: Any, address: str) -> None:
    page.evaluate("address => { location.hash = address }", address)
    page.wait_for_function("address => location.hash === address", arg=address)
    page.wait_for_timeout(150)


def test_it_opens_from_disk_and_leads_from_the_counts_into_the_list(open_report: Open, checked: Path) -> None:
    page = open_report(checked)
    assert page.inner_text("h1") == "前置学历材料核对报告"
    rejected = sum(row["verdict"] == "reject" for row in rows(checked))
    page.click('.counts a[href="#list?verdict=reject"]')
    page.wait_for_selector(NAME)
    shows(page, rejected, len(rows(checked)))
    page.go_back()
    assert page.is_visible("h1")


def test_the_overview_leads_to_what_is_still_open(open_report: Open, checked: Path) -> None:
    page = open_report(checked)
    found = rows(checked)
    assert f"还有 {len(found)} 条没有决定" in page.inner_text("#still-open")
    page.get_by_role("link", name="开始审核").click()
    page.wait_for_selector(".decide")
    assert page.inner_text("#case-name") == title_of(found[0])


def test_a_click_anywhere_on_a_line_opens_its_case(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list")
    page.locator(".line .reason").nth(1).click()
    page.wait_for_selector(".decide")
    assert page.inner_text("#case-name") == title_of(rows(checked)[1])


def test_of_several_papers_the_heaviest_is_shown_first(open_report: Open, checked: Path) -> None:
    page = open_report(checked)
    verdicts = [paper["verdict"] for paper in packed(checked, "papers")]
    for row in (row for row in rows(checked) if len(row["papers"]) > 1):
        at(page, f"#case/{row['key']}")
        page.wait_for_selector(".papers button")
        own = [verdicts[number - 1] for number in row["papers"]]
        heaviest = min(range(len(own)), key=lambda number: ["reject", "review", "accept"].index(own[number]))
        pressed = page.locator(".papers button").evaluate_all("all => all.map((each) => each.ariaPressed)")
        assert pressed == [str(number == heaviest).lower() for number in range(len(own))]


def test_facets_include_exclude_and_stand_in_the_address(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list")
    page.wait_for_selector(NAME)
    found = rows(checked)
    facet = page.locator("#facets section", has=page.get_by_role("heading", name="结论"))
    facet.get_by_role("button", name="不符合要求").first.click()
    shows(page, sum(row["verdict"] == "reject" for row in found), len(found))
    facet.get_by_role("button", name="不符合要求").first.click()
    page.get_by_role("button", name="排除 未发现矛盾").click()
    shows(page, sum(row["verdict"] != "accept" for row in found), len(found))
    assert page.evaluate("location.hash") == "#list?verdict=%21accept"
    again = open_report(checked, "#list?verdict=%21accept&q=019902301154")
    again.wait_for_selector(NAME)
    shows(again, 1, len(found))
    assert again.input_value("#search") == "019902301154"
    again.get_by_role("button", name="清除条件").click()
    shows(again, len(found), len(found))


@pytest.mark.parametrize("column", ["name", "graduation", "examinee"])
def test_search_and_sorting(open_report: Open, checked: Path, column: str) -> None:
    page = open_report(checked, "#list")
    page.wait_for_selector(NAME)
    row = next(row for row in rows(checked) if row["paths"] and row["name"] and row["school"])
    for term in (row["name"], row["examinee"], row["school"], row["paths"][0], row["numbers"][0].lower()):
        page.fill("#search", term)
        fitting = [each for each in rows(checked) if term.lower() in searched(each)]
        shows(page, len(fitting), len(rows(checked)))
        assert row["name"] in page.locator(NAME).all_inner_texts()
    page.fill("#search", "")
    shows(page, len(rows(checked)), len(rows(checked)))
    page.locator(f".heads .{column} button").click()
    page.wait_for_selector(f'.heads .{column}[aria-sort="ascending"]')
    first = page.locator(f".line .{column}").all_inner_texts()
    page.locator(f".heads .{column} button").click()
    page.wait_for_selector(f'.heads .{column}[aria-sort="descending"]')
    assert page.locator(f".line .{column}").all_inner_texts() != first
    if column != "name":
        assert first == sorted(first)


def test_columns_are_chosen_and_remembered(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list")
    page.wait_for_selector(NAME)
    page.click(".columns summary")
    page.check("#show-identity")
    page.uncheck("#show-school")
    again = open_report(checked, "#list", context=page.context)
    again.wait_for_selector(NAME)
    assert "身份证号" in again.inner_text(".heads")
    assert "学校" not in again.inner_text(".heads")


def test_a_case_shows_its_page_with_the_places_of_its_fields(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?finding=name-mismatch")
    page.click(NAME)
    page.wait_for_selector(".sheet img")
    page.wait_for_function("() => document.querySelector('.sheet img').naturalWidth > 500")
    row = page.locator('tr[data-name="field-name"]')
    row.hover()
    lit = page.locator('.box.lit[data-name="field-name"]')
    assert lit.count() == 1
    sheet, box = page.locator(".sheet").bounding_box(), lit.bounding_box()
    # The name stands in the upper part of these papers, beside its label.
    assert sheet["x"] < box["x"] < sheet["x"] + sheet["width"] / 2
    assert sheet["y"] < box["y"] < sheet["y"] + sheet["height"] / 2
    crop = row.locator(".crop img")
    assert crop.evaluate("image => image.naturalWidth") > 500
    page.get_by_role("button", name="规则说明").first.click()
    assert page.get_by_role("dialog").is_visible()
    assert "name-mismatch" in page.get_by_role("dialog").inner_text()


def test_zoom_and_rotation_keep_the_boxes_on_their_places(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?finding=name-mismatch")
    page.click(NAME)
    page.wait_for_selector(".sheet img")
    before = page.locator(".stage").bounding_box()
    page.keyboard.press("+")
    assert page.locator(".stage").bounding_box()["width"] == pytest.approx(before["width"] * 1.25, rel=0.01)
    page.keyboard.press("0")
    page.keyboard.press("r")
    stage, box = (
        page.locator(".stage").bounding_box(),
        page.locator('.box[data-name="field-name"]').first.bounding_box(),
    )
    assert stage["width"] > stage["height"]
    assert box["height"] > box["width"]
    assert stage["x"] <= box["x"] <= stage["x"] + stage["width"]


def test_a_code_is_text_and_only_the_issuers_address_a_link(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?finding=qr-untrusted-host")
    page.click(NAME)
    page.wait_for_selector(".codes")
    assert page.locator(".codes a").count() == 0
    assert page.locator(".codes .foreign").count() >= 1
    at(page, "#list?verdict=accept")
    page.click(NAME)
    page.wait_for_selector(".codes a")
    link = page.locator(".codes a").first
    assert link.get_attribute("href").startswith("https://www.chsi.com.cn/")
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noreferrer noopener", "_blank")


def test_hostile_texts_are_shown_as_text(open_report: Open, hostile: Path) -> None:
    page = open_report(hostile, "#list")
    page.wait_for_selector(NAME)
    assert HOSTILE[0] in page.locator(NAME).all_inner_texts()
    for row in rows(hostile):
        at(page, f"#case/{row['key']}")
        page.wait_for_selector(".case")
        assert page.inner_text("#case-name") == " ".join(row["name"].split())
        assert page.locator(".codes a").count() == 0
    assert page.locator("script:not([type]), iframe, object, [onmouseover]").count() == 1  # the page's own script
    for term in HOSTILE[:6]:
        at(page, "#list")
        page.fill("#search", term)
        page.wait_for_timeout(150)
        assert page.inner_text("#count").endswith(f" / {len(HOSTILE)} 条")


def test_addresses_that_mean_nothing_do_no_harm(open_report: Open, checked: Path) -> None:
    for address in (
        "#case/nobody",
        "#list?sort=__proto__",
        "#list?finding=%3Cb%3E&verdict=constructor",
        "#nothing/at/all",
    ):
        page = open_report(checked, address)
        assert page.locator("main b").count() == 0
        assert page.is_visible("#bar nav")


def test_ten_thousand_rows_are_listed_with_few_elements(open_report: Open, write: Callable[[Run], Path]) -> None:
    page = open_report(write(heavy_run(10_000, Held())), "#list")
    page.wait_for_selector(NAME)
    shows(page, 10_000, 10_000)
    assert page.locator(".line").count() < 60
    page.evaluate("document.querySelector('.grid').scrollTop = 1e9")
    page.wait_for_selector('.line[data-at="9999"]')
    assert page.locator(".line").count() < 120
    page.fill("#search", "9876.pdf")
    page.wait_for_function("() => document.getElementById('count').textContent.startsWith('1 ')")


def on_paper(page: Any) -> pymupdf.Document:
    return pymupdf.open(stream=page.pdf(prefer_css_page_size=True), filetype="pdf")


def test_on_paper_the_whole_list_stands_and_a_case_has_its_sheet(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?verdict=accept")
    page.wait_for_selector(NAME)
    listed = on_paper(page)
    text = "".join(sheet.get_text() for sheet in listed).replace("\n", "")
    assert listed[0].rect.width > listed[0].rect.height
    for row in rows(checked):
        assert (row["examinee"] in text) == (row["verdict"] == "accept") or not row["examinee"]
    page.click(NAME)
    page.wait_for_selector(".sheet img")
    sheet = on_paper(page)
    assert sheet[0].rect.width < sheet[0].rect.height
    printed = "".join(part.get_text() for part in sheet)
    assert "审核人签字" in printed
    assert "逐项核对" in printed
    assert max(picture[2] for picture in sheet[0].get_images()) > 500
    assert "☐ 退回补交" in printed


@pytest.mark.parametrize(("lang", "step"), [("zh", 1), ("en", 3)])
def test_cases_of_the_sample_fit_on_one_sheet(open_report: Open, checked: Path, lang: str, step: int) -> None:
    page = open_report(checked, "#list")
    page.click(f'label[for="speak-{lang}"]')
    lengths = {}
    for row in rows(checked)[::step]:
        at(page, f"#case/{row['key']}")
        page.wait_for_function("name => document.getElementById('case-name')?.textContent === name", arg=title_of(row))
        lengths[row["key"]] = len(on_paper(page))
    assert {key: pages for key, pages in lengths.items() if pages != 1} == {}


def title_of(row: dict[str, Any]) -> str:
    return str(row["name"] or row["examinee"] or row["paths"][0])


def test_the_longest_paper_with_its_picture_and_answer_fits_on_one_sheet(
    open_report: Open, write: Callable[[Run], Path], tmp_path: Path
) -> None:
    (tmp_path / "pages").mkdir()
    Image.new("RGB", (910, 1286), "white").save(tmp_path / "pages" / "p.jpg")
    picture = KeptPicture(1, 595, 842, "pages/p.jpg")
    out = write(replace(run([longest_paper()], [candidate(1)]), pictures=lambda document: (picture,)))
    page = open_report(out, "#list")
    page.click(NAME)
    page.wait_for_selector(".sheet img")
    page.keyboard.press("2")
    page.keyboard.type("王审核")
    page.keyboard.press("Enter")
    page.fill("#reason", "请重新上传有效期内的备案表，并核对姓名和证书编号。\n" * 4)
    sheet = on_paper(page)
    assert len(sheet) == 1
    text = sheet[0].get_text().replace("\n", "")
    assert text.count("建议") >= 8
    assert "☑ 退回补交" in text
    assert "请重新上传有效期内的备案表" in text
    assert "（盖章）" in text
    assert sheet[0].get_image_rects(sheet[0].get_images()[0][0])[0].height > 50 / 25.4 * 72 - 1


def test_without_scripts_there_is_a_plain_list(open_report: Open, checked: Path) -> None:
    page = open_report(checked, ready=False, java_script_enabled=False)
    names = page.locator("table.results th[scope=row]").all_inner_texts()
    assert len(names) == len(rows(checked))
    assert page.locator("section#list .quiet").first.is_visible()
    assert not page.is_visible("#app")


def test_without_scripts_every_part_of_a_long_list_is_reached(open_report: Open, write: Callable[[Run], Path]) -> None:
    page = open_report(write(heavy_run(2300, Held())), ready=False, java_script_enabled=False)
    seen = []
    for part in ("1001–2000", "2001–2300", "1–1000"):
        seen += page.locator("table.results tbody tr").all_inner_texts()
        page.get_by_role("link", name=part).first.click()
        page.wait_for_load_state()
    assert len(seen) == 2300
    page.get_by_role("link", name="1001–2000").first.click()
    page.get_by_role("link", name="概况").click()
    assert page.is_visible("h1")


def test_english_is_a_switch_and_remembered(open_report: Open, checked: Path) -> None:
    page = open_report(checked)
    page.click('label[for="speak-en"]')
    assert page.evaluate("document.documentElement.lang") == "en"
    again = open_report(checked, "#list", context=page.context)
    again.wait_for_selector(NAME)
    assert "Examinee no." in again.inner_text(".heads")


def test_at_twice_the_size_nothing_is_cut_off(open_report: Open, checked: Path) -> None:
    page = open_report(checked, viewport={"width": 640, "height": 400})
    for address in ("#overview", "#list", f"#case/{rows(checked)[0]['key']}"):
        at(page, address)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert page.locator(".choice.to-accept").is_visible()


def test_a_missing_data_file_is_said(open_report: Open, checked: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((checked / "index.html").read_bytes())
    page = open_report(tmp_path, ready=False)
    page.wait_for_selector("#bar .alarm")
    assert "degree-verify report" in page.inner_text("#bar")
    assert page.is_visible("h1")
    page.wait_for_timeout(200)
    open_report.troubles.clear()  # type: ignore[attr-defined]


def test_a_single_file_needs_nothing_beside_it(open_report: Open, write: Callable[..., Path], tmp_path: Path) -> None:
    out = write(usual_run(), single=True)
    assert [path.name for path in out.iterdir()] == ["index.html"]
    page = open_report(out, "#list")
    page.click(NAME)
    page.wait_for_selector(".findings li")
    assert len(packed(out, "papers")) == 8


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", ["overview", "list", "case", "lookup", "help"])
def test_axe_finds_no_serious_fault(browser: Any, checked: Path, lang: str, view: str) -> None:
    from axe_playwright_python import sync_playwright as axe

    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    key = next(row["key"] for row in rows(checked) if row["verdict"] == "review" and row["paths"])
    address = {"list": "#list", "lookup": "#lookup", "case": f"#case/{key}"}.get(view, "#overview")
    page.goto((checked / "index.html").as_uri() + address)
    page.wait_for_selector("body[data-ready]")
    page.click(f'label[for="speak-{lang}"]')
    if view == "help":
        page.keyboard.press("?")
    page.wait_for_timeout(400)
    found = axe.Axe().run(page).response["violations"]
    context.close()
    serious = [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_findings_that_say_the_same_stand_together_and_each_rule_is_explained(
    open_report: Open, write: Callable[..., Path]
) -> None:
    """One unread field keeps several rules from an answer: the clerk reads that once."""
    numbers = [f"certificate-number-{kind}-mismatch" for kind in ("school", "category", "year", "level")]
    told = [
        *(outcome(rule, Status.CANNOT_TELL, "cannot-tell.unread", unread=["certificate_number"]) for rule in numbers),
        outcome("name-mismatch", Status.CANNOT_TELL, "cannot-tell.unread", unread=["name"]),
    ]
    paper = document("1.pdf", {"level": "专科"})
    page = open_report(write(run([result(paper, matched(candidate(1)), told)], [candidate(1)])), "#list")
    page.click(NAME)
    page.wait_for_selector(".findings li")
    assert page.locator(".findings > li").count() == 2
    explained = page.locator(".findings > li").first.locator("button[aria-label]")
    assert explained.count() == len(numbers)
    assert len(set(explained.all_inner_texts())) == len(numbers)
    explained.last.click()
    assert page.locator("dialog[open]").inner_text()
