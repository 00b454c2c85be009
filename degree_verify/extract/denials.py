"""Texts that speak against a field without being its value: a remark, a stamp, a row that the form does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

NOT_GRADUATED = "结业|肄业|未(?:能|曾)?毕业|未取得毕业"
LOW_LEVELS = "中专|中等专业|中等专科|中等职业|高中|职高|技校"
"""Completions and levels that are not enough."""

_DENIALS = {
    "name": re.compile("曾用名|原姓?名|又名|更名|改名"),
    "completion": re.compile(f"{NOT_GRADUATED}|退学|开除学籍"),
    "level": re.compile(LOW_LEVELS),
}
"""Words that say otherwise than a paper must, by the field that they are about."""


def denied_by(text: str) -> Iterator[str]:
    """The fields that a folded text without white space speaks against."""
    return (name for name, words in _DENIALS.items() if words.search(text))
