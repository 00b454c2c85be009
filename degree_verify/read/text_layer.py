"""The first reader: glyphs of a PDF page's text layer, through PyMuPDF's drawing trace.

The trace gives each character with its place, render mode, colour, opacity and drawing order in one pass, at about the
cost of asking for words. That is what tells visible text from text that only a program sees.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import Any

import pymupdf

from degree_verify.model.document import UnreadReason
from degree_verify.model.geometry import PLAIN, Box
from degree_verify.model.page import Blank, Lettering, Look, Page, Picture, plain_name
from degree_verify.normalise.text import fold_char
from degree_verify.read.annotations import take_annotations_off
from degree_verify.read.dashes import without_dashes
from degree_verify.read.dropped import complete_trace
from degree_verify.read.figures import are_modules, cut_figures_of, figures_of, painted_figures_of
from degree_verify.read.fonts import guessed_fonts, unreliable_fonts
from degree_verify.read.images import WATERMARK, Drawn, drawn_images
from degree_verify.read.ink import Ink
from degree_verify.read.lines import BASELINE_TO_MIDDLE, Mark, lines_of, mark_of
from degree_verify.read.rulings import merged, rulings_of
from degree_verify.read.signs import needs_look
from degree_verify.read.unprinted import bleach
from degree_verify.read.visibility import (
    FAINT,
    LEVEL,
    Area,
    Cover,
    Ground,
    covers_of,
    doubt_of,
    doubt_on,
    grounds_of,
    is_washed,
    shown_pictures,
)
from degree_verify.timings import stage

BURIES = 0.6
"""Part of a page from which on a picture over its text takes its place."""

FAINTEST, LOW = 0.2, 30.0
"""Opacity from which on letters can be read, and points: a picture that is smaller one way is as high as a line."""

MOST_DRAWING = 2**20
"""Bytes of drawing operators. No certificate has a tenth of it; a megabyte can hold a million letters, which take a
gigabyte to read."""


class OverfullPageError(Exception):
    """A page that would take more memory to read than any certificate does."""


@stage("read")
def read_page(handle: Any, number: int) -> Page:
    """Reads page `number` (from 1) of an opened PDF. Raises OverfullPageError for one that is no certificate's."""
    page = handle[number - 1]
    contents = page.read_contents()
    if len(contents) > MOST_DRAWING:
        raise OverfullPageError(f"{len(contents) / 2**20:.1f} MB")
    overlaid = take_annotations_off(page)
    bleach(page)
    spans, complete = complete_trace(handle, page)
    traced = page.get_cdrawings(extended=True)
    drawings = [shape for shape in traced if shape["type"] not in ("clip", "group")]
    matrix, turned, width, height = _orientation(page, spans)
    unreliable = unreliable_fonts(handle, page) if complete else frozenset(plain_name(span["font"]) for span in spans)
    unreliable |= guessed_fonts(spans)
    shown, painted = drawn_images(page)
    images = [image for image in shown if _is_plain(image)]
    grounds = grounds_of(drawings)
    pale = [span for span in spans if is_washed(span, grounds)]
    looked = needs_look(page, spans, pale, traced, shown, contents)
    covers = covers_of(page, shown) if looked else []
    ink = Ink(page, spans, covers) if looked else None
    slanted = _slanted(spans, matrix, pale)
    washed = lines_of(_marks(pale, matrix, width, height, frozenset(), [], [], None))
    drawn, spans = spans, [span for span in spans if span not in pale] if pale else spans
    over = [tuple(laid.box * matrix) for laid in overlaid]
    marks = _marks(spans, matrix, width, height, unreliable, grounds, over, ink)
    hidden = [mark for mark in marks if mark.doubt is UnreadReason.HIDDEN]
    across, down, fine = rulings_of(drawings, matrix, spans)
    figures, dashed_across, dashed_down = without_dashes(
        (*figures_of(drawings, matrix), *painted_figures_of(painted, traced, matrix))
    )
    turn = page.rotation_matrix
    pictures = tuple(_turned(image.area, matrix) for image in images)
    large = [i for i in shown if i.width > 1 and i.opacity > FAINT]
    visible = shown_pictures(page, drawings, large, painted, drawn, pale)
    embedded, faint = (
        tuple(Picture(_turned(i.area, turn), i.width, i.height, i.cut) for i in visible if _is_plain(i) is plain)
        for plain in (True, False)
    )
    area = width * height
    return Page(
        number=number,
        width=width,
        height=height,
        lines=lines_of(mark for mark in marks if mark.doubt is not UnreadReason.HIDDEN) if hidden else lines_of(marks),
        hidden=lines_of(hidden),
        washed=washed,
        blanks=tuple(
            Blank(mark.run, mark.shape, mark.x0, mark.base - BASELINE_TO_MIDDLE * mark.size)
            for mark in marks
            if not mark.text.strip() and mark.doubt is None
        ),
        slanted=slanted,
        noted=tuple(laid.words for laid in overlaid if laid.words),
        across=merged((*across, *dashed_across)) if dashed_across else across,
        down=merged((*down, *dashed_down)) if dashed_down else down,
        pictures=pictures,
        embedded=embedded,
        faint=faint,
        figures=figures,
        cut_figures=cut_figures_of(traced, grounds, matrix),
        fonts=tuple([span["font"] for span in spans]),
        overlays=tuple((laid.kind, _turned(tuple(laid.box), turn)) for laid in overlaid),
        laid_looks=tuple(
            Look(_turned(tuple(laid.box), turn), laid.look.shape[1], laid.look.shape[0], laid.look.tobytes())
            for laid in overlaid
            if laid.look is not None
        ),
        turned=turned,
        fine_drawing=fine or are_modules(painted, drawn),
        incomplete=not complete,
        full_picture=any(box.width * box.height > 0.6 * area for box in pictures),
        looked_at=ink is not None,
        buried=any(_buries(cover, spans, BURIES * page.rect.width * page.rect.height) for cover in covers),
    )


