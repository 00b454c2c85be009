"""What pictures and outlines on a page of text say that no text layer holds: a stamp 作废, an expired date.

Papers have few pictures: a photograph, a code or two, a seal. What else there is, is looked at without the page's text
and read. What it looks like is remembered, so that a logo that all papers bear is read once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, NamedTuple

import cv2
import numpy as np
import pymupdf

from degree_verify.decode.links import misleads
from degree_verify.decode.qr import embedded, is_busy, is_portrait
from degree_verify.errors import is_out_of_memory
from degree_verify.extract.denials import denied_by
from degree_verify.extract.denounced import denounced
from degree_verify.extract.leftovers import adds
from degree_verify.extract.void_marks import is_void
from degree_verify.load.pdf import READER_ERRORS
from degree_verify.model.document import (
    EVIDENCE_TYPES,
    Document,
    Problem,
    ReadFrom,
    Remark,
    Unread,
    UnreadReason,
)
from degree_verify.model.geometry import Box
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Look, Page, Picture
from degree_verify.model.tools import Tools
from degree_verify.normalise.text import fold, squeeze
from degree_verify.read.bare import without_text
from degree_verify.read.ocr import Colours, OcrUnavailableError
from degree_verify.read.picture import lines_in
from degree_verify.read.visibility import SMALLEST_PICTURE
from degree_verify.recognise.lookalikes import kind_of
from degree_verify.timings import stage

LOWEST, LARGEST = 3.5, 0.6
"""Points of the shorter side from which on words can be read, and share of the page's sides from which on a picture is
its background."""

MOST_PLACES = 16
"""Places of a page that are looked at each by itself; certificates have one or two. Of more the whole page is."""

LARGE_PAGE = 1200.0
"""Points of a page's long side, near to A3's, from which on the whole page is looked at: its letters may be of any size
and its strokes as long as rulings."""

ZOOM, HIGHEST_ZOOM, LINE = 150 / 72, 400 / 72, 40.0
"""Pixels a point of a stamp, whose letters are higher than the text's; of the smallest words; and pixels that these get
in height."""

MOST_PIXELS = 4_000_000
"""Pixels of a place at most."""

NEAR, FAR = 12.0, 24.0
"""Points between pieces that belong to one drawing, the fewest and the most: letters set wide stand as far apart as
they are large, of which a digit is two thirds."""

SQUARE = (0.8, 1.25)
"""Width by height of codes, those that decoders cannot read among them, and of round signs."""

ROUNDED = 2.0
"""Points by which two accounts of one picture's place differ."""

SAME = 0.6
"""Share of a place that lies in another one which is then the same."""

LARGEST_SHEET = 3000.0
"""Points of a page within which drawings are looked for; A0 is 3,370 high."""

UPRIGHT = 1.5
"""Height by width from which on a place may hold lines that run up or down the page."""

DOUBTFUL = 0.5
"""Confidence under which a character is not taken."""

MOST_REMEMBERED = 256
"""Pictures whose words are remembered."""


class _Place(NamedTuple):
    """A place of a page as displayed, and the size in pixels of the picture that is drawn there; None of a drawing."""

    box: Box
    picture: tuple[int, int] | None


class _Words(NamedTuple):
    """A line that was read, and whether in the way that its picture was read best."""

    text: str
    upright: bool


