"""What is masked, and what must stay readable."""

from __future__ import annotations

import pytest

from degree_verify.model.outcome import Verdict
from degree_verify.report.masked import MOST, candidate_number, identity_number, masked, path_of, plain, veil
from tests.report.runs import CODE, PHONE, candidate, document, matched, result
from tests.support.persons import person

IDENTITY = person("masked").id_number


def test_identity_and_mobile_numbers_keep_six_and_two_or_three_and_two_characters() -> None:
    assert masked(f"张三{IDENTITY}.pdf") == f"张三{IDENTITY[:6]}**********{IDENTITY[-2:]}.pdf"
    assert masked(f"tel{PHONE}") == "tel139******78"


@pytest.mark.parametrize("text", ["340122100003.pdf", "考籍 340122100003001", "2023-06-30", "10086"])
def test_numbers_of_other_kinds_stay(text: str) -> None:
    assert masked(text) == text


def test_a_verification_code_in_a_file_name_is_masked() -> None:
    assert path_of(f"{CODE}.pdf") == "AT************45.pdf"


def test_the_candidates_own_number_is_masked_even_if_it_is_no_resident_number() -> None:
    foreigner = candidate(1, id_number="HA1234567")
    hide = veil(result(document("x.pdf"), matched(foreigner), (), Verdict.ACCEPT))
    assert "HA1234567" not in hide("材料/HA1234567.pdf")


def test_a_twelve_digit_code_is_masked_where_the_paper_says_that_it_is_one() -> None:
    paper = document("090888693519.pdf", {"verification_code": "090888693519"})
    assert veil(result(paper, matched(candidate(1))))(paper.path) == "09********19.pdf"


@pytest.mark.parametrize("word", ["不", "请勿打开", ""])
def test_what_stands_in_the_place_of_a_code_alters_no_message(word: str) -> None:
    hide = veil(result(document("x.pdf", {"verification_code": word}), matched(candidate(1))))
    assert hide("请勿打开，姓名不一致。") == "请勿打开，姓名不一致。"


def test_an_examinee_number_is_masked_only_where_it_is_the_identity_number() -> None:
    assert candidate_number(candidate(1)) == "340122100001"
    same = candidate(1, id=IDENTITY, id_number=IDENTITY)
    assert candidate_number(same) == identity_number(same) == f"{IDENTITY[:6]}**********{IDENTITY[-2:]}"


def test_very_long_text_is_cut_and_says_how_long_it_was() -> None:
    assert plain("长" * 1000) == "长" * MOST + "… (1000)"


def test_hidden_characters_are_spelled_out() -> None:
    assert masked("a\u202eb\x00c\u200bd\ne") == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩d e"
