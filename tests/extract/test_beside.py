"""What a page shows beside its values, which is no text on their lines."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

import degree_verify as dv
from degree_verify import stamps
from degree_verify.extract.contradictions import contradictions
from degree_verify.extract.extract import extract
from degree_verify.extract.leftovers import unexplained
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import Document, ReadFrom, Reading, UnreadReason
from degree_verify.model.geometry import NOWHERE
from degree_verify.model.ocr import Ocr
from degree_verify.read.ocr import OcrUnavailableError
from degree_verify.recognise.recognise import recognise
from degree_verify.report.redaction import redacted_result
from tests.extract.forms import VALUES, two_columns
from tests.read.drawing import (
    FIELDS,
    LABEL_X,
    SIZE,
    VALUE_X,
    as_pictured,
    enlarged,
    outlines,
    picture,
    printed,
    read,
    record,
    row_of,
    stamp,
    write,
)

BEHIND = VALUE_X + 2 * SIZE + 2
"""Behind a value of two characters."""


def _reason(document: Document, field: str) -> UnreadReason | None:
    return document.unread[field].reason if field in document.unread else None


def _turned(page: Any, x: float, y: float, text: str, angle: float, size: float = SIZE, **how: Any) -> None:
    write(page, x, y, text, size, morph=(pymupdf.Point(x, y), pymupdf.Matrix(angle)), **how)


# what stands on the row of a value


@pytest.mark.parametrize(("letters", "read_as"), [("日", "1980-09-01"), ("日月", None)])
def test_portrait_that_was_read_as_a_letter_is_no_part_of_the_value_beside_it(
    letters: str, read_as: str | None
) -> None:
    """Two letters may be words of a stamp."""
    data = record(change=lambda page: write(page, 440, row_of("出生日期") + 8, letters, 3.2 * SIZE))
    (paper,) = recognise([as_pictured(data)], load_layouts())
    reading = extract(paper).fields.get("birth_date")

    assert (reading.value if reading else None) == read_as


@pytest.mark.parametrize(("confidence", "told"), [(0.95, True), (0.7, False)])
def test_program_of_others_in_a_picture_is_told_when_its_name_is_surely_read(confidence: float, told: bool) -> None:
    data = record(change=lambda page: write(page, 215, 722, "②使用学历通App扫描二维码验证", 8))
    (paper,) = recognise([as_pictured(data, dict.fromkeys("学历通", confidence))], load_layouts())

    assert bool(unexplained(paper, extract(paper))) is told


@pytest.mark.parametrize(("owner", "told"), [("张三", True), ("李天明", False)])
def test_certificate_in_a_picture_counts_though_a_character_of_another_name_was_hard_to_read(
    owner: str, told: bool
) -> None:
    """Of a name that shares none with the paper's all characters would have been misread."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    for number, line in enumerate(("毕业证书", "学生李冒名，性别男，成绩合格，准予毕业。")):
        write(page, 70, 60 + 30 * number, line)
    seen = as_pictured(document.tobytes(), {"冒": 0.76})
    layout = next(layout for layout in load_layouts() if layout.id == "certification-report-electronic")
    paper = {"name": Reading("name", owner, owner, ReadFrom.OCR, 1, NOWHERE)}

    assert ("name" in contradictions(seen, paper, layout, {}, load_schools(), own=True)) is told


@pytest.mark.parametrize("x", [BEHIND, BEHIND + 50, VALUE_X - 25], ids=["behind", "farther", "before"])
@pytest.mark.parametrize(
    ("label", "field", "text"), [("姓名", "name", "丽"), ("层次", "level", "预"), ("毕（结）业", "completion", "未")]
)
def test_outlines_on_the_row_of_a_value_leave_it_unread(label: str, field: str, text: str, x: float) -> None:
    document = read(record(change=lambda page: outlines(page, x, row_of(label), text)))

    assert _reason(document, field) is UnreadReason.OVERLAID


def test_outlines_in_the_cell_of_a_value_leave_it_unread_and_its_neighbour_read() -> None:
    document = read(two_columns(change=lambda page: outlines(page, 424, 209, "未")))

    assert _reason(document, "level") is UnreadReason.OVERLAID
    assert document.fields["category"].value == "普通高等教育"


