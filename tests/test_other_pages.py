"""Pages beside a paper: what speaks against it is told, and what is handed in with papers every day says nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pymupdf
import pytest

import degree_verify as dv
from degree_verify.extract.contradictions import denials
from degree_verify.model.document import Document
from degree_verify.model.ocr import Ocr
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.text import fold
from tests.read.drawing import ADDRESS, CODE, FIELDS, SPECIMEN, draw_record, picture, read, record, write
from tests.support import symbols
from tests.support.renderings import RENDERINGS
from tests.support.sheets import MARK, Picture, Sheet, Text
from tests.support.specimens import Draft, draft, render

AS_OF = date(2023, 6, 5)
ELSEWHERE = "https://report.example.cn/v?vcode=A123456789BCDEFG"
OTHER_CODE = "A987654321BCDEFG"
RESIDENT = "990000198009010025"

HARMLESS = {
    "a letter": ("尊敬的老师：", "您好！附上备案表一份，本人已于2001年毕业，请查收。", "此致 敬礼"),
    "a letter about the record": (
        "关于提交《教育部学历证书电子注册备案表》的说明",
        "姓名 张三",
        "层次 本科",
        "毕业时间 2023年06月30日",
    ),
    "a notice": (
        "关于办理毕业申请的通知",
        "考生须持有国民教育系列专科及以上毕业证书，结业、肄业的不予办理。",
        "如有弄虚作假，已取得的毕业证书予以撤销，已注册的学历宣布无效。",
        "毕业、结业证书遗失的，请申请补办证明书。",
        "毕（结）业日期须在6月30日以前。",
    ),
    "a pledge": ("承诺书", "本人承诺所交材料真实；若有虚假，愿意承担学历已被注销、证书已被宣布无效的后果。"),
    "a curriculum vitae": ("个人简历", "1992年至1995年 某县高级中学 高中", "1995年至1998年 某中专 中专毕业"),
    "a form of the self-study office": (
        "姓名 张三",
        "性别 女",
        "专业 法学",
        "层次 本科",
        "毕业时间 2023年06月30日",
        "毕业院校 北京林业大学",
        "毕业证书编号 100221200106999999",
    ),
    "an identity card": ("姓名 张三", "性别 女 民族 汉", "出生 1980年9月1日", f"公民身份号码 {RESIDENT}"),
    "the certificate itself": (
        "普通高等学校毕业证书",
        "学生 张三，性别女，一九八〇年九月一日生，于一九九八年九月至",
        "二〇〇一年七月在本校商品花卉专业三年制专科学习，修完教学计划规定的全部",
        "课程，成绩合格，准予毕业。",
        "校名：北京林业大学 校长：李四",
        "证书编号：100221200106999999",
    ),
    "a degree's certificate": ("学士学位证书", "张三，女，授予管理学学士学位。", "证书编号：1002242001000001"),
    "a certificate of a course": ("培训班结业证书", "张三参加岗位培训，考核合格。"),
    "a lost certificate": ("说明", "本人毕业证书已遗失，已登报声明。"),
    "a letter on a change of name": ("情况说明", "本人原名李冒名，2010年姓名更正为张三，特此说明。"),
    "an explanation": ("情况说明", "本人张三，2001年毕业，无结业、肄业情形。"),
    "a pledge about other certificates": ("个人承诺书", "未提交结业、肄业证书"),
    "a list of papers": ("材料清单", "1、毕业（结业）证书复印件", "2、身份证复印件"),
    "rules": (
        "注意事项",
        "如有伪造，取消资格。",
        "伪造证书者将撤销其学历。",
        "（一）毕业证书系伪造的；（二）查无此人的。",
    ),
    "a school's letter": ("复函", "经核查，该生系我校毕业生，毕业证书由我校颁发，不存在伪造。"),
    "an empty page": (),
    "its code once more": (f"在线验证码：{CODE}",),
    "an admission ticket": ("准考证号 019902301119",),
    "a screen with buttons and states": ("报名信息", "撤销", "注销", "待审核", "已过期"),
}

AGAINST = {
    "rows with other values": (
        ("毕（结）业 结业", "层次 中专", "毕（结）业日期 2024年07月01日"),
        {"completion", "level", "graduation_date"},
    ),
    "a correction": (("更正说明：前页“毕业”应为“结业”，层次应为“中专”。",), {"completion", "level"}),
    "a correction in a letter": (
        ("情况说明", "本人备案表如下，其中毕(结)业应为：结业，姓名更正为：李冒名。"),
        {"completion", "name"},
    ),
    "another name in use": (("情况说明", "本人曾用名李冒名，特此说明。"), {"name"}),
    "another certificate": (("普通高等学校结业证书", "姓名 张三"), {"completion"}),
    "a sentence": (("该生成绩不合格，准予结业。",), {"completion"}),
    "a sentence over two lines": (("经查，该生至今尚未毕", "业。"), {"completion"}),
    "another person's certificate": (
        (
            "普通高等学校毕业证书",
            "学生 李冒名，性别男，成绩合格，准予毕业。",
            "证书编号：100221201506999998 2001年7月1日",
        ),
        {"name", "gender", "certificate_number"},
    ),
    "another person's certificate in other words": (
        ("普通高等学校毕业证书", "李冒名，性别女，一九七〇年九月一日生，成绩合格，准予毕业。"),
        {"name", "birth_date"},
    ),
    "another person's certificate with a name that is hard to read": (
        ("毕业证书", "学生李冒名，女，修业期满，准予毕业。"),
        {"name"},
    ),
    "another person's certificate in few words": (
        ("毕业证书", "兹有李冒名同学，修业期满，准予毕业。"),
        {"name"},
    ),
    "a certificate of another school and course": (
        (
            "普通高等学校毕业证书",
            "学生 张三，性别女，一九七〇年九月一日生，于一九九八年九月至",
            "二〇〇二年七月在本校临床医学专业五年制本科学习，修完教学计划规定的全部",
            "课程，成绩合格，准予毕业。",
            "校名：清华大学 校长：李四",
        ),
        {"birth_date", "graduation_date", "major", "level", "school"},
    ),
    "a certificate of another school, said in its sentence": (
        ("普通高等学校毕业证书", "学生 张三 性别 女，于清华大学", "修业期满，成绩合格，准予毕业。"),
        {"school"},
    ),
    "a number of 17 digits before the day of its certificate": (
        ("毕业证书", "学生 张三，成绩合格，准予毕业。", "证书编号：10459120010512345", "2001年7月1日"),
        {"certificate_number"},
    ),
    "a certificate of a lower level": (
        ("中等专业学校", "毕业证书", "学生 张三，修完教学计划规定的全部课程，成绩合格，准予毕业。"),
        {"level"},
    ),
    "the title of a record and a few rows": (
        ("教育部学历证书电子注册备案表", "姓名 张三", "层次 中专", "毕（结）业日期 2024年07月01日"),
        {"level", "graduation_date"},
    ),
    "another name in a row": (("姓名 李冒名",), {"name"}),
    "another code": ((f"在线验证码：{OTHER_CODE}",), {"verification_code"}),
}  # fmt: skip


def _file(*lines: str, first: bool = False, change: Any = None) -> bytes:
    """A record with another page before or behind it."""
    document = pymupdf.open()
    if not first:
        draw_record(document)
    page = document.new_page(width=595, height=842)
    write(page, 400, 30, SPECIMEN, 8)
    for number, line in enumerate(lines):
        write(page, 40, 80 + 26 * number, line)
    if change is not None:
        change(page)
    if first:
        draw_record(document)
    return bytes(document.tobytes())


def _contradicted(document: Document) -> set[str]:
    return {name for name, missing in document.unread.items() if missing.reason.value == "contradicted"}


def _findings(data: bytes) -> dict[str, Any]:
    (result,) = dv.Verifier(as_of=AS_OF).verify(data)
    return {finding["name"]: finding for finding in result.to_dict()["findings"]}


@pytest.mark.parametrize("first", [False, True], ids=["behind", "before"])
@pytest.mark.parametrize("page", HARMLESS)
def test_page_that_is_handed_in_every_day_says_nothing_against_the_paper(page: str, first: bool) -> None:
    assert parse_id_number(RESIDENT) is not None
    document = read(_file(*HARMLESS[page], first=first))

    assert (document.others, document.void_marks, _contradicted(document)) == ((), (), set())
    assert set(document.fields) == set(read(_file()).fields)


@pytest.mark.parametrize("first", [False, True], ids=["behind", "before"])
@pytest.mark.parametrize("page", AGAINST)
def test_page_that_speaks_against_the_paper_leaves_its_fields_open(page: str, first: bool) -> None:
    lines, fields = AGAINST[page]
    document = read(_file(*lines, first=first))

    assert _contradicted(document) == fields


BENEATH = {
    "毕（结）业 结业": {"completion"},
    "毕（结）业日期：2023年09月01日": {"graduation_date"},
    "层次 高中": {"level"},
    "姓名 贾宝玉": {"name"},
    "学校名称：清华大学": {"school"},
    "证书编号 1000 1120 1505 0012 34": {"certificate_number"},
    "该生于2021年结业，未取得毕业证书": {"completion"},
    "毕业日期以2023年09月01日为准": {"graduation_date"},
    "更正：毕(结)业日期应为2023年7月20日": {"graduation_date"},
    "更正 毕业日期 2023年7月20日": {"graduation_date"},
    "更正：姓名 王大明": {"name"},
    "实际层次为中专": {"level"},
    "持证人：贾宝玉": {"name"},
    "更新日期：2022年1月3日": {"update_date"},
}
"""What stands below a form's notes, and the fields that it speaks against."""

