"""The verdict: a pure fold over findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from degree_verify.model.outcome import Finding, Outcome, Severity, Status, Verdict

ANSWERED = frozenset({Status.PASSED, Status.NOT_APPLICABLE})


def fold(outcomes: Sequence[Outcome], findings: Iterable[Finding]) -> Verdict:
    """Reject if a finding rejects, review if one must be looked at or if nothing at all passed, else accept."""
    severities = {finding.severity for finding in findings}
    if Severity.REJECT in severities:
        return Verdict.REJECT
    if Severity.REVIEW in severities or not any(o.status is Status.PASSED for o in outcomes):
        return Verdict.REVIEW
    return Verdict.ACCEPT
