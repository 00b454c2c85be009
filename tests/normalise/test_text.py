"""Folding: what looks the same compares the same, and folding twice changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from degree_verify.normalise.text import fold, fold_char, is_gibberish, squeeze, visible

ANY = st.text(max_size=40)


@given(ANY)
@example("\ufdfa")
@example("e\u0301\u200b\u0301")
@example("ﷺ（\u3000")
def test_fold_of_any_text_never_raises_and_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)
    assert not any(char.isspace() for char in squeeze(text))


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("姓\u3000名：", "姓 名:"),
        ("１２３ＡＢ", "123AB"),
        ("毕（结）业", "毕(结)业"),
        ("出⽣⽇期", "出生日期"),  # Kangxi radicals, which NFKC folds
        ("校⻓姓名", "校长姓名"),  # radicals of the supplement, which it does not
        ("⻔⻋⻢⻰", "门车马龙"),
        ("张\u200b三\ufeff", "张三"),
        ("a\u00a0b", "a b"),
    ],
)
def test_fold_of_look_alike_characters_gives_the_plain_one(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_fold_char_of_radicals_that_stand_for_characters_gives_the_characters() -> None:
    radicals = "⻓⻔⻋⻅⻆⻉⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺟⺠⻄⻘⻑⻒"

    folded = "".join(map(fold_char, radicals))

    assert folded == "长门车见角贝韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟母民西青长长"
    assert all("CJK RADICAL" not in unicodedata.name(char) for char in folded)


@pytest.mark.parametrize("text", ["\ue000", "张\uf0f0三", "\ufffd", "(cid:123)", "\x00", "a\x07"])
def test_is_gibberish_of_characters_that_nobody_prints_is_true(text: str) -> None:
    assert is_gibberish(text)


@pytest.mark.parametrize("text", ["", "张三", "买买提·艾力", "A1\n", "３年", "𠮷", "赟翀喆堃"])
def test_is_gibberish_of_printed_text_is_false(text: str) -> None:
    assert not is_gibberish(text)


@given(ANY)
def test_visible_of_any_text_is_one_line_without_control_or_direction_characters(text: str) -> None:
    shown = visible(text)

    assert shown == visible(shown)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn") for char in shown)
    assert "\n" not in shown


def test_visible_leaves_plain_text_as_it_is_and_spells_out_a_printable_selector() -> None:
    assert visible("张三 2023 · A") == "张三 2023 · A"
    assert visible("一\ufe0f") == "一⟨U+FE0F⟩"


def test_visible_of_a_direction_mark_spells_it_out() -> None:
    assert visible("gpj.\u202efdp") == "gpj.⟨U+202E⟩fdp"
