"""Two-dimensional codes: what they say and how they look."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from tests.support.records import Record
from tests.support.sheets import font

CHSI = "www.chsi.com.cn"

Matrix = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code on paper. `kind` and `code` are what a reader should make of `payload`."""

    payload: str
    kind: str
    code: str | None = None
    symbology: str = "QRCode"
    encoding: str = "utf-8"


def url(code: str, host: str = CHSI, path: str = "/xlcx/bg.do", scheme: str = "https") -> Symbol:
    return Symbol(f"{scheme}://{host}{path}?vcode={code}&srcid=bgcx", "url", code)


def help_page(path: str = "/xlcx/rhsq.jsp") -> Symbol:
    """A genuine page of the issuer behind which no report stands."""
    return Symbol(f"https://{CHSI}{path}", "url")


def sentence(code: str) -> Symbol:
    return Symbol(f"请使用'学信网报告在线验证'微信小程序扫码验证,#{code}#", "sentence", code)


def bare(code: str) -> Symbol:
    return Symbol(code, "code", code)


def opaque(code: str) -> Symbol:
    """Text that only the issuer's own App may understand."""
    return Symbol(f"CHSIAPP|{code[::-1]}|{len(code)}|==", "other")


def field_text(record: Record, encoding: str = "utf-8") -> Symbol:
    """The report's fields as text, as the oldest generation's symbol holds them; without the code."""
    return Symbol(_field_text(record), "fields", encoding=encoding)


def block(record: Record) -> Symbol:
    """The PDF417 block of the oldest generation: fields, code, address and end of validity."""
    code = record["verification_code"]
    end = _chinese_day(record["valid_until"])
    text = f"{_field_text(record)}\n在线验证码：{code}\n验证期至：{end}\n网址：http://{CHSI}/xlcx/"
    return Symbol(text, "fields", code, "PDF417")


def _field_text(record: Record) -> str:
    rows = (
        ("姓名", record["name"]),
        ("性别", record["gender"]),
        ("出生日期", _chinese_day(record["birth_date"])),
        ("毕业日期", _chinese_day(record["graduation_date"])),
        ("学校名称", record["school"]),
        ("层次", record["level"]),
        ("证书编号", record["certificate_number"]),
    )
    return "\n".join(f"{label}：{value}" for label, value in rows)


def _chinese_day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{month}月{day}日"


def matrix(symbol: Symbol) -> Matrix:
    """The modules of a QR symbol without its quiet zone."""
    code = segno.make(symbol.payload.encode(symbol.encoding), error="m", boost_error=False, micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def damaged(rows: Matrix, seed: int = 1) -> Matrix:
    """A symbol whose finders still stand but whose data no decoder can restore."""
    random = Random(f"damage {seed}")
    side = len(rows)

    def is_finder(y: int, x: int) -> bool:
        return (y < 8 and (x < 8 or x >= side - 8)) or (y >= side - 8 and x < 8)

    return tuple(
        tuple(module if is_finder(y, x) else random.random() < 0.5 for x, module in enumerate(row))
        for y, row in enumerate(rows)
    )


def as_png(symbol: Symbol) -> bytes:
    """The symbol as a black and white picture."""
    if symbol.symbology == "PDF417":
        drawn = zxingcpp.create_barcode(symbol.payload, zxingcpp.BarcodeFormat.PDF417).to_image(scale=2)
        return _png(Image.fromarray(np.array(drawn)).convert("1"))
    return picture(matrix(symbol))


def picture(rows: Matrix, scale: int = 4) -> bytes:
    """Modules as a black and white picture with a quiet zone."""
    side = len(rows) + 8
    image = Image.new("1", (side, side), 1)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module:
                image.putpixel((x + 4, y + 4), 0)
    return _png(image.resize((side * scale, side * scale), Image.Resampling.NEAREST))


def mini_program_code() -> bytes:
    """A round ornament where papers bear the mini-program's code: dashes on rays, three eyes and a disc. It holds
    nothing."""
    image = Image.new("L", (320, 320), 255)
    draw = ImageDraw.Draw(image)
    random = Random("mini-program")
    for ray in range(90):
        x, y = math.cos(math.tau * ray / 90), math.sin(math.tau * ray / 90)
        for inner in range(62, 150, 11):
            if random.random() < 0.75:
                ends = [(160 + at * x, 160 + at * y) for at in (inner, inner + random.choice((4, 10, 14)))]
                draw.line(ends, fill=0, width=5)
    for x, y in ((56, 56), (264, 56), (56, 264)):
        for radius, fill in ((34, 255), (28, 0), (20, 255), (12, 0)):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    draw.ellipse((108, 108, 212, 212), fill=90)
    draw.text((160, 160), "样", font=ImageFont.truetype(io.BytesIO(font().buffer), 72), fill=255, anchor="mm")
    return _png(image)


def portrait() -> bytes:
    """A grey outline in place of the photograph."""
    image = Image.new("L", (90, 120), 225)
    draw = ImageDraw.Draw(image)
    draw.ellipse((28, 22, 62, 66), fill=150)
    draw.pieslice((8, 72, 82, 168), 180, 360, fill=150)
    return _png(image)


def lettering(text: str, height: int = 44) -> bytes:
    """Words as a picture, as some pages show a name."""
    face = ImageFont.truetype(io.BytesIO(font().buffer), int(height * 0.8))
    width = int(face.getlength(text)) + 8
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).text((4, 2), text, font=face, fill=0)
    return _png(image)


def certificate_picture(lines: Sequence[str]) -> bytes:
    """A scanned page with a certificate that never was, as a JPEG."""
    image = Image.new("RGB", (921, 1191), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 240, 881, 860), outline=(160, 120, 80), fill=(246, 240, 226), width=6)
    for number, line in enumerate(lines):
        face = ImageFont.truetype(io.BytesIO(font().buffer), 44 if number == 0 else 26)
        draw.text((460, 320 + number * 84), line, font=face, fill=(40, 40, 40), anchor="mm")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=50)
    return written.getvalue()


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
