"""The issuer's answer page: its report, its sentences, what wants a person, and what tries to be something else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from degree_verify.lookup.page import read_page
from degree_verify.lookup.visible_text import PICTURE, visible_text
from degree_verify.model.lookup import AnswerState, Reason
from degree_verify.normalise.text import squeeze
from tests.support import answer_pages
from tests.support.specimens import draft
from tests.support.web_pages import Page, pairs_in_cells, replacement

PAPER = draft(seed=3)
COMPARED = (
    *("name", "gender", "birth_date", "enrolment_date", "graduation_date", "category", "level", "school", "duration"),
    *("major", "study_form", "certificate_number", "completion", "president", "update_date"),
)


def values(text: str) -> dict[str, str]:
    return {name: reading.value for name, reading in read_page(text.encode()).fields.items()}


def test_current_report_gives_every_field_and_its_code() -> None:
    found = values(answer_pages.report(PAPER))
    assert found == {name: PAPER.record[name] for name in (*COMPARED, "verification_code")}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("body", [pairs_in_cells, answer_pages.ruled])
def test_other_arrangements_give_the_same_fields(seed: int, body: Page) -> None:
    paper = draft(seed=seed)
    found = values(answer_pages.page(body(paper)))
    assert {name: found.get(name) for name in COMPARED} == {name: squeeze(paper.record[name]) for name in COMPARED}


def test_replacement_certificate_gives_both_numbers() -> None:
    paper = draft("registration-record-certificate", seed=3)
    found = values(answer_pages.page(replacement(paper)))
    for name in ("certificate_number", "original_certificate_number"):
        assert found[name] == paper.record[name]


def test_fields_shown_as_pictures_are_not_read_and_nothing_beside_them_takes_their_place() -> None:
    found = values(answer_pages.former_report(PAPER, "name", "completion"))
    assert "name" not in found
    assert "completion" not in found
    assert found["gender"] == PAPER.record["gender"]
    assert found["certificate_number"] == PAPER.record["certificate_number"]


def test_empty_cell_is_no_value_whatever_follows() -> None:
    page = answer_pages.report(PAPER).replace(f">{PAPER.record['president']}<", "><")
    assert "president" not in values(page)
    assert "name" in values(page)


def test_field_that_stands_there_twice_differently_is_not_read() -> None:
    page = answer_pages.report(PAPER).replace("<ol>", "<p>姓名：李四</p><ol>")
    assert "name" not in values(page)


@pytest.mark.parametrize("state", answer_pages.SENTENCES)
def test_each_sentence_is_its_state(state: str) -> None:
    assert read_page(answer_pages.sentence(state).encode()).state == state


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encoding_is_told_by_the_bytes(encoding: str) -> None:
    assert read_page(answer_pages.sentence("expired").encode(encoding)).state is AnswerState.EXPIRED
    assert read_page(answer_pages.report(PAPER).encode(encoding)).fields["name"].value == PAPER.record["name"]


@pytest.mark.parametrize(
    "body",
    [
        answer_pages.CAPTCHA,
        answer_pages.CAPTCHA + "<p>此在线验证码无效</p>",
        "<p>请完成安全验证，拖动滑块</p>",
        "<div class='geetest_holder'></div><p>学信网</p>",
    ],
)
def test_captcha_is_a_captcha_whatever_else_it_says(body: str) -> None:
    assert read_page(answer_pages.page(body).encode()).state is AnswerState.CAPTCHA


def test_page_that_is_only_a_script_is_a_challenge() -> None:
    assert read_page(answer_pages.CHALLENGE.encode()).state is AnswerState.CAPTCHA


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (answer_pages.page(answer_pages.LOGIN), Reason.LOGIN),
        (answer_pages.page("<p>欢迎</p>"), Reason.UNREADABLE),
        ("", Reason.UNREADABLE),
        ('{"state": "ok"}', Reason.UNREADABLE),
        (answer_pages.sentence("expired") + answer_pages.sentence("closed"), Reason.UNREADABLE),
        (answer_pages.report(PAPER) + answer_pages.sentence("expired"), Reason.UNREADABLE),
        (answer_pages.page("<!-- 此在线验证码无效 --><script>'此在线验证码无效'</script>x"), Reason.UNREADABLE),
        (answer_pages.page("<p style='display:none'>此在线验证码无效</p>x"), Reason.UNREADABLE),
        (answer_pages.page("<p hidden>此在线验证码无效</p><img alt='此在线验证码无效'>x"), Reason.UNREADABLE),
        (
            answer_pages.page("<p>此在线验证码无效是什么意思？请阅读常见问题，或与报告的权利人联系</p>"),
            Reason.UNREADABLE,
        ),
        (answer_pages.page("<p>若报告已过期，即提示：在线验证报告已过期</p>"), Reason.UNREADABLE),
    ],
)
def test_anything_else_is_no_answer(text: str, reason: Reason) -> None:
    content = read_page(text.encode())
    assert (content.state, content.reason, content.fields) == (AnswerState.UNAVAILABLE, reason, {})


def test_markup_in_values_stays_text_and_what_can_be_no_value_is_dropped() -> None:
    page = answer_pages.report(PAPER)
    marked = page.replace(f">{PAPER.record['school']}<", ">&lt;script&gt;alert(1)&lt;/script&gt;<")
    assert values(marked)["school"] == "<script>alert(1)</script>"
    assert "name" not in values(page.replace(f">{PAPER.record['name']}<", ">=cmd|' /C calc'!A0<"))
    assert "school" not in values(page.replace(f">{PAPER.record['school']}<", f">{'长' * 101}<"))
    assert "major" not in values(page.replace(f">{PAPER.record['major']}<", ">\ue000\ue001<"))


def test_visible_text_keeps_order_pictures_and_empty_cells() -> None:
    page = "<td>姓名</td><td></td><td><b>张</b>三 &amp; 四</td><td><img src=x></td><br><input hidden>末"
    assert visible_text(page) == ["姓名", "", "张三 & 四", PICTURE, "末"]


HOSTILE = ["<", "<a", "</", "<!--", "<!", "<?", "<script>", "<p hidden>", "<a b='", "<div>", "&", "&#", "display:", " "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_costs_no_more_than_a_page_of_its_length(piece: str) -> None:
    length = 200_000
    plain = ("<tr><td>姓名</td><td class='x'>张三</td></tr>" * (length // 40)).encode()
    hostile = (piece * (length // len(piece))).encode()

    def cost(body: bytes) -> float:
        start = time.perf_counter()
        read_page(body)
        return time.perf_counter() - start

    assert min(cost(hostile) for _ in range(2)) < 20 * cost(plain)


PIECES = st.sampled_from(
    [
        *HOSTILE,
        "<td>",
        "</td>",
        "姓名",
        "：",
        "张三",
        "在线验证报告已过期",
        "此在线验证码无效",
        "图片验证码",
        "<img>",
        "证书编号",
        "男",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_page_has_a_state_and_never_raises(text: str) -> None:
    content = read_page(text.encode("utf-8", "surrogatepass"))
    assert (content.reason is not Reason.NONE) == (content.state is AnswerState.UNAVAILABLE)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_state(body: bytes) -> None:
    assert read_page(body).state in AnswerState
