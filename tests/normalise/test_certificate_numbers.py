"""Certificate numbers and their parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.certificate_numbers import Form, decode


@given(
    st.integers(10000, 59999),
    st.sampled_from("157"),
    st.integers(2000, 2030),
    st.sampled_from(["01", "02", "04", "05", "06"]),
    st.integers(0, 999999),
    st.booleans(),
)
def test_decode_of_a_school_number_gives_back_its_parts(
    school: int, kind: str, year: int, level: str, serial: int, long: bool
) -> None:
    tail = f"{serial:06}" if long else f"{serial % 100000:05}"

    number = decode(f"{school}{kind}{year}{level}{tail}")

    assert number.form is Form.SCHOOL
    assert (number.school, number.kind, number.year, number.level) == (str(school), kind, year, level)
    assert number.serial == tail


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("100221200106999999", Form.SCHOOL),
        ("10022120010699999", Form.SCHOOL),
        ("65340100012345678", Form.SELF_STUDY),
        ("663401000123456789", Form.SELF_STUDY),
        ("1002242006000001", Form.DEGREE),
        ("1002212006000001", Form.UNKNOWN),  # sixteen digits, but no degree has 1 at place six
        ("9812345678", Form.OLDER),
        ("某字第123号", Form.OLDER),
        ("111111111111111111111111", Form.UNKNOWN),
        ("1002212001069999990", Form.UNKNOWN),
        ("10022120010699999X", Form.UNKNOWN),
        ("", Form.UNKNOWN),
        ("毕业", Form.UNKNOWN),
        ("１００２２１２００１０６９９９９９９", Form.OLDER),  # never reached: numbers are folded before
    ],
)
def test_decode_tells_the_forms_apart(number: str, form: Form) -> None:
    assert decode(number).form is form


@given(st.text(max_size=40))
def test_decode_of_any_text_never_raises_and_keeps_it(text: str) -> None:
    assert decode(text).number == text
