"""What the issuer, or a person who looked there, said about one verification code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from degree_verify.model.document import Reading


class AnswerState(StrEnum):
    """What came back. Whether a report agrees with the paper is a rule's question, except where a person said it."""

    REPORT = "report"  # the report stands there; its fields are the answer's
    CONFIRMED = "confirmed"  # a person compared the report with the paper: they agree
    DIFFERS = "differs"  # a person compared them: they differ
    EXPIRED = "expired"  # 在线验证报告已过期; its owner may extend it
    CLOSED = "closed"  # 在线验证报告已关闭, by its owner
    NOT_FOUND = "not-found"  # 此在线验证码无效
    MALFORMED = "malformed"  # 不合要求的在线验证码
    CAPTCHA = "captcha"  # a captcha or a challenge: a person must look
    REDIRECT = "redirect"  # another address was named; it is never followed
    UNAVAILABLE = "unavailable"  # nothing learnt; the answer's reason says why


NOTHING_LEARNT = frozenset({AnswerState.CAPTCHA, AnswerState.REDIRECT, AnswerState.UNAVAILABLE})
"""States that say nothing about the code."""

OPEN = frozenset({AnswerState.REPORT, AnswerState.CONFIRMED, AnswerState.DIFFERS})
"""States that only a report within its validity can have."""


class Reason(StrEnum):
    """Why nothing was learnt; the empty string where the state says it all."""

    NONE = ""
    TIMEOUT = "timeout"
    CONNECTION = "connection"  # no address, refused, reset, cut short
    TLS = "tls"  # the certificate is not to be trusted, or is another host's
    PROTOCOL = "protocol"  # what came back is no HTTP
    SERVER = "server"  # HTTP status 500 and above
    STATUS = "status"  # another HTTP status that is no answer
    RATE_LIMIT = "rate-limit"  # 429, or asked to come back later
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"  # an answer of a form that is not known
    LOGIN = "login"
    BUDGET = "budget"  # the day's requests are used up
    CIRCUIT = "circuit"  # given up for this run after repeated failures
    OPENED_NOT = "opened-not"  # a person could not open the page


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `day` is the day on which it was given.

    `fields` are the readings of a report (their place is none: page 0). `differing` are the fields in which a person
    saw a difference, empty when that was not noted.
    """

    code: str
    state: AnswerState
    day: date
    fields: Mapping[str, Reading] = field(default_factory=dict)
    reason: Reason = Reason.NONE
    by_person: bool = False
    differing: tuple[str, ...] = ()
    note: str = ""

    @property
    def learnt(self) -> bool:
        """Whether the answer says anything about the code."""
        return self.state not in NOTHING_LEARNT

    def counts_on(self, day: date, days: int) -> bool:
        """Whether an answer, which holds for some days after it was given, still counts on a day."""
        return self.learnt and day <= self.day + timedelta(days=days)
