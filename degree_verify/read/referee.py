"""The second, independent reader: pdfplumber's characters of a PDF page.

Slower, and built on another parser. It is asked only where the first reader found nothing for a field, or where the
file shows signs of editing.
"""

from __future__ import annotations

import io
import logging

import pdfplumber

from degree_verify.model.page import Glyph, Page
from degree_verify.normalise.text import fold_char
from degree_verify.read.lines import ABOVE_BASELINE, Mark, lines_of
from degree_verify.timings import stage

LEVEL = 0.1
"""Rise over run of a line that still counts as level; the first reader draws the line at about the same slope."""

for _library in ("pdfminer", "pdfplumber"):  # their warnings repeat what stands in the file
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def _level(matrix: tuple[float, ...]) -> bool:
    """Whether a character stands on a level line, as those of the table do; a watermark's do not."""
    return matrix[0] > 0 and abs(matrix[1]) < LEVEL * matrix[0]


def _among(washed: list[Glyph], x0: float, base: float) -> bool:
    """Whether a character is part of a watermark, which only the first reader can tell: it knows the opacity."""
    return any(abs(g.x0 - x0) < 1 and abs(g.y0 + ABOVE_BASELINE * g.size - base) < 1 for g in washed)


@stage("read again")
def read_page_again(data: bytes, page: Page) -> Page | None:
    """The lines of a page as the second reader sees them, with the rulings of the first; None if it cannot read it.

    Turned pages are left to the first reader.
    """
    if page.turned:
        return None
    washed = [glyph for line in page.washed for glyph in line.glyphs]
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm=None) as document:
            native = document.pages[page.number - 1]
            if native.rotation:
                return None
            marks = [
                Mark(
                    char["text"],
                    "".join(fold_char(c) for c in char["text"]),
                    float(char["x0"]),
                    float(char["x1"]),
                    float(native.height) - float(char["matrix"][5]),
                    float(char["size"]),
                    index,
                )
                for index, char in enumerate(native.chars)
                if _level(char["matrix"])
                and char["x0"] >= 0
                and char["x1"] <= native.width
                and not _among(washed, float(char["x0"]), float(native.height) - float(char["matrix"][5]))
            ]
    except MemoryError:
        raise
    except Exception:  # a second opinion is welcome, never needed: any failure means that there is none
        return None
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=lines_of(marks),
        across=page.across,
        down=page.down,
        pictures=page.pictures,
    )
