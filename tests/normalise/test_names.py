"""Names: the same person's name compares the same, nobody's name becomes another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.names import fold_variants, is_person_name, normalise_name

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("张三", "张三"),
        ("张\u3000三", "张三"),
        (" 欧 阳 娜 娜 ", "欧阳娜娜"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("Ｊohn  Smith", "John Smith"),
        ("王⼩明", "王小明"),
    ],
)
def test_normalise_name_of_printed_forms_gives_the_plain_name(printed: str, value: str) -> None:
    assert normalise_name(printed).value == value
    assert is_person_name(value)


@pytest.mark.parametrize("name", ["赟翀", "喆堃", "王淼", "𠮷田", "李犇玥", "张㐂"])
def test_normalise_name_keeps_rare_characters(name: str) -> None:
    assert normalise_name(name) == (normalise_name(name).__class__)(name)
    assert is_person_name(name)


@given(HAN)
def test_normalise_name_of_a_plain_han_name_changes_nothing_and_says_so(name: str) -> None:
    normalised = normalise_name(name)

    assert normalised.value == name
    assert normalised.steps == ()


@given(HAN, HAN)
def test_normalise_name_never_makes_two_names_one(one: str, other: str) -> None:
    assert (normalise_name(one).value == normalise_name(other).value) is (one == other)


@given(st.text(max_size=30))
def test_normalise_name_of_any_text_never_raises_and_is_idempotent(text: str) -> None:
    value = normalise_name(text).value

    assert normalise_name(value).value == value
    is_person_name(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张",
        "张三1",
        "*",
        "****",
        "张?",
        "张\ufffd",
        "\ue000三",
        "·张三",
        "张三·",
        "张··三",
        "12",
        "A",
        "暂无照片上传!",
    ],
)
def test_is_person_name_of_what_is_no_name_is_false(text: str) -> None:
    assert not is_person_name(text)


def test_fold_variants_makes_traditional_and_simplified_writing_equal_and_nothing_else() -> None:
    assert fold_variants("張偉") == fold_variants("张伟")
    assert fold_variants("张三") != fold_variants("张珊")
