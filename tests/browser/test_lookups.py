"""The look-up list in the report: noted in the browser, exported, recorded, judged again."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

from degree_verify.model.worklist import COLUMNS
from degree_verify.normalise.labelled import FIELD_LABELS
from degree_verify.normalise.text import squeeze
from degree_verify.report.lookups import COMPARED
from degree_verify.resources import demo
from degree_verify.rules.registry import messages
from tests.browser.conftest import Open
from tests.test_demo import CONDITIONS, run

ITEM = ".lookup"


def _results(out: Path) -> dict[str, dict[str, Any]]:
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return {r["fields"]["verification_code"]["value"]: r for r in found if r["fields"].get("verification_code")}


def _codes(page: Any) -> list[str]:
    return [text.replace(" ", "") for text in page.locator(f"{ITEM} .code").all_inner_texts()]


def test_what_the_issuer_showed_is_noted_exported_and_recorded(
    open_report: Open, checked: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(checked, tmp_path / "out"))
    page = open_report(out, "#lookup")
    page.wait_for_selector(ITEM)
    codes = _codes(page)
    assert len(codes) == len(list(csv.DictReader(io.StringIO((out / "lookup.csv").read_text("utf-8-sig")))))
    assert not page.locator("fieldset:visible").count()
    first, second = page.locator(ITEM).nth(0), page.locator(ITEM).nth(1)
    first.get_by_label("官网显示").select_option("无效")
    second.get_by_label("官网显示").select_option("不符")
    second.get_by_label("学校名称").check()
    second.get_by_label("备注").fill('=cmd|"x"')
    page.reload()  # notes outlive the page
    page.wait_for_selector(ITEM)
    assert page.locator(f"{ITEM}.noted").count() == 2
    assert second.get_by_label("学校名称").is_checked()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出 lookup.csv").click()
    filled = tmp_path / "lookup-filled.csv"
    waiting.value.save_as(filled)
    rows = list(csv.DictReader(io.StringIO(filled.read_text("utf-8-sig"))))
    assert [row[COLUMNS["result"]] for row in rows] == ["无效", "不符"]
    assert rows[1][COLUMNS["differing"]] == "学校名称"
    assert rows[1][COLUMNS["note"]].startswith("'=")
    run("lookup", "record", out, filled)
    after = _results(out)
    assert "online-not-found" in {finding["name"] for finding in after[codes[0]]["findings"]}
    assert "online-mismatch" in {finding["name"] for finding in after[codes[1]]["findings"]}
    assert after[codes[0]]["verdict"] == after[codes[1]]["verdict"] == "reject"


def test_list_is_worked_by_keyboard_and_filtered(open_report: Open, checked: Path, tmp_path: Path) -> None:
    page = open_report(checked, "#lookup")
    page.wait_for_selector(ITEM)
    waiting = page.locator(ITEM).count()
    choice = page.locator(ITEM).first.get_by_label("官网显示")
    choice.focus()
    page.keyboard.press("ArrowDown")
    assert choice.input_value() == "confirmed"
    assert page.locator(ITEM).first.get_by_label("查询日期").input_value() != ""
    page.get_by_label("显示", exact=True).select_option("waiting")
    assert page.locator(ITEM).count() == waiting - 1
    page.get_by_label("显示", exact=True).select_option("needed")
    assert page.locator(f"{ITEM}.needed").count() == page.locator(ITEM).count() > 0


def test_only_the_issuer_opens_and_learns_nothing_of_the_page(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#lookup")
    page.wait_for_selector(ITEM)
    links = page.locator(f"{ITEM} a").evaluate_all("all => all.map(a => [a.href, a.target, a.rel])")
    for (address, target, relation), code in zip(links, _codes(page), strict=True):
        assert address == f"https://www.chsi.com.cn/xlcx/bg.do?vcode={code}"
        assert target == "_blank"
        assert set(relation.split()) == {"noreferrer", "noopener"}


def test_redacted_report_has_no_list(open_report: Open, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("check", demo() / "inbox", *CONDITIONS, "--out", out, "--redact")
    page = open_report(out, "#lookup")
    page.wait_for_selector(".lookups")
    assert page.locator(ITEM).count() == 0
    assert page.get_by_role("link", name="核验清单").count() == 0
    assert not list((out / "report").glob("lookups-*"))


def test_every_field_that_may_differ_is_understood_when_it_comes_back() -> None:
    labels = messages("zh")["fields"]
    assert {name: FIELD_LABELS.get(squeeze(labels[name])) for name in COMPARED} == {name: name for name in COMPARED}
