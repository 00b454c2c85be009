"""One result in full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from degree_verify.model.document import Code, CodeKind, Problem, ReadFrom, Unread, UnreadReason
from degree_verify.model.outcome import Verdict
from degree_verify.model.roster import Comparison, Match
from degree_verify.report.paper import ShownCode, ShownField, paper
from tests.report.runs import (
    CERTIFICATE,
    CODE,
    PLACE,
    candidate,
    document,
    matched,
    outcome,
    result,
    usual_run,
)

ISSUER = f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}"


def fields(**changes: object) -> dict[str, ShownField]:
    shown = paper(result(document("a.pdf", **changes), matched(candidate(1))), 1)
    return {field.label.en: field for field in shown.fields}


def code(payload: str, **changes: object) -> ShownCode:
    made = replace(Code(payload, CodeKind.URL, 1, PLACE), **changes)
    return paper(result(document("a.pdf", codes=(made,)), Match("none")), 1).codes[0]


def test_a_field_stands_beside_the_rosters_value_and_the_level_of_agreement() -> None:
    school = fields()["school"]
    assert (school.value, school.listed, school.level, school.agreement.zh) == (
        "测试样本学院",
        "测试样本学院",
        "exact",
        "一致",
    )
    assert (school.page, school.reading.zh) == (1, "文字层 · 100 %")


def test_certificate_numbers_and_codes_are_shown_in_full() -> None:
    shown = fields()
    assert shown["certificate number"].value == shown["certificate number"].listed == CERTIFICATE
    assert shown["verification code"].value == CODE


def test_an_unread_field_says_why() -> None:
    missing = Unread("president", UnreadReason.PICTURE, "", 1, PLACE)
    shown = fields(unread={"president": missing})["head of the school"]
    assert (shown.value, shown.unread) == ("", ("未读出：印成了图片", "not read: drawn as a picture"))


def test_confidence_is_never_rounded_up_and_names_the_worst_character() -> None:
    somebody = document("a.pdf")
    reading = replace(somebody.fields["school"], read_from=ReadFrom.OCR, confidence=0.999, lowest=0.555)
    shown = paper(result(replace(somebody, fields={"school": reading}), Match("none")), 1).fields[0]
    assert shown.reading.zh == "图像识别 · 99 % · 最低一字 55 %"


def test_a_replacement_certificate_is_compared_by_the_number_that_the_roster_has() -> None:
    values = {"certificate_number": "1" * 18, "original_certificate_number": CERTIFICATE}
    compared = Comparison("certificate_number", "exact", 20.0, CERTIFICATE, CERTIFICATE)
    match = Match("matched", candidate(1), 1.0, 1.0, (compared,))
    shown = {field.label.en: field for field in paper(result(document("a.pdf", values), match), 1).fields}
    assert shown["original certificate number"].level == "exact"
    assert shown["certificate number"].level == ""


def test_only_an_exactly_trusted_https_address_can_be_followed() -> None:
    assert code(ISSUER, trusted=True, reports=True).address == ISSUER


@pytest.mark.parametrize(
    ("payload", "trusted"),
    [
        (ISSUER.replace("https", "http"), True),
        (ISSUER, False),
        (ISSUER, None),
        ("javascript:alert(1)//https://www.chsi.com.cn", True),
        ("https://www.chsi.com.cn/\u202e", True),
    ],
)
def test_any_other_address_is_text(payload: str, trusted: bool | None) -> None:
    assert code(payload, trusted=trusted).address is None


def test_a_foreign_address_and_a_help_page_are_named_as_such() -> None:
    assert code("https://a.test", trusted=False).remark.zh == "非官方网址，请勿打开"
    assert code(ISSUER, trusted=True, reports=False).remark.zh == "说明页面，后面没有报告"


def test_findings_name_their_pages() -> None:
    found = paper(result(document("a.pdf"), Match("none"), [outcome("qr-missing")], Verdict.REVIEW), 1).findings[0]
    assert (found.name, found.title.zh, found.pages) == ("qr-missing", "缺少二维码", (1,))


@pytest.mark.parametrize(
    ("match", "said"),
    [
        (matched(candidate(1)), "名册第 2 行，把握 99 %，比第二名高 41 %；文件名中有考生号码"),
        (Match("ambiguous", rivals=("1", "2")), "名册上有几位考生都相符，未归到任何人：1, 2"),
        (Match("none"), "名册上没有相符的考生"),
        (Match("no-roster"), "没有提供名册，未核对身份"),
        (Match("matched", candidate(1), 1.0, 1.0, tied_by="given"), "材料随该考生一起提交，未与其他考生比较"),
    ],
)
def test_the_match_is_explained(match: Match, said: str) -> None:
    facts = {label.en: value.zh for label, value in paper(result(document("a.pdf"), match), 1).facts}
    assert facts["match"] == said


def test_processing_problems_are_shown() -> None:
    odd = document("a.pdf", problems=(Problem("recognise", "page-not-recognised", "3"),))
    facts = {label.en: value.zh for label, value in paper(result(odd, Match("none")), 1).facts}
    assert facts["processing"].endswith("页码 3")


def test_a_candidate_without_a_paper_can_be_shown() -> None:
    lone = [each for each in usual_run().results() if each.document is None]
    assert [(paper(each, 1).fields, len(paper(each, 1).findings)) for each in lone] == [((), 1), ((), 1)]
