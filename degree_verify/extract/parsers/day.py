"""Dates in every printed form."""

from __future__ import annotations

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.dates import parse_date


def parse(text: str) -> Parsed | None:
    value = parse_date(text)
    return Parsed(value, ("date",)) if value else None
