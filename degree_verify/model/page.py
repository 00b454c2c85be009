"""A page as read: glyphs in visual lines, with the ruling lines and pictures around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from degree_verify.model.document import ReadFrom, UnreadReason
from degree_verify.model.geometry import Box


class Glyph(NamedTuple):
    """One printed character.

    `text` is its folded form (full width, radicals), `gap` the free space before it on its line in units of the
    glyph's size, `space` the white space before it in the text. `doubt` says why it is not to be taken as it stands.
    `run` numbers the reader's runs of text; `shape` is the number of its shape in its font, -1 where it has none.
    """

    raw: str
    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    gap: float
    space: str
    doubt: UnreadReason | None = None
    confidence: float = 1.0
    run: int = 0
    shape: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs that stand side by side, from left to right. White space is no glyph.

    `text` is the folded text without spaces; `owners` gives for each of its characters the index of the glyph.
    """

    glyphs: tuple[Glyph, ...]
    text: str
    owners: tuple[int, ...]
    y0: float
    y1: float
    read_from: ReadFrom = ReadFrom.TEXT

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def stretches(self, gap: float) -> list[tuple[Glyph, ...]]:
        """The glyphs in pieces, cut where more free space than `gap`, in units of the font size, is between two."""
        starts = [index for index, glyph in enumerate(self.glyphs) if not index or glyph.gap > gap]
        return [self.glyphs[one:other] for one, other in zip(starts, [*starts[1:], len(self.glyphs)], strict=True)]


def plain_name(font: str) -> str:
    """The name of a font without the tag of its subset."""
    return font.partition("+")[2] or font


class Blank(NamedTuple):
    """White space as the text layer has it: the run, the number of its shape, its left edge and the middle's height."""

    run: int
    shape: int
    x: float
    y: float


class Picture(NamedTuple):
    """A picture on a page: its place on the page as displayed, its size in pixels, and whether some of it may be cut
    off."""

    box: Box
    width: int
    height: int
    cut: bool = False


class Lettering(NamedTuple):
    """Text that runs neither level nor the right way up: a watermark, a stamp, a remark. `pale`: too light to be more
    than a watermark."""

    text: str
    box: Box
    size: float
    pale: bool


class Look(NamedTuple):
    """What an annotation looks like: its displayed place, and rows of red, green, blue."""

    box: Box
    width: int
    height: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the orientation in which its text reads. `number` counts from 1; sizes are points.

    `across` are horizontal ruling lines (x0, x1, y), `down` vertical ones (y0, y1, x). `turned` is by how many degrees
    clockwise the page as displayed was turned to read upright.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    hidden: tuple[Line, ...] = ()  # text that only a program sees
    washed: tuple[Line, ...] = ()  # text too light to be the paper's: a watermark
    blanks: tuple[Blank, ...] = ()  # white space and other characters that should show nothing
    slanted: tuple[Lettering, ...] = ()  # lettering across the page or up it, each run by itself
    noted: tuple[str, ...] = ()  # what text boxes, stamps and form fields say that lie on the page
    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()
    pictures: tuple[Box, ...] = ()  # places of pictures on the upright page
    embedded: tuple[Picture, ...] = ()
    faint: tuple[Picture, ...] = ()  # pictures that shine through: watermarks, pale stamps
    figures: tuple[Box, ...] = ()  # small things drawn with lines and areas, no rulings: letters as outlines perhaps
    cut_figures: tuple[Box, ...] = ()  # the same, light on a darker ground, or within which alone something is drawn
    turned: int = 0
    overlays: tuple[tuple[str, Box], ...] = ()  # annotations taken off: their kinds and displayed places
    laid_looks: tuple[Look, ...] = ()  # what they look like, as far as they show anything
    laid_codes: tuple[tuple[str, str, Box], ...] = ()  # codes seen with them on: payload, symbology, displayed place
    fonts: tuple[str, ...] = ()  # the font of each run as the file names it; empty where a page has none
    fine_drawing: bool = False  # many small filled shapes: perhaps a code drawn as vectors
    incomplete: bool = False  # characters are missing that no reader could give back
    full_picture: bool = False  # one picture covers most of the page
    looked_at: bool = False  # it is drawn in ways for which only a rendering showed what can be seen
    buried: bool = False  # text was written on it as on any page, and a picture of most of it laid over that
    read_from: ReadFrom = ReadFrom.TEXT
    to_displayed: tuple[float, ...] | None = None  # of a page read from its picture: 3 × 3, row by row

    @property
    def has_text(self) -> bool:
        return any(line.text for line in self.lines)

    def displayed(self, box: Box) -> Box:
        """A box of this page in the coordinates of the page as displayed."""
        x0, y0, x1, y1 = box
        if self.to_displayed is not None:
            return _around(self.to_displayed, box)
        if self.turned == 90:
            return Box(y0, self.width - x1, y1, self.width - x0)
        if self.turned == 180:
            return Box(self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        if self.turned == 270:
            return Box(self.height - y1, x0, self.height - y0, x1)
        return box

    def upright(self, box: Box) -> Box:
        """A box of the page as displayed in the coordinates of this page."""
        x0, y0, x1, y1 = box
        if self.to_displayed is not None:
            return _around(_back(self.to_displayed), box)
        if self.turned == 90:
            return Box(self.width - y1, x0, self.width - y0, x1)
        if self.turned == 180:
            return Box(self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        if self.turned == 270:
            return Box(y0, self.height - x1, y1, self.height - x0)
        return box


def _back(matrix: tuple[float, ...]) -> tuple[float, ...]:
    """The matrix of the opposite change of perspective; a common factor changes nothing."""
    a, b, c, d, e, f, g, h, i = matrix
    return (
        *(e * i - f * h, c * h - b * i, b * f - c * e),
        *(f * g - d * i, a * i - c * g, c * d - a * f),
        *(d * h - e * g, b * g - a * h, a * e - b * d),
    )


def _around(matrix: tuple[float, ...], box: Box) -> Box:
    """The box around another one's corners after a change of perspective."""
    a, b, c, d, e, f, g, h, i = matrix
    corners = [(x, y, g * x + h * y + i) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs = [(a * x + b * y + c) / w for x, y, w in corners]
    ys = [(d * x + e * y + f) / w for x, y, w in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
