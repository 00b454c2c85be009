"""What the picture reader makes of dirt, of a line that a stamp broke, and of a second reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from degree_verify.extract.labels import CELL_GAP
from degree_verify.read.boxes import TextBox, lines_of_boxes
from degree_verify.read.dirt import without_dirt
from degree_verify.read.ocr import Char
from degree_verify.read.second_reading import merged as _merged


def _chars(text: str, confidence: float = 0.999) -> tuple[Char, ...]:
    return tuple(Char(char, (place + 0.5) / len(text), confidence) for place, char in enumerate(text))


def _box(x0: float, x1: float, text: str, confidence: float = 0.999) -> TextBox:
    quad = np.array([[x0, 10], [x1, 10], [x1, 30], [x0, 30]], np.float32)
    return TextBox(quad, _chars(text, confidence))


def _text(chars: tuple[Char, ...] | None) -> str:
    return "".join(char.text for char in chars or ())


@pytest.mark.parametrize("seen", ["3年 .", ".3年", "3年' "])
def test_doubtful_specks_at_the_ends_are_dirt(seen: str) -> None:
    chars = tuple(char._replace(confidence=0.6) if char.text in ".'" else char for char in _chars(seen))
    assert _text(without_dirt(chars)) == "3年"


@pytest.mark.parametrize("seen", ["买买提·", "(专科)", "2.5年", "二○○三年", "网址:"])
def test_signs_of_the_text_stay(seen: str) -> None:
    assert _text(without_dirt(_chars(seen, 0.6))) == seen


def test_surely_read_stop_at_the_end_stays() -> None:
    assert _text(without_dirt(_chars("end."))) == "end."


def test_pictogram_seen_in_the_gap_of_a_label_is_a_gap() -> None:
    assert _text(without_dirt(_chars("层☑次:"))) == "层 次:"


def test_pieces_of_a_line_are_replaced_by_the_line_that_says_what_they_say() -> None:
    pieces = [_box(0, 90, "(原证书编"), _box(110, 300, "1002 2120 01"), _box(310, 340, "99)")]
    whole = _box(0, 345, "(原证书编号:1002 2120 0106 9999 99)", 0.97)
    (merged,) = _merged([*pieces], [whole])
    assert merged is whole


def test_pieces_that_say_something_else_stay() -> None:
    pieces = [_box(0, 90, "(原证书编"), _box(110, 300, "1003 2120 01")]
    whole = _box(0, 345, "(原证书编号:1002 2120 0106 9999 99)")
    assert _merged([*pieces], [whole]) == pieces


def test_a_line_of_which_the_end_was_not_found_is_replaced_by_the_whole_one() -> None:
    (merged,) = _merged([_box(0, 100, "2023年5月")], [whole := _box(0, 140, "2023年5月22日")])
    assert merged is whole


def test_a_box_of_which_nothing_was_read_is_no_piece_of_a_shorter_one() -> None:
    unread = replace(_box(0, 400, ""), chars=None)
    assert _merged([unread], [_box(0, 100, "2023年5月")]) == [unread]


def test_second_reading_that_differs_leaves_a_doubt() -> None:
    (merged,) = _merged([_box(0, 60, "叶酒宇", 0.8)], [_box(0, 60, "叶涵宇", 0.9)])
    assert _text(merged.chars) == "叶涵宇"
    assert max(char.confidence for char in merged.chars or ()) <= 0.5


@pytest.mark.parametrize(("text", "first", "together"), [("仅", 0.59, 0.9), ("仅", 0.7, 0.996), ("8", 0.59, 0.996)])
def test_a_character_that_was_first_guessed_stays_a_little_unsure(text: str, first: float, together: float) -> None:
    (merged,) = _merged([_box(0, 20, text, first)], [_box(0, 20, text, 0.996)])
    assert [char.confidence for char in merged.chars or ()] == [together]


def test_second_reading_with_a_bracket_of_another_width_says_the_same() -> None:
    (merged,) = _merged([_box(0, 200, "（原证书编号：1002）", 0.7)], [_box(0, 200, "(原证书编号:1002)", 0.99)])
    assert min(char.confidence for char in merged.chars or ()) == 0.99


def test_brackets_that_are_printed_wide_tear_no_label_apart() -> None:
    """毕（结）业日 over 期: the recogniser gives such brackets as narrow ones."""
    (line,) = lines_of_boxes([_box(0, 140, "毕(结)业日")], np.eye(3))

    assert line.text == "毕(结)业日"
    assert all(glyph.gap <= CELL_GAP for glyph in line.glyphs[1:])
