"""What a parser gives."""

from __future__ import annotations

from typing import NamedTuple


class Parsed(NamedTuple):
    """A normalised value and the names of the steps that changed the printed text."""

    value: str
    steps: tuple[str, ...] = ()
