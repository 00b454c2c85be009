"""Finds the printed verification code, which stands beside, above or below its caption, or in a box of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from degree_verify.extract.labels import Label
from degree_verify.model.page import Glyph, Line
from degree_verify.normalise.verification_codes import code_form

NEAR = 15.0
"""Units of the caption's size: a code further from its caption belongs to something else."""

WIDEST = 2.2
"""Units of the font size: the widest step from one letter to the next of an evenly set code."""

EVEN = 0.06
"""Units of the font size by which two steps that are one differ at most."""

LEAST_WORD = 3
"""Letters and digits side by side that can be a word or a group of a code."""

_RUN = re.compile(r"[0-9A-Za-z]+(?: [0-9A-Za-z]+)*")
_PERHAPS = re.compile(r"[0-9A-Za-z]{8}")
_GROUPED = re.compile(r"\d{4} \d{4} \d{4}")
_SINGLE = re.compile(r"[0-9A-Za-z]{8,24}")
_CERTIFICATE_LENGTHS = (17, 18)
_AS_DIGITS = str.maketrans("OI", "01")
"""Letters that no code has: in pictures each of its zeros may be taken for one, and then it has no digit."""


class CodeRun(NamedTuple):
    """A stretch of glyphs that may be a code. `strict` says that it has exactly the form of one."""

    glyphs: tuple[Glyph, ...]
    text: str
    strict: bool


def code_runs(lines: Sequence[Line], used: set[int]) -> Iterator[CodeRun]:
    """Stretches of Latin letters and digits that stand free; `used` holds the ids of glyphs read as other fields."""
    for line in lines:
        if not _PERHAPS.search(line.text):
            continue
        spaced, owners = _spaced(line)
        for match in _RUN.finditer(spaced):
            before = spaced[match.start() - 1 : match.start()]
            after = spaced[match.end() : match.end() + 1]
            if (before in tuple("/=?&.-_#:@") and before != ":") or after in tuple("/=?&._@-"):
                continue
            for text, start, end in _codes_in(match.group(), match.start()):
                glyphs = tuple(line.glyphs[i] for i in dict.fromkeys(owners[start:end]) if i >= 0)
                if any(id(glyph) in used for glyph in glyphs):
                    continue
                yield CodeRun(glyphs, text, code_form(text) is not None)


def nearest_code(runs: Sequence[CodeRun], captions: Sequence[Label]) -> CodeRun | None:
    """The code nearest to a caption, a well-formed one first."""
    ranked = [
        (not run.strict, distance, number)
        for number, run in enumerate(runs)
        if (distance := min((_distance(run, label) for label in captions), default=float("inf"))) < float("inf")
    ]
    return runs[min(ranked)[2]] if ranked else None


def rival_codes(runs: Sequence[CodeRun], captions: Sequence[Label]) -> list[CodeRun]:
    """The stretches that nobody can tell from the code: of its present form anywhere, or of any of its forms where a
    caption is near."""
    return [
        run
        for run in runs
        if run.strict and (not run.text.isdigit() or any(_distance(run, label) < float("inf") for label in captions))
    ]


def _codes_in(text: str, offset: int) -> list[tuple[str, int, int]]:
    if _GROUPED.fullmatch(text):
        return [(text.replace(" ", ""), offset, offset + len(text))]
    found = []
    for match in re.finditer(r"\S+", text):
        word = match.group()
        number = word.isdigit() and len(word) in _CERTIFICATE_LENGTHS
        plausible = not number and (any(c.isdigit() for c in word) or code_form(word.translate(_AS_DIGITS)) is not None)
        # Beside letters that stand alone a stretch is what an uneven gap has left of a longer code.
        torn = code_form(word) is None and any(len(other) < LEAST_WORD for other in text.split())
        if _SINGLE.fullmatch(word) and plausible and not torn:
            found.append((word, offset + match.start(), offset + match.end()))
    return found


def _spaced(line: Line) -> tuple[str, list[int]]:
    """The line's folded text with a space wherever it is set apart, and the glyph of each character (-1: space)."""
    text: list[str] = []
    owners: list[int] = []
    for index, glyph in enumerate(line.glyphs):
        if index and (glyph.space or (glyph.gap > 0.5 and not _even(line.glyphs, index))):
            # A wide gap is two spaces, so that groups of four are not joined over it.
            count = 2 if glyph.gap > 2 else 1
            text.append(" " * count)
            owners += [-1] * count
        text.append(glyph.text)
        owners += [index] * len(glyph.text)
    return "".join(text), owners


def _even(glyphs: Sequence[Glyph], index: int) -> bool:
    """Whether a glyph stands as far from the one before it as a neighbour does: letters are set apart evenly, or each
    in the middle of a square as fonts of Han characters do it."""
    near = [i for i in (index, index - 1, index + 1) if 0 < i < len(glyphs) and not glyphs[i].space]
    size = glyphs[index].size
    steps = [glyphs[i].x0 - glyphs[i - 1].x0 for i in near]
    gaps = [glyphs[i].gap * size for i in near]
    return steps[0] < WIDEST * size and any(
        abs(kind[0] - other) < EVEN * size for kind in (steps, gaps) for other in kind[1:]
    )


def _distance(run: CodeRun, label: Label) -> float:
    x0, x1 = run.glyphs[0].x0, run.glyphs[-1].x1
    middle = (run.glyphs[0].y0 + run.glyphs[0].y1) / 2
    across = max(x0 - label.x1, label.x0 - x1, 0.0)
    down = abs(middle - label.middle)
    distance = (across**2 + down**2) ** 0.5
    return distance if distance < NEAR * label.size else float("inf")
