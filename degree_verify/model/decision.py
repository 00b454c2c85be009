"""What reviewers decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """What a reviewer can decide of a case."""

    ACCEPT = "accept"  # 通过
    RETURN = "return"  # 退回补交
    REJECT = "reject"  # 不通过
    UNSURE = "unsure"  # 存疑


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one reviewer. `at` is the time as ISO 8601 in UTC.

    `key` names the case, `basis` the papers, verdict and findings on which it was made; `examinee`, `name`, `file` and
    `verdict` say the same to people.
    """

    key: str
    basis: str
    decision: Choice
    reviewer: str
    at: str
    reason: str = ""
    note: str = ""
    examinee: str = ""
    name: str = ""
    file: str = ""
    verdict: str = ""
