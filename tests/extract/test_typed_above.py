"""What candidates type above their papers: a line with their name and numbers."""

from __future__ import annotations

import pytest

from tests.read.drawing import FIELDS, read, record, write

NUMBER = next(value for label, value in FIELDS.items() if label == "证书编号")


@pytest.mark.parametrize(
    "rest", ["   准考证号：019902301001", "   身份证号：39020419900502607X", "  手机号 13900000000"]
)
def test_line_with_name_and_number_above_the_title_leaves_the_paper_as_it_is(rest: str) -> None:
    document = read(record(change=lambda page: write(page, 60, 36, f"姓名：{FIELDS['姓名']}{rest}", 10)))

    assert document.fields["name"].value == FIELDS["姓名"]
    assert document.fields["certificate_number"].value == NUMBER.replace(" ", "")
    assert not document.unexplained


def test_line_with_somebody_elses_name_leaves_the_name_open() -> None:
    document = read(record(change=lambda page: write(page, 60, 36, "姓名：赵志刚   准考证号：019902301001", 10)))

    assert "name" not in document.fields
