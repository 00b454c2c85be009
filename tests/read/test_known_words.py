"""Labels that were nearly read are read; values, titles and what was surely read stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from degree_verify.read.boxes import TextBox
from degree_verify.read.known_words import with_known_words
from degree_verify.read.ocr import Char

LABELS = ("学校名称", "证书编号", "原证书编号", "毕(结)业日期", "毕(结)业结论", "姓名", "学习形式")


def _box(text: str, confidence: float) -> TextBox:
    quad = np.array([[0, 0], [100, 0], [100, 20], [0, 20]], np.float32)
    return TextBox(quad, tuple(Char(c, (i + 0.5) / len(text), confidence) for i, c in enumerate(text)))


def _said(text: str, confidence: float = 0.6) -> str:
    (box,) = with_known_words([_box(text, confidence)], LABELS)
    return "".join(char.text for char in box.chars or ())


@pytest.mark.parametrize(
    ("seen", "printed"),
    [("学名称", "学校名称"), ("学校名你:", "学校名称:"), ("毕（结）业11期", "毕(结)业日期"), ("证书编", "证书编号")],
)
def test_box_that_nearly_holds_a_label_holds_it(seen: str, printed: str) -> None:
    assert _said(seen) == printed


@pytest.mark.parametrize("seen", ["学前教育", "姓明", "学校", "普通全日制", "二证书编号", "毕(结)业结业"])
def test_values_short_words_and_what_may_be_two_labels_stay(seen: str) -> None:
    assert _said(seen) == seen


@pytest.mark.parametrize("confidence", [0.6, 0.999])
def test_specks_between_the_letters_of_a_label_are_dirt(confidence: float) -> None:
    assert _said("学校..名称:", confidence) == "学校名称:"
    assert _said("2.5年", confidence) == "2.5年"


def test_what_was_surely_read_stays() -> None:
    assert _said("学枚名称", 0.999) == "学枚名称"


def test_mended_label_is_no_surer_than_what_was_seen_and_keeps_its_place() -> None:
    (box,) = with_known_words([_box("学名称", 0.6)], LABELS)
    assert {char.confidence for char in box.chars or ()} == {0.6}
    at = [char.at for char in box.chars or ()]
    assert at == sorted(at)
    assert 0 < at[0] < at[-1] < 1
