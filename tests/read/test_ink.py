"""What stands on the page as drawn decides: letters without a trace, or under other strokes, are no value."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageDraw

from degree_verify.model.document import UnreadReason
from tests.read.drawing import FIELDS, VALUE_X, enlarged, printed, read, record, row_of, value_box, write

FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"
LEVEL = "层次"
HEIGHT = 842
Change = Callable[[Any], None]


def _written(page: Any) -> str:
    """Operators that write a level; the page has the font from its other rows."""
    font = next(entry[4] for entry in page.get_fonts() if entry[4].startswith("china"))
    text = "本科".encode("utf-16-be").hex()
    return f"BT /{font} 11 Tf {VALUE_X} {HEIGHT - row_of(LEVEL)} Td <{text}> Tj ET"


def _draw(page: Any, operators: str) -> None:
    """Adds operators in the page's own coordinates, origin at the bottom left."""
    document = page.parent
    page.wrap_contents()
    (last, *_) = page.get_contents()[-1:]
    document.update_stream(last, document.xref_stream(last) + f"\nq {operators} Q\n".encode("latin-1"))


def _resource(page: Any, kind: str, entry: str) -> None:
    """Gives the page a resource named X."""
    document = page.parent
    holder, value = document.xref_get_key(page.xref, "Resources")
    target = int(value.split()[0]) if holder == "xref" else page.xref
    document.xref_set_key(target, f"{kind}/X" if holder == "xref" else f"Resources/{kind}/X", entry)


def _stream(page: Any, dictionary: str, content: str) -> int:
    xref = int(page.parent.get_new_xref())
    page.parent.update_object(xref, dictionary)
    page.parent.update_stream(xref, content.encode("latin-1"))
    return xref


def _form(page: Any, box: str, extra: str = "") -> None:
    fonts = " ".join(f"/{entry[4]} {entry[0]} 0 R" for entry in page.get_fonts())
    dictionary = f"<</Type/XObject/Subtype/Form/BBox[{box}]/Resources<</Font<<{fonts}>>>>{extra}>>"
    _resource(page, "XObject", f"{_stream(page, dictionary, _written(page))} 0 R")


def _faded_group(page: Any) -> None:
    _form(page, "0 0 595 842", "/Group<</S/Transparency>>")
    _resource(page, "ExtGState", "<</ca 0/CA 0>>")
    _draw(page, "/X gs /X Do")


def _masked(page: Any) -> None:
    black = "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>>>"
    mask = _stream(page, black, "0 g 0 0 595 842 re f")
    _resource(page, "ExtGState", f"<</SMask<</S/Luminosity/G {mask} 0 R>>>>")
    _draw(page, f"/X gs {_written(page)}")


def _cut_form(page: Any) -> None:
    _form(page, "0 0 10 10")
    _draw(page, "/X Do")


UNSEEN: dict[str, Change] = {
    "clipped away": lambda page: _draw(page, f"10 10 5 5 re W n {_written(page)}"),
    "clipped to nothing": lambda page: _draw(page, f"0 0 0 0 re W n {_written(page)}"),
    "clipped to a letter elsewhere": lambda page: _draw(
        page, _written(page).replace(" Tf ", " Tf 7 Tr ").replace(str(VALUE_X), "20") + _written(page)
    ),
    "in a form off its box": _cut_form,
    "in a group that is faded out": _faded_group,
    "under a mask": _masked,
    "yellow on white": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", color=(1, 1, 0)),
    "outlined in white": lambda page: _draw(page, f"1 G 1 Tr {_written(page)}"),
}


@pytest.mark.parametrize("how", UNSEEN)
def test_text_that_leaves_no_ink_is_no_value(how: str) -> None:
    document = read(record({**FIELDS, LEVEL: ""}, change=UNSEEN[how]))

    assert "level" not in document.fields


def test_text_of_added_operators_is_a_value_where_nothing_hides_it() -> None:
    drawn = record({**FIELDS, LEVEL: ""}, change=lambda page: _draw(page, _written(page)))

    assert printed(drawn) == {**printed(record()), "level": "本科"}


