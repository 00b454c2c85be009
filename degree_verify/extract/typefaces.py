"""Values that are set in several typefaces, or in another one than the values around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from degree_verify.model.document import Reading
from degree_verify.model.geometry import Box
from degree_verify.model.page import Glyph, Page, plain_name
from degree_verify.timings import stage

LEAST_OTHERS = 4
"""Values that must agree on a typeface before another one beside them is odd."""

SAME_SIZE = 0.6
"""Points by which characters of one value may differ in size."""

_APART = frozenset(
    {"verification_code", "update_date", "report_number", "print_date", "valid_until", "certificate_number"}
    | {"original_certificate_number"}
)
"""Fields that stand outside the table, and numbers: often in a type of their own."""

_BROWSERS_FONT = "Type3"
"""A browser cuts some fonts into dozens of this kind, each with a few characters and no name."""


class _Face(NamedTuple):
    font: str
    size: float


@stage("extract")
def mixed_fonts(fields: Mapping[str, Reading], pages: Sequence[Page]) -> tuple[str, ...]:
    """The fields whose characters of one kind differ in typeface, from each other or from all other values."""
    faces = {name: _faces(reading, pages) for name, reading in fields.items()}
    odd = [name for name, kinds in faces.items() if any(_differ(found) for found in kinds.values())]
    for kind in ("han", "digit"):
        own = {name: kinds[kind][0].font for name, kinds in faces.items() if kind in kinds and name not in _APART}
        counts = Counter(own.values()).most_common(2)
        if len(counts) == 2 and counts[0][1] >= LEAST_OTHERS and counts[1][1] == 1:
            odd += [name for name, font in own.items() if font == counts[1][0]]
    return tuple(name for name in fields if name in odd)


def _faces(reading: Reading, pages: Sequence[Page]) -> dict[str, list[_Face]]:
    """The typefaces of a value by kind of character, in the order in which they first occur."""
    found: dict[str, list[_Face]] = {}
    for page in pages:
        if page.number != reading.page or not page.fonts:
            continue
        printed = [(glyph.run, glyph.size, _kind(glyph.raw)) for glyph in glyphs_in(page, page.upright(reading.box))]
        for run, size, kind in dict.fromkeys(printed):
            font = plain_name(page.fonts[run])
            if not kind or font.startswith(_BROWSERS_FONT):
                continue
            face, faces = _Face(font, size), found.setdefault(kind, [])
            if face not in faces:
                faces.append(face)
    return found


def glyphs_in(page: Page, box: Box) -> Iterator[Glyph]:
    """The glyphs that stand in a box of the upright page, line by line."""
    left, top, right, bottom = box
    for line in page.lines:
        if line.y1 < top or line.y0 > bottom:
            continue
        for glyph in line.glyphs:
            if glyph.x1 >= left and glyph.x0 <= right and left <= (glyph.x0 + glyph.x1) / 2 <= right:
                edge = glyph.size / 5  # small type on the next line reaches into the box
                if top + edge <= (glyph.y0 + glyph.y1) / 2 <= bottom - edge:
                    yield glyph


def _differ(faces: Sequence[_Face]) -> bool:
    return any(face.font != faces[0].font or abs(face.size - faces[0].size) > SAME_SIZE for face in faces)


@lru_cache(maxsize=1 << 13)
def _kind(char: str) -> str | None:
    """The kind of a character for which a font has its own type; rare ones come from another font without intent."""
    if char.isascii() and char.isdigit():
        return "digit"
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return None
    return "han" if len(char) == 1 and "\u4e00" <= char <= "\u9fff" else None
