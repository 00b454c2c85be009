"""Decisions of several reviewers put together."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from degree_verify.model.decision import Choice, Decision
from degree_verify.model.outcome import Verdict
from degree_verify.report.cases import Case, each_case
from degree_verify.report.merging import Settled, of_nobody, outcomes, together
from tests.report.runs import accepted, candidate, run, usual_run

CASE = each_case(run([accepted(1)], [candidate(1)]))[0]


def decided(choice: Choice, reviewer: str = "王", at: str = "2023-06-05T08:00:00.000+00:00", **other: str) -> Decision:
    return Decision(**({"key": CASE.key, "basis": CASE.basis} | other), decision=choice, reviewer=reviewer, at=at)


def settled(*decisions: Decision, case: Case = CASE) -> Settled:
    found = {outcomes([case], order)[0].settled for order in permutations(decisions)}
    assert len(found) == 1  # whatever the order in which the files are given
    return found.pop()


@pytest.mark.parametrize("choice", list(Choice))
def test_reviewers_who_agree_settle_a_case(choice: Choice) -> None:
    assert settled(decided(choice), decided(choice, "李")).value == choice.value


def test_reviewers_who_disagree_leave_it_open_however_many_they_are() -> None:
    two = [decided(Choice.ACCEPT), decided(Choice.ACCEPT, "李")]
    assert settled(*two, decided(Choice.REJECT, "赵")) is Settled.CONFLICT
    (found,) = outcomes([CASE], [*two, decided(Choice.REJECT, "赵")])
    assert {decision.reviewer for decision in found.standing} == {"王", "李", "赵"}


def test_a_reviewer_can_think_again_and_the_later_decision_counts() -> None:
    later = decided(Choice.REJECT, at="2023-06-06T08:00:00.000+00:00")
    assert settled(decided(Choice.ACCEPT), later, decided(Choice.REJECT, "李")) is Settled.REJECT


def test_a_decision_on_other_papers_settles_nothing() -> None:
    stale = decided(Choice.ACCEPT, basis="before")
    assert settled(stale) is Settled.STALE
    assert settled(stale, decided(Choice.REJECT, "李")) is Settled.REJECT


def test_a_case_without_a_decision_is_open() -> None:
    assert settled() is Settled.OPEN


def test_the_same_decision_from_two_files_is_one() -> None:
    assert len(together([decided(Choice.ACCEPT), decided(Choice.ACCEPT)])) == 1


def test_decisions_on_cases_of_another_run_are_told() -> None:
    strange = decided(Choice.ACCEPT, key="c-other")
    assert of_nobody([CASE], [decided(Choice.ACCEPT), strange]) == [strange]


def test_what_needs_a_recheck_is_neither_accepted_nor_refused() -> None:
    flagged = next(case for case in each_case(usual_run()) if case.verdict is Verdict.REVIEW)
    expected = {Choice.ACCEPT: False, Choice.REJECT: False, Choice.RETURN: True, Choice.UNSURE: True}
    for case in (CASE, flagged):
        for choice, needed in expected.items():
            found = outcomes([case], [replace(decided(choice), key=case.key, basis=case.basis)])[0]
            assert found.needs_recheck is needed
    assert not outcomes([CASE], [])[0].needs_recheck
    assert outcomes([flagged], [])[0].needs_recheck
