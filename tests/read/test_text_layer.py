"""The text layer: what a reader of the paper would see, and nothing else, is a value."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pymupdf
import pytest
from PIL import Image

from degree_verify.model.document import UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.page import Page
from degree_verify.read.text_layer import read_page
from tests.read.drawing import (
    FIELDS,
    LABEL_X,
    VALUE_X,
    picture,
    printed,
    read,
    record,
    row_of,
    value_box,
    write,
)

LEVEL = "层次"
WITHOUT_LEVEL = {**FIELDS, LEVEL: ""}
Change = Callable[[Any], None]


def _text(page: Any) -> list[str]:
    return [line.text for line in page.lines]


def _page(data: bytes) -> Any:
    return read_page(pymupdf.open(stream=data, filetype="pdf"), 1)


def _cover(page: Any, label: str) -> None:
    page.draw_rect(value_box(label), color=None, fill=(1, 1, 1))


def _white_picture(page: Any, label: str) -> None:
    white = pymupdf.Pixmap(pymupdf.csRGB, 4, 4, b"\xff" * 48, 0).tobytes()
    page.insert_image(value_box(label), stream=white, keep_proportion=False)


def _mirror(across: float, up: float) -> Any:
    return pymupdf.Point(VALUE_X, row_of(LEVEL)), pymupdf.Matrix(across, 0, 0, up, 0, 0)


HIDDEN: dict[str, Change] = {
    "white": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", color=(1, 1, 1)),
    "nearly white": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", color=(0.99, 0.98, 1)),
    "render mode 3": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", render_mode=3),
    "transparent": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", fill_opacity=0.01, stroke_opacity=0.01),
    "tiny": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", size=1),
    "upside down": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", morph=_mirror(1, -1)),
    "flattened": lambda page: write(page, VALUE_X, row_of(LEVEL), "本科", morph=_mirror(1, 0.05)),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_text_that_nobody_sees_is_no_value_and_the_field_says_hidden(how: str) -> None:
    document = read(record(WITHOUT_LEVEL, change=HIDDEN[how]))

    assert "level" not in document.fields
    assert document.unread["level"].reason is UnreadReason.HIDDEN


HIDDEN_ROWS: dict[str, tuple[float, dict[str, Any]]] = {
    "white": (0, {"color": (1, 1, 1)}),
    "render mode 3": (0, {"render_mode": 3}),
    "right of the page": (600, {}),
}


@pytest.mark.parametrize("how", HIDDEN_ROWS)
def test_row_that_nobody_sees_is_no_value_for_the_second_reader_either(how: str) -> None:
    right, style = HIDDEN_ROWS[how]

    def hide(page: Any) -> None:
        write(page, LABEL_X + right, row_of(LEVEL), LEVEL, **style)
        write(page, VALUE_X + right, row_of(LEVEL), "本科", **style)

    fields = {("\u3000" if label == LEVEL else label): value for label, value in WITHOUT_LEVEL.items()}
    document = read(record(fields, change=hide))

    assert "level" not in document.fields


@pytest.mark.parametrize("cover", [_cover, _white_picture], ids=["box", "picture"])
def test_value_under_a_cover_is_no_value(cover: Callable[[Any, str], None]) -> None:
    document = read(record(change=lambda page: cover(page, LEVEL)))

    assert "level" not in document.fields
    assert document.unread["level"].reason is UnreadReason.HIDDEN


def test_text_off_the_page_is_no_value() -> None:
    document = read(record(WITHOUT_LEVEL, change=lambda page: write(page, 700, row_of(LEVEL), "本科")))

    assert document.unread["level"].reason is UnreadReason.EMPTY


@pytest.mark.parametrize("label", ["姓名", "出生日期", "学校名称", LEVEL, "学历类别", "毕（结）业", "证书编号"])
@pytest.mark.parametrize("shift", [0, 3, 40])
def test_value_written_over_a_covered_one_is_not_taken_as_it_stands(label: str, shift: int) -> None:
    values = {
        **{"姓名": "王五", "出生日期": "1990年01月01日", "学校名称": "北京交通大学", LEVEL: "本科"},
        **{"学历类别": "成人高等教育", "毕（结）业": "结业", "证书编号": "1002 2120 0206 9999"},
    }

    def forge(page: Any) -> None:
        page.draw_rect(
            pymupdf.Rect(VALUE_X - 2, row_of(label) - 12, 480, row_of(label) + 4), color=None, fill=(1, 1, 1)
        )
        write(page, VALUE_X + shift, row_of(label), values[label])

    clean, forged = read(record()), read(record(change=forge))
    changed = {name for name, reading in clean.fields.items() if reading.value != _value(forged, name)}

    assert changed
    assert all(name not in forged.fields for name in changed), {name: _value(forged, name) for name in changed}


def _value(document: Any, name: str) -> str | None:
    reading = document.fields.get(name)
    return reading.value if reading else None


def test_box_drawn_before_the_text_covers_nothing() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.draw_rect(pymupdf.Rect(50, 80, 300, 120), color=None, fill=(0.9, 0.95, 0.9))
    write(page, 70, 100, "测试样本")

    assert _text(_page(document.tobytes())) == ["测试样本"]


def _ring(page: Any) -> None:
    shape = page.new_shape()
    shape.draw_rect(pymupdf.Rect(20, 20, 575, 822))
    shape.draw_rect(pymupdf.Rect(30, 30, 565, 812))
    shape.finish(fill=(0, 0.5, 0), color=None, even_odd=True)
    shape.commit()


FRAMES: dict[str, Change] = {
    "stroked": lambda page: page.draw_rect(pymupdf.Rect(20, 20, 575, 822), color=(0, 0.5, 0), width=2),
    "filled ring": _ring,
}


@pytest.mark.parametrize("how", FRAMES)
def test_frame_around_the_whole_page_changes_no_value(how: str) -> None:
    assert printed(record(change=FRAMES[how])) == printed(record())


@pytest.mark.parametrize("label", ["出生日期", "学校名称"])
def test_value_that_runs_through_a_wall_is_never_cut_to_another_value(label: str) -> None:
    true = printed(record())
    for width in range(20, 260, 7):

        def wall(page: Any, right: float = VALUE_X + width) -> None:
            page.draw_rect(pymupdf.Rect(VALUE_X - 4, row_of(label) - 16, right, row_of(label) + 6), width=0.5)

        read_ = printed(record(change=wall))
        assert {name: value for name, value in read_.items() if value != true[name]} == {}, width


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_page_displayed_turned_reads_as_upright_and_boxes_stand_where_displayed(rotate: int) -> None:
    data = record(rotate=rotate)
    document = read(data)

    assert {name: reading.value for name, reading in document.fields.items()} == printed(record())
    page = pymupdf.open(stream=data, filetype="pdf")[0]
    for reading in document.fields.values():
        assert pymupdf.Rect(reading.box) in page.rect
    name = pymupdf.Rect(VALUE_X, row_of("姓名") - 11, VALUE_X + 22, row_of("姓名") + 3) * page.rotation_matrix
    assert pymupdf.Rect(document.fields["name"].box).intersects(name)


@pytest.mark.parametrize("style", [{"overlay": False}, {"fill_opacity": 0.2}], ids=["behind", "translucent"])
def test_slanted_lettering_across_the_page_is_no_value(style: dict[str, Any]) -> None:
    def watermark(page: Any) -> None:
        page.insert_text(
            (100, 500),
            "测试样本测试样本测试样本",
            fontname="china-s",
            fontsize=40,
            color=(0.8, 0.8, 0.8),
            morph=(pymupdf.Point(100, 500), pymupdf.Matrix(30)),
            **style,
        )

    assert printed(record(change=watermark)) == printed(record())


def test_text_printed_twice_for_boldness_reads_once() -> None:
    def bold(page: Any) -> None:
        write(page, VALUE_X + 0.3, row_of("姓名"), FIELDS["姓名"])

    assert printed(record(change=bold))["name"] == "张三"


def test_two_texts_on_each_other_are_overlaid() -> None:
    document = read(record(change=lambda page: write(page, VALUE_X, row_of("姓名"), "李四")))

    assert document.unread["name"].reason is UnreadReason.OVERLAID


def test_value_drawn_as_a_picture_says_so() -> None:
    def draw(page: Any) -> None:
        box = pymupdf.Rect(VALUE_X, row_of("姓名") - 11, VALUE_X + 30, row_of("姓名") + 3)
        page.insert_image(box, stream=picture("x"))

    document = read(record({**FIELDS, "姓名": ""}, change=draw))

    assert document.unread["name"].reason is UnreadReason.PICTURE


def test_page_that_is_a_picture_has_no_text_and_says_so() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_image(page.rect, stream=_photo(), keep_proportion=False)

    read_ = _page(document.tobytes())

    assert read_.full_picture
    assert not read_.has_text


def _photo() -> bytes:
    image = Image.linear_gradient("L").resize((300, 400)).convert("RGB")
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, image.width, image.height, image.tobytes(), 0)
    return bytes(pixmap.tobytes())


# MuPDF ends the whole process where it goes wrong with an annotation: a child keeps the other tests alive.


def _annotated(kind: str) -> tuple[str | None, str | None]:
    def change(page: Any) -> None:
        box = value_box(LEVEL)
        if kind == "free text":
            page.add_freetext_annot(box, "bachelor")
        elif kind == "highlight":
            page.add_highlight_annot(box)
        elif kind == "stamp":
            # A stamp keeps its proportions within its box.
            page.add_stamp_annot(pymupdf.Rect(box.x0, box.y0 - 10, box.x0 + 40, box.y1 + 10))
        elif kind == "box":
            page.add_rect_annot(box)
        elif kind == "elsewhere":
            page.add_rect_annot(pymupdf.Rect(LABEL_X, 800, LABEL_X + 20, 820))
            page.add_text_annot((300, 800), "note")
        else:
            for number in range(2):
                widget = pymupdf.Widget()
                widget.field_type, widget.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, f"level {number}"
                widget.field_value, widget.rect = "bachelor", box
                page.add_widget(widget)

    document = read(record(change=change))
    unread = document.unread.get("level")
    return _value(document, "level"), unread.reason.value if unread else None


@pytest.mark.parametrize("kind", ["free text", "highlight", "stamp", "box", "form field"])
def test_field_under_an_annotation_or_form_field_is_overlaid(kind: str) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        assert child.submit(_annotated, kind).result() == (None, "overlaid")


def test_annotation_beside_the_fields_changes_no_value() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        assert child.submit(_annotated, "elsewhere").result() == ("专科", None)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_box_turned_to_the_displayed_page_and_back_is_the_same(turned: int) -> None:
    page = Page(1, 595, 842, (), turned=turned)
    box = Box(10, 20, 110, 35)
    assert page.upright(page.displayed(box)) == box


def _drawn_font(document: Any, page: Any, unicode: str) -> None:
    """Writes A, ÿ and B in a font of drawn shapes (Type 3); `unicode` is the body of its ToUnicode table."""

    def new(entry: str, stream: bytes | None = None) -> int:
        xref = int(document.get_new_xref())
        document.update_object(xref, entry)
        if stream is not None:
            document.update_stream(xref, stream)
        return xref

    square = new("<<>>", b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    table = new("<<>>", f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {unicode} endcmap".encode())
    font = new(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 "
        f"/LastChar 255 /Widths [{' '.join(['600'] * 191)}] /Encoding << /Type /Encoding /Differences [65 /a 66 /b 255 "
        f"/ydieresis] >> /CharProcs << /a {square} 0 R /b {square} 0 R /ydieresis {square} 0 R >> "
        f"/ToUnicode {table} 0 R >>"
    )
    text = new("<<>>", b"BT /T3 11 Tf 100 700 Td <41FF42> Tj ET")
    document.xref_set_key(page.xref, "Resources", f"<< /Font << /T3 {font} 0 R >> >>")
    document.xref_set_key(page.xref, "Contents", f"{text} 0 R")


@pytest.mark.parametrize(
    ("unicode", "doubt"),
    [
        ("3 beginbfchar <41> <4E13> <42> <79D1> <FF> <FF1A> endbfchar", None),
        ("2 beginbfchar <41> <4E13> <42> <79D1> endbfchar", UnreadReason.UNREADABLE_TEXT),
    ],
)
def test_letters_of_a_drawn_font_count_unless_some_are_guessed(unicode: str, doubt: UnreadReason | None) -> None:
    document = pymupdf.open()
    _drawn_font(document, document.new_page(), unicode)

    (line,) = _page(document.tobytes()).lines

    assert line.text[0] == "专" and [glyph.doubt for glyph in line.glyphs] == [doubt] * 3
