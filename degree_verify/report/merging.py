"""Decisions of several reviewers put together: agreement stands, disagreement is shown, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from degree_verify.model.decision import Choice, Decision
from degree_verify.model.outcome import Verdict
from degree_verify.report.cases import Case


class Settled(StrEnum):
    """Where a case stands after all decisions."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    UNSURE = "unsure"
    CONFLICT = "conflict"  # reviewers disagree
    STALE = "stale"  # decided, but on other papers or findings than today's
    OPEN = "open"


DECIDED = frozenset({Settled.ACCEPT, Settled.RETURN, Settled.REJECT, Settled.UNSURE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with what was decided of it: of each reviewer the latest decision, apart those made on another basis."""

    case: Case
    settled: Settled
    standing: tuple[Decision, ...]
    stale: tuple[Decision, ...]

    @property
    def reviewers(self) -> str:
        return "、".join(decision.reviewer for decision in self.standing or self.stale)

    @property
    def reason(self) -> str:
        """All different answers, one a line."""
        return "\n".join(dict.fromkeys(decision.reason for decision in self.standing if decision.reason))

    @property
    def needs_recheck(self) -> bool:
        """Whether the case belongs on the 前置学历复查表: neither accepted nor refused for good."""
        if self.settled in (Settled.ACCEPT, Settled.REJECT):
            return False
        return self.settled is not Settled.OPEN or self.case.verdict is not Verdict.ACCEPT


def together(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """All decisions, each once, by time; the same decision may come in several files."""
    return tuple(sorted(set(decisions), key=lambda d: (d.at, d.reviewer, d.key, d.decision, d.reason, d.note)))


def outcomes(cases: Iterable[Case], decisions: Iterable[Decision]) -> list[Outcome]:
    """Where each case stands."""
    latest: dict[str, dict[str, Decision]] = {}
    for decision in together(decisions):
        latest.setdefault(decision.key, {})[decision.reviewer.strip()] = decision
    return [_outcome(case, latest.get(case.key, {})) for case in cases]


def of_nobody(cases: Iterable[Case], decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions on cases that this run does not have."""
    keys = {case.key for case in cases}
    return [decision for decision in decisions if decision.key not in keys]


def _outcome(case: Case, found: Mapping[str, Decision]) -> Outcome:
    standing = tuple(decision for decision in found.values() if decision.basis == case.basis)
    stale = tuple(decision for decision in found.values() if decision.basis != case.basis)
    choices: set[Choice] = {decision.decision for decision in standing}
    if len(choices) == 1:
        settled = Settled(choices.pop().value)
    else:
        settled = Settled.CONFLICT if choices else Settled.STALE if stale else Settled.OPEN
    return Outcome(case, settled, standing, stale)
