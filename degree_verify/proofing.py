"""Papers whose fields are compared with what their pages show: which ones, and what comes of it.

A font can draw any shape for a character. A file that draws 结业 and says 毕业 deceives every program, and no structure
of it need be odd: only who looks at the page can tell. So the fields that decide are looked at, each line of them by
itself, in the place where it is known to stand.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import cv2
import numpy as np

from degree_verify.extract.typefaces import glyphs_in
from degree_verify.load.pdf_picture import rendered
from degree_verify.model.document import (
    EVIDENCE_TYPES,
    FIELDS,
    Document,
    DrawnWords,
    Problem,
    ReadFrom,
    Unread,
    UnreadReason,
)
from degree_verify.model.geometry import Box
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Blank, Glyph, Page
from degree_verify.model.policy import Limits
from degree_verify.model.tools import Tools
from degree_verify.read.glyphs import Look, Looks, Printed
from degree_verify.read.ocr import LINE_HEIGHT, LONGEST_LINE, Colours, OcrUnavailableError
from degree_verify.read.proof import NOTHING, Proof, Said, proofread
from degree_verify.timings import stage

COMPARED = (
    "name",
    "gender",
    "birth_date",
    "graduation_date",
    "category",
    "level",
    "school",
    "certificate_number",
    "original_certificate_number",
    "completion",
    "verification_code",
    "update_date",
    "print_date",
    "valid_until",
)
"""The fields by which a paper is accepted: whose it is, what was finished when, by which number, valid until when."""

MARGIN, ABOVE, BELOW = 0.3, 0.1, 0.1
"""Units of the font size around a line: the recogniser wants some paper beside it, and nothing of the next line."""

PIECE_GAP = 2.0
"""Units of the font size: free space that parts two pieces of what the form says."""

BEHIND = 8.0
"""Units of the font size behind a line in which white space belongs to it."""

MOST_LOST = 0.5
"""Share of a field's characters of which nothing was seen, from which on it shows something else, whatever it is. One
or two rare characters that the recogniser does not know are no such thing."""

LEAST_LOST = 2
"""Characters that must be lost besides."""


class _Strip(NamedTuple):
    """A stretch of a line: of a field, or of what the form itself says, its title and labels."""

    field: str | None
    page: Page
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        """Its place on the page as displayed."""
        glyphs = self.glyphs
        top, bottom = min(glyph.y0 for glyph in glyphs), max(glyph.y1 for glyph in glyphs)
        return self.page.displayed(Box(glyphs[0].x0, top, glyphs[-1].x1, bottom))


@stage("compare")
def compared(document: Document, pages: Sequence[Page], handle: Any, tools: Tools, *, edited: bool) -> Document:
    """The document, less the fields that its pages show otherwise than their text says.

    Each glyph is looked at by itself. Whole lines are compared where a sign or the draw asks for it: those of the
    fields that decide, and any with a glyph unlike its character. Where it cannot be done, the document says so.
    """
    if document.type not in EVIDENCE_TYPES:
        return document
    strips = [strip for name in FIELDS for strip in _strips(document, name, pages)]
    if not strips:
        return document
    if tools.ocr is Ocr.NEVER:
        return _not_compared(document, "--ocr never")
    strips += _form(strips)
    try:
        looks = _looks(strips, handle)
        odd = edited or _is_odd(document, pages) or _is_drawn(document, tools.policy.comparison.share)
        unlike = [strip for strip, seen in zip(strips, looks, strict=True) if seen is not Look.ALIKE]
        if not odd and not unlike:
            return document
        beyond = [strip for strip, seen in zip(strips, looks, strict=True) if seen is Look.BEYOND]
        asked = [strip for strip in strips if strip.field in COMPARED or strip in unlike]
        proofs = proofread([_picture(handle, strip, tools.policy.limits) for strip in asked])
    except OcrUnavailableError as error:
        return _not_compared(document, str(error))
    found = list(zip(asked, proofs, strict=True))
    by_field: dict[str, list[Proof]] = {}
    for strip, proof in found:
        if strip.field:
            by_field.setdefault(strip.field, []).append(proof)
    more = {strip.field for strip in beyond}
    drawn = {
        name: "".join(p.shown for p in proofs) + (NOTHING if name in more else "")
        for name, proofs in by_field.items()
        if name in more or _differs(proofs)
    }
    form = tuple(
        DrawnWords(strip.page.number, strip.box, strip.text, proof.shown + (NOTHING if strip in beyond else ""))
        for strip, proof in found
        if strip.field is None and (strip in beyond or _differs([proof]))
    )
    said = [document.fields[name] for name in drawn]
    left = document.leaving_open(Unread(r.field, UnreadReason.DRAWN_OTHERWISE, r.raw, r.page, r.box) for r in said)
    return replace(left, drawn=drawn, drawn_form=form)


def _not_compared(document: Document, why: str) -> Document:
    return replace(document, problems=(*document.problems, Problem("compare", "not-compared", why)))


def _is_odd(document: Document, pages: Sequence[Page]) -> bool:
    """Whether anything besides the values speaks of tampering, or the readers disagree."""
    disagree = any(missing.reason is UnreadReason.READERS_DISAGREE for missing in document.unread.values())
    looked_at = any(page.looked_at for page in pages)
    return disagree or looked_at or bool(document.mixed_fonts or document.hidden or document.overlays)


def _is_drawn(document: Document, share: float) -> bool:
    """Whether the draw falls on a document; by the file's content, so that another run draws the same ones."""
    return int(document.sha256[:8], 16) < share * 2**32


