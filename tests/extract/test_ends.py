"""The end of validity in sentences."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from tests.read.drawing import FIRST_ROW, ROW, read, record, write

DOCUMENTS = Path(__file__).parent.parent.parent / "fixtures" / "documents"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("5、本报告在线验证有效期至2023年5月1日止。", "2023-05-01"),
        ("报告有效期：2023年4月1日至2023年5月1日", "2023-05-01"),
        ("验证截止日期：2023-05-01", "2023-05-01"),
        ("有效期限至二〇二三年五月一日", "2023-05-01"),
        ("4、本报告于二〇二三年五月一日失效。", "2023-05-01"),
        ("4、本报告的在线验证已于2023年5月1日24时结束。", "2023-05-01"),
        ("4、本报告2023.5.1前有效。", "2023-05-01"),
        ("失效时间2023-05-0110:22", "2023-05-01"),
        ("有效期14天，自2023年4月17日起", "2023-05-01"),
        ("4、自2023年4月17日起14天内有效。", "2023-05-01"),
        ("4、请于2023年5月1日前完成在线验证，逾期无效。", "2023-05-01"),
    ],
)
@pytest.mark.parametrize("place", [520, 815])
def test_end_in_a_sentence_is_read(text: str, end: str, place: float) -> None:
    document = read(record(change=lambda page: write(page, 70, place, text, 9)))

    assert document.fields["valid_until"].value == end
    assert "graduation_date" in document.fields


@pytest.mark.parametrize(
    "text",
    [
        "5、报告在线验证有效期由报告权利人设置（1~6个月）",
        "2023年5月20日打印",
        "有效期1个月~6个月",
        "2023年5月20日起有效",
        "2023-05-20 10:22 在线验证",
    ],
)
def test_other_sentences_name_no_end(text: str) -> None:
    assert "valid_until" not in read(record(change=lambda page: write(page, 70, 815, text, 9))).fields


def test_length_without_a_day_counts_from_the_paper() -> None:
    document = read(record(change=lambda page: write(page, 70, 815, "报告有效期30天", 9)))

    assert document.fields["update_date"].value == "2023-05-18"
    assert document.fields["valid_until"].value == "2023-06-17"


def test_words_beside_another_date_are_no_end_of_validity() -> None:
    document = read(record(change=lambda page: write(page, 400, FIRST_ROW + 2 * ROW, "作废", 9)))

    assert "valid_until" not in document.fields


@pytest.mark.parametrize("name", ["registration-record-b", "registration-record-c"])
def test_an_added_end_makes_no_older_form_of_a_paper(name: str) -> None:
    pdf = pymupdf.open(next((DOCUMENTS / name).glob("*.pdf")))
    write(pdf[0], 330, 105, "验证期至：2024年12月31日", 9)
    document = read(pdf.tobytes())

    assert document.layout == name
    assert document.fields["valid_until"].value == "2024-12-31"


def test_a_frame_around_the_page_is_no_cell_with_the_notes_in_it() -> None:
    pdf = pymupdf.open(DOCUMENTS / "registration-record-a" / "plain.pdf")
    for inset in (10, 13):
        pdf[0].draw_rect(pdf[0].rect + pymupdf.Rect(inset, inset, -inset, -inset))
    document = read(pdf.tobytes())

    assert document.fields["valid_until"].value == "2016-10-08"
