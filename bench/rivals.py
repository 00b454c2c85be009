"""Other ways to read the same papers: what a clerk's relative writes, invoice2data, and a whole page through OCR."""

from __future__ import annotations

import io
import logging
import re
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pdfplumber
import pymupdf
from PIL import Image

from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.text import squeeze

PATTERNS: Mapping[str, str] = {
    "name": r"姓\s*名[:：\s]*([\u4e00-\u9fff·]{2,15})",
    "gender": r"性\s*别[:：\s]*([男女])",
    "birth_date": r"出生日期[:：\s]*(\d{4}年\d{1,2}月(?:\d{1,2}日)?)",
    "enrolment_date": r"入学(?:日期|时间)[:：\s]*(\d{4}年\d{1,2}月(?:\d{1,2}日)?)",
    "graduation_date": r"毕[(（]?结?[)）]?业(?:日期|时间)[:：\s]*(\d{4}年\d{1,2}月(?:\d{1,2}日)?)",
    "category": r"学历(?:类别|类型)[:：\s]*(\S+)",
    "level": r"层\s*次[:：\s]*(\S+)",
    "school": r"(?:学校名称|毕业院校|院校名称)[:：\s]*(\S+)",
    "major": r"专\s*业(?:名称)?[:：\s]*(\S+)",
    "study_form": r"学习形式[:：\s]*(\S+)",
    "certificate_number": r"(?<!原)证书编号[:：\s]*([\d ]{15,26})",
    "verification_code": r"在线验证码[:：\s]*([0-9A-Z ]{12,20})",
    "update_date": r"(?:更新日期|制表日期)[:：\s]*(\d{4}年\d{1,2}月\d{1,2}日)",
}
"""A label and what stands after it: the fields that all ways are asked for."""

_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
SCRIPT_DPI = 200


def script(data: bytes) -> Mapping[str, str]:
    """Text of the first page by pdfplumber, regular expressions, the code by pyzbar on a picture of the page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        found = searched(document.pages[0].extract_text())
    handle = pymupdf.open(stream=data, filetype="pdf")
    pixmap = handle[0].get_pixmap(dpi=SCRIPT_DPI, colorspace=pymupdf.csGRAY)
    for code in _decode(Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)):
        match = re.search(r"vcode=([0-9A-Za-z]+)", code.data.decode("utf-8", "replace"))
        if match:
            found["verification_code"] = match[1]
    return found


def searched(text: str) -> dict[str, str]:
    """The fields that the patterns find in a text."""
    return {name: normal(name, match[1]) for name, pattern in _COMPILED.items() if (match := pattern.search(text))}


def normal(name: str, value: str) -> str:
    """A value as results have it, so that nobody loses for want of a date's form."""
    return (parse_date(value) if name.endswith("_date") else None) or squeeze(value)


def templates(module: str) -> Callable[[bytes], Mapping[str, str]] | None:
    """invoice2data with templates of the same patterns and one of its readers of text: "pdftotext", a program, which is
    its default, or "pdfium", a library. None where either is not installed."""
    if module == "pdftotext" and shutil.which(module) is None:
        return None
    try:
        from invoice2data import extract_data  # noqa: PLC0415
        from invoice2data.extract.loader import read_templates  # noqa: PLC0415
    except ImportError:
        return None
    logging.getLogger("invoice2data").setLevel(logging.CRITICAL)  # it tells of every field that it did not find
    folder = TemporaryDirectory()
    fields = "".join(f"  {name}:\n    parser: regex\n    regex: '{pattern}'\n" for name, pattern in PATTERNS.items())
    for number, title in enumerate(("教育部学历证书电子注册备案表", "中国高等教育学历认证报告")):
        text = f"issuer: '{title}'\nkeywords:\n  - '{title}'\nrequired_fields: []\nfields:\n{fields}"
        (Path(folder.name) / f"{number}.yml").write_text(text, encoding="utf-8")
    read: Any = read_templates(folder.name)

    def run(data: bytes) -> Mapping[str, str]:
        with TemporaryDirectory() as place:
            path = Path(place) / "a.pdf"
            path.write_bytes(data)
            found = extract_data(str(path), templates=read, input_module=module) or {}
        first = {name: value[0] if isinstance(value, list) else value for name, value in found.items() if value}
        return {name: normal(name, str(value)) for name, value in first.items() if name in PATTERNS}

    run.folder = folder  # type: ignore[attr-defined]  # kept as long as the function
    return run


def whole_page() -> Callable[[bytes], Mapping[str, str]] | None:
    """RapidOCR as it comes, over the whole page; None where it is not installed."""
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415
    except ImportError:
        return None
    engine = RapidOCR()

    def run(data: bytes) -> Mapping[str, str]:
        handle = pymupdf.open(stream=data, filetype="pdf")
        pixmap = handle[0].get_pixmap(dpi=SCRIPT_DPI)
        read = engine(pixmap.tobytes("png"))
        return searched(" ".join(read.txts or ()))

    return run


def scanned(data: bytes) -> bytes:
    """The first page as a scanner gives it: a picture and nothing else."""
    handle = pymupdf.open(stream=data, filetype="pdf")
    page, scan = handle[0], pymupdf.open()
    picture = page.get_pixmap(dpi=SCRIPT_DPI).tobytes("jpeg")
    scan.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, stream=picture)
    return bytes(scan.tobytes())


@cache
def _pyzbar() -> Any:
    from pyzbar import pyzbar  # noqa: PLC0415  (needs a library of the system)

    return pyzbar


def _decode(picture: Image.Image) -> Any:
    return _pyzbar().decode(picture)