def _is_plain(image: Drawn) -> bool:
    """Whether a picture is more than a dot and no watermark. One as small as a word is none, however faint."""
    low = min(image.area[2] - image.area[0], image.area[3] - image.area[1]) < LOW
    return image.width > 1 and (image.opacity >= WATERMARK or (image.opacity >= FAINTEST and low))


def _buries(cover: Cover, spans: list[Any], least: float) -> bool:
    """Whether a picture of at least this area was drawn over most of a page's text."""
    x0, y0, x1, y1 = cover.area
    return (x1 - x0) * (y1 - y0) > least and sum(span["seqno"] < cover.order for span in spans) > len(spans) / 2


def _turned(area: Area, matrix: Any) -> Box:
    return Box(*(pymupdf.Rect(area) * matrix)) if tuple(matrix) != PLAIN else Box(*area)


def _slanted(spans: list[Any], matrix: Any, pale: list[Any]) -> tuple[Lettering, ...]:
    """What does not run level from left to right on the upright page: watermarks, stamps, remarks up the margin."""
    a, _, c, *_ = matrix
    found = []
    for span in spans:
        x, y = span["dir"]
        if x * a + y * c < LEVEL and doubt_of(span, frozenset()) is not UnreadReason.HIDDEN:
            text = "".join(_character(code)[0] for code, *_ in span["chars"] if code >= 0)
            found.append(Lettering(text, _turned(span["bbox"], matrix), span["size"], any(span is p for p in pale)))
    return tuple(found)


def _orientation(page: Any, spans: list[Any]) -> tuple[Any, int, float, float]:
    """The matrix to the upright page, the turn from the displayed page to it, and the upright page's size.

    Most characters decide which way is up: a page can be displayed turned (/Rotate) and hold turned text besides.
    """
    matrix = page.rotation_matrix
    directions: Counter[tuple[float, float]] = Counter()
    for span in spans:
        directions[span["dir"]] += len(span["chars"])
    votes: Counter[int] = Counter()
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    for (x, y), characters in directions.items():
        angle = math.degrees(math.atan2(x * b + y * d, x * a + y * c))
        votes[round(angle / 90) % 4 * 90] += characters
    angle = votes.most_common(1)[0][0] if votes else 0
    width, height = page.rect.br
    if angle == 0:
        return matrix, 0, width, height
    # Text that runs at `angle` clockwise is turned back by it.
    turn = {
        90: pymupdf.Matrix(0, -1, 1, 0, 0, width),
        180: pymupdf.Matrix(-1, 0, 0, -1, width, height),
        270: pymupdf.Matrix(0, 1, -1, 0, height, 0),
    }[angle]
    upright = (height, width) if angle in (90, 270) else (width, height)
    return matrix * turn, 360 - angle, *upright


def _marks(
    spans: list[Any],
    matrix: Any,
    width: float,
    height: float,
    unreliable: frozenset[str],
    grounds: list[Ground],
    overlaid: list[Area],
    ink: Ink | None,
) -> list[Mark]:
    a, b, c, d, e, f = matrix
    plain = (a, b, c, d, e, f) == PLAIN
    marks: list[Mark] = []
    for run, span in enumerate(spans):
        direction = span["dir"]
        if not plain:
            direction = (direction[0] * a + direction[1] * c, direction[0] * b + direction[1] * d)
        if direction[0] < LEVEL:  # slanted or upright lettering, a watermark perhaps: no line of the table
            continue
        size = span["size"]
        doubt = doubt_of(span, unreliable) or doubt_on(span, grounds)
        for char in span["chars"]:
            code, shape, (ox, base), (x0, by0, x1, by1) = char
            if not plain:
                base = ox * b + base * d + f
                xs = (x0 * a + by0 * c + e, x1 * a + by1 * c + e)
                x0, x1 = min(xs), max(xs)
            if code < 0 or x1 < 0 or x0 > width or base < 0 or base - size > height:
                continue
            raw, folded = _character(code)
            own = doubt
            if ink is not None and own in _LOOKED_AT and _is_unseen(ink, span, char, folded, own):
                own = UnreadReason.HIDDEN
            elif own is None and overlaid:
                x, y = (x0 + x1) / 2, base - BASELINE_TO_MIDDLE * size
                if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in overlaid):
                    own = UnreadReason.OVERLAID
            marks.append(mark_of((raw, folded, x0, x1, base, size, run, own, 1.0, shape)))
    return marks


_LOOKED_AT = (None, UnreadReason.UNREADABLE_TEXT)
"""What may be said of a character that is not hidden anyway."""


def _is_unseen(ink: Ink, span: Any, char: Any, folded: str, doubt: UnreadReason | None) -> bool:
    """Whether a character does not stand on the page, or another in its place. What draws nothing may be white space
    in a font that does not say so."""
    if ink.is_under(span, char):
        return True
    if doubt is not None:
        return ink.lacks(span, char)
    return folded.isalnum() and not ink.shows(span, char)


@lru_cache(maxsize=1 << 15)
def _character(code: int) -> tuple[str, str]:
    """A character as it stands in the file, and folded."""
    raw = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return raw, fold_char(raw)
