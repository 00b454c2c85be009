"""Sheets to PDF bytes, in ways that differ as real producers differ. The same sheets give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pymupdf
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.support.sheets import (
    FOOTER,
    LABELS,
    MARK,
    MARKS,
    VALUES,
    Cover,
    Item,
    Link,
    Modules,
    Picture,
    Rule,
    Sheet,
    Text,
    font,
    marked,
)

PRODUCER = "degree-verify specimen maker"

Passwords = tuple[str, str]
"""Of the user and of the owner."""


def render_pymupdf(sheets: Sequence[Sheet], *, separate_fonts: bool = False) -> bytes:
    """With PyMuPDF: embedded TrueType under Identity-H, one font object for all, or one for each role."""
    document = pymupdf.open()
    for sheet in map(marked, sheets):
        page = document.new_page(width=sheet.width, height=sheet.height)
        used = {item.font for item in sheet.items if isinstance(item, Text)}
        for number, role in enumerate((LABELS, VALUES, MARKS)):
            if role in used:
                # Equal buffers become one font object.
                page.insert_font(fontname=role, fontbuffer=font().buffer + b"\0" * 4 * number * separate_fonts)
        for item in sheet.items:
            _draw_pymupdf(page, item)
    document.subset_fonts()
    document.set_metadata({"title": MARK, "subject": FOOTER, "producer": PRODUCER, "creator": "TEST SPECIMEN"})
    data = document.tobytes(garbage=3, deflate=True, no_new_id=True)
    document.close()
    return bytes(data)


def _draw_pymupdf(page: pymupdf.Page, item: Item) -> None:
    if isinstance(item, Text):
        start = pymupdf.Point(item.x, item.y)
        morph = (start, pymupdf.Matrix(item.turn)) if item.turn else None
        page.insert_text(start, item.text, fontname=item.font, fontsize=item.size, color=item.colour, morph=morph)
    elif isinstance(item, Rule):
        page.draw_line((item.x0, item.y0), (item.x1, item.y1), color=item.colour, width=0.6)
    elif isinstance(item, Picture):
        page.insert_image(pymupdf.Rect(item.x0, item.y0, item.x1, item.y1), stream=item.data, keep_proportion=False)
    elif isinstance(item, Modules):
        shape = page.new_shape()
        for box in _squares(item):
            shape.draw_rect(pymupdf.Rect(*box))
        shape.finish(fill=(0, 0, 0), color=None, width=0)
        shape.commit()
    elif isinstance(item, Cover):
        page.draw_rect(pymupdf.Rect(item.x0, item.y0, item.x1, item.y1), color=None, fill=(1, 1, 1))
    elif isinstance(item, Link):
        place = pymupdf.Rect(item.x0, item.y0, item.x1, item.y1)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": place, "uri": item.url})


def render_truetype(sheets: Sequence[Sheet], passwords: Passwords | None = None) -> bytes:
    """With reportlab: TrueType subsets with one-byte codes. `passwords` encrypts with 128-bit RC4."""
    _register()
    return _reportlab(sheets, {LABELS: "Droid", VALUES: "DroidValues", MARKS: "Droid"}, passwords)


def render_cid(sheets: Sequence[Sheet]) -> bytes:
    """With reportlab: the font STSong-Light that is named and not embedded, as many Chinese producers do.

    Its encoding has no U+00B7: a middle dot is printed as U+30FB.
    """
    _register()
    return _reportlab(sheets, dict.fromkeys((LABELS, VALUES, MARKS), "STSong-Light"), None)


@cache
def _register() -> None:
    buffer = font().buffer
    pdfmetrics.registerFont(TTFont("Droid", io.BytesIO(buffer)))
    pdfmetrics.registerFont(TTFont("DroidValues", io.BytesIO(buffer)))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def _reportlab(sheets: Sequence[Sheet], fonts: Mapping[str, str], passwords: Passwords | None) -> bytes:
    written = io.BytesIO()
    encryption = StandardEncryption(*passwords, canModify=0, canCopy=0, strength=128) if passwords else None
    canvas = Canvas(written, invariant=1, pageCompression=1, encrypt=encryption)
    canvas.setTitle(MARK)
    canvas.setSubject(FOOTER)
    canvas.setProducer(PRODUCER)
    canvas.setCreator("TEST SPECIMEN")
    for sheet in map(marked, sheets):
        canvas.setPageSize((sheet.width, sheet.height))
        for item in sheet.items:
            _draw_reportlab(canvas, item, sheet.height, fonts)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw_reportlab(canvas: Canvas, item: Item, height: float, fonts: Mapping[str, str]) -> None:
    if isinstance(item, Text):
        canvas.saveState()
        canvas.setFillColorRGB(*item.colour)
        canvas.setFont(fonts[item.font], item.size)
        canvas.translate(item.x, height - item.y)
        canvas.rotate(item.turn)
        text = item.text.replace("·", "・") if fonts[item.font] == "STSong-Light" else item.text
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    elif isinstance(item, Rule):
        canvas.setStrokeColorRGB(*item.colour)
        canvas.setLineWidth(0.6)
        canvas.line(item.x0, height - item.y0, item.x1, height - item.y1)
    elif isinstance(item, Picture):
        image = ImageReader(io.BytesIO(item.data))
        canvas.drawImage(image, item.x0, height - item.y1, item.x1 - item.x0, item.y1 - item.y0)
    elif isinstance(item, Modules):
        canvas.setFillColorRGB(0, 0, 0)
        for x0, y0, x1, y1 in _squares(item):
            canvas.rect(x0, height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    elif isinstance(item, Cover):
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(item.x0, height - item.y1, item.x1 - item.x0, item.y1 - item.y0, stroke=0, fill=1)
    elif isinstance(item, Link):
        canvas.linkURL(item.url, (item.x0, height - item.y1, item.x1, height - item.y0))


def _squares(item: Modules) -> list[tuple[float, float, float, float]]:
    step = item.side / len(item.rows)
    return [
        (item.x + x * step, item.y + y * step, item.x + (x + 1) * step, item.y + (y + 1) * step)
        for y, row in enumerate(item.rows)
        for x, module in enumerate(row)
        if module
    ]


RENDERINGS: Mapping[str, Callable[[Sequence[Sheet]], bytes]] = {
    "pymupdf": render_pymupdf,
    "reportlab-truetype": render_truetype,
    "reportlab-cid": render_cid,
}
"""The renderings that need no browser."""