@stage("stamps")
def stamped(document: Document, pages: Sequence[Page], handle: Any, tools: Tools) -> Document:
    """The document with what its pictures and outlines say that denies it or a field of it, or that its text lacks."""
    if document.type not in EVIDENCE_TYPES:
        return document
    places = [
        (page, place) for page in pages if page.read_from is ReadFrom.TEXT for place in _places(document, page, handle)
    ]
    laid = [(page, look) for page in pages for look in page.laid_looks]
    if not places and not laid:
        return document
    if tools.ocr is Ocr.NEVER:
        return _unread(document, "--ocr never")
    try:
        said = [(page, place, words) for page, place in places for words in _said(handle[page.number - 1], page, place)]
        said += [(page, _Place(look.box, None), words) for page, look in laid for words in _shown(page, look)]
    except OcrUnavailableError as error:
        return _unread(document, str(error))
    layout = next(layout for layout in tools.layouts if layout.id == document.layout)
    values = {value for reading in document.fields.values() for value in (reading.value, squeeze(fold(reading.raw)))}
    texts = [(page, text) for page, _, (text, _) in said]
    words_of: dict[tuple[int, _Place], str] = defaultdict(str)
    for page, place, (text, upright) in said:
        words_of[page.number, place] += text if upright else ""
    certificates = {place for place, text in words_of.items() if kind_of(text) == "certificate"}
    hosts, drawn = tools.policy.trusted_hosts, [text for _, text in texts]
    remarks = tuple(
        Remark(text, page.number, place.box)
        for page, place, (text, upright) in said
        # The picture of the certificate has dates of its own; and an address upside down looks like another.
        if page.has_text
        and upright
        and (page.number, place) not in certificates
        and (adds(text, layout, values) or misleads(text, drawn, hosts))
    )
    for page in pages:  # a word's letters can be drawn or pictured each by itself
        texts.append((page, "".join(words.text for other, _, words in said if other is page and words.upright)))
    owner = document.fields["name"].value if "name" in document.fields else ""
    void = [(page.number, text) for page, text in texts if is_void(text) or any(denounced([text], owner))]
    denied = {name: text for _, text in texts for name in denied_by(text) if name in document.fields}
    if not void and not denied and not remarks:
        return document
    stated = [(document.fields[name], text) for name, text in denied.items()]
    left = document.leaving_open(Unread(r.field, UnreadReason.AMBIGUOUS, text, r.page, r.box) for r, text in stated)
    return replace(
        left,
        void_marks=(*document.void_marks, *dict.fromkeys(void)),
        unexplained=(*document.unexplained, *remarks),
    )


def _unread(document: Document, why: str) -> Document:
    return replace(document, problems=(*document.problems, Problem("read", "pictures-not-read", why)))


def _places(document: Document, page: Page, handle: Any) -> list[_Place]:
    """The places, as displayed, of what is drawn on a page and is no code, photograph, field or background."""
    known = [code.box for code in document.codes if code.page == page.number]
    known += [box for number, box in document.undecoded if number == page.number]
    known += [reading.box for reading in document.fields.values() if reading.page == page.number]
    native = handle[page.number - 1]
    width, height = float(native.rect.width), float(native.rect.height)

    def may_speak(box: Box) -> bool:
        return min(box.width, box.height) > LOWEST and not any(_is(box, other) for other in known)

    def is_whole(box: Box) -> bool:
        return box.width > LARGEST * width and box.height > LARGEST * height

    pictures = [p for p in (*page.embedded, *page.faint) if may_speak(p.box)]
    shown = [p for p in pictures if not (is_portrait(p) and _in_its_corner(p.box, page))]
    shown = [p for p in shown if (_is_above(native, p.box) if is_whole(p.box) else not _is_code(handle, page, p))]
    places = [_Place(p.box, (p.width, p.height)) for p in shown]
    pieces = [
        *page.figures,
        *page.cut_figures,
        *(box for box in page.pictures if min(box.width, box.height) < SMALLEST_PICTURE),
    ]
    on_page = [box for box in map(page.displayed, pieces) if box.overlaps(Box(0, 0, width, height))]
    places += [_Place(box, None) for box in _drawings(on_page) if may_speak(box) and not is_whole(box)]
    if len(places) > MOST_PLACES or (pieces and max(width, height) > LARGE_PAGE):
        return [_Place(Box(0, 0, width, height), None)]
    return sorted(places, key=lambda place: page.upright(place.box).x0)


def _is_above(native: Any, box: Box) -> bool:
    """Whether a picture over the whole page is drawn after some of its text, as no background is."""
    log = native.get_bboxlog()
    first = next((n for n, (kind, *_) in enumerate(log) if kind.endswith("-text")), len(log))
    place = pymupdf.Rect(*box) * native.derotation_matrix
    later = [area for kind, area, *_ in log[first:] if kind == "fill-image"]
    return any(bool(np.allclose(area, place, rtol=0, atol=ROUNDED)) for area in later)


def _in_its_corner(box: Box, page: Page) -> bool:
    """Whether a picture stands where the papers have the photograph: in the upper right, however the page lies."""
    upright = page.upright(box)
    return (upright.x0 + upright.x1) > page.width and upright.middle < page.height / 2


def _is(box: Box, other: Box) -> bool:
    """Whether most of a place lies in another one."""
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    down = min(box.y1, other.y1) - max(box.y0, other.y0)
    return across > 0 and down > 0 and across * down > SAME * box.width * box.height