HARMLESS_BENEATH = (
    "2、层次：以证书为准。证书编号：见证书。",
    "3、毕（结）业日期以证书所载为准。",
    "姓名 张三",
    "4、未经学历信息权利人同意，不得将备案表用于违背权利人意愿之用途。",
    "5、备案表内容如有修改，请以最新在线验证的内容为准。",
    "2023/5/20 10:30 教育部学历证书电子注册备案表 1/1",
    "毕业、结业、肄业证书的电子注册信息均可申请备案表。",
    "如与实际情况不符，证书信息以学校核实的为准。",
)


@pytest.mark.parametrize("text", BENEATH)
def test_what_stands_below_the_form_counts(text: str) -> None:
    document = read(record(change=lambda page: write(page, 70, 815, text, 9)))

    assert _contradicted(document) == BENEATH[text]


@pytest.mark.parametrize("text", HARMLESS_BENEATH)
def test_notes_below_the_form_say_nothing_against_it(text: str) -> None:
    document = read(record(change=lambda page: write(page, 70, 815, text, 9)))

    assert (document.others, document.void_marks) == ((), ())
    assert set(document.fields) == set(read(record()).fields)


def test_application_above_the_form_may_be_for_another_course() -> None:
    document = read(record(change=lambda page: write(page, 40, 25, "报考专业：法学 层次：本科 姓名：张三", 9)))

    assert (document.others, document.void_marks) == ((), ())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("姓名：贾宝玉", "name"),
        ("本人备案表如下，其中毕(结)业应为：结业。", "completion"),
        ("备案表如下，其毕业日期更正为2023年8月1日。", "graduation_date"),
    ],
)
def test_letter_above_the_form_counts(text: str, field: str) -> None:
    document = read(record(change=lambda page: write(page, 40, 25, text, 9)))

    assert field not in document.fields


