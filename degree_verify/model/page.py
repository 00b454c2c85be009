"""A page as read: words with boxes, in visual lines."""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.document import ReadFrom, UnreadReason
from degree_verify.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap, as displayed.

    `edges` are the x borders of the characters (one more than characters). `doubt` says why the text is not to be
    taken as it stands. `order` is the drawing order on the page.
    """

    text: str
    box: Box
    edges: tuple[float, ...]
    read_from: ReadFrom = ReadFrom.TEXT
    confidence: float = 1.0
    lowest: float = 1.0
    doubt: UnreadReason | None = None
    order: int = 0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling line of a table, horizontal or vertical."""

    box: Box
    horizontal: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the orientation in which its text reads. `number` counts from 1."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()
    has_text: bool = True
    turned: int = 0  # degrees that the content was turned clockwise to read upright
