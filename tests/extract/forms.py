"""Forms that the tests of values draw, and what is to be read from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pymupdf

from tests.read.drawing import CODE, FIELDS, SIZE, SPECIMEN, write
from tests.support.graduate import GRADUATE

VALUES = {**GRADUATE, "verification_code": CODE, "update_date": "2023-05-18"}
"""The values of the usual record."""

ROWS = (
    (("姓名", "张三"), None),
    (("性别", "女"), ("出生日期", "1980年09月01日")),
    (("入学日期", "1998年09月01日"), ("毕（结）业日期", "2001年07月01日")),
    (("学历类别", "普通高等教育"), ("层次", "专科")),
    (("学校名称", "北京林业大学"), ("学制", "3 年")),
    (("专业", "商品花卉"), ("学习形式", "普通全日制")),
    (("证书编号", "1002 2120 0106 9999 99"), ("毕（结）业", "毕业")),
    (("校（院）长姓名", "李四"), None),
)
WALLS = (50, 130, 300, 390, 545)


def wrapped(page: Any, x: float, base: float, text: str, size: float = SIZE, right: float | None = None) -> None:
    """A text of several lines about a row's baseline, from `x` on or up to `right`."""
    parts = text.split("\n")
    for number, part in enumerate(parts):
        start = x if right is None else right - size * len(part)
        write(page, start, base + (number - (len(parts) - 1) / 2) * 1.1 * size, part, size)


def mixed(page: Any, x: float, y: float, text: str, size: float) -> None:
    """A text whose Latin letters and digits stand as narrow as in running text."""
    for run in re.findall(r"[ -~]+|[^ -~]+", text):
        write(page, x, y, run, size)
        x += pymupdf.get_text_length(run, "helv", size) if run.isascii() else size * len(run)


def without(label: str) -> dict[str, str]:
    """The usual fields, with nothing printed in the row of one."""
    return {(" " if known == label else known): ("" if known == label else FIELDS[known]) for known in FIELDS}


def report(*lines: str, title: str = "中国高等教育学历认证报告", pitch: float = 26) -> bytes:
    """A certification report, a line of label and value below the other."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 190, 60, title, 14)
    write(page, 400, 30, SPECIMEN, 8)
    for number, line in enumerate(lines):
        write(page, 80, 100 + pitch * number, line)
    return bytes(document.tobytes())


def two_columns(
    rows: Any = ROWS, lines: bool = True, change: Callable[[Any], None] | None = None, second: float = 0
) -> bytes:
    """A record of the two-column form, with or without ruling lines; `change` may draw on its page afterwards.

    `second` is where the second column starts when it is not at its wall. A label with line breaks is set about the
    middle of its row.
    """
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 190, 60, "教育部学历证书电子注册备案表", 14)
    write(page, 400, 30, SPECIMEN, 8)
    write(page, 240, 84, "更新日期：2022年3月5日", 9)
    top, height = 100, 30
    for number, (left, right) in enumerate(rows):
        base = top + number * height + 19
        for (label, value), start in zip((left, right or ("", "")), (WALLS[0], second or WALLS[2]), strict=True):
            wrapped(page, start + 6, base, label)
            write(page, start + (86 if start == WALLS[0] else 96), base, value, 10)
    if lines:
        bottom = top + len(rows) * height
        for number in range(len(rows) + 1):
            page.draw_line((WALLS[0], top + number * height), (WALLS[-1], top + number * height), width=0.5)
        for number, (_, right) in enumerate(rows):
            for x in WALLS if right else (WALLS[0], WALLS[1], WALLS[-1]):
                page.draw_line((x, top + number * height), (x, top + (number + 1) * height), width=0.5)
        write(page, 56, bottom + 40, "在线验证")
        write(page, 140, bottom + 30, CODE)
        write(page, 140, bottom + 50, "在线验证码", 8)
    write(page, 50, 560, "注意事项：", 8)
    write(page, 50, 575, "1、使用小程序扫码验证。", 8)
    if change is not None:
        change(page)
    return bytes(document.tobytes())
