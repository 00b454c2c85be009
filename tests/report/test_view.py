"""The overview and the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from degree_verify.model.file import FileProblem
from degree_verify.model.outcome import Severity, Status, Verdict
from degree_verify.model.roster import Match
from degree_verify.report.view import LISTED, Standing, main_reason, row
from tests.report.runs import (
    PHONE,
    accepted,
    candidate,
    document,
    matched,
    outcome,
    result,
    run,
    unreadable,
    usual_run,
)
from tests.report.written import overview

ACCEPT, REVIEW, REJECT = Verdict.ACCEPT, Verdict.REVIEW, Verdict.REJECT


def test_counts_of_a_run() -> None:
    found = overview(usual_run())
    assert found.documents == {ACCEPT: 2, REVIEW: 3, REJECT: 1}
    assert found.candidates == {ACCEPT: 2, REVIEW: 3, REJECT: 1}
    assert found.results == {ACCEPT: 2, REVIEW: 5, REJECT: 1}
    lists = (found.without_document, found.without_candidate, found.unreadable, found.roster_problems, found.ignored)
    assert [listing.total for listing in lists] == [2, 1, 1, 1, 1]
    assert [each.path for each in (*found.without_candidate.first, *found.unreadable.first)] == [
        "不知是谁.pdf",
        "坏文件.pdf",
    ]
    assert (found.tool_failures, found.unchecked) == (0, ())


def test_findings_are_counted_by_frequency_then_weight() -> None:
    counts = [(count.name, count.severity, count.count) for count in overview(usual_run()).findings]
    assert counts[0] == ("candidate-without-document", Severity.REVIEW, 2)
    assert counts[1:3] == [("graduation-after-cutoff", Severity.REJECT, 1), ("qr-untrusted-host", Severity.REJECT, 1)]
    assert counts[-1] == ("layout-era", Severity.INFO, 1)


@pytest.mark.parametrize(
    ("papers", "verdict"),
    [
        ([], REVIEW),
        ([ACCEPT], ACCEPT),
        ([ACCEPT, ACCEPT], ACCEPT),
        ([REJECT, REJECT], REJECT),
        ([ACCEPT, REJECT], REVIEW),
        ([ACCEPT, REVIEW], REVIEW),
        ([REJECT, REVIEW], REVIEW),
    ],
)
def test_verdict_of_a_person_over_several_papers(papers: list[Verdict], verdict: Verdict) -> None:
    standing = Standing()
    for each in papers:
        standing.add(each)
    assert standing.verdict is verdict


@pytest.mark.parametrize("redact", [False, True])
def test_somebody_who_takes_two_courses_has_the_papers_in_both_rows(redact: bool) -> None:
    first, other = candidate(1), candidate(2)
    second = replace(other, name=first.name, id_number=first.id_number)
    found = overview(run([result(document("a.pdf"), matched(second))], [first, second]), redact)
    assert found.candidates == {ACCEPT: 2}


@pytest.mark.parametrize("listed", ["无", "390101199001011012"])
def test_one_number_under_two_names_does_not_make_two_people_one(listed: str) -> None:
    mine, theirs = candidate(1, id_number=listed), candidate(2, id_number=listed)
    found = overview(run([result(document("a.pdf"), matched(mine))], [mine, theirs]))
    assert found.candidates == {ACCEPT: 1, REVIEW: 1}


def test_masked_numbers_that_coincide_do_not_make_two_people_one() -> None:
    mine = candidate(1, id_number="390101199001011012")
    theirs = candidate(2, id_number="390101198505055012")
    found = overview(run([result(document("a.pdf"), matched(mine))], [mine, theirs]), redact=True)
    assert found.candidates == {ACCEPT: 1, REVIEW: 1}


def test_without_a_roster_no_paper_counts_as_nobodys() -> None:
    lone = result(document("a.pdf"), Match("no-roster"))
    found = overview(run([lone], roster_source=None))
    assert (found.roster, found.without_candidate.total, found.candidates) == (None, 0, {})


@pytest.mark.parametrize(
    "broken",
    [
        result(unreadable("a.pdf", "crash", ours=True), Match("none"), (), REVIEW),
        result(document("a.pdf"), Match("none"), [outcome("qr-missing", Status.ERRORED, error="KeyError")], REVIEW),
    ],
)
def test_failures_of_the_tool_are_counted(broken: object) -> None:
    assert overview(run([broken])).tool_failures == 1


def test_a_picture_without_text_counts_as_unreadable() -> None:
    paper = document("photo.jpg", {}, has_text=False)
    assert overview(run([result(paper, Match("none"), (), REVIEW)])).unreadable.total == 1


def test_a_rule_that_was_switched_off_is_named() -> None:
    good = accepted(1)
    checks = {name: status for name, status in good.checks.items() if name != "qr-missing"}
    assert [name.zh for name in overview(run([replace(good, checks=checks)])).unchecked] == ["缺少二维码"]


def test_a_long_list_is_counted_in_full_and_kept_in_part() -> None:
    results = [result(unreadable(f"{number}.pdf", "empty"), Match("none"), (), REVIEW) for number in range(LISTED + 5)]
    listing = overview(run(results)).unreadable
    assert (listing.total, len(listing.first)) == (LISTED + 5, LISTED)


def test_a_row_shows_the_roster_where_there_is_no_paper() -> None:
    somebody = candidate(4)
    shown = row(result(None, Match("matched", somebody), (), REVIEW), 7)
    assert (shown.anchor, shown.name, shown.school, shown.path) == ("r7", somebody.name, "测试样本学院", "")
    assert shown.identity == f"{(somebody.id_number or '')[:6]}**********{(somebody.id_number or '')[-2:]}"


def test_a_row_of_an_unread_paper_does_not_borrow_its_fields_from_the_roster() -> None:
    shown = row(result(unreadable("a.pdf", "empty"), matched(candidate(4)), (), REVIEW), 1)
    assert (shown.school, shown.level, shown.graduation) == ("", "", "")


def test_numbers_in_a_file_name_are_masked() -> None:
    somebody = candidate(4)
    shown = row(result(document(f"{somebody.id_number}_{PHONE}.pdf"), matched(somebody)), 1)
    assert str(somebody.id_number) not in shown.path
    assert PHONE not in shown.path


def test_main_reason_is_the_heaviest_finding_that_decides() -> None:
    era = outcome("layout-era", first="2022", last="2024", date="2021")
    late = outcome("graduation-after-cutoff", graduation="2023-07-01", cutoff="2023-06-30")
    missing = outcome("qr-missing")
    reason = main_reason(result(document("a.pdf"), matched(candidate(1)), [era, missing, late], REJECT))
    assert reason.zh == "毕业日期 2023-07-01 晚于截止日 2023-06-30。"
    assert main_reason(result(document("a.pdf"), matched(candidate(1)), [era], ACCEPT)) == ("", "")


def test_a_review_without_a_finding_says_that_nothing_was_checked() -> None:
    assert main_reason(result(document("a.pdf"), Match("none"), (), REVIEW)).zh == "没有一项检查能够进行"


def test_a_problem_of_the_file_is_the_reason_why_it_was_not_read() -> None:
    paper = document("a.pdf", problem=FileProblem("encrypted"))
    assert overview(run([result(paper, Match("none"), (), REVIEW)])).unreadable.total == 1