def _drawings(pieces: Sequence[Box]) -> Iterator[Box]:
    """The boxes around pieces that lie together."""
    if not pieces:
        return
    left, top = min(box.x0 for box in pieces) - FAR, min(box.y0 for box in pieces) - FAR
    size = [
        int(min(extent, LARGEST_SHEET)) + 2
        for extent in (max(box.y1 for box in pieces) + FAR - top, max(box.x1 for box in pieces) + FAR - left)
    ]
    sheet = np.zeros(size, np.uint8)
    corners = []
    for box in pieces:
        reach = min(max(NEAR, 1.5 * box.width, 1.5 * box.height), FAR) / 2
        y0, y1 = int(box.y0 - reach - top), int(box.y1 + reach - top) + 1
        x0, x1 = int(box.x0 - reach - left), int(box.x1 + reach - left) + 1
        sheet[y0:y1, x0:x1] = 1
        corners.append((min(y0, size[0] - 1), min(x0, size[1] - 1)))
    _, labels = cv2.connectedComponents(sheet)
    together: dict[int, list[Box]] = defaultdict(list)
    for box, corner in zip(pieces, corners, strict=True):
        together[int(labels[corner])].append(box)
    for boxes in together.values():
        x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
        yield Box(min(x0s), min(y0s), max(x1s), max(y1s))


def _is_code(handle: Any, page: Page, picture: Picture) -> bool:
    """Whether a picture is a code that nobody decodes, as that of the mini program."""
    if not SQUARE[0] < picture.box.width / picture.box.height < SQUARE[1]:
        return False
    if picture.width * picture.height > MOST_PIXELS:
        return False
    images = handle[page.number - 1].get_images(full=True)
    xrefs = [xref for xref, _, width, height, *_ in images if (width, height) == (picture.width, picture.height)]
    grey = embedded(handle, xrefs[0]) if len(xrefs) == 1 else None
    return grey is not None and is_busy(grey)


def _said(native: Any, page: Page, place: _Place) -> tuple[_Words, ...]:
    """The lines that a place of a page shows without its text. A picture is looked at by itself: it is the same on many
    papers, whatever lies over it."""
    box = place.box
    close = min(max(ZOOM, LINE / min(box.width, box.height)), HIGHEST_ZOOM)
    zoom = min(close, (MOST_PIXELS / (box.width * box.height)) ** 0.5)
    try:
        bare = without_text(native, box, zoom, place.picture)
    except READER_ERRORS as error:  # a picture that no reader can draw shows nobody anything
        if is_out_of_memory(error):
            raise
        return ()
    return _remembered(np.ascontiguousarray(np.rot90(bare, -page.turned // 90 % 4)))


def _shown(page: Page, look: Look) -> tuple[_Words, ...]:
    """The lines that an annotation shows."""
    seen = np.frombuffer(look.samples, np.uint8).reshape(look.height, look.width, 3)
    return _remembered(np.ascontiguousarray(np.rot90(seen, -page.turned // 90 % 4)))


def _remembered(seen: Colours) -> tuple[_Words, ...]:
    key = hashlib.sha256(f"{seen.shape}".encode() + seen.tobytes()).digest()
    if key not in _READ:
        if len(_READ) >= MOST_REMEMBERED:
            _READ.clear()
        _READ[key] = _lines(seen)
    return _READ[key]


_READ: dict[bytes, tuple[_Words, ...]] = {}
"""What was read in pictures, by their sums."""


def _lines(picture: Colours) -> tuple[_Words, ...]:
    """The lines of a picture, whichever way they run: level ones also upside down, upright ones from below as well."""
    height, width = picture.shape[:2]
    ways = []
    for turns in (0, 2) if height < UPRIGHT * width else (0, 1, 3):
        lines = [
            [char for char in line if char.confidence > DOUBTFUL]
            for line in lines_in(np.ascontiguousarray(np.rot90(picture, turns)))
        ]
        sure = sum(char.confidence for line in lines for char in line)  # not the mean: a lone character may be certain
        texts = [squeeze(fold("".join(char.text for char in line))) for line in lines]
        ways.append((sure, [text for text in texts if text]))
    best = max(ways, key=itemgetter(0))
    return tuple(_Words(text, way is best) for way in ways for text in way[1])
