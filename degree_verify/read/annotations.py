"""Annotations and form fields: what an editor laid over a paper. They are taken off before the paper is read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pymupdf

from degree_verify.errors import is_out_of_memory

MOST_ANNOTATIONS = 1000
"""A page with more of them is no certificate; what is left over stays on the page."""

UNWRITTEN = frozenset({"Link", "Popup"})
"""Kinds of annotations that have no text of their own: a pop-up shows that of another one."""

MARKING = frozenset({"Link", "Popup", "Text", "Highlight", "Underline", "StrikeOut", "Squiggly"})
"""Kinds that show no words and no picture of their own on the page; a note opens where one points at its sign."""

MOST_SHOWN = 16
"""Annotations of a page whose appearance is looked at."""

SHOWN_ZOOM, MOST_SHOWN_PIXELS = 150 / 72, 4_000_000
"""Pixels a point of an annotation's appearance, whose letters are as large as a stamp's; and its pixels at most."""

HIDDEN_FLAG = 1 << 1
"""Flag of an annotation that is neither shown nor printed (ISO 32000-1, table 165)."""


class Laid(NamedTuple):
    """An annotation or form field taken off a page: its kind, place and words, and what it looks like."""

    kind: str
    box: Any
    words: str
    look: Any = None


def take_annotations_off(page: Any) -> list[Laid]:
    """Removes annotations and form fields from the page in memory and returns what they are.

    What an annotation shows is laid over the paper by an editor and is never a field's value.
    """
    boxes: list[Laid] = []
    # The first one anew each time: deleting one can take others with it (replies, pop-ups), and what the library gives
    # as the next one is then gone.
    for _ in range(MOST_ANNOTATIONS):
        annotation = page.first_annot
        if annotation is None:
            break
        if not annotation.flags & HIDDEN_FLAG:
            kind = annotation.type[1]
            plain = kind in MARKING
            look = None if plain or len(boxes) >= MOST_SHOWN else _look(annotation, page.rotation_matrix)
            boxes.append(Laid(kind, pymupdf.Rect(annotation.rect), _words(annotation, kind), look))
        page.delete_annot(annotation)
    for _ in range(MOST_ANNOTATIONS):
        widget = page.first_widget
        if widget is None:
            break
        kind = "Signature" if widget.field_type_string == "Signature" else "Widget"
        boxes.append(Laid(kind, pymupdf.Rect(widget.rect), str(widget.field_value or "")))
        page.delete_widget(widget)
    return boxes


def _words(annotation: Any, kind: str) -> str:
    """What an annotation shows, as far as that is text, and what is written in it."""
    if kind in UNWRITTEN:
        return ""
    try:
        shown = "" if kind in MARKING else annotation.get_text()
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        if is_out_of_memory(error):
            raise
        shown = ""
    own = annotation.info.get("content")
    return "\n".join(dict.fromkeys(text.strip() for text in (own or "", shown) if text))


def _look(annotation: Any, turn: Any) -> Any:
    """What an annotation looks like by itself on white, as displayed; None where there is nothing to draw."""
    width, height = annotation.rect.width, annotation.rect.height
    if width <= 0 or height <= 0:
        return None
    zoom = min(SHOWN_ZOOM, (MOST_SHOWN_PIXELS / (width * height)) ** 0.5)
    try:
        drawn = annotation.get_pixmap(matrix=turn * pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=True)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        if is_out_of_memory(error):
            raise
        return None
    if drawn.width < 1 or drawn.height < 1:
        return None
    pixels = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, 4)
    return pixels[..., :3] + (255 - pixels[..., 3:])  # colours come multiplied by their opacity
