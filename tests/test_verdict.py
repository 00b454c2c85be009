"""The fold of outcomes to a verdict, by its definition."""

from __future__ import annotations

import pytest

from degree_verify.model.outcome import Finding, Outcome, Severity, Status, Verdict
from degree_verify.verdict import fold

PASSED = Outcome("a", Status.PASSED)
SILENT = Outcome("b", Status.NOT_APPLICABLE)


def _finding(severity: Severity) -> Finding:
    return Finding("c", Status.FAILED, severity, "", "", "", "", {}, ())


def test_paper_of_which_nothing_passed_is_for_review_even_without_findings() -> None:
    assert fold((), ()) is Verdict.REVIEW
    assert fold((SILENT, SILENT), ()) is Verdict.REVIEW


def test_paper_with_something_passed_and_no_finding_is_accepted() -> None:
    assert fold((SILENT, PASSED), ()) is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([Severity.INFO], Verdict.ACCEPT),
        ([Severity.REVIEW], Verdict.REVIEW),
        ([Severity.INFO, Severity.REVIEW], Verdict.REVIEW),
        ([Severity.REJECT], Verdict.REJECT),
        ([Severity.REVIEW, Severity.REJECT, Severity.INFO], Verdict.REJECT),
    ],
)
def test_heaviest_finding_decides_and_information_decides_nothing(
    severities: list[Severity], expected: Verdict
) -> None:
    assert fold((PASSED,), [_finding(severity) for severity in severities]) is expected