def test_outlines_under_a_turned_page_are_found() -> None:
    document = read(record(change=lambda page: outlines(page, BEHIND, row_of("层次"), "预"), rotate=90))

    assert _reason(document, "level") is UnreadReason.OVERLAID


def test_letters_of_bars_on_the_row_of_a_value_leave_it_unread() -> None:
    def bars(page: Any) -> None:
        for place in range(3):
            y = row_of("姓名") - 9 + 4 * place
            page.draw_rect((BEHIND, y, BEHIND + 9, y + 1), color=None, fill=(0, 0, 0))

    assert _reason(read(record(change=bars)), "name") is UnreadReason.OVERLAID


def test_rulings_grounds_and_boxes_on_the_rows_do_not_matter() -> None:
    def form(page: Any) -> None:
        for label in FIELDS:
            y = row_of(label)
            page.draw_rect((LABEL_X - 4, y - 17, 540, y + 9), color=(0.6, 0.6, 0.6), width=0.5)
            page.draw_line((VALUE_X - 6, y - 17), (VALUE_X - 6, y + 9), width=0.5)
            page.draw_rect((420, y - 9, 430, y + 1), color=(0, 0, 0), width=0.5)
            page.draw_line((VALUE_X, y + 4), (VALUE_X + 120, y + 4), width=0.4, dashes="[2] 0")

    assert printed(record(change=form)) == VALUES


def test_white_outlines_show_nothing() -> None:
    assert printed(record(change=lambda page: outlines(page, BEHIND, row_of("层次"), "预", colour="1 g"))) == VALUES


@pytest.mark.parametrize("angle", [10, 45, 90, 180, 270])
def test_turned_letters_on_the_row_of_a_value_leave_it_unread(angle: float) -> None:
    x = BEHIND + (2 * SIZE if angle == 180 else 12)
    document = read(record(change=lambda page: _turned(page, x, row_of("姓名"), "丽", angle)))

    assert _reason(document, "name") is UnreadReason.OVERLAID


@pytest.mark.parametrize("text", ["测试样本", "仅供审核使用"])
def test_small_turned_words_of_a_specimen_beside_a_value_do_not_matter(text: str) -> None:
    assert printed(record(change=lambda page: _turned(page, 300, row_of("姓名"), text, 30))) == VALUES


def test_watermark_in_small_print_all_over_the_page_does_not_matter() -> None:
    def tiled(page: Any) -> None:
        for number in range(6):
            _turned(page, 330, 150 + 80 * number, "某某考试", 20)

    assert printed(record(change=tiled)) == VALUES


@pytest.mark.parametrize("x", [VALUE_X + 60, VALUE_X - 40], ids=["farther", "before"])
def test_picture_on_the_row_of_a_value_leaves_it_unread(x: float) -> None:
    def more(page: Any) -> None:
        page.insert_image((x, row_of("层次") - 10, x + 30, row_of("层次") + 2), stream=picture("x"))

    assert _reason(read(record(change=more)), "level") is UnreadReason.OVERLAID


# stamps


@pytest.mark.parametrize(
    ("text", "field"), [("此人系结业", "completion"), ("中等专业学校", "level"), ("曾用名李四", "name")]
)
@pytest.mark.parametrize("angle", [20, 90])
def test_turned_lettering_that_denies_a_field_leaves_it_unread(angle: float, text: str, field: str) -> None:
    document = read(record(change=lambda page: _turned(page, 350, 560, text, angle, 22)))

    assert _reason(document, field) is UnreadReason.AMBIGUOUS


def test_pale_watermark_that_denies_a_field_leaves_it_unread() -> None:
    def change(page: Any) -> None:
        write(page, 100, 590, "结业", 60, color=(0.85,) * 3)

    assert _reason(read(record(change=change)), "completion") is UnreadReason.AMBIGUOUS


@pytest.mark.parametrize("place", [(330, 300, 480, 370), (190, 560, 290, 610), (250, 5, 350, 45)])
def test_stamp_as_a_picture_is_read(place: tuple[float, ...]) -> None:
    document = read(record(change=lambda page: page.insert_image(place, stream=stamp("作废"))))

    assert document.void_marks == ((1, "作废"),)


