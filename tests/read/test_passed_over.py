"""Ink between two characters that is as wide as a third one makes both doubtful; empty paper, walls and underlines do
not."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from degree_verify.read.ocr import LINE_HEIGHT, Char, Colours
from degree_verify.read.passed_over import with_doubt
from tests.read.drawing import write

SIZE, WIDTH, HEIGHT = 24, 120, 34


def _line(*texts: tuple[float, str]) -> Colours:
    document = pymupdf.open()
    page = document.new_page(width=WIDTH, height=HEIGHT)
    for x, text in texts:
        write(page, x, 26, text, SIZE)
    pixmap = page.get_pixmap(dpi=200, alpha=False)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return np.asarray(cv2.resize(picture, (WIDTH * LINE_HEIGHT // HEIGHT, LINE_HEIGHT)), np.uint8)


def _chars(*seen: tuple[float, str]) -> tuple[Char, ...]:
    """Characters by where their left edges are."""
    return tuple(Char(text, (x + SIZE / 2) / WIDTH, 0.999) for x, text in seen)


def _lowest(line: Colours, *seen: tuple[float, str]) -> float:
    (chars,) = with_doubt([line], [_chars(*seen)])
    assert [char.text for char in chars] == [text for _, text in seen]
    return min(char.confidence for char in chars)


@pytest.mark.parametrize("name", ["钱一萍", "张国强", "李二妹"])
def test_name_of_which_a_character_was_passed_over_is_doubtful(name: str) -> None:
    line = _line((10, name))
    assert _lowest(line, (10, name[0]), (10 + 2 * SIZE, name[2])) == 0.5
    assert _lowest(line, *((10 + SIZE * place, char) for place, char in enumerate(name))) > 0.9


def test_name_set_wide_is_none() -> None:
    assert _lowest(_line((10, "钱"), (10 + 2 * SIZE, "萍")), (10, "钱"), (10 + 2 * SIZE, "萍")) > 0.9


def test_wall_of_a_table_is_no_character() -> None:
    line = _line((10, "名"), (10 + 2 * SIZE, "萍"))
    middle = line.shape[1] * (10 + 1.5 * SIZE) / WIDTH
    line[:, int(middle) : int(middle) + 2] = 0
    assert _lowest(line, (10, "名"), (10 + 2 * SIZE, "萍")) > 0.9


def test_underline_is_no_character() -> None:
    line = _line((10, "名"), (10 + 2 * SIZE, "萍"))
    line[-4:-2] = 0
    assert _lowest(line, (10, "名"), (10 + 2 * SIZE, "萍")) > 0.9


def test_pale_watermark_is_no_character() -> None:
    line = _line((10, "名"), (10 + 2 * SIZE, "萍"))
    ghost = _line((10 + SIZE, "样"))
    mixed = np.minimum(line, 255 - (255 - ghost) // 4)
    assert _lowest(np.asarray(mixed, np.uint8), (10, "名"), (10 + 2 * SIZE, "萍")) > 0.9


@pytest.mark.parametrize("number", ["39111", "10299", "00011"])
def test_number_of_which_the_last_digit_was_passed_over_is_doubtful(number: str) -> None:
    line = _line((10, number))
    step = SIZE / 2
    seen = [(10 - SIZE / 4 + step * place, digit) for place, digit in enumerate(number)]
    assert _lowest(line, *seen[:-1]) == 0.5
    assert _lowest(line, *seen) > 0.9


def test_wall_behind_a_number_is_no_digit() -> None:
    line = _line((10, "30295"))
    line[:, -30:-27] = 0
    seen = [(10 - SIZE / 4 + SIZE / 2 * place, digit) for place, digit in enumerate("30295")]
    assert _lowest(line, *seen) > 0.9


@pytest.mark.parametrize("read", ["0032994", "王明"])
def test_hairline_in_place_of_text_leaves_what_was_read(read: str) -> None:
    line = np.full((LINE_HEIGHT, 400, 3), 255, np.uint8)
    line[LINE_HEIGHT // 2] = 0
    chars = tuple(Char(char, 0.1 + 0.3 * at / len(read), 0.999) for at, char in enumerate(read))
    (doubted,) = with_doubt([line], [chars])
    assert "".join(char.text for char in doubted) == read
