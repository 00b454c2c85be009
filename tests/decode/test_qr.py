"""Symbols on pages: as embedded pictures, as drawings, damaged; and what was tried is told."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pymupdf
import pytest
import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from degree_verify.decode import qr
from degree_verify.decode import symbols as symbol_decoders
from degree_verify.decode.finders import symbols_standing
from degree_verify.decode.qr import Decoded, read_codes
from degree_verify.read.text_layer import read_page
from tests.read.drawing import ADDRESS, CODE, SYMBOL, operate, picture, shown, vector_symbol, write
from tests.support import symbols

HOSTS = ("www.chsi.com.cn",)
ELSEWHERE = pymupdf.Rect(276, 646, 345, 715)


def _decoded(document: Any, *, expected: bool = True) -> Decoded:
    handle = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    return read_codes(handle, read_page(handle, 1), HOSTS, expected=expected)


def _page() -> tuple[Any, Any]:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 70, 60, "测试样本 TEST SPECIMEN")
    return document, page


def _spoilt(payload: str) -> bytes:
    """A symbol with one of its finders and its middle painted over: no decoder can read it."""
    image = Image.open(io.BytesIO(picture(payload))).convert("L")
    draw = ImageDraw.Draw(image)
    side = image.width
    draw.rectangle((side * 0.35, side * 0.3, side * 0.95, side * 0.6), fill=0)
    for step in range(0, side, 10):
        draw.line((side * 0.35, side * 0.3 + step, side * 0.95, side * 0.3 + step), fill=255, width=4)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_embedded_symbol_is_decoded_where_it_stands_without_rendering() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))

    decoded = _decoded(document)

    (code,) = decoded.codes
    assert (code.code, code.trusted, code.decoder, code.page) == (CODE, True, "zxing", 1)
    assert code.box == pytest.approx(tuple(SYMBOL), abs=1)
    assert decoded.undecoded == ()
    assert len(decoded.attempts) == 1
    assert "embedded" in decoded.attempts[0]


@pytest.mark.parametrize("expected", [True, False])
def test_symbol_drawn_module_by_module_is_decoded_from_a_rendering(expected: bool) -> None:
    document, page = _page()
    vector_symbol(page, ADDRESS)

    decoded = _decoded(document, expected=expected)

    (code,) = decoded.codes
    assert code.code == CODE
    assert code.box.overlaps(qr.Box(*SYMBOL))
    assert any("rendered" in attempt for attempt in decoded.attempts)


def test_symbol_that_no_decoder_reads_is_told_with_its_place_and_every_attempt() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=_spoilt(ADDRESS))

    decoded = _decoded(document)

    assert decoded.codes == ()
    (place,) = decoded.undecoded
    assert place == pytest.approx(tuple(SYMBOL), abs=1)
    for kind in ("embedded", "rendered", "crop", "sharpened", "red channel", "inverted", "zbar"):
        assert any(kind in attempt for attempt in decoded.attempts), kind


DAMAGES = {
    "a white cross": (1, ((0.42, 0, 0.16, 1), (0, 0.42, 1, 0.16))),
    "a black cross": (0, ((0.38, 0.3, 0.24, 0.7), (0.3, 0.38, 0.7, 0.24))),
    "no data": (1, ((0.36, 0.36, 0.64, 0.64),)),
    "stripes": (1, tuple((0, 0.3 + 0.1 * row, 1, 0.05) for row in range(4))),
}
"""What lies over a symbol: how light it is, and where, in parts of its side. The finders stand as they were."""


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("drawing", ["picture", "modules"])
def test_symbol_whose_finders_stand_is_told_however_damaged(drawing: str, damage: str, turned: int) -> None:
    document, page = _page()
    light, parts = DAMAGES[damage]
    if drawing == "picture":
        image = Image.open(io.BytesIO(picture(ADDRESS))).convert("L")
        draw = ImageDraw.Draw(image)
        for x, y, width, height in parts:
            box = (x * image.width, y * image.height, (x + width) * image.width, (y + height) * image.height)
            draw.rectangle(box, fill=255 * light)
        page.insert_image(SYMBOL, stream=_png(image))
    else:
        vector_symbol(page, ADDRESS)
        for x, y, width, height in parts:
            at = pymupdf.Rect(x, y, x + width, y + height) * SYMBOL.width
            page.draw_rect(at + (SYMBOL.x0, SYMBOL.y0) * 2, color=None, fill=(light,) * 3)
    page.set_rotation(turned)

    decoded = _decoded(document)

    assert decoded.codes == ()
    (place,) = decoded.undecoded
    assert place == pytest.approx(tuple(SYMBOL * page.rotation_matrix), abs=5)


@pytest.mark.parametrize("pixels", [40, 56])
def test_symbol_of_too_few_pixels_is_told(pixels: int) -> None:
    document, page = _page()
    image = Image.open(io.BytesIO(picture(ADDRESS))).convert("L")
    page.insert_image(SYMBOL, stream=_png(image.resize((pixels, pixels), Image.Resampling.BILINEAR)))

    decoded = _decoded(document)

    assert len(decoded.codes) + len(decoded.undecoded) == 1


@pytest.mark.parametrize("radius", [2, 2.5])
def test_blurred_symbol_is_told(radius: float) -> None:
    document, page = _page()
    image = Image.open(io.BytesIO(picture(ADDRESS))).convert("L").filter(ImageFilter.GaussianBlur(radius))
    page.insert_image(SYMBOL, stream=_png(image))

    decoded = _decoded(document)

    assert len(decoded.codes) + len(decoded.undecoded) == 1


@pytest.mark.parametrize("ornament", ["mini-program", "portrait", "seal", "characters"])
def test_what_looks_somewhat_like_a_symbol_is_none(ornament: str) -> None:
    document, page = _page()
    if ornament == "characters":
        for row in range(5):
            write(page, 70, 300 + row * 40, "国 回 田 国 回 口 国 圆 国 固", 20)
            write(page, 70, 560 + row * 14, "国回国国国回固国国国国国国国", 14)
    elif ornament == "seal":
        for x, y in ((100, 300), (200, 300), (100, 400)):
            for radius in (35, 25, 15):
                fill = (1, 1, 1) if radius == 25 else (0.8, 0, 0)
                page.draw_circle((x, y), radius, color=None, fill=fill)
        page.draw_circle((400, 400), 60, color=(0.8, 0, 0), width=4)
        write(page, 360, 405, "某某大学教务处", 11, color=(0.8, 0, 0))
    else:
        drawn = symbols.mini_program_code() if ornament == "mini-program" else symbols.portrait()
        page.insert_image(SYMBOL, stream=drawn)

    assert _decoded(document).undecoded == ()


def test_finders_far_from_each_other_or_without_modules_between_are_no_symbol() -> None:
    empty = Image.new("L", (600, 600), 255)
    draw = ImageDraw.Draw(empty)
    for x, y in ((50, 50), (400, 50), (50, 400)):
        for inset, light in ((0, 0), (8, 255), (16, 0)):
            draw.rectangle((x + inset, y + inset, x + 55 - inset, y + 55 - inset), fill=light)

    assert symbols_standing(qr._as_grey(empty)) == []


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_page_without_a_symbol_gives_none_and_is_rendered_only_when_one_is_expected() -> None:
    document, _ = _page()

    assert _decoded(document).codes == ()
    assert _decoded(document).undecoded == ()
    assert _decoded(document).attempts != ()
    assert _decoded(document, expected=False).attempts == ()


@pytest.mark.parametrize(
    "place",
    [pymupdf.Rect(700, 100, 769, 169), pymupdf.Rect(100, -80, 169, -11), pymupdf.Rect(100, 100, 101, 101)],
    ids=["right of the page", "above the page", "one point wide"],
)
def test_symbol_that_nobody_can_scan_is_not_counted(place: Any) -> None:
    document, page = _page()
    page.insert_image(place, stream=picture(ADDRESS))

    assert _decoded(document).codes == ()


def test_symbol_under_a_cover_is_not_counted() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    page.draw_rect(SYMBOL, color=None, fill=(1, 1, 1))

    assert _decoded(document).codes == ()


def test_photograph_is_no_undecoded_symbol() -> None:
    document, page = _page()
    photo = Image.effect_noise((120, 120), 60).convert("L")
    stream = io.BytesIO()
    photo.resize((240, 240)).save(stream, "PNG")
    page.insert_image(SYMBOL, stream=stream.getvalue())
    portrait = Image.linear_gradient("L")
    stream = io.BytesIO()
    portrait.save(stream, "PNG")
    page.insert_image(ELSEWHERE, stream=stream.getvalue())

    assert _decoded(document).codes == ()


def test_embedded_and_drawn_symbols_on_one_page_are_both_decoded() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    vector_symbol(page, "https://evil.example/q", ELSEWHERE)

    assert {code.host for code in _decoded(document).codes} == {"www.chsi.com.cn", "evil.example"}


def test_inline_picture_beside_an_embedded_symbol_is_decoded_too() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    _inline_symbol(document, page, "https://evil.example/q", ELSEWHERE)

    assert "evil.example" in {code.host for code in _decoded(document).codes}


def test_inline_picture_alone_is_decoded_from_a_rendering() -> None:
    document, page = _page()
    _inline_symbol(document, page, ADDRESS, SYMBOL)

    assert [code.code for code in _decoded(document).codes] == [CODE]


def _inline_symbol(document: Any, page: Any, payload: str, place: Any) -> None:
    """A symbol written into the content stream itself, as some producers do with small pictures."""
    image = Image.open(io.BytesIO(picture(payload, 2))).convert("L")
    matrix = f"{place.width} 0 0 {place.height} {place.x0} {842 - place.y1} cm"
    head = f"\nq {matrix} BI /W {image.width} /H {image.height} /CS /G /BPC 8 /F /AHx ID ".encode()
    stream = head + image.tobytes().hex().encode() + b"> EI Q\n"
    xref = page.get_contents()[-1]
    document.update_stream(xref, document.xref_stream(xref) + stream)


def test_symbol_on_a_turned_page_stands_where_it_is_displayed() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    page.set_rotation(90)

    (code,) = _decoded(document).codes

    assert code.code == CODE
    assert code.box == pytest.approx(tuple(SYMBOL * page.rotation_matrix), abs=1)


def test_payload_in_gb18030_is_read_as_chinese() -> None:
    assert symbol_decoders._text("姓名：张三".encode("gb18030"), "?") == "姓名：张三"
    assert symbol_decoders._text("姓名：张三".encode(), "?") == "姓名：张三"
    assert symbol_decoders._text(b"\xff\xff\xff", "guess") == "guess"


def test_decoding_without_libzbar_works_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(f"Unable to find zbar shared library ({name})")

    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    spoilt, spoilt_page = _page()
    spoilt_page.insert_image(SYMBOL, stream=_spoilt(ADDRESS))
    monkeypatch.setattr(symbol_decoders.importlib, "import_module", missing)
    symbol_decoders.zbar_decoder.cache_clear()
    try:
        assert [code.code for code in _decoded(document).codes] == [CODE]
        decoded = _decoded(spoilt)
    finally:
        monkeypatch.undo()
        symbol_decoders.zbar_decoder.cache_clear()

    assert len(decoded.undecoded) == 1
    assert decoded.attempts[-1].endswith("zbar: 0")


FOREIGN = "https://verify.example/?vcode=A123456789BCDEFG"


def _with_cover(page: Any, payload: str, how: str) -> None:
    """Lays a symbol over the one that stands there."""
    data = picture(payload)
    if how == "picture":
        page.insert_image(SYMBOL, stream=data)
    elif how == "large":
        stream = io.BytesIO()
        Image.open(io.BytesIO(data)).convert("L").resize((3600, 3600), Image.Resampling.NEAREST).save(stream, "PNG")
        page.insert_image(SYMBOL, stream=stream.getvalue())
    else:
        image = Image.open(io.BytesIO(data)).convert("L")
        for number in range(8):
            stream = io.BytesIO()
            image.crop((0, number * image.height // 8, image.width, (number + 1) * image.height // 8)).save(
                stream, "PNG"
            )
            top = SYMBOL.y0 + number * SYMBOL.height / 8
            place = pymupdf.Rect(SYMBOL.x0, top, SYMBOL.x1, top + SYMBOL.height / 8)
            page.insert_image(place, stream=stream.getvalue(), keep_proportion=False)


@pytest.mark.parametrize("how", ["picture", "large", "strips"])
def test_symbol_under_another_one_does_not_count(how: str) -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    _with_cover(page, FOREIGN, how)

    assert [code.host for code in _decoded(document).codes] == ["verify.example"]


def test_symbol_under_a_white_picture_is_none() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    stream = io.BytesIO()
    Image.new("L", (60, 60), 255).save(stream, "PNG")
    page.insert_image(SYMBOL, stream=stream.getvalue())

    decoded = _decoded(document)

    assert decoded.codes == ()
    assert decoded.undecoded[0] == pytest.approx(tuple(SYMBOL), abs=1)


def _in_operators(place: Any) -> str:
    return f"{place.x0} {842 - place.y1} {place.width} {place.height} re"


def _thick(place: Any, width: float) -> str:
    middle = 842 - (place.y0 + place.y1) / 2
    return f"1 G {width} w {place.x0} {middle} m {place.x1} {middle} l S"


def _is_out_of_sight(document: Any) -> None:
    """The page has a symbol, and nothing of it is read."""
    decoded = _decoded(document)

    assert decoded.codes == ()
    assert len(decoded.undecoded) == 1


@pytest.mark.parametrize("ink", ["1 g", "0 g", ".9 g"])
def test_symbol_under_block_characters_does_not_count(ink: str) -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    operate(page, f"q {ink} {shown(page, SYMBOL.x0 - 8, SYMBOL.y1 - 3, chr(0x2588), 90)} Q")

    _is_out_of_sight(document)


@pytest.mark.parametrize(
    "cover",
    [
        f"/Pattern cs /WhiteTiles scn {_in_operators(SYMBOL)} f",
        f"{_in_operators(SYMBOL)} W n /White sh",
        _thick(SYMBOL, SYMBOL.height),
        _thick(SYMBOL, SYMBOL.height / 2),
    ],
)
def test_symbol_that_is_painted_over_does_not_count(cover: str) -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    operate(page, f"q {cover} Q")

    _is_out_of_sight(document)


def test_symbol_on_painted_paper_counts() -> None:
    document, page = _page()
    operate(page, "q /Pattern cs /WhiteTiles scn 0 0 595 842 re f Q")
    page.insert_image(SYMBOL, stream=picture(ADDRESS))

    assert [code.code for code in _decoded(document).codes] == [CODE]


@pytest.mark.parametrize("ink", ["/Pattern cs /Tiles scn {} f", "/Pattern cs /Gradient scn {} f", "{} W n /Dark sh"])
def test_painted_symbol_beside_a_good_one_is_read(ink: str) -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    rows = list(segno.make_qr(FOREIGN, error="m").matrix_iter(border=2))
    side = ELSEWHERE.width / len(rows)
    modules = " ".join(
        f"{ELSEWHERE.x0 + x * side} {842 - ELSEWHERE.y0 - (y + 1) * side} {side} {side} re"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    operate(page, f"q {ink.format(modules)} Q")

    assert [code.host for code in _decoded(document).codes] == ["www.chsi.com.cn", "verify.example"]


def test_watermark_across_a_symbol_costs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    document, page = _page()
    write(page, SYMBOL.x0 - 5, SYMBOL.y1 - 10, "样本", 50, color=(0.85,) * 3)
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    monkeypatch.setattr(qr, "_shows", lambda *_: pytest.fail("looked at"))

    assert [code.code for code in _decoded(document).codes] == [CODE]


def test_symbol_that_a_mask_makes_invisible_is_none() -> None:
    document, page = _page()
    image = Image.open(io.BytesIO(picture(ADDRESS))).convert("RGBA")
    image.putalpha(0)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    page.insert_image(SYMBOL, stream=stream.getvalue())

    assert _decoded(document).codes == ()


def _painted(operators: str) -> Any:
    """A page whose symbol is painted after operators, within its own unit square."""
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    name = page.get_images()[0][7]
    (contents,) = (xref for xref in page.get_contents() if f"/{name} Do".encode() in document.xref_stream(xref))
    painted = document.xref_stream(contents).replace(f"/{name} Do".encode(), f"{operators} /{name} Do".encode())
    document.update_stream(contents, painted)
    return document


@pytest.mark.parametrize(
    "clip", ["0 0 .01 .01 re W n", "0 0 m .1 0 l 0 .1 l h W n", "0 0 .5 1 re W n", "5 5 1 1 re W* n", "0 0 0 0 re W n"]
)
def test_symbol_that_a_clip_cuts_off_is_none(clip: str) -> None:
    decoded = _decoded(_painted(clip))

    assert decoded.codes == ()
    assert decoded.undecoded


@pytest.mark.parametrize("clip", ["-1 -1 3 3 re W n", "-1 -1 m 3 -1 l 3 3 l 0 4 l -1 3 l h W n", "0 0 1 1 re W n"])
def test_symbol_under_a_clip_that_hides_nothing_counts(clip: str) -> None:
    assert [code.code for code in _decoded(_painted(clip)).codes] == [CODE]


def test_symbol_with_a_mask_that_hides_nothing_counts() -> None:
    document, page = _page()
    image = Image.open(io.BytesIO(picture(ADDRESS))).convert("RGBA")
    image.putpixel((0, 0), (255, 255, 255, 0))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    page.insert_image(SYMBOL, stream=stream.getvalue())

    assert [code.code for code in _decoded(document).codes] == [CODE]


def test_symbol_in_the_shape_of_a_photograph_is_read_beside_a_good_one() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    image = Image.open(io.BytesIO(picture(FOREIGN))).convert("L")
    portrait = Image.new("L", (image.width, image.width * 4 // 3), 255)
    portrait.paste(image, (0, image.width // 6))
    stream = io.BytesIO()
    portrait.save(stream, "PNG")
    page.insert_image(pymupdf.Rect(456, 120, 534, 224), stream=stream.getvalue())

    assert {code.host for code in _decoded(document).codes} == {"www.chsi.com.cn", "verify.example"}


@pytest.mark.parametrize("kind", [zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec])
def test_symbol_of_a_kind_that_the_papers_never_have_is_read_as_a_telephone_does(kind: Any) -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    written = zxingcpp.create_barcode(FOREIGN, kind).to_image(scale=6)
    stream = io.BytesIO()
    Image.fromarray(np.array(written)).save(stream, "PNG")
    page.insert_image(pymupdf.Rect(200, 300, 550, 420), stream=stream.getvalue())

    assert {code.host for code in _decoded(document).codes} == {"www.chsi.com.cn", "verify.example"}


def test_symbol_in_an_annotation_is_read_once_with_the_page() -> None:
    document, page = _page()
    page.insert_image(SYMBOL, stream=picture(ADDRESS))
    page.add_stamp_annot(ELSEWHERE, stamp=picture(FOREIGN))
    handle = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    laid = qr.laid_codes(handle)
    read = replace(read_page(handle, 1), laid_codes=laid[1])

    codes = read_codes(handle, read, HOSTS, expected=False).codes

    assert [code.host for code in codes] == ["www.chsi.com.cn", "verify.example"]
    assert codes[1].box.overlaps(qr.Box(*ELSEWHERE))


def test_decoder_whose_library_cannot_even_be_searched_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> Any:
        raise FileNotFoundError("no usable temporary directory")

    symbol_decoders.zbar_decoder.cache_clear()
    monkeypatch.setattr(symbol_decoders.importlib, "import_module", fails)
    try:
        assert symbol_decoders.zbar_decoder() is None
    finally:
        symbol_decoders.zbar_decoder.cache_clear()
