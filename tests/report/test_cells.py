"""Text in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.report.cells import LONGEST, cell, guarded


@pytest.mark.parametrize(
    "text",
    [
        "=1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "\r1",
        "  =1",
        "'=1",
        '"=1',
        "“＝1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\u200b=1",
        "\x00=1",
        "﹦1",
    ],
)
def test_what_would_start_a_formula_is_guarded(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["", "张三", "2023-06-30", "123451202306000016", "a=b", "——", "（=1）"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_controls_go_and_line_breaks_become_spaces() -> None:
    assert cell("a\x00b\x1bc\nd\u2028e\ud800f\ufffeg") == "abc d efg"


def test_rare_characters_of_names_stay() -> None:
    assert cell("张\U00031350·\U00030edd") == "张\U00031350·\U00030edd"


@given(st.text(st.characters(codec=None)))
def test_any_text_fits_into_a_cell_and_starts_no_formula(text: str) -> None:
    made = guarded(text)
    made.encode()
    assert made[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert len(made.encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize("text", ["=" + "长" * 40_000, "=" + "\U00020000" * 20_000])
def test_long_text_is_cut_at_a_whole_character(text: str) -> None:
    made = guarded(text)
    assert LONGEST - 2 <= len(made.encode("utf-16-le")) // 2 <= LONGEST
