"""Draws small papers with PyMuPDF for tests that put one thing on a page and look what is read.

All people are fictional, and every paper says that it is a test specimen.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pymupdf
import segno

from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import Document, ReadFrom
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Page
from degree_verify.model.policy import Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.read.text_layer import read_page

CODE = "A123456789BCDEFG"
ADDRESS = f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}&srcid=bgcx"
SPECIMEN = "测试样本 TEST SPECIMEN"
TITLE = "教育部学历证书电子注册备案表"
FIELDS: Mapping[str, str] = {
    "姓名": "张三",
    "性别": "女",
    "出生日期": "1980年09月01日",
    "入学日期": "1998年09月01日",
    "毕（结）业日期": "2001年07月01日",
    "学校名称": "北京林业大学",
    "专业": "商品花卉",
    "学制": "3 年",
    "层次": "专科",
    "学历类别": "普通高等教育",
    "学习形式": "普通全日制",
    "毕（结）业": "毕业",
    "证书编号": "1002 2120 0106 9999 99",
    "校（院）长姓名": "李四",
}
"""Labels and values of the current form, in its order."""

FIRST_ROW, ROW, LABEL_X, VALUE_X, SIZE = 129.0, 26.0, 70.0, 179.0, 11.0
"""Baseline of the first row, distance of rows, and where labels and values start, in points (A4)."""

SYMBOL = pymupdf.Rect(76, 646, 145, 715)
"""Where the symbol stands."""

TOOLS = Tools(load_layouts(), load_schools(), Policy("test", "", ""))


def write(page: Any, x: float, y: float, text: str, size: float = SIZE, **how: Any) -> None:
    """Text from a place on; `how` goes to PyMuPDF (color, render_mode, rotate …)."""
    # The Chinese font sets Latin letters as wide as Han characters.
    page.insert_text((x, y), text, fontname="helv" if text.isascii() else "china-s", fontsize=size, **how)


def row_of(label: str) -> float:
    """The baseline of a field's row."""
    return FIRST_ROW + ROW * list(FIELDS).index(label)


def value_box(label: str) -> Any:
    """The place of a field's value."""
    return pymupdf.Rect(VALUE_X - 2, row_of(label) - 12, VALUE_X + 200, row_of(label) + 4)


def picture(payload: str, scale: int = 4) -> bytes:
    """A symbol as PNG."""
    stream = io.BytesIO()
    segno.make_qr(payload, error="m").save(stream, kind="png", scale=scale, border=2)
    return stream.getvalue()


def vector_symbol(page: Any, payload: str, place: Any = SYMBOL) -> None:
    """A symbol drawn module by module."""
    rows = list(segno.make_qr(payload, error="m").matrix_iter(border=2))
    side = place.width / len(rows)
    shape = page.new_shape()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                shape.draw_rect(pymupdf.Rect(0, 0, side, side) + (x * side, y * side) * 2 + (place.x0, place.y0) * 2)
    shape.finish(fill=(0, 0, 0), color=None, width=0)
    shape.commit()


def draw_record(
    document: Any,
    fields: Mapping[str, str] = FIELDS,
    *,
    symbol: str | None = ADDRESS,
    code: str = CODE,
    updated: str = "2023年5月18日",
    title: str = TITLE,
) -> Any:
    """A page with a record of the current form; returns the page."""
    page = document.new_page(width=595, height=842)
    write(page, 200, 60, title, 14)
    write(page, 400, 30, SPECIMEN, 8)
    write(page, LABEL_X, 94, f"更新日期：{updated}")
    for number, (label, value) in enumerate(fields.items()):
        write(page, LABEL_X, FIRST_ROW + number * ROW, label)
        write(page, VALUE_X, FIRST_ROW + number * ROW, value)
    if symbol is not None:
        page.insert_image(SYMBOL, stream=picture(symbol))
    write(page, 215, 669, "在线验证码")
    write(page, 280, 669, code)
    write(page, 215, 690, "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp", 6)
    write(page, 215, 705, "②使用学信网App扫描二维码验证", 8)
    write(page, LABEL_X, 740, "注意事项：", 8)
    write(page, LABEL_X, 755, "1、报告在线验证有效期由报告权利人设置（1~6个月），到期前可再次延长。", 8)
    return page


def record(
    fields: Mapping[str, str] = FIELDS, *, change: Callable[[Any], None] | None = None, rotate: int = 0, **how: Any
) -> bytes:
    """A record as a PDF; `change` may draw on its page afterwards, `rotate` sets /Rotate."""
    document = pymupdf.open()
    page = draw_record(document, fields, **how)
    if change is not None:
        change(page)
    page.set_rotation(rotate)
    return bytes(document.tobytes())


def enlarged(data: bytes, scale: float) -> bytes:
    """A page with as many points as its picture had pixels, as some programs write it."""
    with pymupdf.open("pdf", data) as small, pymupdf.open() as large:
        page = large.new_page(width=small[0].rect.width * scale, height=small[0].rect.height * scale)
        page.show_pdf_page(page.rect, small, 0)
        return bytes(large.tobytes())


def read(data: bytes, ocr: Ocr = Ocr.AUTO) -> Document:
    """The only document in a file."""
    (document,) = read_file(data, "test.pdf", replace(TOOLS, ocr=ocr))
    return document


def as_pictured(data: bytes, confidence: Mapping[str, float] = MappingProxyType({})) -> Page:
    """The first page of a file as if it had been read from a picture, some characters with less `confidence`."""
    page = read_page(pymupdf.open(stream=data, filetype="pdf"), 1)
    lines = (
        replace(
            line,
            glyphs=tuple(glyph._replace(confidence=confidence.get(glyph.text, 1.0)) for glyph in line.glyphs),
            read_from=ReadFrom.OCR,
        )
        for line in page.lines
    )
    return replace(page, lines=tuple(lines), read_from=ReadFrom.OCR)