@pytest.mark.parametrize("place", [70, 815])
@pytest.mark.parametrize("text", ["该学历证书已被学校撤销", "以上内容未经核实", "以上学历情况不属实，不予认证。"])
def test_sentence_that_denies_the_certificate_counts_anywhere_on_the_paper(text: str, place: float) -> None:
    document = read(record(change=lambda page: write(page, 70, place, text, 9)))

    assert [page for page, _ in document.void_marks] == [1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("③使用学历通App扫描二维码验证", True),
        ("1、扫码获取“学历报告通用验证”小程序", True),
        ("②使用微信小程序“学信核验”扫码验证", True),
        ("②使用“中国学历网App”扫描二维码验证", True),
        ("②使用支付宝扫描二维码验证", True),
        ("②拨打电话010-12345678人工查验", True),
        ("③使用学信网App扫描二维码验证", False),
        ("使用微信小程序“学信网报告在线验证”扫码验证", False),
        ("咨询电话：010-12345678", False),
        ("3亿人都在用的扫描App", False),
        ("通过夸克App扫描", False),
        ("1、扫码获取“学信网报告在线验证”小程序", False),
        ("3、使用“学信网报告在线验证”微信小程序，进行扫码验证，不要使用其他第三方扫描程序。", False),
    ],
)
def test_program_of_others_that_is_to_verify_the_paper_is_told(text: str, told: bool) -> None:
    document = read(record(change=lambda page: write(page, 215, 722, text, 8)))

    assert bool(document.unexplained) is told


def test_owner_between_title_and_fields_counts() -> None:
    document = read(record(change=lambda page: write(page, 70, 108, "持证人：贾宝玉")))

    assert _contradicted(document) == {"name"}


