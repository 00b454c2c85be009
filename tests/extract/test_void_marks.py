"""Papers that say of themselves that they do not count."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from tests.read.drawing import read, record, write


@pytest.mark.parametrize(
    "text",
    [
        "本备案表已于2023年5月1日作废",
        "学历注册信息已被撤销，请勿使用",
        "作废",
        "此件无效",
        "（作 废）",
        "仅供参考",
        "本报告已失效",
        "Void",
    ],
)
def test_mark_on_a_line_of_its_own_is_found(text: str) -> None:
    assert read(record(change=lambda page: write(page, 300, 790, text))).void_marks


@pytest.mark.parametrize("colour", [(0.8, 0, 0), (0.85, 0.85, 0.85)], ids=["stamp", "watermark"])
@pytest.mark.parametrize("angle", [0, 35])
def test_stamp_and_watermark_are_found(colour: tuple[float, ...], angle: int) -> None:
    def stamp(page: Any) -> None:
        at = pymupdf.Point(350, 300)
        write(page, *at, "作废", 40, color=colour, morph=(at, pymupdf.Matrix(angle)))

    assert read(record(change=stamp)).void_marks == ((1, "作废"),)


@pytest.mark.parametrize(
    "text",
    [
        "测试样本",
        "测试样本 TEST SPECIMEN",
        "样本",
        "SAMPLE",
        "测试样本 无效",
        "涂改无效",
        "4、备案表被涂改的，一律作废。",
        "3、报告过期后无效，请重新申请。",
        "样本路小学",
    ],
)
def test_other_words_are_no_mark(text: str) -> None:
    assert read(record(change=lambda page: write(page, 300, 790, text))).void_marks == ()