def test_stamp_as_a_picture_with_a_white_dot_in_its_middle_is_read() -> None:
    def dotted(page: Any) -> None:
        page.insert_image((330, 300, 480, 370), stream=stamp("作废"))
        page.draw_rect((404, 334, 406, 336), color=None, fill=(1, 1, 1))

    assert read(record(change=dotted)).void_marks == ((1, "作废"),)


def test_black_square_stamp_is_no_code() -> None:
    def pressed(page: Any) -> None:
        page.insert_image((380, 300, 450, 370), stream=stamp("作废", ink=(0, 0, 0), height=80))

    assert read(record(change=pressed)).void_marks == ((1, "作废"),)


@pytest.mark.parametrize("rotate", [0, 90, 180])
def test_stamp_as_outlines_is_read_on_pages_turned_any_way(rotate: int) -> None:
    document = read(record(change=lambda page: outlines(page, 400, 560, "作废", 50, "0.8 0 0 rg"), rotate=rotate))

    assert document.void_marks == ((1, "作废"),)


def test_stamp_whose_letters_stand_far_apart_is_read() -> None:
    def pressed(page: Any) -> None:
        outlines(page, 400, 560, "作", 40, "0.8 0 0 rg")
        outlines(page, 490, 560, "废", 40, "0.8 0 0 rg")

    assert read(record(change=pressed)).void_marks == ((1, "作废"),)


def test_stamp_on_a_clear_sheet_laid_over_the_page_is_read() -> None:
    with pymupdf.open() as scratch:
        sheet = scratch.new_page(width=595, height=842)
        sheet.insert_text((330, 580), "作废", fontname="china-s", fontsize=50, color=(0.8, 0, 0))
        clear = sheet.get_pixmap(dpi=100, alpha=True).tobytes("png")

    laid = record(change=lambda page: page.insert_image(page.rect, stream=clear))
    background = record(change=lambda page: page.insert_image(page.rect, stream=clear, overlay=False))
    assert read(laid).void_marks == ((1, "作废"),)
    assert read(background).void_marks == ()  # backgrounds are not read: every paper of the current form has one


@pytest.mark.parametrize("opacity", [0.45, 0.2])
def test_stamp_that_lets_the_page_shine_through_is_read(opacity: float) -> None:
    def pressed(page: Any) -> None:
        page.insert_image((330, 300, 480, 370), stream=stamp("作废"))
        document, stream = page.parent, page.get_contents()[-1]
        state = document.get_new_xref()
        document.update_object(state, f"<</Type/ExtGState/ca {opacity}>>")
        resources = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
        document.xref_set_key(resources, "ExtGState", f"<</Pale {state} 0 R>>")
        document.update_stream(stream, document.xref_stream(stream).replace(b"q\n", b"q\n/Pale gs\n", 1))

    assert read(record(change=pressed)).void_marks == ((1, "作废"),)


