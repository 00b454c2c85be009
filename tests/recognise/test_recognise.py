"""Which paper a page is; and for every layout why it is, or is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pymupdf
import pytest

from degree_verify.load.layouts import load_layouts
from degree_verify.model.document import DocumentType, LayoutTrial
from degree_verify.model.ocr import Ocr
from degree_verify.pipeline import read_file
from degree_verify.read.text_layer import read_page
from degree_verify.recognise.recognise import recognise
from tests.read.drawing import ADDRESS, FIELDS, SPECIMEN, TITLE, TOOLS, draw_record, picture, record, write

LAYOUTS = load_layouts()
NOTICE = (
    "申请本科专业毕业的考生须提供2023年6月30日前取得的专科或专科以上学历证书，",
    "并提交有效期内对应的《教育部学历证书电子注册备案表》或《中国高等教育学历认证报告》。",
    "备案表载明姓名、性别、出生日期、入学日期、毕业日期、学历类别、层次、学校名称、学制、专业、",
    "学习形式、证书编号、在线验证码等项目，注意事项见备案表。",
)


def _recognised(document: Any) -> list[str | None]:
    handle = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    pages = [read_page(handle, number + 1) for number in range(handle.page_count)]
    return [paper.layout.id if paper.layout else None for paper in recognise(pages, LAYOUTS)]


def _trials(data: bytes) -> dict[str, LayoutTrial]:
    handle = pymupdf.open(stream=data, filetype="pdf")
    pages = [read_page(handle, number + 1) for number in range(handle.page_count)]
    (paper,) = recognise(pages, LAYOUTS)
    return {trial.layout: trial for trial in paper.trials}


def _page(*lines: str, size: float = 11) -> Any:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 400, 30, SPECIMEN, 8)
    for number, line in enumerate(lines):
        write(page, 40, 80 + 24 * number, line, size)
    return document


def test_record_is_recognised_and_every_layout_says_why_or_why_not() -> None:
    trials = _trials(record())

    assert set(trials) == {layout.id for layout in LAYOUTS}
    best = trials["registration-record-c"]
    assert best.score == max(trial.score for trial in trials.values())
    assert f"title:{next(x.title_zh for x in LAYOUTS if x.id == best.layout)}" in best.found
    assert "field:name" in best.found
    assert any(reason.startswith("anchor:") for reason in best.found)
    assert trials["certification-report"].score == 0
    assert any(reason.startswith("title:") for reason in trials["certification-report"].missing)
    assert any(reason.startswith("anchor:") for reason in trials["registration-record-certificate"].missing)
    assert all(trial.found or trial.missing for trial in trials.values())


def test_field_that_is_not_printed_is_told_as_missing() -> None:
    without = {label: value for label, value in FIELDS.items() if label != "层次"}

    assert "field:level" in _trials(record(without))["registration-record-c"].missing


def test_text_that_rules_a_layout_out_is_named() -> None:
    trials = _trials(record({**FIELDS, "学籍状态": "在籍（注册学籍）"}))

    assert trials["registration-record-c"].score == 0
    assert "学籍状态" in trials["registration-record-c"].excluded


@pytest.mark.parametrize(
    "lines",
    {
        "a notice that names the papers in running text": NOTICE,
        "a notice whose line begins with the title": (f"{TITLE}是学历的证明。", *NOTICE),
        "a list of papers to bring": (f"1、{TITLE}", "2、身份证", "3、姓名、性别、层次清单"),
        "the title alone": (TITLE,),
        "the title over running text": (TITLE, "用途说明", "本表可在线申请，请登录查询。"),
        "the fields without the title": tuple(f"{label} {value}" for label, value in FIELDS.items()),
        "the title in another order": ("电子注册备案表学历证书教育部", *(f"{k} {v}" for k, v in FIELDS.items())),
        "nothing": (),
    }.items(),
    ids=lambda item: item[0],
)
def test_page_that_is_no_paper_is_not_recognised(lines: tuple[str, tuple[str, ...]]) -> None:
    assert _recognised(_page(*lines[1])) == [None]


def test_wrong_paper_with_the_same_labels_is_told_apart() -> None:
    lines = (
        *("教育部学籍在线验证报告", "更新日期：2023年5月18日", "姓名 张三", "性别 女", "出生日期 1980年09月01日"),
        *("民族 汉族", "学校名称 北京林业大学", "层次 专科", "专业 商品花卉", "学制 3 年", "学历类别 普通高等教育"),
        *("学习形式 普通全日制", "入学日期 1998年09月01日", "学籍状态 在籍（注册学籍）", "预计毕业日期 2001年07月01日"),
    )
    (layout,) = _recognised(_page(*lines))

    assert layout is not None
    assert next(x.type for x in LAYOUTS if x.id == layout) is DocumentType.ENROLMENT_REPORT


def test_paper_behind_a_letter_is_recognised_and_the_letter_is_left() -> None:
    document = _page("尊敬的老师：", "您好！附上备案表，请查收。")
    draw_record(document)

    (result,) = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert result.layout == "registration-record-c"
    assert result.pages == (2,)
    assert [(problem.kind, problem.detail) for problem in result.problems] == [("page-not-recognised", "1")]


def test_two_papers_in_one_file_are_two() -> None:
    document = pymupdf.open()
    draw_record(document)
    draw_record(document, {**FIELDS, "姓名": "李四"})

    results = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert [(result.index, result.pages, result.fields["name"].value) for result in results] == [
        (0, (1,), "张三"),
        (1, (2,), "李四"),
    ]


def test_paper_that_goes_on_on_a_second_page_is_one() -> None:
    document = pymupdf.open()
    labels = list(FIELDS.items())
    draw_record(document, dict(labels[:-4]), symbol=None)
    page = document.new_page(width=595, height=842)
    for number, (label, value) in enumerate(labels[-4:]):
        write(page, 70, 80 + 26 * number, label)
        write(page, 179, 80 + 26 * number, value)

    (result,) = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert result.pages == (1, 2)
    assert result.fields["certificate_number"].value == "100221200106999999"
    assert result.fields["certificate_number"].page == 2


def test_two_papers_on_one_page_do_not_mix_their_values() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=1700)
    for top, name in ((60, "张三"), (900, "李四")):
        write(page, 200, top, TITLE, 14)
        for number, (label, value) in enumerate({**FIELDS, "姓名": name}.items()):
            write(page, 70, top + 60 + 26 * number, label)
            write(page, 179, top + 60 + 26 * number, value)

    results = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert [result.fields["name"].value for result in results] == ["张三", "李四"]


def test_title_repeated_by_a_browser_in_its_header_is_still_one_paper() -> None:
    def header(page: Any) -> None:
        write(page, 40, 20, "2023/5/20 10:11", 8)
        write(page, 250, 20, TITLE, 8)

    (result,) = read_file(record(change=header), "test.pdf", TOOLS)

    assert result.layout == "registration-record-c"


def test_page_that_is_only_a_picture_is_not_recognised_and_has_no_text() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_image(page.rect, stream=picture("测试样本"), keep_proportion=False)

    (result,) = read_file(document.tobytes(), "test.pdf", replace(TOOLS, ocr=Ocr.NEVER))

    assert result.type is DocumentType.UNKNOWN
    assert not result.has_text
    assert result.resembles == "not-read"


def test_replacement_certificate_is_told_from_the_record_by_its_second_title_line() -> None:
    title = "教育部学历证书电子注册备案表"
    lines = (title, "(学历证明书)", *(f"{label} {value}" for label, value in FIELDS.items()))

    assert _recognised(_page(*lines)) == ["registration-record-certificate"]


@pytest.mark.parametrize("broken", [("(学历证", "明书)"), ("(学历证明", "书)")])
def test_replacement_certificate_is_told_where_its_long_title_breaks_within_the_word(broken: tuple[str, str]) -> None:
    first, rest = broken
    lines = (TITLE + first, rest, *(f"{label} {value}" for label, value in FIELDS.items()))

    assert _recognised(_page(*lines)) == ["registration-record-certificate"]


OLD_FORM = (("院校所在地", "山东省"), ("制表日期", "2016年12月01日"), ("验证期至", "2017年05月30日"))


@pytest.mark.parametrize("at", [2, 3])
def test_generation_is_told_by_labels_that_narrow_cells_break(at: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    write(page, 400, 30, SPECIMEN, 8)
    write(page, 200, 60, TITLE, 14)
    for number, (label, value) in enumerate([*list(FIELDS.items())[:13], *OLD_FORM, ("在线验证码", "471189759040")]):
        y = 100 + 30 * number
        if (label, value) in OLD_FORM:
            write(page, 70, y - 6, label[:at])
            write(page, 70, y + 6, label[at:])
        else:
            write(page, 70, y, label)
        write(page, 179, y, value)

    assert _recognised(document) == ["registration-record-a"]
    (result,) = read_file(document.tobytes(), "test.pdf", TOOLS)
    assert result.fields["school_location"].value == "山东省"
    assert result.fields["valid_until"].value == "2017-05-30"


def test_verification_box_on_the_second_page_tells_the_generation_and_its_code_is_the_papers() -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=560)
    write(page, 200, 60, TITLE, 14)
    write(page, 400, 30, SPECIMEN, 8)
    for number, (label, value) in enumerate([*FIELDS.items(), ("在线验证码", "A123456789BCDEFG")]):
        write(page, 70, 129 + 26 * number, label)
        write(page, 179, 129 + 26 * number, value)
    second = document.new_page(width=595, height=560)
    second.insert_image(pymupdf.Rect(76, 40, 145, 109), stream=picture(ADDRESS))
    write(second, 215, 60, "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp", 6)
    write(second, 215, 80, "②使用学信网App扫描二维码验证", 8)

    (result,) = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert (result.layout, result.pages) == ("registration-record-c", (1, 2))
    assert [code.payload for code in result.codes] == [ADDRESS]


def test_letter_behind_a_paper_is_no_part_of_it() -> None:
    document = pymupdf.open()
    draw_record(document)
    letter = document.new_page(width=595, height=842)
    for number, line in enumerate(NOTICE):
        write(letter, 40, 80 + 24 * number, line)

    (result,) = read_file(document.tobytes(), "test.pdf", TOOLS)

    assert result.pages == (1,)
    assert [(problem.kind, problem.detail) for problem in result.problems] == [("page-not-recognised", "2")]