@pytest.mark.parametrize(
    "closing", ["以上学历情况不属实，不予认证。", "以上学历情况未能核实。", "以上学历情况的真实性存疑。"]
)
def test_certification_report_that_does_not_confirm_is_told(closing: str) -> None:
    paper = draft("certification-report", seed="closing")
    with pymupdf.open(stream=render([paper]), filetype="pdf") as handle:
        (place,) = handle[0].search_for("以上学历情况属实，专此认证。")
        handle[0].add_redact_annot(place)
        handle[0].apply_redactions()
        write(handle[0], place.x0, place.y1 - 3, closing)
        data = handle.tobytes()

    assert "ineligible-document-type" in _findings(data)


def test_finding_names_the_page_and_what_it_says() -> None:
    found = _findings(_file("普通高等学校结业证书"))["low-confidence-reading"]

    assert found["facts"]["pages"] == ["2"]
    assert found["facts"]["texts"] == ["普通高等学校结业证书"]
    assert "第 2 页" in found["message"]
    assert found["evidence"][0]["page"] == 1


def test_sentence_that_the_certificate_was_withdrawn_is_a_mark_of_the_paper() -> None:
    data = _file("更正说明：证书已于2023年5月1日注销。")

    assert [page for page, _ in read(data).void_marks] == [2]
    assert _findings(data)["ineligible-document-type"]["severity"] == "review"


@pytest.mark.parametrize(
    "lines",
    [
        ("通知", "接省教育厅通报，该生毕业证书系伪造，不予认可。"),
        ("学籍处理决定", "因考试作弊，现决定撤销其毕业证书。"),
        ("学校回函", "查无此证，该证书编号不属于我校毕业生。"),
        ("证明", "兹证明张三系我校1998级学生，所持毕业证书系伪造，", "我校查无此人。"),
        ("关于张三等同学学历注册信息的通知", "根据调查结果，现予撤销张三的毕业证书（证书编号1）。"),
    ],
    ids=lambda lines: lines[0],
)
def test_page_that_denounces_the_certificate_is_a_mark_of_the_paper(lines: tuple[str, ...]) -> None:
    data = _file(*lines)

    assert [page for page, _ in read(data).void_marks] == [2]
    assert _findings(data)["ineligible-document-type"]["severity"] == "review"


@pytest.mark.parametrize(
    "text",
    [
        "无结业、肄业情形。",
        "本人无结业或肄业证书。",
        "没有结业情况。",
        "不存在结业、肄业情况。",
        "不属于结业生、肄业生。",
        "未提交结业、肄业证书。",
        "未提交结业证书、肄业证书及肄业证明",
        "未持有过任何结业证书和肄业证书。",
        "并非结业、肄业。",
        "有无结业、肄业情形：无",
        "是否结业：否",
        "结业、肄业记录：无",
        "毕业、结业、肄业证书均由学校保管。",
        "毕业生、结业生、肄业生名册",
        "毕业证书、结业证书由教务处印制。",
        "毕业（结业）证书复印件",
        "毕（结）业证书复印件",
    ],
)
def test_list_of_what_is_denied_or_of_what_there_is_says_nothing(text: str) -> None:
    assert list(denials([fold(text)])) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("无毕业证书，准予结业。", "结业"),
        ("并非毕业，该生结业。", "结业"),
        ("该生无处分，按肄业处理。", "肄业"),
        ("不是毕业生，是结业生。", "结业"),
        ("并非结业，而是肄业。", "肄业"),
        ("因未修满学分、结业。", "结业"),
        ("有无结业、肄业情形：有", "结业"),
        ("未取得毕业、结业证书。", "未取得毕业"),
        ("该生除非结业外无其他证书。", "结业"),
        ("作结业处理。", "结业"),
        ("无违纪情形，结业、肄业以学校为准。", "业"),
    ],
)
def test_what_is_not_denied_itself_is_told(text: str, told: str) -> None:
    ((name, sentence),) = denials([fold(text)])

    assert name == "completion"
    assert told in sentence


def test_name_with_a_word_of_conditions_hides_no_sentence() -> None:
    assert list(denials([fold("李若凡至今未毕业。")], "李若凡")) == [("completion", "李若凡至今未毕业")]


def test_other_value_that_another_paper_of_the_file_has_is_that_papers() -> None:
    document = pymupdf.open()
    for name in ("张三", "李四"):
        draw_record(document, {**FIELDS, "姓名": name})
    write(document.new_page(width=595, height=842), 40, 80, "姓名 张三")

    results = dv.Verifier(as_of=AS_OF).verify(bytes(document.tobytes()))

    assert [not result.document.others for result in results if result.document] == [True, True]


