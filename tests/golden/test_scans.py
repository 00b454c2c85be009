"""Pictures of papers come to the same results as the papers, or to a person; never to a wrong value held for sure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

import degree_verify as dv
from degree_verify import scans
from degree_verify.decode.picture import Seen
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import Document, ReadFrom, UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.model.ocr import Ocr
from degree_verify.model.page import Line
from degree_verify.model.policy import Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.read import ocr
from degree_verify.read import picture as reader
from degree_verify.recognise.lookalikes import lookalike
from tests.read.drawing import picture as symbol
from tests.support.degrade import as_pdf, degraded, rendered, saved
from tests.support.records import Record
from tests.support.renderings import render_pymupdf
from tests.support.sheets import Sheet, Text, marked
from tests.support.specimens import Draft, draft, render

TOOLS = Tools(load_layouts(), load_schools(), Policy("test", "", ""))
FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"
AS_OF = date(2023, 6, 5)
CONDITIONS = {
    "scan-150": "registration-record-c",
    "scan-270": "certification-report",
    "stamp": "registration-record-b",
    "photo": "registration-record-c",
    "photo-sideways": "registration-record-b",
    "screenshot-96": "registration-record-certificate",
    "screenshot-144": "registration-record-a",
}
"""A condition and the layout that is tried under it; bench.scans tries all."""


def _paper(layout: str = "registration-record-c", fault: str | None = None) -> Draft:
    return draft(layout, seed="fault", fault=fault, name_style="plain")


def _candidate(owner: Record) -> dict[str, str]:
    return {"id": "01990000001", "name": owner.person.name, "id_number": owner.person.id_number}


def _sure(document: Document) -> dict[str, str]:
    limits = TOOLS.policy.thresholds
    return {
        name: reading.value
        for name, reading in document.fields.items()
        if reading.confidence >= limits.field_confidence and reading.lowest >= limits.character_confidence
    }


@pytest.mark.parametrize("condition", CONDITIONS)
def test_picture_is_read_as_its_paper_says(condition: str) -> None:
    paper = _paper(CONDITIONS[condition])
    truth = paper.truth()
    (document,) = read_file(degraded(render([paper]), condition, seed=5), "upload", TOOLS)
    assert document.type.value == truth["type"]
    assert {code.code for code in document.codes} == {code["code"] for code in truth["codes"]}
    sure = _sure(document)
    assert {name: truth["fields"][name] for name in sure if name in truth["fields"]} == sure
    assert len(sure) >= len(truth["fields"]) - 2
    assert all(reading.read_from is ReadFrom.OCR for reading in document.fields.values())


def test_places_on_a_large_photograph_are_those_of_the_file() -> None:
    sheet = rendered(render([_paper()]), 220)
    data = saved(sheet, quality=90)
    limits = replace(TOOLS.policy.limits, megapixels=int(sheet.shape[0] * sheet.shape[1] / 1_000_000))
    (whole,) = read_file(data, "upload", TOOLS)
    (smaller,) = read_file(data, "upload", replace(TOOLS, policy=replace(TOOLS.policy, limits=limits)))
    assert smaller.fields.keys() == whole.fields.keys()
    for name, reading in smaller.fields.items():
        assert reading.box == pytest.approx(whole.fields[name].box, abs=12), name  # of 1818 pixels across
    for code, same in zip(smaller.codes, whole.codes, strict=True):
        assert code.box == pytest.approx(same.box, abs=12)


def test_scan_of_a_clean_paper_is_accepted_and_one_of_a_bad_paper_is_not() -> None:
    owner = _paper().record
    for fault, verdict in ((None, "accept"), ("graduation-after-cutoff", "reject"), ("qr-code-mismatch", "reject")):
        picture = degraded(render([_paper(fault=fault)]), "scan-200", seed=2)
        (result,) = dv.Verifier(as_of=AS_OF).verify(as_pdf(picture), candidate=_candidate(owner))
        assert result.verdict.value == verdict, (fault, [finding.name for finding in result.findings])
        assert result.document is not None and result.document.source.value == "scan"


@pytest.mark.parametrize("condition", ["scan-150", "photo", "screenshot-144"])
def test_code_of_the_mini_program_in_a_picture_is_no_symbol_that_was_not_read(condition: str) -> None:
    paper = FIXTURES / "registration-record-b" / "ornament.pdf"
    (document,) = read_file(degraded(paper.read_bytes(), condition, seed=3), "upload", TOOLS)
    assert (len(document.codes), document.undecoded) == (1, ())


@pytest.mark.parametrize(
    ("condition", "word", "finding"),
    [
        ("scan-200", "作废", "ineligible-document-type"),
        ("scan-200", "样本", None),
        ("screenshot-144", "作废", "ineligible-document-type"),
        ("screenshot-144", "该生结业", "completion-not-graduated"),
    ],
)
def test_stamp_across_a_picture_is_read(condition: str, word: str, finding: str | None) -> None:
    stamp = Text(230, 560, word, size=60, colour=(0.8, 0.1, 0.1), turn=20)
    sheets = [replace(sheet, items=(*sheet.items, stamp)) for sheet in _paper().sheets()]
    picture = degraded(render_pymupdf(sheets), condition, seed=2)
    (result,) = dv.Verifier(as_of=AS_OF).verify(as_pdf(picture), candidate=_candidate(_paper().record))
    found = [each.name for each in result.findings]
    assert (finding in found) if finding else result.verdict.value == "accept", found


@pytest.mark.parametrize(
    ("condition", "beside", "field", "value", "other"),
    [
        ("screenshot-96", -30, "level", "专科", "高中"),
        ("screenshot-96", -20, "completion", "毕业", "结业"),
        ("scan-150", -30, "completion", "毕业", "结业"),
        ("scan-150", -20, "level", "专科", "高中"),
    ],
)
def test_second_value_on_the_watermark_is_read(
    condition: str, beside: float, field: str, value: str, other: str
) -> None:
    sheets = _paper().sheets()
    row = next(item for sheet in sheets for item in sheet.items if isinstance(item, Text) and item.text == value)
    mark = next(item for sheet in sheets for item in marked(sheet).items if isinstance(item, Text) and item.turn)
    second = replace(row, x=mark.x + (mark.y - row.y) / np.tan(np.radians(mark.turn)) + beside, text=other)
    sheets = [replace(sheet, items=(*sheet.items, second)) for sheet in sheets]
    (document,) = read_file(degraded(render_pymupdf(sheets), condition, seed=2), "picture.png", TOOLS)

    assert field not in _sure(document)


@pytest.mark.parametrize("turn", [90, 270])
@pytest.mark.parametrize(("word", "told"), [("此件作废", True), ("档案袋内", False)])
def test_note_up_or_down_the_margin_of_a_picture_is_read(word: str, told: bool, turn: int) -> None:
    note = Text(560, 500, word, size=22, colour=(0.8, 0.1, 0.1), turn=turn)
    sheets = [replace(sheet, items=(*sheet.items, note)) for sheet in _paper().sheets()]
    (document,) = read_file(degraded(render_pymupdf(sheets), "scan-200", seed=2), "picture.jpg", TOOLS)

    assert bool(document.void_marks) is told


@pytest.mark.parametrize(
    ("condition", "text", "told"),
    [
        ("scan-150", "发证日期：2024年07月01日", True),
        ("scan-150", "编号：100221201506999998", True),
        ("scan-150", "此处无内容", False),
        ("scan-150", "第1页", False),
        ("photo", "编号：100221201506999998", True),
    ],
)
def test_date_or_number_of_no_field_in_a_picture_is_told(condition: str, text: str, told: bool) -> None:
    sheets = [replace(sheet, items=(*sheet.items, Text(300, 560, text, size=10))) for sheet in _paper().sheets()]
    (document,) = read_file(degraded(render_pymupdf(sheets), condition, seed=2), "picture.jpg", TOOLS)

    assert bool(document.unexplained) is told


@pytest.mark.parametrize(
    ("layout", "y", "text"),
    [
        ("registration-record-c", 24, "更正：毕业结论应为结业"),
        ("registration-record-c", 500, "更正：毕业结论应为结业"),
        ("registration-record-c", 500, "更正说明：经查，该生实际为结业，未取得证书，特此说明。"),
        ("registration-record-c", 812, "更正说明：经查，该生实际为结业，未取得证书，特此说明。"),
        ("certification-report", 770, "更正：毕业结论应为结业"),
    ],
)
def test_sentence_anywhere_in_a_picture_counts(layout: str, y: float, text: str) -> None:
    sheets = [replace(sheet, items=(*sheet.items, Text(60, y, text, size=10))) for sheet in _paper(layout).sheets()]
    (document,) = read_file(degraded(render_pymupdf(sheets), "scan-200", seed=2), "picture.jpg", TOOLS)

    assert document.unread["completion"].reason in (UnreadReason.CONTRADICTED, UnreadReason.AMBIGUOUS)


@pytest.mark.parametrize(("condition", "seed"), [("scan-200", 500), ("messenger", 502)])
def test_two_numbers_in_one_cell_are_both_sure(condition: str, seed: int) -> None:
    paper = draft("registration-record-certificate", seed=f"scan {seed}")
    (document,) = read_file(degraded(render([paper]), condition, seed=seed), "scan.png", TOOLS)
    for name in ("certificate_number", "original_certificate_number"):
        assert document.fields[name].value == paper.truth()["fields"][name]
        assert document.fields[name].lowest > Policy("test", "", "").thresholds.character_confidence


def test_misread_digit_is_doubtful_and_no_forgery() -> None:
    paper = _paper(fault="certificate-number-year-mismatch")
    year = paper.record["graduation_date"][:4]
    number = paper.record["certificate_number"]
    near = year[:3] + {"0": "8", "1": "7", "3": "8", "5": "6", "6": "8", "8": "3", "9": "8"}.get(year[3], "7")
    paper = paper.changed(certificate_number=number[:6] + near + number[10:])
    picture = degraded(render([paper]), "scan-200", seed=2)
    (result,) = dv.Verifier(as_of=AS_OF).verify(picture, candidate=_candidate(paper.record))
    assert result.verdict.value == "review"
    assert "low-confidence-reading" in {finding.name for finding in result.findings}


def test_pages_of_text_and_pictures_in_one_file_are_each_read() -> None:
    text, scan = _paper(), draft("registration-record-b", seed="scanned", name_style="plain")
    with pymupdf.open(stream=render([text]), filetype="pdf") as both:
        with pymupdf.open(stream=as_pdf(degraded(render([scan]), "scan-150", seed=3)), filetype="pdf") as other:
            both.insert_pdf(other)
        data = both.tobytes()
    first, second = read_file(data, "both.pdf", TOOLS)
    assert (first.layout, second.layout) == (text.layout, scan.layout)
    assert first.source.value == "born_digital"
    assert second.source.value == "scan"
    assert second.fields["name"].value == scan.record["name"]


@pytest.mark.parametrize(
    ("heading", "fault", "verdict"),
    [
        ("前置学历证明材料", None, "accept"),
        ("前置学历证明材料", "graduation-after-cutoff", "reject"),
        ("经查，该证书系伪造", None, "review"),
        ("本件作废", None, "review"),
        ("该生结业", None, "review"),
        ("姓名 李冒名", None, "review"),
    ],
)
def test_picture_put_into_a_letter_is_read(heading: str, fault: str | None, verdict: str) -> None:
    picture = degraded(render([_paper(fault=fault)]), "scan-150", seed=2)
    with pymupdf.open() as letter:
        page = letter.new_page(width=595, height=842)
        page.insert_text((72, 60), heading, fontname="china-s", fontsize=16)
        page.insert_image(pymupdf.Rect(90, 80, 505, 670), stream=picture)
        data = letter.tobytes()

    (result,) = dv.Verifier(as_of=AS_OF).verify(data, candidate=_candidate(_paper().record))

    assert result.verdict.value == verdict, [finding.name for finding in result.findings]


def test_scan_behind_a_scan_that_gives_other_values_is_told() -> None:
    with pymupdf.open() as sheet:
        page = sheet.new_page(width=595, height=842)
        for number, line in enumerate(("毕（结）业 结业", "层次 中专", "测试样本 TEST SPECIMEN")):
            page.insert_text((60, 120 + 30 * number), line, fontname="china-s", fontsize=13)
        second = degraded(sheet.tobytes(), "scan-150", seed=3)
    data = as_pdf(degraded(render([_paper()]), "scan-150", seed=2), second)
    (document,) = read_file(data, "scans.pdf", TOOLS)

    assert {"completion", "level"} <= document.unread.keys()


ON_SCANS: dict[str, tuple[Callable[[Any, Any], object], str]] = {
    "another name over the name": (
        lambda page, box: page.add_freetext_annot(box, "李四", fontsize=12, fill_color=(1, 1, 1)),
        "annotation-over-field",
    ),
    "a highlight": (lambda page, box: page.add_highlight_annot(box), "annotation-over-field"),
    "a note that it is void": (
        lambda page, _: page.add_freetext_annot((300, 480, 420, 520), "作废", fontsize=12),
        "ineligible-document-type",
    ),
}


def test_symbol_in_an_annotation_on_a_scan_is_read() -> None:
    with pymupdf.open(stream=as_pdf(degraded(render([_paper()]), "scan-150", seed=2)), filetype="pdf") as scan:
        scan[0].add_stamp_annot((300, 480, 420, 600), stamp=symbol("https://report.example.cn/v"))
        data = scan.tobytes()
    (document,) = read_file(data, "scan.pdf", TOOLS)

    assert [code.trusted for code in document.codes] == [True, False]


@pytest.mark.parametrize("what", ON_SCANS)
def test_annotation_on_a_scan_is_told(what: str) -> None:
    lay, finding = ON_SCANS[what]
    data = as_pdf(degraded(render([_paper()]), "scan-150", seed=2))
    (document,) = read_file(data, "scan.pdf", TOOLS)
    with pymupdf.open(stream=data, filetype="pdf") as scan:
        lay(scan[0], pymupdf.Rect(document.fields["name"].box))
        annotated = scan.tobytes()

    (result,) = dv.Verifier(as_of=AS_OF).verify(annotated, candidate=_candidate(_paper().record))

    assert finding in [found.name for found in result.findings]
    assert result.verdict.value == "review"


@pytest.mark.parametrize("rotate", [0, 90])
def test_text_layer_of_a_copier_is_trusted_no_more_than_the_picture(rotate: int) -> None:
    paper = _paper()
    picture = degraded(render([paper]), "scan-150" if not rotate else "scan-270", seed=4)
    with pymupdf.open(stream=as_pdf(picture, rotate=rotate), filetype="pdf") as scan:
        for number, line in enumerate(("教育部学历证书电子注册备案表", "姓名 李四", "层次 博士研究生")):
            scan[0].insert_text((70, 100 + 30 * number), line, fontname="china-s", render_mode=3)
        data = scan.tobytes()
    (document,) = read_file(data, "copier.pdf", TOOLS)
    assert document.fields["name"].value == paper.record["name"]
    assert document.fields["level"].value == paper.record["level"]
    place = document.fields["name"].box
    assert 0 <= place.x0 < place.x1 <= 842
    assert place.width < 80


def test_pages_of_a_tiff_file_are_documents_of_their_own() -> None:
    papers = [_paper(), draft("registration-record-b", seed="scanned", name_style="plain")]
    pages = [Image.fromarray(rendered(render([paper]), 150)) for paper in papers]
    stream = io.BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    documents = read_file(stream.getvalue(), "both.tiff", TOOLS)
    assert [document.pages for document in documents] == [(1,), (2,)]
    assert [document.fields["name"].value for document in documents] == [paper.record["name"] for paper in papers]


def test_run_without_ocr_says_that_it_read_no_picture() -> None:
    picture = saved(np.full((300, 200, 3), 255, np.uint8))
    (result,) = dv.Verifier(ocr="never").verify(picture)
    (finding,) = [f for f in result.findings if f.name == "unknown-document-type"]
    assert "--ocr never" in finding.message_zh and "--ocr never" in finding.message_en
    assert result.verdict.value == "review"


def test_machine_without_ocr_ends_in_review_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> ocr.Engine:
        raise ocr.OcrUnavailableError("ImportError: libgomp.so.1")

    monkeypatch.setattr(ocr, "engine", broken)
    (result,) = dv.Verifier().verify(saved(rendered(render([_paper()]), 60)))
    (finding,) = [f for f in result.findings if f.name == "unreadable-file"]
    assert "libgomp.so.1" in finding.message_en
    assert "doctor" in finding.advice_zh
    assert result.verdict.value == "review"


@pytest.mark.parametrize("size", [(300, 200), (2, 2)])
def test_blank_picture_ends_in_review_with_advice(size: tuple[int, int]) -> None:
    (result,) = dv.Verifier().verify(saved(np.full((*size, 3), 250, np.uint8), None))
    (finding,) = [f for f in result.findings if f.name == "unknown-document-type"]
    assert "空白" in finding.message_zh
    assert "拍照" in finding.advice_zh


def test_cut_file_is_damaged_and_no_failure_of_the_tool() -> None:
    whole = saved(rendered(render([_paper()]), 60), None)
    (document,) = read_file(whole[: len(whole) // 2], "cut.png", TOOLS)
    assert document.problem is not None
    assert (document.problem.kind, document.problem.tool_failure) == ("damaged", False)


OTHERS = {
    "certificate": (
        "毕业证书",
        "学生张三 性别女 于一九九八年九月入学",
        "修完教学计划规定的全部课程，成绩合格，准予毕业",
    ),
    "identity-card": ("姓名 张三", "公民身份号码 390104198009010028"),
    "admission-ticket": ("高等教育自学考试准考证", "考场 第12考场 座位号 8", "考试科目 英语"),
    "web-page": ("学信档案", "高等教育信息 学籍信息", "学籍状态 不在籍（毕业）"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_papers_are_named_with_advice(kind: str) -> None:
    items = tuple(Text(80, 120 + 60 * number, line, 15) for number, line in enumerate(OTHERS[kind]))
    picture = saved(rendered(_pdf(Sheet(items)), 110))
    (result,) = dv.Verifier().verify(picture)
    assert result.document is not None
    assert result.document.resembles == kind
    (finding,) = [f for f in result.findings if f.name == "unknown-document-type"]
    assert "备案表" in finding.advice_zh


def test_page_that_is_none_of_them_is_named_nothing() -> None:
    assert lookalike([]) == ""


def test_every_page_is_read_as_a_picture_when_that_is_asked_for() -> None:
    paper = _paper()
    (document,) = read_file(render([paper]), "text.pdf", replace(TOOLS, ocr=Ocr.ALWAYS))
    assert document.fields["certificate_number"].read_from is ReadFrom.OCR
    assert document.fields["certificate_number"].value == paper.record["certificate_number"]


def _pdf(sheet: Sheet) -> bytes:
    from tests.support.renderings import RENDERINGS

    return RENDERINGS["pymupdf"]([sheet])


def test_printed_code_that_the_qr_code_confirms_is_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed's code has a 0 that is read as O; beside a code that says something else it is looked at again."""
    picture = degraded(render([draft("registration-record-c", seed="page 1")]), "scan-200", seed=1)
    looked_at: list[str] = []
    closely = reader.read_closely

    def noted(sheet: reader.Sheet, places: Iterable[Box]) -> reader.Sheet:
        boxes = list(places)
        for line in reader.page_of(sheet).lines:
            if any(box.y0 < _middle(sheet, line) < box.y1 for box in boxes):
                looked_at.append(line.text)
        return closely(sheet, boxes)

    monkeypatch.setattr(reader, "read_closely", noted)
    (document,) = read_file(picture, "picture", TOOLS)
    code = document.fields["verification_code"]
    assert (code.value, code.steps[-1]) == (document.codes[0].code, "confirmed by QR")
    assert not any("验证码" in text for text in looked_at)
    other = replace(document.codes[0], code="A" * 16)
    monkeypatch.setattr(scans, "read_picture_codes", lambda *_, **__: Seen((other,), (), ()))
    (document,) = read_file(picture, "picture", TOOLS)
    assert any("验证码" in text for text in looked_at)
    assert "verification_code" not in _sure(document)


def _middle(sheet: reader.Sheet, line: Line) -> float:
    """Where the middle of a line is on the page as displayed."""
    glyph = line.glyphs[0]
    _, y, w = sheet.displayed @ ((glyph.x0 + glyph.x1) / 2, (line.y0 + line.y1) / 2, 1.0)
    return float(y / w)


@pytest.mark.parametrize("name", ["黄丽", "黄伟强", "张堃", "李一", "卜一"])
@pytest.mark.parametrize("condition", ["scan-150", "scan-200"])
def test_common_and_surely_seen_rare_characters_of_names_are_no_doubt(name: str, condition: str) -> None:
    """The recogniser divides its chances between 黄 and 黃, 堃 is in no list of common ones, 一 has little ink, and
    卜一 looks like two Japanese letters."""
    paper = draft("registration-record-c", seed="a name", name=name)
    (document,) = read_file(degraded(render([paper]), condition, seed=3), "upload", TOOLS)

    assert _sure(document)["name"] == name
