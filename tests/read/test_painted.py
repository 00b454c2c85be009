"""Words that are painted with gradients and patterns, or show through letters and masks: the text layer has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pymupdf
import pytest

from degree_verify.model.document import UnreadReason
from tests.read.drawing import PAINTS, SIZE, VALUE_X, operate, outlines, read, record, row_of, shown, write

ROW = row_of("毕（结）业")
BESIDE = VALUE_X + 60
PAGE = "0 0 595 842 re f"


def _text(before: str, after: str = "") -> Callable[[Any, float, float, str], None]:
    return lambda page, x, y, text: operate(page, f"q {before} {shown(page, x, y, text)} {after} Q")


def _outlined(page: Any, x: float, y: float, text: str) -> None:
    operate(page, "")
    outlines(page, x, y, text, paint="W n /Dark sh")


def _stencil(page: Any, x: float, y: float, text: str) -> None:
    width, height = SIZE * len(text) + 2, SIZE + 3
    with pymupdf.open() as scratch:
        alone = scratch.new_page(width=width, height=height)
        write(alone, 1, SIZE, text)
        seen = alone.get_pixmap(dpi=288, colorspace=pymupdf.csGRAY)
    bits = np.packbits(np.frombuffer(seen.samples, np.uint8).reshape(seen.height, seen.width) > 128, axis=1).tobytes()
    size = f"/Width {seen.width}/Height {seen.height}/BitsPerComponent 1"
    picture = {"XObject": {"Stencil": (f"<</Type/XObject/Subtype/Image/ImageMask true{size}>>", bits)}}
    place = f"{width} 0 0 {height} {x - 1} {page.rect.height - y - 3} cm"
    operate(page, f"q /Pattern cs /Gradient scn {place} /Stencil Do Q", {**PAINTS, **picture})


def _masked(page: Any, x: float, y: float, text: str) -> None:
    document, form = page.parent, page.parent.get_new_xref()
    group = "/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>"
    resources = document.xref_get_key(page.xref, "Resources")[1]
    document.update_object(form, f"<</Type/XObject/Subtype/Form{group}/Resources {resources}>>")
    document.update_stream(form, f"1 g {shown(page, x, y, text)}".encode())
    state = {"ExtGState": {"Masked": f"<</SMask<</S/Luminosity/G {form} 0 R>>>>"}}
    operate(page, f"q /Masked gs 0 g {PAGE} Q", state)


WAYS = {
    "gradient": _text("/Pattern cs /Gradient scn"),
    "tiles": _text("/Pattern cs /Tiles scn"),
    "stroked tiles": _text("/Pattern CS /Tiles SCN 1 Tr .4 w"),
    "ink through letters": _text("7 Tr", f"0 g {PAGE}"),
    "gradient through letters": _text("7 Tr", "/Dark sh"),
    "gradient through outlines": _outlined,
    "stencil": _stencil,
    "soft mask": _masked,
}


@pytest.mark.parametrize("way", WAYS)
def test_painted_word_beside_a_value_leaves_it_unread(way: str) -> None:
    document = read(record(change=lambda page: WAYS[way](page, VALUE_X - 14, ROW, "未")))

    assert document.unread["completion"].reason is UnreadReason.OVERLAID


@pytest.mark.parametrize("way", WAYS)
def test_painted_word_away_from_the_fields_is_read(way: str) -> None:
    assert read(record(change=lambda page: WAYS[way](page, 300, 530, "作废"))).void_marks == ((1, "作废"),)


def test_letters_of_bars_with_a_gradient_beside_a_value_leave_it_unread() -> None:
    bars = [(0, 7, 10, 0.8), (1, 4, 8, 0.8), (4.5, -1, 0.9, 10)]

    def draw(page: Any) -> None:
        foot = page.rect.height - ROW
        boxes = (f"{BESIDE + x} {foot + y} {width} {height}" for x, y, width, height in bars)
        operate(page, " ".join(f"q {box} re W n /Dark sh Q" for box in boxes))

    assert read(record(change=draw)).unread["completion"].reason is UnreadReason.OVERLAID


@pytest.mark.parametrize(
    "ground",
    [
        "q 170 386 200 18 re W n /White sh Q",  # behind the value's cell, as a style sheet has it
        "q 400 20 120 18 re W n /Dark sh Q",
        f"q /Pattern cs /WhiteTiles scn {PAGE} Q",
    ],
)
def test_gradient_or_pattern_as_a_ground_says_nothing(ground: str) -> None:
    def behind(page: Any) -> None:
        operate(page, ground)
        document, (*first, last) = page.parent, page.get_contents()
        document.xref_set_key(page.xref, "Contents", f"[{' '.join(f'{xref} 0 R' for xref in [last, *first])}]")

    document = read(record(change=behind))

    assert document.fields["completion"].value == "毕业"
    assert "completion" not in document.unread
    assert document.void_marks == ()
