"""Identity numbers: the check digit decides. All numbers are made up (region 990000 does not exist)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.id_numbers import check_digit, find_id_numbers, parse_id_number

BIRTHS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _number(born: date, serial: int) -> str:
    first = f"990000{born:%Y%m%d}{serial:03}"
    return first + check_digit(first)


NUMBERS = st.builds(_number, BIRTHS, st.integers(0, 999))


def test_check_digit_of_the_standards_own_example_is_x() -> None:
    assert check_digit("11010519491231002") == "X"  # the example printed in GB 11643-1999


@given(BIRTHS, st.integers(0, 999))
def test_parse_id_number_gives_birth_date_and_sex(born: date, serial: int) -> None:
    parsed = parse_id_number(_number(born, serial))

    assert parsed is not None
    assert parsed.birth_date == born.isoformat()
    assert parsed.gender == ("男" if serial % 2 else "女")
    assert parsed.region == "990000"


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_parse_id_number_with_one_character_changed_gives_none(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]

    assert changed == number or parse_id_number(changed) is None


@given(NUMBERS, st.integers(0, 16))
def test_parse_id_number_with_two_neighbours_swapped_gives_none(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert swapped == number or parse_id_number(swapped) is None


def test_parse_id_number_of_fifteen_digits_promotes_them() -> None:
    parsed = parse_id_number("990000800901001")

    assert parsed is not None
    assert (parsed.number, parsed.birth_date, parsed.gender) == ("990000198009010017", "1980-09-01", "男")


@pytest.mark.parametrize(
    "printed",
    ["99000019800901001７", " 990000 19800901 0017 ", "'990000198009010017", "９９００００１９８００９０１００１７"],
)
def test_parse_id_number_in_other_writing_is_the_same_number(printed: str) -> None:
    parsed = parse_id_number(printed)

    assert parsed is not None
    assert parsed.number == "990000198009010017"


@pytest.mark.parametrize("text", ["", "E12345678", "990000198009010010", "990000198013010014", "3.4E+17", "9" * 18])
def test_parse_id_number_of_what_is_none_gives_none(text: str) -> None:
    assert parse_id_number(text) is None


@given(st.text(max_size=30))
def test_id_number_functions_on_any_text_never_raise(text: str) -> None:
    parse_id_number(text)
    find_id_numbers(text)


@pytest.mark.parametrize(
    "name",
    [
        "990000198009010017.pdf",
        "张三_990000198009010017_备案表.pdf",
        "张三990000198009010017.pdf",
        "９９００００１９８００９０１００１７",
    ],
)
def test_find_id_numbers_in_a_file_name_finds_it(name: str) -> None:
    assert find_id_numbers(name) == ("990000198009010017",)


@pytest.mark.parametrize(
    "name", ["100221200106999999.pdf", "1990000198009010017.pdf", "备案表.pdf", "A990000198009010017"]
)
def test_find_id_numbers_in_other_numbers_finds_none(name: str) -> None:
    assert find_id_numbers(name) == ()
