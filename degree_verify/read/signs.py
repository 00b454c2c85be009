"""Whether a page is drawn so plainly that its drawing trace tells which text can be seen.

Plain is what printing programs do with a form: dark letters on white or light ground, thin lines and pictures beside
them. Whatever is not known to be plain is a sign that the page has to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from pymupdf import mupdf

from degree_verify.read.visibility import (
    ASCENT,
    DESCENT,
    INVISIBLE,
    LEVEL,
    MOST_FLATTENED,
    WASHED,
    Area,
    luminance,
    rgb,
)

MOST_SPANS = 1000
"""A page with more runs of text is no certificate and is looked at."""

SAFE_MODE = re.compile(rb"(?:^|\s)[0-3]\s$")
"""What stands before the operator that sets a text render mode other than clipping."""

_MATRIX = re.compile(rb"(?:Tm|cm)(\s*/[^\s/]+\s+Do|\s*BI)?")
"""Operators that set a matrix, with the picture that the matrix may be for."""

_USUAL_MATRIX = re.compile(rb"(?<![\d.])1 0 0 -?1 \S+ \S+ (?:Tm|cm)|cm\s*/[^\s/]+\s+Do")
"""The most usual of them, which flatten nothing."""

_PLAIN_BLENDING = ("Normal", "Compatible")


def needs_look(page: Any, spans: list[Any], drawings: list[Any], images: list[Any]) -> bool:
    """Whether only a rendering shows which of a page's text can be seen.

    `drawings` are the page's with its clips and groups, `images` those that it shows, however small.
    """
    level = [span for span in spans if max(abs(span["dir"][0]), abs(span["dir"][1])) > LEVEL and span["chars"]]
    if not level:
        return False
    if len(spans) > MOST_SPANS or any(span["type"] not in (0, INVISIBLE) for span in level):
        return True
    cores = [_core(span) for span in level]
    return (
        _cut(drawings, cores)
        or _drawn_over(drawings, level, cores)
        or _overlap(cores, [tuple(image["bbox"]) for image in images])
        or _text_on_text(spans, level, cores)
        or _special(page)
    )


def _core(span: Any) -> Area:
    """Where a span's letters stand, without the free space of its box."""
    x0, y0, x1, y1 = span["bbox"]
    if span["dir"][0] > LEVEL:
        base, size = span["chars"][0][2][1], span["size"]
        y0, y1 = base - ASCENT * size, base + DESCENT * size
    return (x0 + 0.5, y0, max(x1 - 0.5, x0 + 0.6), y1)


def _cut(drawings: list[Any], cores: list[Area]) -> bool:
    """Whether something is clipped, blended or faded that may be text."""
    left, top = min(core[0] for core in cores), min(core[1] for core in cores)
    right, bottom = max(core[2] for core in cores), max(core[3] for core in cores)
    for shape in drawings:
        if shape["type"] == "group":
            if shape["opacity"] < 1 or shape["knockout"] or shape["blendmode"] not in _PLAIN_BLENDING:
                return True
        elif shape["type"] == "clip":
            x0, y0, x1, y1 = shape["scissor"]
            rectangle = len(shape["items"]) == 1 and shape["items"][0][0] in ("re", "qu")
            if not (rectangle and x0 <= left and y0 <= top and x1 >= right and y1 >= bottom):
                return True
    return False


def _drawn_over(drawings: list[Any], level: list[Any], cores: list[Area]) -> bool:
    """Whether a shape touches text: any line, a filled area drawn later, or a dark one drawn before."""
    lines: list[Area] = []
    dark: list[Area] = []
    light: list[tuple[int, Area]] = []
    for shape in drawings:
        kind = shape["type"]
        if "s" in kind:
            lines += _outline(shape)
        if "f" in kind and shape["fill_opacity"] != 0:
            areas = _areas(shape)
            if luminance(rgb(tuple(shape["fill"]))) < WASHED:
                dark += areas
            else:
                light += [(shape["seqno"], area) for area in areas]
    if _overlap(cores, lines + dark):
        return True
    orders = np.array([span["seqno"] for span in level])
    later = [(order, area) for order, area in light if order > orders.min()]
    if not later:
        return False
    touched = _overlaps(cores, [area for _, area in later])
    return bool((touched & (orders[:, None] < np.array([order for order, _ in later])[None, :])).any())