def test_symbol_with_another_code_on_another_page_leaves_the_code_open() -> None:
    place = pymupdf.Rect(76, 640, 146, 710)

    def with_symbol(payload: str) -> Document:
        return read(_file("扫码查验", change=lambda page: page.insert_image(place, stream=picture(payload))))

    assert _contradicted(with_symbol(ADDRESS)) == set()
    assert _contradicted(with_symbol(ADDRESS.replace(CODE, OTHER_CODE))) == {"verification_code"}


@pytest.mark.parametrize("text", ["作废", "本证无效", "毕业证书系伪造", "VOID"])
def test_page_that_says_nothing_but_that_the_paper_is_void_is_a_mark_of_the_paper(text: str) -> None:
    marks = read(_file(text)).void_marks

    assert (2, text) in marks


def test_code_of_a_foreign_site_on_another_page_is_for_a_person_to_look_at() -> None:
    place = pymupdf.Rect(76, 640, 146, 710)
    data = _file("扫码查验", change=lambda page: page.insert_image(place, stream=picture(ELSEWHERE)))
    found = _findings(data)["qr-untrusted-host"]

    assert (found["severity"], found["facts"]["hosts"]) == ("review", ["report.example.cn"])
    assert [code.payload for code in read(data).codes] == [ADDRESS]


def _linked(target: str, text: str) -> bytes:
    def link(page: Any) -> None:
        write(page, 100, 300, text)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(95, 285, 400, 305), "uri": target})

    return _file("说明", change=link)


@pytest.mark.parametrize(
    ("target", "text"),
    [("https://report.example.cn/", "点此查验"), ("http://www.chsi-x.cn/", "www.chsi-x.cn"), (ELSEWHERE, ELSEWHERE)],
)
def test_link_on_another_page_that_hides_where_it_leads_or_imitates_is_told(target: str, text: str) -> None:
    assert "link-mismatch" in _findings(_linked(target, text))


def test_link_in_a_letter_that_shows_its_address_is_nothing() -> None:
    assert "link-mismatch" not in _findings(_linked("https://www.example.org/", "www.example.org"))


REPORT = draft("certification-report-electronic", seed="other pages", name="李建国")


def _with_certificate(of: Draft, *, whole: bool, title: str = "普通高等学校毕业证书", caption: str = "") -> bytes:
    """The report with the picture of a certificate, which covers its page or stands on it below a caption."""
    record = of.record
    lines = (
        title,
        MARK,
        f"学生 {record['name']} 性别 {record['gender']}",
        f"在 {record['school']} {record['major']} 专业",
        "修完教学计划规定的全部课程。",
        f"证书编号：{record['certificate_number']}",
        "发证日期：一九九九年一月九日",
    )
    first = REPORT.sheets()[0]
    shown = symbols.certificate_picture(lines)
    box = (0, 0, first.width, first.height) if whole else (30, 60, first.width - 30, 60 + (first.width - 60) * 1.29)
    said = (Text(60, 50, caption, 12),) if caption else ()
    page = Sheet((Picture(*box, shown), *said), first.width, first.height, bare=whole)
    return RENDERINGS["pymupdf"]([first, page])


@pytest.mark.parametrize(("whole", "caption"), [(True, ""), (False, ""), (False, "学历证书图像")])
def test_picture_of_the_certificate_that_agrees_is_normal(whole: bool, caption: str) -> None:
    """It has dates of its own, such as that of issue."""
    (document,) = dv.Verifier(as_of=AS_OF).verify(_with_certificate(REPORT, whole=whole, caption=caption))

    assert document.document is not None
    assert (document.document.others, document.document.unexplained) == ((), ())
    assert {"name", "certificate_number", "completion"} <= set(document.document.fields)


@pytest.mark.parametrize("whole", [True, False])
def test_picture_of_another_persons_certificate_is_told(whole: bool) -> None:
    other = draft("certification-report-electronic", seed="somebody else", name="王海燕")
    found = _findings(_with_certificate(other, whole=whole))["low-confidence-reading"]

    assert found["facts"]["fields"] == ["name", "certificate_number"]
    assert found["facts"]["pages"] == ["2"]


def test_picture_of_a_certificate_of_attendance_is_told() -> None:
    found = _findings(_with_certificate(REPORT, whole=True, title="普通高等学校结业证书"))["low-confidence-reading"]

    assert found["facts"]["fields"] == ["completion"]


def test_without_recognition_the_picture_says_nothing() -> None:
    other = draft("certification-report-electronic", seed="somebody else", name="王海燕")

    assert read(_with_certificate(other, whole=True), Ocr.NEVER).others == ()
