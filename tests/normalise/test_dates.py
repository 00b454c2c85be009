"""Dates: every printed form of any day reads as that day; what is no date is none."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.dates import FIRST_YEAR, LAST_YEAR, add_months, interval, parse_date

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
NUMERALS = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


def _year(year: int, zero: str = "〇") -> str:
    return "".join(NUMERALS[int(digit)] for digit in str(year)).replace("〇", zero)


DAY_FORMS = {
    "padded": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    "plain": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "spaced": lambda d: f" {d.year} 年 {d.month:02} 月\u3000{d.day:02} 日 ",
    "without 日": lambda d: f"{d.year}年{d.month}月{d.day}",
    "号": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "hyphens": lambda d: d.isoformat(),
    "hyphens that do not break": lambda d: d.isoformat().replace("-", "\u2011"),
    "minus signs": lambda d: d.isoformat().replace("-", "\u2212"),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "full stops": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "full width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
    "full width hyphens": lambda d: d.isoformat().translate(WIDE),
    "radicals": lambda d: f"{d.year}年{d.month}⽉{d.day}⽇",
    "numerals": lambda d: f"{_year(d.year)}年{_chinese(d.month)}月{_chinese(d.day)}日",
    "numerals with 零": lambda d: f"{_year(d.year, '零')}年{_chinese(d.month)}月{_chinese(d.day)}日",
    "numerals with letter O": lambda d: f"{_year(d.year, 'O')}年{_chinese(d.month)}月{_chinese(d.day)}日",
    "numerals with circle": lambda d: f"{_year(d.year, '○')}年{_chinese(d.month)}月{_chinese(d.day)}日",
}
MONTH_FORMS = {
    "padded": lambda d: f"{d.year}年{d.month:02}月",
    "plain": lambda d: f"{d.year}年{d.month}月",
    "hyphens": lambda d: f"{d:%Y-%m}",
    "full stop": lambda d: f"{d.year}.{d.month}",
    "compact": lambda d: f"{d:%Y%m}",
    "numerals": lambda d: f"{_year(d.year)}年{_chinese(d.month)}月",
}


@pytest.mark.parametrize("form", DAY_FORMS)
@given(day=DAYS)
def test_parse_date_of_every_printed_form_of_a_day_gives_that_day(form: str, day: date) -> None:
    assert parse_date(DAY_FORMS[form](day)) == day.isoformat()


@pytest.mark.parametrize("form", MONTH_FORMS)
@given(day=DAYS)
def test_parse_date_of_every_printed_form_of_a_month_gives_the_month(form: str, day: date) -> None:
    assert parse_date(MONTH_FORMS[form](day)) == f"{day:%Y-%m}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年2月30日",
        "2023年13月",
        "2023年0月1日",
        "2023年6月0日",
        "2023",
        "2023年",
        "6月5日",
        "23年6月5日",
        "2023-06/05",
        "1899年12月31日",
        "2101年1月1日",
        "2023年6月5日起",
        "约2023年6月",
        "二〇二三年十十月",
        "张三",
        "2023年6月5日2023年6月6日",
        "二〇二三年四十月一日",
        "2023-6-5-4",
        "20230632",
    ],
)
def test_parse_date_of_what_is_no_day_gives_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text() | st.text("0123456789年月日-/.十一二三〇 ", max_size=14))
def test_parse_date_of_any_text_never_raises_and_is_idempotent(text: str) -> None:
    parsed = parse_date(text)

    assert parsed is None or parse_date(parsed) == parsed
    assert parsed is None or interval(parsed).first <= interval(parsed).last


@given(DAYS)
def test_interval_of_a_month_holds_exactly_its_days(day: date) -> None:
    days = interval(f"{day:%Y-%m}")

    assert days.first == day.replace(day=1)
    assert days.last == day.replace(day=calendar.monthrange(day.year, day.month)[1])
    assert interval(day.isoformat()).first == interval(day.isoformat()).last == day


def test_interval_of_no_date_of_ours_raises() -> None:
    for text in ("", "2023年6月", "2023-13", "2023-06-31"):
        with pytest.raises(ValueError):
            interval(text)


@given(DAYS, st.integers(-24, 24))
def test_add_months_gives_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (
        moved.day < day.day and moved.day == calendar.monthrange(moved.year, moved.month)[1]
    )