def _looks(strips: Sequence[_Strip], handle: Any) -> list[Look]:
    """How each strip looks: as the oddest of its glyphs and of the white space in it and behind it."""
    found: dict[int, Look] = {}
    for page in {strip.page.number: strip.page for strip in strips}.values():
        eyes = Looks(handle[page.number - 1], set(page.fonts))
        see = partial(_printed, page, eyes.shared)
        own = {
            number: {see(glyph.run, glyph.shape, glyph.text, glyph) for glyph in strip.glyphs}
            for number, strip in enumerate(strips)
            if strip.page is page
        }
        blanks = [(see(blank.run, blank.shape, "", blank), blank) for blank in page.blanks]
        looks = eyes.of({*chain(*own.values()), *(key for key, _ in blanks)})
        drawing = [blank for key, blank in blanks if looks[key] is Look.BEYOND]
        for number, keys in own.items():
            seen = {looks[key] for key in keys}
            if Look.BEYOND in seen or (drawing and _has_behind(strips[number], drawing)):
                found[number] = Look.BEYOND
            else:
                found[number] = Look.UNLIKE if Look.UNLIKE in seen else Look.ALIKE
    return [found[number] for number in range(len(strips))]


def _printed(page: Page, shared: Collection[str], run: int, shape: int, char: str, at: Glyph | Blank) -> Printed:
    font = page.fonts[run]
    if font not in shared:
        return Printed(font, shape, char, None)
    box = Box(at.x, at.y, at.x, at.y) if isinstance(at, Blank) else Box(at.x0, at.y0, at.x1, at.y1)
    return Printed(font, shape, char, page.displayed(box))


def _has_behind(strip: _Strip, blanks: Sequence[Blank]) -> bool:
    """Whether any of these blanks stands in a strip or behind it."""
    glyphs = strip.glyphs
    size = max(glyph.size for glyph in glyphs)
    left, right = glyphs[0].x0 - size, glyphs[-1].x1 + BEHIND * size
    top, bottom = min(glyph.y0 for glyph in glyphs), max(glyph.y1 for glyph in glyphs)
    return any(left <= blank.x <= right and top <= blank.y <= bottom for blank in blanks)


def _form(strips: Sequence[_Strip]) -> list[_Strip]:
    """What the form itself says down to the lowest of the fields: title and labels, in pieces."""
    own = {id(glyph) for strip in strips for glyph in strip.glyphs}
    found = []
    for page in {strip.page.number: strip.page for strip in strips}.values():
        end = max(strip.glyphs[0].y1 for strip in strips if strip.page is page)
        for line in page.lines:
            piece: list[Glyph] = []
            for glyph in line.glyphs if line.y1 <= end else ():
                if piece and (id(glyph) in own or glyph.gap > PIECE_GAP):
                    found.append(_Strip(None, page, tuple(piece)))
                    piece = []
                if id(glyph) not in own:
                    piece.append(glyph)
            if piece:
                found.append(_Strip(None, page, tuple(piece)))
    return found


def _strips(document: Document, name: str, pages: Sequence[Page]) -> list[_Strip]:
    """The lines of a field that was read from text."""
    reading = document.fields.get(name)
    if reading is None or reading.read_from is not ReadFrom.TEXT:
        return []
    page = next(page for page in pages if page.number == reading.page)
    lines: list[list[Glyph]] = []
    for glyph in glyphs_in(page, page.upright(reading.box)):
        if not lines or glyph.y0 > lines[-1][-1].y1 or glyph.x0 < lines[-1][-1].x0:
            lines.append([])
        lines[-1].append(glyph)
    return [_Strip(name, page, tuple(line)) for line in lines]


def _picture(handle: Any, strip: _Strip, limits: Limits) -> tuple[Colours, list[Said]]:
    """The picture of a line as the recogniser wants it, and where in it each character is said to stand."""
    size = max(glyph.size for glyph in strip.glyphs)
    place = Box(
        strip.glyphs[0].x0 - MARGIN * size,
        min(glyph.y0 for glyph in strip.glyphs) - ABOVE * size,
        max(_right(glyph) for glyph in strip.glyphs) + MARGIN * size,
        max(glyph.y1 for glyph in strip.glyphs) + BELOW * size,
    )
    page = handle[strip.page.number - 1]
    seen = rendered(page, strip.page.displayed(place), 72 * LINE_HEIGHT / place.height, limits).colours
    upright = np.rot90(seen, -strip.page.turned // 90 % 4)
    width = min(max(round(LINE_HEIGHT * place.width / place.height), 16), LONGEST_LINE)
    picture = cv2.resize(upright, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    scale = width / place.width
    said = [Said(g.text, (g.x0 - place.x0) * scale, (_right(g) - place.x0) * scale) for g in strip.glyphs]
    return np.ascontiguousarray(picture, dtype=np.uint8), said


def _right(glyph: Glyph) -> float:
    """Where a glyph ends; a font can give its glyphs no width, and each is set in its place all the same."""
    usual = glyph.size * (0.5 if glyph.text.isascii() else 1.0)
    return glyph.x1 if glyph.x1 - glyph.x0 > usual / 4 else glyph.x0 + usual


def _differs(proofs: Sequence[Proof]) -> bool:
    lost, all_of_it = sum(proof.lost for proof in proofs), sum(proof.compared for proof in proofs)
    return any(proof.differing for proof in proofs) or lost >= max(LEAST_LOST, MOST_LOST * all_of_it)
