"""A single field from the characters that were recognised in its place."""

from __future__ import annotations

from collections.abc import Sequence

from degree_verify.extract.parsers import PARSERS
from degree_verify.model.document import ReadFrom, Reading
from degree_verify.model.geometry import Box
from degree_verify.model.layout import LayoutField
from degree_verify.normalise.text import is_gibberish


def recognised(entry: LayoutField, chars: Sequence[tuple[str, float]], page: int, box: Box) -> Reading | None:
    """The reading of a field from characters, each with its confidence; None if they are no value of its kind."""
    raw = "".join(char for char, _ in chars).strip()
    sure = [confidence for char, confidence in chars if char.strip()]
    parsed = PARSERS[entry.parser](raw) if raw and not is_gibberish(raw) else None
    if parsed is None:
        return None
    mean = sum(sure) / len(sure)
    return Reading(entry.name, parsed.value, raw, ReadFrom.OCR, page, box, mean, min(sure), parsed.steps)
