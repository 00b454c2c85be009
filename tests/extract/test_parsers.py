"""Parsers: printed text to one kind of value; what is none stays unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.extract.parsers import PARSERS
from degree_verify.normalise.dates import interval

PRINTED = st.text(max_size=30) | st.text("0123456789ABX年月日-/.() （）男女专本科毕结业第字号·张三", max_size=20)


@pytest.mark.parametrize("parser", PARSERS)
@given(text=PRINTED)
def test_parser_on_any_text_never_raises_and_is_idempotent(parser: str, text: str) -> None:
    parsed = PARSERS[parser](text)

    if parsed is not None:
        assert parsed.value.strip() == parsed.value != ""
        again = PARSERS[parser](parsed.value)
        assert again is not None
        assert again.value == parsed.value


@given(text=PRINTED)
def test_date_that_parses_is_one_that_rules_understand(text: str) -> None:
    parsed = PARSERS["date"](text)

    assert parsed is None or interval(parsed.value)


@pytest.mark.parametrize(
    ("parser", "text", "value"),
    [
        ("person-name", "张　三", "张三"),
        ("certificate-number", "(1002 2120 0106 9999 99)", "100221200106999999"),
        ("certificate-number", "(1002 2120 0106 9999 99/)", "100221200106999999"),
        ("certificate-number", "（98）皖教成字第01234号", "(98)皖教成字第01234号"),
        ("certificate-number", "皖教成专字第98\u20111023号", "皖教成专字第98-1023号"),
        ("certificate-number", "NO:0098123", "NO:0098123"),
        ("certificate-number", "[98]0123", "[98]0123"),
        ("person-name", "买买提•艾力", "买买提·艾力"),
        ("gender", " 女 ", "女"),
        ("date", "1998年09月01日", "1998-09-01"),
        ("date", "2002年09月", "2002-09"),
        ("category", "普通 高等教育", "普通高等教育"),
        ("category", "特别高等教育", "特别高等教育"),
        ("level", "高职 (专科)", "高职(专科)"),
        ("level", "特别科", "特别科"),
        ("study-form", "非 全日制", "非全日制"),
        ("completion", "毕 业", "毕业"),
        ("duration", "3 年", "3年"),
        ("duration", "二年半", "二年半"),
        ("text", "中国石油大学（华东）", "中国石油大学（华东）"),
        ("text", "商 品 花 卉", "商品花卉"),
        ("text", "Business  English（商务英语）", "Business English（商务英语）"),
        ("certificate-number", "1002 2120 0106 9999 99", "100221200106999999"),
        ("certificate-number", "（1075 7654 8765 0021 54）", "107576548765002154"),
        ("certificate-number", "某字第 123 号", "某字第123号"),
        ("certificate-number", "１００２２１２００１０６９９９９９９", "100221200106999999"),
        ("verification-code", "0908 8869 3519", "090888693519"),
        ("verification-code", "A123456789BCDEFG", "A123456789BCDEFG"),
        ("report-number", "No 123", "No123"),
    ],
)
def test_parser_gives_the_normal_form_of_what_papers_print(parser: str, text: str, value: str) -> None:
    parsed = PARSERS[parser](text)

    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        ("person-name", "张"),
        ("person-name", "张三1"),
        ("person-name", "张?"),
        ("gender", "未知"),
        ("gender", "男女"),
        ("date", "2001年7月32日"),
        ("date", "长期"),
        ("duration", "长期"),
        ("text", "（）"),
        ("text", "—"),
        ("certificate-number", "无"),
        ("certificate-number", "12"),
        ("verification-code", "验证码"),
        ("verification-code", "ABCDEFGH"),
        ("verification-code", "1234567"),
    ],
)
def test_parser_leaves_what_is_no_value_of_its_kind(parser: str, text: str) -> None:
    assert PARSERS[parser](text) is None


@pytest.mark.parametrize("parser", PARSERS)
def test_parser_says_which_steps_changed_the_text_and_none_when_nothing_did(parser: str) -> None:
    plain = {
        **{"person-name": "张三", "gender": "女", "category": "普通高等教育", "level": "专科", "study-form": "函授"},
        **{"completion": "毕业", "duration": "3年", "text": "商品花卉", "certificate-number": "100221200106999999"},
        **{"report-number": "1234567", "verification-code": "090888693519"},
    }
    if parser == "date":  # every printed date changes into ISO form
        parsed = PARSERS[parser]("1998年09月01日")
        assert parsed is not None
        assert parsed.steps == ("date",)
        return
    parsed = PARSERS[parser](plain[parser])

    assert parsed is not None
    assert (parsed.value, parsed.steps) == (plain[parser], ())


def test_two_numbers_in_one_are_none() -> None:
    assert PARSERS["certificate-number"]("110541202006803832 110541202006001865") is None
