"""Outcomes of rules, the findings made of them, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from degree_verify.model.geometry import Box


class Status(StrEnum):
    """The five outcomes of a rule."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot-tell"
    NOT_APPLICABLE = "not-applicable"
    ERRORED = "errored"


class Severity(StrEnum):
    """How much a finding weighs."""

    REJECT = "reject"  # contradicts the policy
    REVIEW = "review"  # a person must look
    INFO = "info"  # worth knowing, decides nothing


class Verdict(StrEnum):
    """The fold over all outcomes. `ACCEPT` means that no contradiction was found, nothing more."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


Fact = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on the paper that an outcome rests on."""

    page: int
    box: Box
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule answered. `facts` are values for the message, never sentences.

    `message` picks one of the rule's message variants ("failed", "cannot-tell", or a more precise key such as
    "failed.printed"). `severity` overrides the rule's default for this outcome (the policy overrides both).
    """

    rule: str
    status: Status
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    message: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome that a person must see."""

    name: str
    outcome: Status
    severity: Severity
    message_zh: str
    message_en: str
    advice_zh: str
    advice_en: str
    facts: Mapping[str, Fact]
    evidence: tuple[Evidence, ...]