def test_stamp_cut_into_strips_is_read() -> None:
    whole = pymupdf.Pixmap(stamp("作废"))

    def pressed(page: Any) -> None:
        for number in range(5):
            part = pymupdf.Pixmap(whole.colorspace, (0, 0, whole.width, whole.height // 5), whole.alpha)
            part.set_origin(0, number * part.height)
            part.copy(whole, part.irect)
            top = 540 + 10 * number
            page.insert_image((380, top, 460, top + 10), stream=part.tobytes("png"), keep_proportion=False)

    assert read(record(change=pressed)).void_marks == ((1, "作废"),)


def test_stamp_that_denies_a_field_leaves_it_unread() -> None:
    document = read(record(change=lambda page: page.insert_image((330, 560, 480, 620), stream=stamp("结业"))))

    assert _reason(document, "completion") is UnreadReason.AMBIGUOUS
    assert document.void_marks == ()


DRAWN_BESIDE = [(330, 480), (430, 285), (200, 520), (300, 800)]
"""Behind a value far off on its row, between the rows and the code, among the notes."""


@pytest.mark.parametrize(("x", "y"), DRAWN_BESIDE)
@pytest.mark.parametrize("size", [6, 10, 16])
def test_small_words_as_outlines_are_read_anywhere(size: float, x: float, y: float) -> None:
    void = read(record(change=lambda page: outlines(page, x, y, "作废", size)))
    denied = read(record(change=lambda page: outlines(page, x, y, "毕业结论:结业", size)))

    assert void.void_marks == ((1, "作废"),)
    assert "completion" in denied.unread


@pytest.mark.parametrize(("x", "y"), DRAWN_BESIDE)
@pytest.mark.parametrize(
    "text", ["有效期至2022年12月31日", "www.chsi-cn.com", "学校名称：山东大学", "http://cx.example.org/bg"]
)
def test_drawn_rows_and_addresses_that_the_text_lacks_are_told(text: str, x: float, y: float) -> None:
    (remark,) = read(record(change=lambda page: outlines(page, x, y, text, 8))).unexplained

    assert pymupdf.Rect(remark.box).intersects((x, y - 8, x + 40, y))


def test_drawn_date_is_told_on_a_page_as_large_as_its_picture_had_pixels() -> None:
    drawn = record(change=lambda page: outlines(page, 200, 520, "有效期至：2022年12月31日"))

    assert any("2022" in remark.text for remark in read(enlarged(drawn, 4.17)).unexplained)


def test_drawn_number_that_the_text_lacks_is_told() -> None:
    data = record(change=lambda page: outlines(page, 200, 520, "100221201501234567"))

    assert [remark.text for remark in read(data).unexplained] == ["100221201501234567"]


@pytest.mark.parametrize(
    "text",
    [
        "学信网",
        "学历认证专用章",
        "www.chsi.com.cn",
        "毕业于2001年07月01日",
        "学校名称：北京林业大学",
        "100221200106999999",
    ],
)
def test_drawn_words_that_say_nothing_new_do_not_matter(text: str) -> None:
    document = read(record(change=lambda page: outlines(page, 200, 520, text)))

    assert (document.unexplained, document.void_marks) == ((), ())
    assert {name: reading.value for name, reading in document.fields.items()} == VALUES


@pytest.mark.parametrize("turn", [30, 90, 180, 270])
@pytest.mark.parametrize("size", [10, 20])
def test_drawn_words_are_read_whichever_way_they_run(size: float, turn: int) -> None:
    data = record(change=lambda page: outlines(page, 330, 560, "作废", size, turn=turn))

    assert (1, "作废") in read(data).void_marks


@pytest.mark.parametrize("size", [10, 20])
def test_white_words_on_a_dark_ground_are_read(size: float) -> None:
    def label(page: Any) -> None:
        page.draw_rect((190, 520 - size, 300, 530), fill=(0.8, 0, 0), color=None)
        outlines(page, 200, 522, "作废", size, "1 g")

    assert read(record(change=label)).void_marks == ((1, "作废"),)


_RED = "<</FunctionType 2/Domain[0 1]/C0[.8 0 0]/C1[.5 0 0]/N 1>>"
_GRADIENT = f"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 0]/Function {_RED}/Extend[true true]>>"
_TILE = "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 2/YStep 2/Resources<<>>>>"


@pytest.mark.parametrize(
    ("resource", "how"),
    [
        ("Shading", {"paint": "W n /Paint sh"}),
        ("Pattern", {"colour": "/Pattern cs /Paint scn"}),
        ("Tiling", {"colour": "/Pattern cs /Paint scn"}),
    ],
)
def test_words_filled_with_a_gradient_or_a_pattern_are_read(resource: str, how: dict[str, str]) -> None:
    def fancy(page: Any) -> None:
        document, entry = page.parent, page.parent.get_new_xref()
        made = {"Shading": _GRADIENT, "Pattern": f"<</PatternType 2/Shading {_GRADIENT}>>", "Tiling": _TILE}
        document.update_object(entry, made[resource])
        if resource == "Tiling":
            document.update_stream(entry, b".8 0 0 rg 0 0 2 2 re f")
        resources = int(document.xref_get_key(page.xref, "Resources")[1].split()[0])
        kind = "Shading" if resource == "Shading" else "Pattern"
        document.xref_set_key(resources, kind, f"<</Paint {entry} 0 R>>")
        outlines(page, 200, 522, "作废", 14, **how)

    assert read(record(change=fancy)).void_marks == ((1, "作废"),)


@pytest.mark.parametrize("text", ["www.chs", "si.com.cn", "学信网www.chsi.com.c"])
def test_piece_of_the_issuers_address_beside_the_whole_is_no_other_site(text: str) -> None:
    def cut(page: Any) -> None:
        outlines(page, 200, 520, text)
        outlines(page, 200, 600, "www.chsi.com.cn")

    assert read(record(change=cut)).unexplained == ()


def test_address_that_only_begins_like_the_issuers_is_told() -> None:
    (remark,) = read(record(change=lambda page: outlines(page, 200, 520, "www.chsi.com"))).unexplained

    assert remark.text == "www.chsi.com"


@pytest.mark.parametrize("text", ["编号100221201501234567", "有效期至2022年12月31日"])
def test_large_letters_set_wide_are_read_together(text: str) -> None:
    (remark,) = read(record(change=lambda page: outlines(page, 60, 530, text, 22))).unexplained

    assert remark.text == text


def test_picture_is_read_alone_whatever_lies_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(stamps, "_READ", {})
    monkeypatch.setattr(stamps, "lines_in", lambda picture: calls.append(1) or [])
    for x in (340, 400):
        data = record(
            change=lambda page, x=x: (
                page.insert_image((330, 500, 500, 620), stream=stamp("标志")),
                page.draw_rect((x, 510, x + 5, 600), fill=(0, 0.5, 0), color=None),
            )
        )
        read(data)

    assert len(calls) == 2  # upside down as well


@pytest.mark.parametrize(
    "how", [{"fill": (0.9, 0.9, 1), "color": None}, {"color": (0, 0, 0), "width": 0.8}], ids=["filled", "border"]
)
def test_boxes_with_rounded_corners_around_values_hide_nothing(how: dict[str, Any]) -> None:
    def boxes(page: Any) -> None:
        for label in FIELDS:
            y = row_of(label)
            page.draw_rect((VALUE_X - 4, y - 13, VALUE_X + 160, y + 5), radius=0.4, overlay=False, **how)

    assert printed(record(change=boxes)) == VALUES


def test_words_among_more_drawings_than_any_paper_has_are_read() -> None:
    def crowded(page: Any) -> None:
        for number in range(stamps.MOST_PLACES + 1):
            page.draw_circle((440 + 45 * (number % 3), 180 + 45 * (number // 3)), 10, fill=(0, 0.4, 0.8))
        outlines(page, 200, 520, "作废")

    assert read(record(change=crowded)).void_marks == ((1, "作废"),)


def test_specimen_stamp_means_nothing() -> None:
    document = read(record(change=lambda page: page.insert_image((330, 560, 530, 620), stream=stamp("测试样本"))))

    assert document.void_marks == ()
    assert {name: reading.value for name, reading in document.fields.items()} == VALUES


def test_clean_paper_costs_no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "lines_in", lambda picture: pytest.fail("looked for text"))

    assert printed(record()) == VALUES


def test_same_picture_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(stamps, "_READ", {})
    monkeypatch.setattr(stamps, "lines_in", lambda picture: calls.append(1) or [])
    data = record(change=lambda page: page.insert_image((330, 560, 480, 620), stream=stamp("标志")))
    read(data)
    read(data)

    assert len(calls) == 2  # as it stands and upside down


def test_paper_tells_that_its_pictures_were_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = record(change=lambda page: page.insert_image((330, 560, 480, 620), stream=stamp("作废")))

    def unavailable(picture: Any) -> Any:
        raise OcrUnavailableError("no models")

    told = [(problem.kind, problem.detail) for problem in read(data, Ocr.NEVER).problems]
    assert ("pictures-not-read", "--ocr never") in told
    monkeypatch.setattr(stamps, "_READ", {})
    monkeypatch.setattr(stamps, "lines_in", unavailable)
    assert ("pictures-not-read", "no models") in [(p.kind, p.detail) for p in read(data).problems]


# annotations


@pytest.mark.parametrize(("text", "field"), [("结业", "completion"), ("中专", "level")])
def test_annotation_anywhere_that_denies_a_field_leaves_it_unread(text: str, field: str) -> None:
    def note(page: Any) -> None:
        page.add_freetext_annot((430, 780, 520, 800), text, fontname="china-s")

    assert _reason(read(record(change=note)), field) is UnreadReason.AMBIGUOUS


def test_words_of_annotations_void_a_paper() -> None:
    def note(page: Any) -> None:
        page.add_freetext_annot((430, 780, 520, 800), "测试\n作废", fontname="china-s")

    assert read(record(change=note)).void_marks == ((1, "作废"),)


def _sticky(page: Any, text: str) -> None:
    page.add_text_annot((520, 100), text)


def _commented(page: Any, text: str) -> None:
    page.add_rect_annot((500, 780, 560, 800)).set_info(content=text)


def _highlighted(page: Any, text: str) -> None:
    page.add_highlight_annot(pymupdf.Rect(70, 732, 120, 745)).set_info(content=text)


@pytest.mark.parametrize("note", [_sticky, _commented, _highlighted])
def test_notes_void_a_paper_or_deny_a_field_as_text_does(note: Any) -> None:
    assert read(record(change=lambda page: note(page, "作废"))).void_marks == ((1, "作废"),)
    assert _reason(read(record(change=lambda page: note(page, "结业"))), "completion") is UnreadReason.AMBIGUOUS


@pytest.mark.parametrize("note", [_sticky, _commented, _highlighted])
@pytest.mark.parametrize("text", ["本人已核对", "测试样本", "毕（结）业：毕业", ""])
def test_notes_that_say_nothing_against_a_paper_do_not_matter(note: Any, text: str) -> None:
    document = read(record(change=lambda page: note(page, text)))

    assert document.void_marks == ()
    assert document.fields["completion"].value == "毕业"


# texts of no field


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("发证日期", "2024年07月01日"),
        ("获证时间", "2024-07-01"),
        ("批准日期", "二〇二四年七月一日"),
        ("身份证号", "110101199003071234"),
        ("民族", "汉族"),
        ("身份证号", "3902****6070"),
        ("申请人", "李四"),
    ],
)
def test_date_or_number_of_a_row_that_the_form_lacks_is_told(label: str, value: str) -> None:
    def row(page: Any) -> None:
        write(page, LABEL_X, 520, label)
        write(page, VALUE_X, 520, value)

    (remark,) = read(record(change=row)).unexplained
    assert remark.text == label + value
    assert pymupdf.Rect(remark.box).intersects((VALUE_X, 510, VALUE_X + 40, 522))


def test_text_of_no_field_is_masked_where_results_are_passed_on() -> None:
    data = record(change=lambda page: write(page, LABEL_X, 520, "推荐人王五 2024年07月01日"))
    (result,) = dv.Verifier().verify(data)
    (finding,) = [f for f in redacted_result(result).to_dict()["findings"] if f["name"] == "low-confidence-reading"]

    assert "王五" in str(result.to_dict())
    assert "王五" not in str(finding)


@pytest.mark.parametrize(
    ("y", "text"),
    [
        (20, "2023/5/20 10:12 学信网"),  # a browser's header
        (520, "毕业于2001年07月01日"),  # what the paper says already
        (520, "毕业于2001年07月"),
        (520, "证书 1002 2120 0106 9999 99"),
        (760, "打印时间 2023年05月20日"),  # in the notes
        (520, "咨询电话 010-12345678"),
    ],
)
def test_date_or_number_that_tells_nothing_new_does_not_matter(y: float, text: str) -> None:
    assert read(record(change=lambda page: write(page, LABEL_X, y, text))).unexplained == ()


@pytest.mark.parametrize("text", ["（申请稿）", "（待审核）", "(样表)"])
def test_second_title_that_no_form_has_is_a_mark(text: str) -> None:
    marks = read(record(change=lambda page: write(page, 250, 78, text))).void_marks

    assert len(marks) == 1


@pytest.mark.parametrize(("y", "text"), [(78, "（测试样本）"), (78, "（电子版）"), (520, "（申请稿）")])
def test_other_lines_in_brackets_are_no_second_title(y: float, text: str) -> None:
    assert read(record(change=lambda page: write(page, 250, y, text))).void_marks == ()
