"""Characters that the first reader leaves out: read as printed, or the field is unread."""

from __future__ import annotations

import io

import pymupdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from degree_verify.model.document import UnreadReason
from degree_verify.model.ocr import Ocr
from degree_verify.read import dropped
from tests.read.drawing import CODE, FIELDS, LABEL_X, SPECIMEN, TITLE, VALUE_X, printed, read, row_of
from tests.support.specimens import draft, render

FONT = "STSong-Light"
"""reportlab sets it with UniGB-UCS2-H, which lists no middle dot."""

DOTTED = ("买买提·艾力", "古丽·买买提·明", "王·明")


@pytest.fixture(autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def _record(name: str, *, twice: bool = False, cropped: bool = False) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    if cropped:
        canvas.setCropBox((0, 0, 595, 800))

    def write(x: float, y: float, text: str, size: float = 11) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(x, 842 - y, text)
        if twice:  # bold by printing twice
            canvas.drawString(x + 0.3, 842 - y, text)

    write(200, 60, TITLE, 14)
    write(400, 80, SPECIMEN, 8)
    for label, value in {**FIELDS, "姓名": name}.items():
        write(LABEL_X, row_of(label), label)
        write(VALUE_X, row_of(label), value)
    write(LABEL_X, 520, "在线验证码")
    write(VALUE_X, 520, CODE)
    write(LABEL_X, 560, "注意事项：", 8)
    write(LABEL_X, 575, "1、使用学信网App扫描二维码验证", 8)
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("name", DOTTED)
@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("cropped", [False, True])
def test_middle_dot_that_the_first_reader_leaves_out_is_read_as_printed(name: str, twice: bool, cropped: bool) -> None:
    values = printed(_record(name, twice=twice, cropped=cropped))

    assert values["name"] == name
    assert values["president"] == "李四"
    assert values["certificate_number"] == "100221200106999999"
    assert values["verification_code"] == CODE


def test_paper_without_such_characters_does_not_ask_the_other_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "_seen", lambda *_: pytest.fail("asked"))

    assert printed(_record("张三"))["name"] == "张三"


def test_name_is_unread_where_the_other_reader_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise pypdfium2.PdfiumError("refused")

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)

    document = read(_record(DOTTED[0]), Ocr.NEVER)

    assert "name" not in document.fields
    assert document.unread["name"].reason is UnreadReason.UNREADABLE_TEXT
    seen = read(_record(DOTTED[0])).fields["name"]  # a recogniser may lose the dot
    assert seen.value == DOTTED[0] or seen.lowest < 0.5


def test_name_is_unread_on_a_page_too_full_for_the_other_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "MOST_CHARACTERS", 10)

    assert "name" not in read(_record(DOTTED[0]), Ocr.NEVER).fields


def test_values_whose_embedded_font_is_broken_are_unread() -> None:
    sound = render([draft(seed="broken font")], "reportlab-truetype")
    with pymupdf.open(stream=sound, filetype="pdf") as document:
        for number in range(1, document.xref_length()):
            if document.xref_get_key(number, "FontFile2")[0] == "xref":
                file = int(document.xref_get_key(number, "FontFile2")[1].split()[0])
                document.update_stream(file, b"test specimen")
        broken = document.tobytes()

    assert "name" in read(sound).fields
    document = read(broken, Ocr.NEVER)
    assert document.fields == {}
    assert (
        UnreadReason.UNREADABLE_TEXT in {missing.reason for missing in document.unread.values()} or not document.layout
    )
