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


SPACED = [f"{IDENTITY[:6]}{sign}{IDENTITY[6:14]}{sign}{IDENTITY[14:]}" for sign in (" ", "-", "_", ".", "- ")]
FULL_WIDTH = str.maketrans("0123456789X+- ", "０１２３４５６７８９Ｘ＋－　")


@pytest.mark.parametrize("text", [*SPACED, " ".join(IDENTITY[i : i + 4] for i in range(0, 18, 4)), "990000 800901 001"])
def test_identity_numbers_in_groups_are_masked_too(text: str) -> None:
    for written in (text, text.translate(FULL_WIDTH), f"2023-{text}", f"张三 {text}-2"):
        shown = masked(f"{written}.pdf")
        assert text[7:-2] not in shown.translate({v: chr(k) for k, v in FULL_WIDTH.items()})
        assert shown.count("*") == len("".join(filter(str.isalnum, text))) - 8


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("138 1234 5678", "138 **** **78"),
        ("138-1234-5678", "138-****-**78"),
        ("138_12345678", "138_******78"),
        ("+8613812345678", "+86138******78"),
        ("+86 138 1234 5678", "+86 138 **** **78"),
        ("0086-13812345678", "0086-138******78"),
        ("１３８１２３４５６７８", "138******78"),
    ],
)
def test_mobile_numbers_are_masked_however_they_are_written(text: str, shown: str) -> None:
    assert masked(f"{text}.pdf") == f"{shown}.pdf"


@pytest.mark.parametrize(
    "text", ["019902301014-001.pdf", "2023-06-05 019902301014_2", "138 123 45678", "019902301014-138", "0199 0230 1014"]
)
def test_examinee_numbers_stay_whatever_stands_beside_them(text: str) -> None:
    assert masked(text) == text


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
