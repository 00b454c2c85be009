"""Whether a page is drawn so plainly that its drawing trace tells which text can be seen.

Plain is what printing programs do with a form: dark letters on white or light ground, thin lines and pictures beside
them. Whatever is not known to be plain is a sign that the page has to be looked at.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from pymupdf import mupdf

from degree_verify.read.areas import areas_of, core_of, letters_of, outline_of, overlaps, touches
from degree_verify.read.clips import text_under
from degree_verify.read.visibility import INVISIBLE, LEVEL, MOST_FLATTENED, WASHED, Area, luminance, rgb

MOST_SPANS = 1000
"""A page with more runs of text is no certificate and is looked at."""

SAFE_MODE = re.compile(rb"(?:^|\s)[0-3]\s$")
"""What stands before the operator that sets a text render mode other than clipping."""

_MATRIX = re.compile(rb"[Tc]m")
_PICTURE = re.compile(rb"\s*/[^\s/]+\s+Do|\s*BI")
"""What follows a matrix that is for a picture."""

_PLAIN_BLENDING = ("Normal", "Compatible")


def needs_look(
    page: Any, spans: list[Any], pale: list[Any], drawings: list[Any], images: list[Any], contents: bytes
) -> bool:
    """Whether only a rendering shows which of a page's text can be seen.

    `pale` are the spans that are no part of the paper anyway, `drawings` the page's with its clips and groups, `images`
    those that it shows, however small, `contents` its operators.
    """
    written = [span for span in spans if span["chars"]]
    apart = {id(span) for span in pale}
    level = [
        span for span in written if id(span) not in apart and max(abs(span["dir"][0]), abs(span["dir"][1])) > LEVEL
    ]
    if not level:
        return False
    if len(spans) > MOST_SPANS or any(span["type"] not in (0, INVISIBLE) for span in level):
        return True
    cores = np.array([core_of(span) for span in level])
    orders = np.array([span["seqno"] for span in level])
    return (
        _cut(drawings, cores, contents)
        or _drawn_over(drawings, level, cores, orders)
        or bool(touches(level, cores, [image.area for image in images]).any())
        or _text_on_text(written, level, cores, orders)
        or _special(page, contents)
    )


def _cut(drawings: list[Any], cores: Any, contents: bytes) -> bool:
    """Whether something is blended or faded, or text stands under a clip, that may cut it off."""
    left, top = cores[:, 0].min(), cores[:, 1].min()
    right, bottom = cores[:, 2].max(), cores[:, 3].max()
    narrow = set()
    clips = 0
    for shape in drawings:
        if shape["type"] == "group":
            if shape["opacity"] < 1 or shape["knockout"] or shape["blendmode"] not in _PLAIN_BLENDING:
                return True
        elif shape["type"] == "clip":
            x0, y0, x1, y1 = shape["scissor"]
            rectangle = len(shape["items"]) == 1 and shape["items"][0][0] in ("re", "qu")
            if not (rectangle and x0 <= left and y0 <= top and x1 >= right and y1 >= bottom):
                narrow.add(clips)
            clips += 1
    return bool(narrow) and text_under(contents, narrow, clips)


def _drawn_over(drawings: list[Any], level: list[Any], cores: Any, orders: Any) -> bool:
    """Whether a shape touches text: any line, a filled area drawn later, or a dark one drawn before."""
    lines: list[Area] = []
    light: list[Area] = []
    after: list[int] = []
    for shape in drawings:
        kind = shape["type"]
        if "s" in kind:
            lines += outline_of(shape)
        if "f" in kind and shape["fill_opacity"] != 0:
            areas = areas_of(shape)
            if luminance(rgb(tuple(shape["fill"]))) < WASHED:
                lines += areas
            else:
                light += areas
                after += [shape["seqno"]] * len(areas)
    if touches(level, cores, lines).any():
        return True
    later = np.array(after, dtype=np.int64)[None, :] > orders[:, None]
    return bool(later.any() and (touches(level, cores, light) & later).any())


def _text_on_text(written: list[Any], level: list[Any], cores: Any, orders: Any) -> bool:
    """Whether level text touches other text; what is too light to hide it, only where it was written later."""
    if len(level) == len(written):
        near = overlaps(cores, cores)
        np.fill_diagonal(near, False)
    else:
        near = overlaps(cores, np.array([core_of(span) for span in written]))
    for one, other in np.argwhere(near):
        if level[one] is written[other]:
            continue
        if written[other]["seqno"] < orders[one] and _lightness(written[other]) >= WASHED:
            continue
        mine, theirs = letters_of(level[one]), letters_of(written[other])
        if mine and theirs and overlaps(np.array(mine), np.array(theirs)).any():
            return True
    return False


def _lightness(span: Any) -> float:
    """The lightness of a span's letters on white paper."""
    if span["type"] == INVISIBLE:
        return 1.0
    return luminance(tuple(1 - span["opacity"] * (1 - part) for part in rgb(span["color"]) or (0.0, 0.0, 0.0)))


def _special(page: Any, contents: bytes) -> bool:
    """Whether a page uses means of drawing that its trace does not show."""
    for found in re.finditer(rb"Tr\b", contents):
        if not SAFE_MODE.search(contents[max(found.start() - 3, 0) : found.start()]):
            return True
    if _flattened(contents):
        return True
    resources = mupdf.pdf_page_resources(mupdf.pdf_page_from_fz_page(page.this))
    if any(entries(resources, kind) for kind in ("Pattern", "Shading")):
        return True
    if any(_name(entry, "Subtype") == "Type3" for entry in entries(resources, "Font")):
        return True
    if any(_name(entry, "Subtype") != "Image" for entry in entries(resources, "XObject")):
        return True
    return any(_changes_look(state) for state in entries(resources, "ExtGState"))


def _flattened(contents: bytes) -> bool:
    """Whether a matrix sets letters much higher or lower than they are wide; the trace does not tell."""
    known: set[tuple[bytes, ...]] = {(b"1", b"0", b"0", b"1"), (b"1", b"0", b"0", b"-1")}
    for found in _MATRIX.finditer(contents):
        scales = tuple(contents[max(found.start() - 90, 0) : found.start()].rsplit(maxsplit=6)[-6:-2])
        if scales in known:
            continue
        if _flattens(scales) and not _PICTURE.match(contents, found.end()):
            return True
        known.add(scales)
    return False


def _flattens(scales: tuple[bytes, ...]) -> bool:
    """Whether a matrix scales height and width by factors far apart."""
    try:
        a, b, c, d = map(float, scales)
    except ValueError:
        return True
    across, up = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
    return not across < MOST_FLATTENED * up < MOST_FLATTENED**2 * across


def _changes_look(state: Any) -> bool:
    """Whether a graphics state blends, masks or sets a font; opacity alone is in the trace."""
    plain = {"BM": _PLAIN_BLENDING, "SMask": ("None",), "Font": ()}
    return any(
        not mupdf.pdf_is_null(value) and mupdf.pdf_to_name(value) not in names
        for key, names in plain.items()
        for value in (get(state, key),)
    )


def get(entry: Any, key: str) -> Any:
    return mupdf.pdf_dict_gets(entry, key)


def _name(entry: Any, key: str) -> str:
    return str(mupdf.pdf_to_name(get(entry, key)))


def entries(resources: Any, kind: str) -> list[Any]:
    entries = get(resources, kind)
    return [mupdf.pdf_dict_get_val(entries, index) for index in range(mupdf.pdf_dict_len(entries))]
