"""Glyphs into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from degree_verify.model.document import UnreadReason
from degree_verify.read.lines import Mark, lines_of


def _mark(text: str, x: float, base: float = 100, size: float = 10, run: int = 1) -> Mark:
    return Mark(text, text, x, x + size, base, size, run)


def test_glyphs_in_any_order_stand_from_left_to_right_and_lines_from_top_to_bottom() -> None:
    lines = lines_of([_mark("三", 20), _mark("下", 10, base=130), _mark("张", 10)])

    assert [line.text for line in lines] == ["张三", "下"]


def test_small_type_beside_large_type_stands_on_the_line_of_its_middle() -> None:
    lines = lines_of([_mark("大", 10, base=104, size=20), _mark("小", 40, base=100, size=9)])

    assert [line.text for line in lines] == ["大小"]


def test_rows_of_a_tight_table_stay_apart() -> None:
    assert len(lines_of([_mark("上", 10, base=100), _mark("下", 10, base=111)])) == 2


def test_row_that_a_mark_far_off_on_it_would_split_is_one() -> None:
    row = [_mark("年", 52), _mark("月", 72), _mark("1", 42, base=99.6), _mark("4", 62, base=99.6)]

    (line,) = lines_of([*row, _mark("样", 500, base=95.9)])

    assert line.text == "1年4月样"


def test_rows_on_each_other_stay_two() -> None:
    marks = [_mark("上", 10), _mark("下", 12, base=102), _mark("样", 500, base=97)]

    assert [line.text for line in lines_of(marks)] == ["上样", "下"]


def test_gap_before_a_glyph_is_counted_in_its_size_and_spaces_are_no_glyphs() -> None:
    (line,) = lines_of([_mark("张", 10), _mark(" ", 20), _mark("三", 40)])

    assert line.text == "张三"
    assert line.glyphs[1].gap == 2.0
    assert line.glyphs[1].space == " "
    assert line.owners == (0, 1)


def test_glyph_printed_twice_counts_once_and_another_on_its_place_is_doubtful() -> None:
    (twice,) = lines_of([_mark("张", 10), _mark("张", 10.4)])
    (other,) = lines_of([_mark("张", 10), _mark("李", 11), _mark("三", 20)])

    assert [glyph.doubt for glyph in twice.glyphs] == [None]
    assert [glyph.doubt for glyph in other.glyphs] == [UnreadReason.OVERLAID, UnreadReason.OVERLAID, None]


def test_folded_glyph_of_several_characters_owns_them_all() -> None:
    (line,) = lines_of([Mark("㈠", "(一)", 10, 20, 100, 10, 1), _mark("三", 20)])

    assert line.text == "(一)三"
    assert line.owners == (0, 0, 0, 1)


@given(
    st.lists(
        st.builds(
            _mark,
            st.text(max_size=2),
            st.floats(-50, 700),
            st.floats(-50, 900),
            st.floats(0.5, 60),
        ),
        max_size=12,
    )
)
def test_lines_of_any_glyphs_never_raise_and_lose_no_text(marks: list[Mark]) -> None:
    lines = lines_of(marks)

    kept = {glyph.text for line in lines for glyph in line.glyphs}
    assert kept == {mark.text.strip() for mark in marks if mark.text.strip()}