def _place() -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the level's value in the page's own coordinates."""
    return VALUE_X - 2, HEIGHT - row_of(LEVEL) - 3, 60, 15


def _rectangles(page: Any, state: str, *boxes: tuple[float, float, float, float]) -> None:
    _draw(page, f"{state} 1 g " + " ".join(" ".join(map(str, box)) + " re f" for box in boxes))


def _strips(page: Any) -> None:
    left, bottom, width, _ = _place()
    _rectangles(page, "", *((left, bottom + 2 * number, width, 1.2) for number in range(8)))


def _thick_line(page: Any) -> None:
    left, bottom, width, height = _place()
    _draw(page, f"1 G {height} w {left} {bottom + height / 2} m {left + width} {bottom + height / 2} l S")


def _stretched_dot(page: Any) -> None:
    left, bottom, width, height = _place()
    _draw(page, f"{width} 0 0 {height} {left} {bottom} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI")


def _translucent(page: Any) -> None:
    _resource(page, "ExtGState", "<</ca 0.6>>")
    _rectangles(page, "/X gs", *[_place()] * 4)


def _not_a_ring(page: Any) -> None:
    left, bottom, width, height = _place()
    right = left + width
    _draw(page, f"1 g {left} {bottom} {width} {height} re {right} {bottom} 5 {-height} re f*")


def _lettering(text_from: Any) -> bytes:
    image = Image.new("RGBA", (595 * 2, HEIGHT * 2), (0, 0, 0, 0))
    box = tuple(2 * part for part in value_box(LEVEL))
    draw = ImageDraw.Draw(image)
    draw.rectangle((box[0], box[1], box[0] + 50, box[3]), fill=(255, 255, 255, 255))
    text_from(draw, box)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _patched_picture(page: Any) -> None:
    def other_letters(draw: Any, box: Any) -> None:
        for x in range(4, 48, 6):
            draw.line((box[0] + x, box[1] + 4, box[0] + x, box[3] - 6), fill=(0, 0, 0, 255), width=2)

    page.insert_image(page.rect, stream=_lettering(other_letters))


def _blocks(page: Any) -> None:
    write(page, VALUE_X - 2, row_of(LEVEL) + 2, "■■■", 16, color=(1, 1, 1))


COVERED: dict[str, Change] = {
    "thick white line": _thick_line,
    "thin white strips": _strips,
    "picture of one dot": _stretched_dot,
    "translucent boxes": _translucent,
    "two boxes that are no ring": _not_a_ring,
    "patch of a page-size picture": _patched_picture,
    "white letters": _blocks,
    "thick black line": lambda page: _draw(
        page, f"0 G 14 w {VALUE_X} {HEIGHT - row_of(LEVEL) + 4} m {VALUE_X + 30} {HEIGHT - row_of(LEVEL) + 4} l S"
    ),
}


@pytest.mark.parametrize("how", COVERED)
def test_text_under_something_is_no_value(how: str) -> None:
    document = read(record(change=COVERED[how]))

    assert "level" not in document.fields
    assert document.unread["level"].reason is UnreadReason.HIDDEN
    others = {name: value for name, value in printed(record()).items() if name != "level"}
    assert {name: document.fields[name].value for name in others} == others


HARMLESS: dict[str, Change] = {
    "clipped to its row": lambda page: _draw(page, f"0 0 595 842 re W n 170 0 200 842 re W n {_written(page)}"),
    "in a form": lambda page: (_form(page, "0 0 595 842"), _draw(page, "/X Do"))[1],
    "outlined": lambda page: _draw(page, f"0.3 w 2 Tr {_written(page)}"),
    "grey": lambda page: _draw(page, f"/X gs 0.45 g {_written(page)}"),
    "underlined": lambda page: _draw(
        page, f"{_written(page)} 0.5 w 170 {HEIGHT - row_of(LEVEL) - 2} m 300 {HEIGHT - row_of(LEVEL) - 2} l S"
    ),
    "on a tinted picture": lambda page: (
        page.insert_image(
            page.rect,
            stream=pymupdf.Pixmap(pymupdf.csRGB, 4, 4, b"\xe8\xf4\xe8" * 16, 0).tobytes(),
            overlay=False,
            keep_proportion=False,
        ),
        _draw(page, _written(page)),
    )[1],
}


@pytest.mark.parametrize("how", HARMLESS)
@pytest.mark.parametrize("rotate", [0, 90])
def test_text_that_can_be_seen_is_a_value(how: str, rotate: int) -> None:
    drawn = record({**FIELDS, LEVEL: ""}, change=HARMLESS[how], rotate=rotate)

    assert printed(drawn) == {**printed(record()), "level": "本科"}


@pytest.mark.parametrize("scale", [1.7, 4.17, 8])
def test_a_large_page_is_looked_at_as_the_small_one_is(scale: float) -> None:
    assert printed(enlarged(record(), scale)) == printed(record())


@pytest.mark.parametrize("how", [*UNSEEN, *COVERED])
def test_nothing_hides_better_on_a_large_page(how: str) -> None:
    fields = {**FIELDS, LEVEL: ""} if how in UNSEEN else FIELDS

    document = read(enlarged(record(fields, change={**UNSEEN, **COVERED}[how]), 4.17))

    assert document.fields.keys() == read(record(fields)).fields.keys() - {"level"}


def test_page_that_was_printed_smaller_hides_nothing() -> None:
    data = (FIXTURES / "registration-record-b" / "browser.pdf").read_bytes()
    with pymupdf.open("pdf", data) as whole, pymupdf.open() as smaller:
        page = smaller.new_page(width=595, height=842)
        page.show_pdf_page(pymupdf.Rect(40, 57, 555, 785), whole, 0)
        shrunk = bytes(smaller.tobytes())

    assert printed(shrunk) == printed(data)
