"""Cases of the registration record in its generations and of the 学历证明书."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from tests.support import alterations, renderings, symbols
from tests.support.cases.case import NOTHING, Case, Making, letter, paper, papers
from tests.support.chromium import render_chromium
from tests.support.layouts.registration import TITLE
from tests.support.sheets import LABELS, VALUES, Cover, Sheet, Text
from tests.support.specimens import draft

CID, PYMUPDF = Making("reportlab-cid"), Making("pymupdf")

LONG_SCHOOL = "北京师范大学-香港浸会大学联合国际学院"
LONG_MAJOR = "国际经济与贸易（跨境电子商务与国际物流管理方向、中外合作办学）"
LONGER_MAJOR = "国际经济与贸易（跨境电子商务与国际物流管理方向、中外合作办学、面向东南亚国家贸易实务）"


def old_form() -> Iterator[Case]:
    a = partial(paper, "registration-record-a")
    yield a("plain", "两栏表格，二维码内为字段文字，字体未嵌入。", CID)
    block = draft("registration-record-a", seed="block")
    yield papers(
        "registration-record-a",
        "with-pdf417",
        "QR 码之外另有 PDF417 条码，内含验证码和期限。",
        [replace(block, symbols=(*block.symbols, symbols.block(block.record)))],
        PYMUPDF,
    )
    gb = draft("registration-record-a", seed="gb")
    yield papers(
        "registration-record-a",
        "symbol-in-gb18030",
        "QR 码内的文字用 GB 18030 编码。",
        [replace(gb, symbols=(symbols.field_text(gb.record, "gb18030"),))],
    )
    yield a("spaced-labels", "标签字间有空格、带冒号、半角括号。", spaced_labels=True, colon="：", brackets="half")
    yield a("unknown-items", "未知项印 ＊，学习形式一格空着。", CID, unknown=("president",), blank=("study_form",))
    yield a("no-rulings", "没有表格线，只靠位置分栏。", ruled=False, kind="vocational")


def ruled_form() -> Iterator[Case]:
    b = partial(paper, "registration-record-b")
    yield b("old-code", "2018 年，12 位验证码按四位分组，更新日期不补零。", made=date(2018, 5, 8))
    yield b("ornament", "左侧有小程序的圆形图案，不是二维码。", PYMUPDF, ornament=True)
    yield b("values-as-pictures", "网页打印：姓名和毕结业是图片，没有文字。", as_picture=("name", "completion"))
    yield b("wrapped-values", "学校和专业过长，在格内折行。", school=LONG_SCHOOL, major=LONG_MAJOR)
    yield b("no-photograph", "照片栏印“暂无照片上传”。", CID, photo=False)
    yield b("vector-symbol", "二维码由填充方块画成，不是图片。", code_drawing="vector", made=date(2022, 2, 3))
    yield b("glyphs-apart", "每个字单独放置，先画左列再画右列。", glyphs_apart=True)
    yield b("full-width-digits", "日期、编号为全角数字。", CID, full_width_digits=True)
    yield b("half-brackets", "毕(结)业等标签为半角括号，没有表格线。", brackets="half", ruled=False)
    yield b("wrapped-without-rulings", "没有表格线，学校折成两行。", ruled=False, school=LONG_SCHOOL)
    yield b("sideways", "页面以 /Rotate 90 横着显示。", Making("pymupdf", partial(alterations.turned, degrees=90)))
    yield b("self-study", "自考专科：编号 66 开头，入学日期和学制空着。", kind="self-study")
    yield b("rare-name", "姓名含生僻字。", name_style="rare", kind="adult")
    yield b(
        "symbol-of-other-code",
        "二维码内的验证码与印的不同（造假）。",
        fault="qr-code-mismatch",
        kind="network",
    )
    for name, reason, header in (
        ("browser", "浏览器打印，字体文泉驿。", False),
        ("browser-header", "浏览器打印，页眉页脚带标题、日期和网址。", True),
    ):
        yield _printed("registration-record-b", name, reason, header)


def single_column_form() -> Iterator[Case]:
    c = partial(paper, "registration-record-c")
    yield c("plain", "单栏，二维码为网址。")
    yield c("linked", "网址上有链接，指向同一验证码。", PYMUPDF, seed="linked")
    bare = draft("registration-record-c", seed="bare")
    yield papers(
        "registration-record-c",
        "symbol-of-bare-code",
        "二维码只含验证码。",
        [replace(bare, symbols=(symbols.bare(bare.record["verification_code"]),))],
        CID,
    )
    yield c("opaque-symbol", "二维码内容只有学信网 App 能懂。", CID, fault="qr-unreadable:opaque")
    yield c("damaged-symbol", "二维码残损，无法识读。", fault="qr-unreadable")
    yield c("no-symbol", "没有二维码。", CID, fault="qr-missing")
    yield c("vector-symbol", "二维码由填充方块画成。", code_drawing="vector")
    yield c("foreign-host", "二维码指向形似官网的网站（造假）。", fault="qr-untrusted-host:look-alike")
    yield c("malformed-code", "验证码首字母不是 A 或 X（造假）。", CID, fault="verification-code-malformed")
    yield c("code-above-caption", "验证码印在“在线验证码”上方。", code_caption="below")
    yield c("minority-name", "少数民族姓名，中间点 U+00B7。", name_style="minority")
    yield c("minority-name-katakana-dot", "少数民族姓名，中间点印作 U+30FB。", CID, name_style="minority")
    yield c("rare-name", "姓名含生僻字。", PYMUPDF, name_style="rare")
    yield c(
        "spaced-name", "两字姓名中间空一格，标签也空格。", name="袁雪", printed={"name": "袁　雪"}, spaced_labels=True
    )
    yield c("colons", "标签后有半角冒号，半角括号。", CID, colon=":", brackets="half")
    yield c("wrapped-values", "学校和专业折行，行距变大。", school=LONG_SCHOOL, major=LONGER_MAJOR)
    yield c("bracketed-school", "校名含全角括号。", CID, school="中国石油大学（华东）", kind="upgrade")
    yield c("full-width-digits", "日期、编号、验证码为全角字符。", full_width_digits=True)
    yield c(
        "other-date-forms",
        "日期用汉字、点号和短横。",
        dates={"birth_date": "chinese", "enrolment_date": "dotted", "graduation_date": "iso"},
    )
    yield c("empty-rows", "学制、学习形式、校长姓名的行空着。", CID, blank=("duration", "study_form", "president"))
    yield c("blanked-number", "证书编号被涂白。", blank=("certificate_number",))
    yield c("ungrouped-number", "证书编号不分组。", grouped=False, kind="bachelor")
    yield c(
        "latin-in-major",
        "专业中有拉丁字母，与汉字之间印有空格。",
        CID,
        major="软件技术（Java方向）",
        printed={"major": "软件技术（Java 方向）"},
    )
    yield c("glyphs-apart", "每个字单独放置，按列画出。", CID, glyphs_apart=True)
    yield c("code-of-letters", "验证码碰巧全是字母。", CID, verification_code="ATESTLDNJAQJLFUF")
    yield c(
        "code-of-letters-below",
        "同上，验证码在说明上方。",
        code_caption="below",
        verification_code="ATESTUERZUTXFSAC",
    )
    yield c("empty-rows-with-colons", "有冒号的空行。", colon="：", blank=("duration", "study_form"), kind="network")
    yield c("wrapped-with-colons", "标签带冒号，值折行。", colon="：", school=LONG_SCHOOL, major=LONGER_MAJOR)
    yield c(
        "wrapped-apart-with-colons",
        "同上，每个字单独放置。",
        CID,
        colon=":",
        major=LONGER_MAJOR,
        glyphs_apart=True,
    )
    yield c("picture-with-colon", "标签带冒号，姓名是图片。", colon=":", as_picture=("name",))
    yield c("two-pages", "一份材料跨两页。", break_after="level", kind="adult-upgrade")
    for kind in ("open", "self-study-bachelor", "network"):
        yield c(kind, f"{draft(kind=kind).record['category']}。", CID, kind=kind)
    yield _printed("registration-record-c", "browser", "浏览器打印，字体文泉驿。", header=False)


def spoilt_single_column_form() -> Iterator[Case]:
    c = partial(paper, "registration-record-c")
    radicals = partial(alterations.respelt, spelling=alterations.RADICALS)
    yield c("radicals", "文字层用康熙部首（⽇⻓⼤）代替汉字。", Making("pymupdf", radicals))
    compatible = partial(alterations.respelt, spelling=alterations.COMPATIBLE)
    yield c("compatibility-characters", "文字层用兼容汉字。", Making("pymupdf", compatible), name="李林", gender="女")
    apart = partial(renderings.render_pymupdf, separate_fonts=True)
    for name, reason, alter in (
        ("private-use-values", "值的字体映射到私用区：标签可读，值须识别图像。", alterations.private),
        ("values-without-unicode", "值的字体没有 ToUnicode 表，须识别图像。", alterations.without_unicode),
        ("renumbered-values", "打印程序把值换成别国字母，须识别图像。", alterations.renumbered),
    ):
        yield c(name, reason, Making(render=apart, alter=partial(alter, roles=(VALUES,))))
    spoilt = draft("registration-record-c", seed="without-unicode")
    making = Making(render=apart, alter=partial(alterations.without_unicode, roles=(LABELS, VALUES)))
    yield papers("registration-record-c", "without-unicode", "整页字体没有 ToUnicode 表。", [spoilt], making)
    making = Making(render=apart, alter=partial(alterations.renumbered, roles=(LABELS, VALUES)))
    spoilt = draft("registration-record-c", seed="renumbered")
    yield papers("registration-record-c", "renumbered", "打印程序把整页字符换成别国字母。", [spoilt], making)
    for degrees in (180, 270):
        turn = partial(alterations.turned, degrees=degrees)
        yield c(f"turned-{degrees}", f"页面以 /Rotate {degrees} 显示。", Making("pymupdf", turn))
    turn = partial(alterations.turned_back, degrees=90)
    yield c("turned-content", "内容横放，由 /Rotate 90 转正。", Making("pymupdf", turn))
    yield c("behind-letter", "前面有一页情况说明。", Making("reportlab-cid", before=(letter(),)))
    yield papers(
        "registration-record-c",
        "with-enrolment-report",
        "一个文件两份材料：备案表和学籍报告。",
        [draft("registration-record-c", seed="both"), draft("enrolment-report", seed="both")],
    )
    yield c("owner-password", "只设了所有者密码，空密码可开。", Making(render=_encrypted("", "owner")))
    yield replace(
        c(
            "user-password",
            "设了打开密码，读不了。",
            Making(render=_encrypted("2023", "owner"), truth={**NOTHING, "pages": [], "problem": "encrypted"}),
        ),
        password="2023",
    )
    yield c("saved-again", "保存过两次的文件，内容未变。", Making(alter=alterations.saved_again))
    yield c("hidden-name", "姓名为白色文字，纸面上看不见。", hidden=("name",))
    yield _overlaid()
    yield _overprinted()
    scan = draft("registration-record-c", seed="scan")
    making = Making("pymupdf", alterations.scanned)
    yield papers("registration-record-c", "scan", "扫描件，没有文字层。", [scan], making)


def certificate_form() -> Iterator[Case]:
    d = partial(paper, "registration-record-certificate")
    yield d("plain", "学历证明书，证书编号格内两个号码。")
    yield d("half-brackets", "半角括号，标签带冒号。", CID, brackets="half", colon=":")
    yield d("minority-name", "少数民族姓名，本科。", PYMUPDF, name_style="minority", kind="bachelor")
    yield d("two-pages", "跨两页，证书编号在第二页。", CID, break_after="category", kind="adult")
    yield d(
        "other-original-label",
        "原号码的标签为“原学历证书编号”。",
        labels={"original_certificate_number": "原学历证书编号"},
    )


def _encrypted(user: str, owner: str) -> Callable[[Sequence[Sheet]], bytes]:
    return partial(renderings.render_truetype, passwords=(user, owner))


def _printed(layout: str, name: str, reason: str, header: bool) -> Case:
    making = Making(render=partial(render_chromium, title=TITLE, header=header))
    return papers(layout, name, reason, [draft(layout, seed=f"{layout} {name}")], making, reproducible=False)


def _overlaid() -> Case:
    """An annotation over the name."""
    over = partial(alterations.annotated, box=(170, 115, 300, 135), text="ZHANG")
    drafted = draft("registration-record-c", seed="overlaid")
    truth = drafted.truth()
    fields = {name: value for name, value in truth["fields"].items() if name != "name"}
    making = Making("pymupdf", over, truth={"fields": fields, "unread": {"name": "overlaid"}})
    return papers("registration-record-c", "annotation-over-name", "姓名上盖了文字批注（改动）。", [drafted], making)


def _overprinted() -> Case:
    """The level covered with white and printed anew: two texts compete for one place."""
    drafted = draft("registration-record-c", seed="overprinted")
    sheet = drafted.sheets()[0]
    level = next(item for item in sheet.items if isinstance(item, Text) and item.text == drafted.record["level"])
    over = (Cover(level.x - 2, level.y - 11, level.x + 80, level.y + 3), replace(level, text="本科"))
    forged = replace(sheet, items=(*sheet.items, *over))
    truth = drafted.truth()
    del truth["fields"]["level"]
    truth["unread"]["level"] = "overlaid"
    reason = "层次被白块盖住后重印（造假）：两处文字争同一个位置，不应当作已读出。"
    return Case(
        "registration-record-c",
        "overprinted-level",
        reason,
        lambda: renderings.render_truetype([forged]),
        [truth],
    )
