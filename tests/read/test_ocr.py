"""Lines are found and read; what is no character is none; a machine without the runtime says so."""

from __future__ import annotations

import importlib
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf
import pytest

from degree_verify.load.picture import Colours
from degree_verify.model.geometry import Box
from degree_verify.read import ocr
from degree_verify.read.detection import find_text
from degree_verify.read.picture import page_of, read_sheet, read_strip
from tests.read.drawing import write


def _page(*texts: tuple[float, float, str], dpi: int = 150) -> Colours:
    document = pymupdf.open()
    page = document.new_page(width=300, height=200)
    for x, y, text in texts:
        write(page, x, y, text, 12)
    pixmap = page.get_pixmap(dpi=dpi, alpha=False)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3).copy()


def _text(chars: tuple[ocr.Char, ...]) -> str:
    return "".join(char.text for char in chars)


def test_lines_are_found_from_top_to_bottom_and_read_with_their_confidence() -> None:
    picture = _page((40, 60, "出生日期"), (140, 60, "毕业院校"), (40, 120, "学校名称"))
    quads = find_text(picture)
    read = ocr.read_lines([ocr.cut(picture, quad) for quad in quads])
    assert sorted(map(_text, read[:2])) == ["出生日期", "毕业院校"]
    assert _text(read[2]) == "学校名称"
    assert all(char.confidence > 0.9 for line in read for char in line)
    assert all(before.at < after.at for line in read for before, after in pairwise(line))


def test_only_the_allowed_characters_are_read() -> None:
    picture = _page((40, 60, "1022O1"))
    (quad,) = find_text(picture)
    (line,) = ocr.read_lines([ocr.cut(picture, quad)], only="0123456789")
    assert _text(line) == "102201"


@pytest.mark.parametrize("size", [(1, 1), (7, 900), (900, 7), (64, 64)])
def test_picture_without_text_gives_no_line(size: tuple[int, int]) -> None:
    assert find_text(np.full((*size, 3), 255, np.uint8)) == []
    assert read_strip(np.full((*size, 3), 255, np.uint8)) == []


def test_places_of_characters_lead_back_to_the_picture_that_was_turned() -> None:
    upright = _page((40, 60, "姓名"), (140, 60, "张三"), (40, 120, "学校名称"), (140, 120, "北京林业大学"))
    picture = np.ascontiguousarray(np.rot90(upright, 1))  # to be turned a quarter clockwise
    page = page_of(read_sheet(picture, 1, np.eye(3)))
    assert [line.text for line in page.lines] == ["姓名张三", "学校名称北京林业大学"]
    school = page.lines[1].glyphs[4:]
    x, y = (school[0].x0 + school[-1].x1) / 2, (page.lines[1].y0 + page.lines[1].y1) / 2
    box = page.displayed(Box(x, y, x, y))
    middle = 176 * 150 / 72, 116 * 150 / 72
    assert box[:2] == pytest.approx((middle[1], picture.shape[0] - middle[0]), abs=12)


@pytest.mark.parametrize(
    "error",
    [MemoryError(), ImportError("libx.so: failed to map segment: Cannot allocate memory"), RuntimeError("bad_alloc")],
)
def test_lack_of_memory_is_no_fault_of_the_runtime(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def starved(name: str) -> Any:
        raise error

    ocr.engine.cache_clear()
    monkeypatch.setattr(ocr.importlib, "import_module", starved)
    try:
        with pytest.raises(MemoryError):
            ocr.engine()
    finally:
        ocr.engine.cache_clear()


def test_runtime_that_does_not_load_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def broken(name: str) -> Any:
        if name == "onnxruntime":
            raise ImportError("libgomp.so.1: cannot open shared object file")
        return real(name)

    ocr.engine.cache_clear()
    monkeypatch.setattr(ocr.importlib, "import_module", broken)
    try:
        with pytest.raises(ocr.OcrUnavailableError, match=r"libgomp\.so\.1"):
            ocr.engine()
    finally:
        ocr.engine.cache_clear()


def test_long_lines_are_recognised_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []

    def watched(session: object, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        asked.append(batch.shape)
        return np.zeros((len(batch), batch.shape[3] // ocr.STEP, len(ocr.engine().alphabet)), np.float32)

    monkeypatch.setattr(ocr, "run", watched)
    for width in (64, 800, 3200):
        ocr.read_lines([np.full((ocr.LINE_HEIGHT, width, 3), 255, np.uint8)] * 9)
    assert sum(count for count, *_ in asked) == 27
    assert all(count == 1 or count * width <= ocr.WIDEST for count, _, _, width in asked)
    assert asked[0][0] == ocr.AT_ONCE
