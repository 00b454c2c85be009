"""Values in the last row of a page, some of which may stand on the next one."""

from __future__ import annotations

from collections.abc import Mapping

from degree_verify.model.document import Reading
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line
from degree_verify.model.recognition import Part
from degree_verify.normalise.verification_codes import code_form

SAME_SIZE = 0.1
"""Part of the size by which a line may differ from a value; the headers and footers of browsers differ by more."""


def torn_values(part: Part, following: Part, fields: Mapping[str, Reading], layout: Layout) -> list[str]:
    """The fields in the last row of a part whose value goes on below, at the top of the next part.

    A code in its full form ends there. Turned pages are left out: their boxes lie otherwise than their lines.
    """
    if part.page.turned or following.page.turned:
        return []
    torn = []
    for name, reading in fields.items():
        if reading.page != part.page.number or code_form(reading.value):
            continue
        x0, y0, x1, y1 = reading.box
        row = next((line for line in part.lines if y0 < line.middle < y1), None)
        if row is None:
            continue
        size = row.glyphs[0].size
        below = [line for line in part.lines if line.middle > y1 and _sized(line, size)]
        first = next((line for line in following.lines if _sized(line, size)), None)
        if below or first is None or _known(first, layout):
            continue
        if any(glyph.x0 < x1 and glyph.x1 > x0 for glyph in first.glyphs):
            torn.append(name)
    return torn


def _sized(line: Line, size: float) -> bool:
    return abs(line.glyphs[0].size - size) <= SAME_SIZE * size


def _known(line: Line, layout: Layout) -> bool:
    """Whether a line holds a label, or what the layout prints below its table."""
    texts = (*layout.anchors, *layout.ends)
    return (
        bool(layout.label_pattern.search(line.text))
        or code_form(line.text) is not None
        or any(text in line.text for text in texts)
    )