def printed(data: bytes) -> dict[str, str]:
    """The values read from the only document in a file."""
    return {name: reading.value for name, reading in read(data).fields.items()}


_STEP = re.compile(r"([MLCHVZ])([^MLCHVZ]*)")
_USE = re.compile(r'xlink:href="#(\w+)" transform="matrix\(([^)]*)\)"')


def outlines(
    page: Any, x: float, y: float, text: str, size: float = SIZE, colour: str = "0 g", turn: int = 0, paint: str = "f"
) -> None:
    """Text drawn as filled shapes, of which no text layer knows. `turn` is in degrees; `paint` does what each path is
    for."""
    with pymupdf.open() as scratch:
        alone = scratch.new_page(width=page.rect.width, height=page.rect.height)
        write(alone, x, y, text, size)
        drawing = alone.get_svg_image(text_as_path=1)
    shapes = dict(re.findall(r'<path id="(\w+)" d="([^"]*)"', drawing))
    across, up = round(math.cos(math.radians(turn)), 6), round(math.sin(math.radians(turn)), 6)
    foot = page.rect.height - y
    turned = f"{across} {up} {-up} {across} {x} {foot} cm 1 0 0 1 {-x} {-foot} cm" if turn else ""
    parts = [f"q {colour} {turned} 1 0 0 -1 0 {page.rect.height} cm"]
    for name, matrix in _USE.findall(drawing):
        parts.append(f"q {matrix.replace(',', ' ')} cm {_operators(shapes[name])} {paint} Q")
    page.wrap_contents()
    document, first = page.parent, page.get_contents()
    stream = document.get_new_xref()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, " ".join([*parts, "Q"]).encode())
    document.xref_set_key(page.xref, "Contents", f"[{' '.join(f'{xref} 0 R' for xref in [*first, stream])}]")


def _operators(path: str) -> str:
    """A path of SVG, in absolute steps, as PDF writes it."""
    x = y = "0"
    found = []
    for step, given in _STEP.findall(path):
        numbers = re.findall(r"-?[\d.]+", given)
        many = {"M": 2, "L": 2, "C": 6, "H": 1, "V": 1}.get(step, 0)
        if step == "Z":
            found.append("h")
        for place in range(0, len(numbers), many or 1):
            part = numbers[place : place + many]
            full = [part[0], y] if step == "H" else [x, part[0]] if step == "V" else part
            x, y = full[-2:]
            found.append(f"{' '.join(full)} {'m' if step == 'M' and not place else 'c' if step == 'C' else 'l'}")
    return " ".join(found)


def stamp(text: str, *, ink: tuple[int, int, int] = (200, 0, 0), height: float = 50) -> bytes:
    """A framed stamp of a few words as a PNG with nothing behind it."""
    with pymupdf.open() as scratch:
        page = scratch.new_page(width=30 * len(text) + 20, height=height)
        colour = tuple(part / 255 for part in ink)
        page.draw_rect((3, 3, page.rect.width - 3, height - 3), color=colour, width=3)
        page.insert_text((10, height / 2 + 11), text, fontname="china-s", fontsize=30, color=colour)
        return bytes(page.get_pixmap(dpi=200, alpha=True).tobytes("png"))


_BLACK = "<</FunctionType 2/Domain[0 1]/C0[.1 0 0]/C1[0 0 0]/N 1>>"
_WHITE = "<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[1 1 1]/N 1>>"
_SHADING = "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 0]/Extend[true true]/Function "
_TILE = "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 2/YStep 2/Resources<<>>>>"
_TINT = "<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>"
PAINTS: Mapping[str, Mapping[str, str | tuple[str, bytes]]] = {
    "Pattern": {
        "Tiles": (_TILE, b"0 g 0 0 2 2 re f"),
        "WhiteTiles": (_TILE, b"1 g 0 0 2 2 re f"),
        "Gradient": f"<</PatternType 2/Shading {_SHADING}{_BLACK}>>>>",
    },
    "Shading": {"Dark": f"{_SHADING}{_BLACK}>>", "White": f"{_SHADING}{_WHITE}>>"},
    "ColorSpace": {"Nothing": f"[/Separation/None/DeviceGray{_TINT}]", "Spot": f"[/Separation/Spot/DeviceGray{_TINT}]"},
}
"""What `operate` can paint with, by the kind of resource."""


def operate(page: Any, operators: str, resources: Mapping[str, Mapping[str, str | tuple[str, bytes]]] = PAINTS) -> None:
    """Operators of PDF at the end of a page, and the objects that they name."""
    document = page.parent
    page.wrap_contents()
    listed = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
    for kind, named in resources.items():
        for name, made in named.items():
            entry = document.get_new_xref()
            document.update_object(entry, made if isinstance(made, str) else made[0])
            if not isinstance(made, str):
                document.update_stream(entry, made[1])
            document.xref_set_key(listed, f"{kind}/{name}", f"{entry} 0 R")
    stream, first = document.get_new_xref(), page.get_contents()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, operators.encode())
    document.xref_set_key(page.xref, "Contents", f"[{' '.join(f'{xref} 0 R' for xref in [*first, stream])}]")


def shown(page: Any, x: float, y: float, text: str, size: float = SIZE) -> str:
    """The operators that show Chinese text on a page that has some."""
    font = next(name for *_, name, encoding in page.get_fonts() if "UTF16" in encoding)
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {page.rect.height - y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
