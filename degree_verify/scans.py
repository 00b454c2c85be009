"""Pages that are read from their picture: which ones, how far, and what comes of them.

Everything is read the cheap way first. What the paper should have and was not found, or was read with doubt, is then
read once more, and only there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.decode.payload import read_payload
from degree_verify.decode.picture import Seen, read_further_codes, read_picture_codes
from degree_verify.extract.extract import Readings, extract
from degree_verify.extract.knowledge import as_code, cut_off
from degree_verify.extract.leftovers import form_within
from degree_verify.extract.recognised import recognised
from degree_verify.load.pdf_picture import rendered
from degree_verify.model.document import Code, DocumentType, ReadFrom, Unread, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Page
from degree_verify.model.policy import Limits
from degree_verify.model.recognition import Part, Recognition
from degree_verify.normalise.text import is_foreign, is_gibberish
from degree_verify.read import picture as reader
from degree_verify.read import straighten
from degree_verify.read.dirt import SURE
from degree_verify.read.known_words import with_known_words
from degree_verify.read.patches import patched
from degree_verify.read.picture import Sheet
from degree_verify.read.strikes import struck
from degree_verify.recognise.recognise import recognise

MOST_SCANS = 10
"""Pages of a file that are read from their picture: about a second each, within the time that a file has. The others
are told."""

FIELD_DPI = 300
"""Resolution in which the place of a single field is rendered."""

_DRAWN = (UnreadReason.PICTURE, UnreadReason.UNREADABLE_TEXT)

BLIND = 0.15
"""Share of a page's characters that its text layer cannot tell, from which on the page is read as a picture: values
alone are a fifth."""

LEAST_PICTURE = 0.15
"""Share of a page that a picture covers in which there may be something to read; codes and photographs are smaller."""

NOTES_GAP = 0.35
"""Heights of a box between those of two notes at most, which as good as touch; what stands further below is none."""

DAY = 4.0
"""Heights of a line to the right of a date without its end in which the end may stand."""

SLIMMEST = 64
"""How many times longer than wide a picture may be: of a slimmer one nothing would be left when it is made smaller."""

Paper = tuple[Recognition, Readings]


@dataclass
class Scans:
    """The pages of one file that were read from their picture, by page number. `layouts` are those they may have,
    `texts` the pages of a PDF as its text layer has them, `skipped` the pages that were one too many to be read."""

    hosts: Sequence[str]
    layouts: tuple[Layout, ...]
    sheets: dict[int, Sheet] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)
    texts: dict[int, Page] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)

    def add(self, number: int, colours: npt.NDArray[np.uint8], to_displayed: npt.NDArray[np.float64]) -> Page:
        """Reads the picture of a page. `to_displayed` takes its pixels to places on the page as displayed."""
        colours = _widened(colours)
        seen = read_picture_codes(colours, number, self.hosts, thorough=False)
        sheet = reader.read_sheet(colours, number, to_displayed, seen.quarters)
        self.sheets[number] = sheet
        self.seen[number] = _placed(seen, to_displayed)
        return self.page(number)

    def page(self, number: int) -> Page:
        """A page as far as it was read, with the labels of the forms that were nearly read, and with the annotations
        that were taken off it."""
        sheet = self.sheets[number]
        labels = {label for layout in self.layouts for label in layout.fields_by_label}
        page = reader.page_of(replace(sheet, boxes=with_known_words(sheet.boxes, labels)))
        text = self.texts.get(number)
        if text is None:
            return page
        return replace(
            page, overlays=text.overlays, noted=text.noted, laid_looks=text.laid_looks, laid_codes=text.laid_codes
        )

    def text(self, number: int) -> Page | None:
        """What the text layer of such a page says; None where it says nothing, or nothing to be trusted."""
        page = self.texts.get(number)
        return None if page is None or not page.lines or _blind(page) else page

    def codes(self, number: int) -> tuple[Code, ...]:
        """The codes of a page, those among its annotations included."""
        shown, text = self.seen[number].codes, self.texts.get(number)
        known = {code.payload for code in shown}
        laid = [code for code in (text.laid_codes if text else ()) if code[0] not in known]
        return (*shown, *(read_payload(said, number, box, self.hosts, kind, "zxing") for said, kind, box in laid))

    def search_code(self, number: int) -> None:
        """Searches a page for its code with all means, on the straightened picture, where none was found yet; else for
        a second one, which the first try may have passed over."""
        before, sheet = self.seen[number], self.sheets[number]
        to_displayed = sheet.displayed @ sheet.level
        if before.codes:
            place = _mover(straighten.inverse(to_displayed))
            known = [place(code.box) for code in before.codes]
            again = read_further_codes(sheet.picture, number, self.hosts, known)
        else:
            again = read_picture_codes(sheet.picture, number, self.hosts, thorough=True)
        found = _placed(again, to_displayed)
        self.seen[number] = replace(
            found, codes=(*before.codes, *found.codes), attempts=(*before.attempts, *found.attempts)
        )

    def confirms(self, number: int, name: str, value: str) -> bool:
        """Whether a code of the page says what was read in a field, so that a second look would add nothing."""
        return name == "verification_code" and as_code(value) in {code.code for code in self.seen[number].codes}

    def attempts(self, number: int) -> tuple[str, ...]:
        """What was done to a page's picture and which decoders were tried on it."""
        steps = self.sheets[number].steps
        done = (f"page {number}: straightened: {', '.join(steps)}",) if steps else ()
        return (*done, *self.seen[number].attempts)


