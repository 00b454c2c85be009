"""Ready answers to candidates, in Chinese, each for the findings that call for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from degree_verify.report.texts import Both
from degree_verify.resources import templates

DECISIONS = ("accept", "return", "reject", "unsure")
"""What a clerk can decide: 通过, 退回补交, 不通过, 存疑."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that can be sent to a candidate. `findings` are those that it answers, empty for a text of general use."""

    label: Both
    text: str
    decision: str
    findings: tuple[str, ...]


@cache
def replies() -> tuple[Reply, ...]:
    """All answers of templates/report/replies.toml, in its order."""
    entries = tomllib.loads((templates() / "report" / "replies.toml").read_text(encoding="utf-8"))["reply"]
    return tuple(
        Reply(Both(entry["zh"], entry["en"]), entry["text"], entry["decision"], tuple(entry.get("findings", ())))
        for entry in entries
    )
