"""Text in inks of which nothing is seen is no value, and no symbol drawn in them counts."""

from __future__ import annotations

from typing import Any

import pytest

from degree_verify.model.document import UnreadReason
from tests.read.drawing import (
    ADDRESS,
    FIELDS,
    PAINTS,
    SYMBOL,
    VALUE_X,
    operate,
    outlines,
    picture,
    read,
    record,
    row_of,
    shown,
)

BLANK = {**FIELDS, "毕（结）业": " "}
ROW = row_of("毕（结）业")


@pytest.mark.parametrize("ink", ["/Nothing cs 1 scn", "/Nothing cs .5 scn"])
def test_value_in_an_ink_that_marks_nothing_is_hidden(ink: str) -> None:
    data = record(BLANK, change=lambda page: operate(page, f"q {ink} {shown(page, VALUE_X, ROW, '毕业')} Q"))

    assert read(data).unread["completion"].reason is UnreadReason.HIDDEN


def test_value_in_two_inks_that_mark_nothing_is_hidden() -> None:
    tint = ("<</FunctionType 4/Domain[0 1 0 1]/Range[0 1]>>", b"{ pop pop 0 }")

    def draw(page: Any) -> None:
        number = page.parent.get_new_xref()
        page.parent.update_object(number, tint[0])
        page.parent.update_stream(number, tint[1])
        inks = {"ColorSpace": {"Inks": f"[/DeviceN[/None/None]/DeviceGray {number} 0 R]"}}
        operate(page, f"q /Inks cs 1 1 scn {shown(page, VALUE_X, ROW, '毕业')} Q", inks)

    assert read(record(BLANK, change=draw)).unread["completion"].reason is UnreadReason.HIDDEN


def test_value_in_such_an_ink_under_another_one_that_is_seen_is_not_taken() -> None:
    def draw(page: Any) -> None:
        operate(page, f"q /Nothing cs 1 scn {shown(page, VALUE_X, ROW, '毕业')} Q")
        outlines(page, VALUE_X, ROW, "结业")

    assert "completion" not in read(record(BLANK, change=draw)).fields


def test_value_in_such_an_ink_within_a_form_is_hidden() -> None:
    def draw(page: Any) -> None:
        document = page.parent
        operate(page, "")
        resources = document.xref_get_key(page.xref, "Resources")[1]
        form = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources {resources}>>"
        inner = f"/Nothing cs 1 scn {shown(page, VALUE_X, ROW, '毕业')}".encode()
        operate(page, "q /Inner Do Q", {**PAINTS, "XObject": {"Inner": (form, inner)}})

    assert read(record(BLANK, change=draw)).unread["completion"].reason is UnreadReason.HIDDEN


def test_symbol_whose_picture_is_in_such_an_ink_does_not_count() -> None:
    def draw(page: Any) -> None:
        page.insert_image(SYMBOL, stream=picture(ADDRESS))
        (xref, *_) = page.get_images()[-1]
        tint = "<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>"
        page.parent.xref_set_key(xref, "ColorSpace", f"[/Separation/None/DeviceGray{tint}]")

    assert read(record(symbol=None, change=draw)).codes == ()


def test_value_in_a_named_ink_is_read() -> None:
    data = record(BLANK, change=lambda page: operate(page, f"q /Spot cs 1 scn {shown(page, VALUE_X, ROW, '毕业')} Q"))

    assert read(data).fields["completion"].value == "毕业"
