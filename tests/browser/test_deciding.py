"""Deciding by keyboard, and what becomes of the decisions."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

from tests.browser.conftest import Open
from tests.report.opened import rows
from tests.test_demo import run

NAME = ".line .name a"


def sign_in(page: Any, name: str) -> None:
    page.get_by_role("button", name="审核人").click()
    page.fill("#reviewer", name)
    page.keyboard.press("Enter")


def pressed(page: Any) -> list[str]:
    """The decision that is marked as made."""
    chosen = page.locator('.choice[aria-pressed="true"]').all_inner_texts()
    return [re.sub(r"[\s\d]", "", text) for text in chosen]


def export(page: Any, kind: str, path: Path) -> Path:
    page.get_by_role("button", name="导出决定").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"导出 decisions.{kind}").click()
    waiting.value.save_as(path)
    page.keyboard.press("Escape")
    return path


def decide_all(page: Any, keys: str) -> None:
    """Opens the first case of the list and decides one after the other."""
    page.wait_for_selector(NAME)
    page.locator(NAME).first.click()
    page.wait_for_selector(".decide")
    for key in keys:
        name = page.inner_text("#case-name")
        page.keyboard.press(key)
        if key != "1":
            page.wait_for_selector("#save")
            page.keyboard.press("Control+Enter")
        page.wait_for_function("name => document.getElementById('case-name')?.textContent !== name", arg=name)


def test_a_round_by_keyboard(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?verdict=review")
    page.wait_for_selector(NAME)
    found = [row for row in rows(checked) if row["verdict"] == "review"]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(".decide")
    assert page.inner_text("#case-name") == found[0]["name"]
    page.keyboard.press("2")
    page.keyboard.type("王审核")
    page.keyboard.press("Enter")
    page.wait_for_selector("#save")
    assert pressed(page) == ["退回补交"]
    assert page.input_value("#reason") != ""
    page.click("#reason")
    page.keyboard.type("jkn1/?")  # keys are letters while somebody types
    assert "jkn1/?" in page.input_value("#reason")
    assert page.inner_text("#case-name") == found[0]["name"]
    page.keyboard.press("Control+Enter")
    page.wait_for_function("name => document.getElementById('case-name').textContent === name", arg=found[1]["name"])
    page.keyboard.press("1")
    page.wait_for_function("name => document.getElementById('case-name').textContent === name", arg=found[2]["name"])
    page.keyboard.press("k")
    page.wait_for_function("name => document.getElementById('case-name').textContent === name", arg=found[1]["name"])
    assert pressed(page) == ["通过"]
    page.keyboard.press("n")
    page.wait_for_function("name => document.getElementById('case-name').textContent === name", arg=found[2]["name"])
    assert "已决定 2" in page.inner_text("#bar")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.id === 'search'")


def test_a_ready_answer_is_copied_for_the_candidate(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list?verdict=review")
    page.wait_for_selector(NAME)
    page.locator(NAME).first.click()
    page.wait_for_selector(".decide")
    page.keyboard.press("2")
    page.keyboard.type("王审核")
    page.keyboard.press("Enter")
    page.wait_for_selector("#save")
    before = page.input_value("#reason")
    page.select_option("#replies", "0")
    answer = page.input_value("#reason")
    assert answer.startswith(before) and len(answer) > len(before)
    page.get_by_role("button", name="复制").click()
    page.wait_for_function("() => document.querySelector('.answer [role=status]').textContent !== ''")
    page.click("#note")
    page.keyboard.press("Control+V")
    assert page.input_value("#note") == answer.replace("\n", " ")[:500]


def test_decisions_outlast_the_window_and_can_be_filtered_and_taken_back(open_report: Open, checked: Path) -> None:
    page = open_report(checked, "#list")
    sign_in(page, "王审核")
    decide_all(page, "143")
    again = open_report(checked, "#list?decision=accept", context=page.context)
    again.wait_for_selector(NAME)
    assert again.inner_text("#count").startswith("1 ")
    again.click(NAME)
    again.wait_for_selector(".decide")
    again.get_by_role("button", name="撤销决定").click()
    assert again.locator('.choice[aria-pressed="true"]').count() == 0
    assert "已决定 2" in again.inner_text("#bar")


def test_two_reviewers_export_are_merged_and_see_their_disagreement(
    open_report: Open, checked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(checked, out)
    first = open_report(out, "#list")
    sign_in(first, "王审核")
    decide_all(first, "123")
    one = export(first, "json", tmp_path / "1.json")
    second = open_report(out, "#list")
    sign_in(second, "李复核")
    decide_all(second, "113")
    other = export(second, "csv", tmp_path / "2.csv")
    done = run("decisions", "merge", out, one, other)
    assert done.returncode == 1
    final = list(csv.DictReader(io.StringIO((out / "decisions.csv").read_text(encoding="utf-8-sig"))))
    assert [line["decision"] for line in final[:4]] == ["accept", "conflict", "reject", "open"]

    # The second reviewer loads what was merged, and is shown the case on which they disagree.
    second.get_by_role("button", name="导出决定").click()
    second.set_input_files("#import", out / "decisions.json")
    second.wait_for_selector("text=已载入 6 条")
    second.keyboard.press("Escape")
    found = rows(out)
    second.evaluate("key => { location.hash = `#case/${key}` }", found[1]["key"])
    second.wait_for_selector(".others .differs")
    assert "王审核" in second.inner_text(".others")
    second.evaluate("location.hash = '#list?decision=conflict'")
    second.wait_for_selector(NAME)
    assert second.inner_text("#count").startswith("1 ")


def test_a_second_review_is_blind(open_report: Open, checked: Path, tmp_path: Path) -> None:
    first = open_report(checked, "#list")
    sign_in(first, "王审核")
    decide_all(first, "3")
    made = export(first, "json", tmp_path / "1.json")
    key = json.loads(made.read_text(encoding="utf-8"))["decisions"][0]["key"]
    second = open_report(checked, "#list")
    sign_in(second, "李复核")
    second.get_by_role("button", name="导出决定").click()
    second.set_input_files("#import", made)
    second.wait_for_selector("text=已载入 1 条")
    second.keyboard.press("Escape")
    second.evaluate("key => { location.hash = `#case/${key}` }", key)
    second.wait_for_selector(".decide")
    assert "王审核" not in second.inner_text(".case")
    assert "您决定之后才显示" in second.inner_text(".decide")
    second.keyboard.press("2")
    second.wait_for_selector(".others .differs")


def test_a_file_of_something_else_is_not_loaded(open_report: Open, checked: Path, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"decisions": [{"key": "c-1"}]}', encoding="utf-8")
    page = open_report(checked)
    page.get_by_role("button", name="导出决定").click()
    page.set_input_files("#import", tmp_path / "other.json")
    page.wait_for_selector("text=没有载入")


def test_a_decision_on_other_papers_must_be_made_again(open_report: Open, checked: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(checked, out)
    page = open_report(out, "#list?verdict=accept")
    sign_in(page, "王审核")
    decide_all(page, "1")
    run("rejudge", out, "--as-of", "2024-06-05")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    page.evaluate("location.hash = '#list?decision=stale'")
    page.wait_for_function("() => document.getElementById('count')?.textContent.startsWith('1 ')")
    page.click(NAME)
    page.wait_for_selector(".decide .alarm")
    assert page.locator('.choice[aria-pressed="true"]').count() == 0


def test_a_formula_in_an_answer_is_text_in_the_exported_table(open_report: Open, checked: Path, tmp_path: Path) -> None:
    page = open_report(checked, "#list")
    sign_in(page, "=王")
    page.click(NAME)
    page.wait_for_selector(".case")
    page.keyboard.press("4")
    page.fill("#reason", '=cmd|"x"!A1')
    text = export(page, "csv", tmp_path / "d.csv").read_text(encoding="utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["reason"], line["reviewer"]) == ('\'=cmd|"x"!A1', "'=王")


def test_no_decision_is_made_in_a_redacted_report(open_report: Open, checked: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(checked, out)
    run("report", out, "--redact")
    page = open_report(out, "#list")
    page.click(NAME)
    page.wait_for_selector(".case")
    assert page.locator(".choice").count() == 0
    page.keyboard.press("1")
    assert "已决定 0" in page.inner_text("#bar")
    assert page.locator("img").count() == 0
