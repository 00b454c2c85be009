"""Names of persons. A name is never repaired: what is not plainly a name stays unread."""

from __future__ import annotations

from degree_verify.extract.parsers.parsed import Parsed
from degree_verify.normalise.names import is_person_name, normalise_name


def parse(text: str) -> Parsed | None:
    name = normalise_name(text)
    return Parsed(name.value, name.steps) if is_person_name(name.value) else None