def _widened(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A picture with white to the right or below where it is but a line. Places on it stay where they are."""
    height, width = colours.shape[:2]
    least = -(-max(height, width) // SLIMMEST)
    missing = (0, max(0, least - height)), (0, max(0, least - width)), (0, 0)
    return np.pad(colours, missing, constant_values=255) if min(height, width) < least else colours


def annotated(sheet: Sheet) -> bytes:
    """The straightened picture as PNG, the boxes of text drawn in: green what was read surely, red what was not, blue
    what was not read; and the ruling lines of tables, violet."""
    picture = sheet.picture.copy()
    across, down = sheet.tables
    back = straighten.inverse(sheet.level)
    for ends in (*(((x0, y), (x1, y)) for x0, x1, y in across), *(((x, y0), (x, y1)) for y0, y1, x in down)):
        line = straighten.moved(np.array(ends, np.float32), back)
        cv2.polylines(picture, [line.astype(np.int32)], isClosed=False, color=(160, 60, 200), thickness=2)
    for box in sheet.boxes:
        lowest = min((char.confidence for char in box.chars or () if char.text.strip()), default=0.0)
        colour = (60, 90, 220) if box.chars is None else (20, 150, 60) if lowest >= SURE else (210, 40, 40)
        cv2.polylines(picture, [box.quad.astype(np.int32)], isClosed=True, color=colour, thickness=2)
    return bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1])


def papers_of(pages: list[Page], scans: Scans, known: Sequence[Recognition] = ()) -> list[Paper]:
    """The papers of a file with their fields, scanned pages read again where that may help. `known` are the papers
    where they have been recognised on the same pages."""
    papers = [(paper, extract(paper)) for paper in known or recognise(pages, scans.layouts)]
    for more in (_everything, _besides, _closely):
        if not more(papers, scans):
            continue
        pages = [scans.page(p.number) if p.number in scans.sheets else p for p in pages]
        papers = [(paper, extract(paper)) for paper in recognise(pages, scans.layouts)]
    return [(paper, _without_altered(readings, scans)) for paper, readings in papers]


def _without_altered(readings: Readings, scans: Scans) -> Readings:
    """The readings less those that stand on a ground of their own, and those that were struck out."""
    fields, unread = dict(readings.fields), dict(readings.unread)
    for number, sheet in scans.sheets.items():
        back = straighten.inverse(sheet.displayed @ sheet.level)
        own = {
            name: straighten.moved(np.array(reading.box.corners, np.float32), back)
            for name, reading in readings.fields.items()
            if reading.read_from is ReadFrom.OCR and reading.page == number
        }
        long = {name: quad for name, quad in own.items() if len(fields[name].raw) > 1}
        found = dict.fromkeys(patched(sheet.picture, own), UnreadReason.PATCHED)
        found |= dict.fromkeys(struck(sheet.picture, long), UnreadReason.STRUCK)
        for name, reason in found.items():
            reading = fields.pop(name)
            unread[name] = Unread(name, reason, reading.raw, reading.page, reading.box)
    return replace(readings, fields=fields, unread=unread)


def _everything(papers: list[Paper], scans: Scans) -> bool:
    """Reads the long boxes of scanned pages that belong to no paper, or whose paper lacks a field."""
    found = {part.page.number for paper, _ in papers if paper.layout for part in paper.parts}
    lacking = {
        part.page.number
        for paper, readings in papers
        if paper.layout and any(_lacks(readings, name, scans) for name in _wanted(paper))
        for part in paper.parts
    }
    chosen = [n for n, sheet in scans.sheets.items() if (n not in found or n in lacking) and reader.unread_boxes(sheet)]
    for number in chosen:
        scans.sheets[number] = reader.read_all(scans.sheets[number])
    return bool(chosen)


def _besides(papers: list[Paper], scans: Scans) -> bool:
    """Reads the long boxes above a form's notes and below them: sentences, remarks. Clean papers have none."""
    forms: dict[int, list[tuple[Part, Layout]]] = {}
    for paper, _ in papers:
        for part in paper.parts:
            sheet = scans.sheets.get(part.page.number)
            if paper.layout is not None and sheet is not None and reader.unread_boxes(sheet):
                forms.setdefault(part.page.number, []).append((part, paper.layout))
    found = False
    for number, parts in forms.items():
        sheet = scans.sheets[number]
        bottom = max(form_within(part, layout)[1] for part, layout in parts)
        noted = all(layout.type is not DocumentType.CERTIFICATION_REPORT for _, layout in parts)
        outside = _outside(reader.heights_of(sheet), bottom, noted=noted)
        chosen = [n for n in outside if sheet.boxes[n].chars is None]
        if chosen:
            scans.sheets[number] = reader.read_chosen(sheet, chosen)
            found = True
    return found


def _outside(heights: Sequence[tuple[float, float]], bottom: float, *, noted: bool) -> list[int]:
    """The boxes above the `bottom` of a form's fields, and those below the form; where it is `noted` below its notes,
    which begin at `bottom` and follow each other closely."""
    outside = [number for number, (y0, y1) in enumerate(heights) if (y0 + y1) / 2 < bottom]
    notes, end = noted, bottom
    for number in sorted(range(len(heights)), key=heights.__getitem__):
        y0, y1 = heights[number]
        if (y0 + y1) / 2 < bottom:
            continue
        notes = notes and y0 - end < NOTES_GAP * (y1 - y0)
        end = max(end, y1)
        if not notes:
            outside.append(number)
    return outside


def _lacks(readings: Readings, name: str, scans: Scans) -> bool:
    missing = readings.unread.get(name)
    confirmed = missing is not None and missing.page in scans.sheets and scans.confirms(missing.page, name, missing.raw)
    return name not in readings.fields and not confirmed


def _closely(papers: list[Paper], scans: Scans) -> bool:
    """Reads again the places of fields that were read with doubt, and of wanted ones where something stands that was
    not read."""
    places: dict[int, list[Box]] = {}
    for paper, readings in papers:
        if paper.layout is None:
            continue
        for name, reading in readings.fields.items():
            if reading.read_from is not ReadFrom.OCR or reading.page not in scans.sheets:
                continue
            if cut_off(reading, readings.fields, readings.unread):
                end = reading.box.x1 + DAY * reading.box.height
                places.setdefault(reading.page, []).append(reading.box._replace(x1=end))
            elif reading.lowest < SURE and not scans.confirms(reading.page, name, reading.value):
                places.setdefault(reading.page, []).append(reading.box)
        for name in _wanted(paper):
            missing = readings.unread.get(name)
            if missing is None or missing.page not in scans.sheets or missing.box is None:
                continue
            if not scans.confirms(missing.page, name, missing.raw):
                places.setdefault(missing.page, []).append(missing.box)
    for number, boxes in places.items():
        scans.sheets[number] = reader.read_closely(scans.sheets[number], boxes)
    return bool(places)


def _wanted(paper: Recognition) -> tuple[str, ...]:
    """The fields worth a search where they are missing: those that the layout requires, and the number that a 证明书 is
    checked by."""
    layout = paper.layout
    if layout is None:
        return ()
    names = {entry.name for entry in layout.fields}
    return (*layout.required, *layout.required_of_schools, *({"original_certificate_number"} & names))


def pages_left(papers: Sequence[Recognition], pages: Sequence[Page]) -> list[Page]:
    """The PDF pages that are better read from their picture: without text, in fonts that say nothing, or with a picture
    on much of it and belonging to no paper as they stand: scans, and photographs put into a letter."""
    covered = {part.page.number for paper in papers if paper.layout for part in paper.parts}
    return [
        page
        for page in pages
        if _blind(page) or (page.number not in covered and (is_pictured(page) or _without_text(page)))
    ]


def _blind(page: Page) -> bool:
    """Whether much of the text layer cannot be trusted to say what is printed."""
    glyphs = [glyph for line in page.lines for glyph in line.glyphs]
    doubts, raw = {glyph.doubt for glyph in glyphs}, "".join([glyph.raw for glyph in glyphs])
    if (
        UnreadReason.UNREADABLE_TEXT not in doubts
        and not is_gibberish(raw)
        and not is_foreign("".join([line.text for line in page.lines]))
    ):
        return False
    blind = sum(
        glyph.doubt is UnreadReason.UNREADABLE_TEXT or is_gibberish(glyph.raw) or is_foreign(glyph.text)
        for glyph in glyphs
    )
    return blind > BLIND * len(glyphs)


def is_pictured(page: Page) -> bool:
    """Whether a page bears a picture in which there may be something to read."""
    least = LEAST_PICTURE * page.width * page.height
    return page.full_picture or any(p.box.width * p.box.height > least for p in page.embedded)


def _without_text(page: Page) -> bool:
    return not page.has_text and bool(page.embedded or page.pictures or page.fine_drawing or page.across)


def with_drawn_fields(paper: Recognition, readings: Readings, handle: Any, limits: Limits) -> Readings:
    """The readings of a page of text, with the fields that stand there as a picture, or in a font that says nothing."""
    fields, unread = dict(readings.fields), dict(readings.unread)
    for name, missing in readings.unread.items():
        if missing.reason not in _DRAWN or missing.box is None or missing.page is None or paper.layout is None:
            continue
        picture = rendered(handle[missing.page - 1], missing.box, FIELD_DPI, limits)
        chars = reader.read_strip(picture.colours)
        entry = next(entry for entry in paper.layout.fields if entry.name == name)
        found = recognised(entry, chars, missing.page, missing.box)
        if found is not None:
            fields[name] = found
            del unread[name]
    order = [entry.name for entry in paper.layout.fields] if paper.layout else []
    return Readings({n: fields[n] for n in order if n in fields}, {n: unread[n] for n in order if n in unread})


def _placed(seen: Seen, matrix: npt.NDArray[np.float64]) -> Seen:
    """What was found in a picture, in the places of the page as displayed."""
    place = _mover(matrix)
    codes: tuple[Code, ...] = tuple(replace(code, box=place(code.box)) for code in seen.codes)
    return replace(seen, codes=codes, undecoded=tuple(place(box) for box in seen.undecoded))


def _mover(matrix: npt.NDArray[np.float64]) -> Callable[[Box], Box]:
    def place(box: Box) -> Box:
        corners: Any = np.array([[box.x0, box.y0, 1], [box.x1, box.y0, 1], [box.x1, box.y1, 1], [box.x0, box.y1, 1]])
        points = corners @ matrix.T
        flat = points[:, :2] / points[:, 2:]
        (x0, y0), (x1, y1) = flat.min(axis=0).tolist(), flat.max(axis=0).tolist()
        return Box(x0, y0, x1, y1)

    return place
