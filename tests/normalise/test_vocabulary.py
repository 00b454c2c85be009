"""Closed vocabularies and verification codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.normalise.schools import school_key
from degree_verify.normalise.verification_codes import CodeForm, code_form
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_gender,
    canonical_level,
    canonical_study_form,
    duration_years,
    is_self_study,
    kinds_of_category,
    level_rank,
    levels_of,
)

CANONICAL = (canonical_category, canonical_completion, canonical_gender, canonical_level, canonical_study_form)


@given(st.text(max_size=12) | st.sampled_from(["专 科", "高职(专科)", "普通 高等教育", "毕 业", "非全日制", "女 "]))
def test_canonical_of_any_text_never_raises_and_is_idempotent(text: str) -> None:
    for canonical in CANONICAL:
        value = canonical(text)
        assert value is None or canonical(value) == value


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("高中", "专科"),
        ("中专", "大专"),
        ("高职（专科）", "本科"),
        ("专科", "专升本"),
        ("本科", "硕士研究生"),
        ("硕士", "博士"),
    ],
)
def test_level_rank_puts_levels_in_order(lower: str, higher: str) -> None:
    one, other = level_rank(lower), level_rank(higher)

    assert one is not None
    assert other is not None
    assert one < other


@pytest.mark.parametrize(
    ("printed", "same"), [("高职(专科)", "高职（专科）"), ("专 科", "专科"), ("高中 起点本科", "高中起点本科")]
)
def test_level_in_other_writing_is_the_same_level(printed: str, same: str) -> None:
    assert canonical_level(printed) == same
    assert level_rank(printed) == level_rank(same)
    assert levels_of(printed) == levels_of(same)


def test_course_that_begins_after_upper_school_ranks_as_what_it_leads_to() -> None:
    assert (level_rank("高起专"), level_rank("高起本")) == (level_rank("专科"), level_rank("本科"))
    assert levels_of("高起专") == levels_of("专科")


@pytest.mark.parametrize("text", ["", "专科生", "本科在读", "中等专科学校", "研究", "高等教育"])
def test_level_outside_the_vocabulary_is_not_guessed(text: str) -> None:
    assert level_rank(text) is None
    assert levels_of(text) == frozenset()


def test_categories_give_the_kind_digits_and_self_study_gives_none() -> None:
    assert kinds_of_category("普通高等教育") == {"1"}
    assert kinds_of_category("成人高等教育") == {"5"}
    assert kinds_of_category("网络教育") == {"7"}
    assert kinds_of_category("高等教育自学考试") == frozenset()
    assert is_self_study("高等教育自学考试")
    assert is_self_study("学历文凭考试")
    assert not is_self_study("成人高等教育")


@pytest.mark.parametrize(
    ("printed", "years"),
    [
        ("3年", 3),
        ("4 年", 4),
        ("2.5年", 2.5),
        ("三年", 3),
        ("二年半", 2.5),
        ("两年制", 2),
        ("五年制", 5),
        ("３年", 3),
        ("3", 3),
    ],
)
def test_duration_years_reads_every_printed_form(printed: str, years: float) -> None:
    assert duration_years(printed) == years


@pytest.mark.parametrize("text", ["", "年", "0年", "11年", "三", "长", "3年级", "2001年", "-3年", "3-4年"])
def test_duration_years_of_what_is_no_length_gives_none(text: str) -> None:
    assert duration_years(text) is None


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("A123456789BCDEFG", CodeForm.LETTERS_16),
        ("X123456789BCDEFG", CodeForm.LETTERS_16),
        ("090888693519", CodeForm.DIGITS_12),
        ("K123456789BCDEFG", None),
        ("AO23456789BCDEFG", None),
        ("AI23456789BCDEFG", None),
        ("a123456789bcdefg", None),
        ("A123456789BCDEF", None),
        ("0908886935199", None),
        ("０９０８８８６９３５１９", None),
        ("", None),
    ],
)
def test_code_form_knows_the_two_forms_and_no_other(code: str, form: CodeForm | None) -> None:
    assert code_form(code) is form


@given(st.text(max_size=30))
def test_school_key_of_any_text_never_raises_and_is_idempotent(text: str) -> None:
    assert school_key(school_key(text)) == school_key(text)


def test_school_key_folds_brackets_and_spaces_but_keeps_schools_apart() -> None:
    assert school_key("中国石油大学（华东）") == school_key("中国石油大学 (华东)")
    assert school_key("中国石油大学（华东）") != school_key("中国石油大学（北京）")