def _outline(shape: Any) -> Iterator[Area]:
    """The areas that the strokes of a shape touch."""
    half = max(float(shape["width"] or 0), 1.0) / 2
    for item in shape["items"]:
        if item[0] == "l":
            xs, ys = (item[1][0], item[2][0]), (item[1][1], item[2][1])
            yield (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)
        elif item[0] == "re":
            x0, y0, x1, y1 = item[1]
            yield (x0 - half, y0 - half, x1 + half, y0 + half)
            yield (x0 - half, y1 - half, x1 + half, y1 + half)
            yield (x0 - half, y0 - half, x0 + half, y1 + half)
            yield (x1 - half, y0 - half, x1 + half, y1 + half)
        else:
            x0, y0, x1, y1 = shape["rect"]
            yield (x0 - half, y0 - half, x1 + half, y1 + half)
            return


def _areas(shape: Any) -> list[Area]:
    """The areas that a filled shape may cover."""
    items = shape["items"]
    if all(item[0] == "re" for item in items):
        return [tuple(item[1]) for item in items]
    return [tuple(shape["rect"])]


def _text_on_text(spans: list[Any], level: list[Any], cores: list[Area]) -> bool:
    """Whether level text touches other text; what is too light to hide it, only where it was written later."""
    others = [span for span in spans if span["chars"]]
    touched = _overlaps(cores, [_core(span) for span in others])
    orders = np.array([span["seqno"] for span in others])
    before = np.array([span["seqno"] for span in level])[:, None] < orders[None, :]
    dark = np.array([_seen_luminance(span) < WASHED for span in others])[None, :]
    own = np.array([id(span) for span in level])[:, None] == np.array([id(span) for span in others])[None, :]
    return bool((touched & (before | dark) & ~own).any())


def _seen_luminance(span: Any) -> float:
    """The lightness of a span's letters on white paper."""
    if span["type"] == INVISIBLE:
        return 1.0
    red, green, blue = (1 - span["opacity"] * (1 - part) for part in rgb(span["color"]) or (0.0, 0.0, 0.0))
    return luminance((red, green, blue))


def _overlap(cores: list[Area], areas: list[Area]) -> bool:
    return bool(areas) and bool(_overlaps(cores, areas).any())


def _overlaps(cores: list[Area], areas: list[Area]) -> Any:
    """Which of some areas touch which of others."""
    one, other = np.array(cores)[:, None, :], np.array(areas)[None, :, :]
    return (
        (one[..., 0] < other[..., 2])
        & (other[..., 0] < one[..., 2])
        & (one[..., 1] < other[..., 3])
        & (other[..., 1] < one[..., 3])
    )


def _special(page: Any) -> bool:
    """Whether a page uses means of drawing that its trace does not show."""
    contents = page.read_contents()
    for found in re.finditer(rb"Tr\b", contents):
        if not SAFE_MODE.search(contents[max(found.start() - 3, 0) : found.start()]):
            return True
    if _flattened(contents):
        return True
    resources = mupdf.pdf_page_resources(mupdf.pdf_page_from_fz_page(page.this))
    if any(_entries(resources, kind) for kind in ("Pattern", "Shading")):
        return True
    if any(_name(entry, "Subtype") == "Type3" for entry in _entries(resources, "Font")):
        return True
    if any(_name(entry, "Subtype") != "Image" for entry in _entries(resources, "XObject")):
        return True
    return any(_changes_look(state) for state in _entries(resources, "ExtGState"))


def _flattened(contents: bytes) -> bool:
    """Whether a matrix sets letters much higher or lower than they are wide; the trace does not tell."""
    unusual = _USUAL_MATRIX.sub(b" ", contents)
    return any(not found[1] and _flattens(unusual, found.start()) for found in _MATRIX.finditer(unusual))


def _flattens(contents: bytes, at: int) -> bool:
    """Whether the matrix before a place scales height and width by factors far apart."""
    try:
        a, b, c, d, _, _ = map(float, contents[max(at - 90, 0) : at].split()[-6:])
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
        for value in (_get(state, key),)
    )


def _get(entry: Any, key: str) -> Any:
    return mupdf.pdf_dict_gets(entry, key)


def _name(entry: Any, key: str) -> str:
    return str(mupdf.pdf_to_name(_get(entry, key)))


def _entries(resources: Any, kind: str) -> list[Any]:
    entries = _get(resources, kind)
    return [mupdf.pdf_dict_get_val(entries, index) for index in range(mupdf.pdf_dict_len(entries))]
