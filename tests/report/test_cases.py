"""Cases: whose papers belong together, and what names them."""

from __future__ import annotations

from dataclasses import replace

from degree_verify.model.outcome import Verdict
from degree_verify.model.roster import Match
from degree_verify.report.cases import case_of, each_case
from tests.report.runs import accepted, candidate, document, matched, outcome, result, run, usual_run

ACCEPT, REVIEW, REJECT = Verdict.ACCEPT, Verdict.REVIEW, Verdict.REJECT


def test_the_papers_of_one_person_are_one_case_with_the_heaviest_reason() -> None:
    somebody = candidate(1)
    late = [outcome("graduation-after-cutoff", graduation="2023-07-01", cutoff="2023-06-30")]
    papers = [
        result(document("a.pdf"), matched(somebody)),
        result(document("b.pdf", sha256="1" * 64), matched(somebody), late, REJECT),
    ]
    (case,) = each_case(run(papers, [somebody]))
    assert (case.verdict, case.papers, list(case.paths)) == (REVIEW, [1, 2], ["a.pdf", "b.pdf"])
    assert case.reason.zh == "毕业日期 2023-07-01 晚于截止日 2023-06-30。"
    assert list(case.findings) == ["graduation-after-cutoff"]


def test_somebody_who_takes_two_courses_is_one_case() -> None:
    first, other = candidate(1), candidate(2)
    second = replace(other, name=first.name, id_number=first.id_number)
    papers = [result(document("a.pdf"), matched(second)), result(document("b.pdf"), matched(first))]
    assert [case.papers for case in each_case(run(papers, [first, second]))] == [[1, 2]]


def test_one_number_and_name_in_two_rows_of_different_people_are_two_cases() -> None:
    first = candidate(1)
    second = replace(first, row=9, id_number="390101199001011012")
    papers = [result(document("a.pdf"), matched(first)), result(document("b.pdf"), matched(second))]
    assert len(each_case(run(papers, [first, second]))) == 2


def test_every_case_is_in_one_work_list_at_most_and_every_result_in_one_case() -> None:
    cases = each_case(usual_run())
    lists = [name for case in cases for name in case.lists]
    assert sorted(lists) == ["unreadable", "without_candidate", "without_document", "without_document"]
    assert sorted(number for case in cases for number in case.papers) == list(range(1, 9))
    key = case_of(usual_run())
    by_number = {number: case.key for case in cases for number in case.papers}
    assert [key(each) for each in usual_run().results()] == [by_number[number] for number in range(1, 9)]


def test_a_key_outlasts_other_papers_and_verdicts_but_the_basis_does_not() -> None:
    somebody = candidate(1)
    before = each_case(run([accepted(1)], [somebody]))[0]
    other = result(document("new.pdf", sha256="2" * 64), matched(somebody))
    flagged = result(document("a.pdf"), matched(somebody), [outcome("qr-missing")], REVIEW)
    for changed in (other, flagged):
        after = each_case(run([changed], [candidate(0), somebody]))[0]
        assert after.key == before.key
        assert after.basis != before.basis


def test_a_key_tells_nothing_that_the_report_hides() -> None:
    """Keys of people with other identity numbers are the same, as long as what is shown of them is."""
    keys = []
    for number in ("390101199001011012", "390101198505055012"):
        somebody = candidate(1, id=number, id_number=number)
        papers = [result(document("a.pdf"), matched(somebody))]
        keys += [case.key for case in each_case(run(papers, [somebody]))]
    assert keys[0] == keys[1]


def test_without_a_roster_every_paper_is_a_case() -> None:
    papers = [result(document(f"{number}.pdf"), Match("no-roster")) for number in range(3)]
    cases = each_case(run(papers, roster_source=None))
    assert len({case.key for case in cases}) == 3
    assert {case.verdict for case in cases} == {ACCEPT}
