"""Cases of certification reports, of papers that are no evidence, and of pages that are no paper at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.support import renderings
from tests.support.cases.case import NOTHING, Case, Making, letter, paper
from tests.support.sheets import Sheet, Text, centred

CID, PYMUPDF = Making("reportlab-cid"), Making("pymupdf")


def certification() -> Iterator[Case]:
    d = partial(paper, "certification-report")
    yield d("plain", "纸质认证报告，入学和毕业只印年月，学制为汉字。")
    yield d(
        "spaced-labels",
        "标签字间有空格，带全角冒号（毕 结 业：）。",
        CID,
        spaced_labels=True,
        colon="：",
        labels={"completion": "毕结业"},
    )
    yield d("number-labelled-twice", "报告编号的标签也印作证书编号。", labels={"report_number": "证书编号"}, colon=":")
    yield d(
        "chinese-dates", "日期为汉字数字。", PYMUPDF, dates=dict.fromkeys(("birth_date", "graduation_date"), "chinese")
    )
    yield d(
        "older-number",
        "2001 年以前的证书号带文字。",
        CID,
        graduated_in=1998,
        certificate_number="皖测字第990123号",
        grouped=False,
    )
    yield d("seventeen-digits", "2002 年的 17 位编号。", graduated_in=2002, kind="adult")
    yield d("no-photograph", "没有照片，没有横线。", CID, photo=False, ruled=False, kind="college")
    e = partial(paper, "certification-report-electronic")
    yield e("plain", "电子版，第二页为证书图像。")
    yield e("not-embedded", "电子版，字体未嵌入，带冒号。", CID, colon="：")
    yield e("before-letter", "后面附一页情况说明，不属于认证报告。", Making(after=(letter(),)))
    yield e("embedded", "电子版，2001 年毕业的专科。", PYMUPDF, kind="college")


def no_evidence() -> Iterator[Case]:
    yield paper("enrolment-report", "plain", "学籍报告现行版：不是学历证明。")
    yield paper(
        "enrolment-report",
        "bachelor",
        "学籍报告现行版，带冒号和半角括号。",
        CID,
        kind="bachelor",
        colon="：",
        brackets="half",
    )
    yield paper("enrolment-report-old", "plain", "学籍报告旧版，两栏表格。")
    yield paper(
        "enrolment-report-old",
        "wrapped-school",
        "学籍报告旧版，院校折行。",
        CID,
        school="浙江舟山群岛新区旅游与健康职业学院",
    )
    yield paper("degree-report-online", "plain", "学位在线验证报告。")
    yield paper("degree-report-online", "no-photograph", "学位在线验证报告，没有照片。", CID, photo=False)
    yield paper("degree-report-certified", "plain", "学位认证报告。")
    yield paper(
        "degree-report-certified",
        "other-labels",
        "学位认证报告，日期标签为认证日期。",
        CID,
        labels={"print_date": "认证日期"},
    )
    yield paper("foreign-credential", "plain", "国（境）外学历学位认证书：大段文字，没有表格。")
    yield paper("foreign-credential", "embedded", "同上，另一种字体嵌入方式。", PYMUPDF)
    for layout in ("registration-record-en", "enrolment-report-en", "certification-report-en", "degree-report-en"):
        yield paper(layout, "plain", "英文版，标题可能分两行。")
        yield paper(layout, "not-embedded", "英文版，字体未嵌入。", CID)


def no_paper() -> Iterator[Case]:
    """Near misses: the words occur, the paper is none that is known."""
    yield _page("letter", "只有情况说明，提到备案表。", letter())
    query = (
        "姓名　张虚构",
        "性别　男",
        "出生日期　1990年01月01日",
        "毕业日期　2012年07月01日",
        "学校名称　某某学院",
        "证书编号　999991201206990001",
    )
    yield _page("query-result", "学历查询结果页：不是验证报告。", _listing("中国高等教育学历证书查询结果", query))
    guide = (
        "办理说明",
        "一、登录学信网，申请《教育部学历证书电子注册备案表》。",
        "二、下载备案表，核对姓名、证书编号、学校名称。",
    )
    yield _page(
        "guide", "讲如何申请备案表的说明，标题行即备案表名称。", _listing("教育部学历证书电子注册备案表", guide)
    )
    yield _page("look-alike-title", "标题相似而非官方的“学历在线验证报告”。", _listing("学历在线验证报告", query))
    yield _page("blank", "空白页。", Sheet(()))


def _page(name: str, reason: str, sheet: Sheet) -> Case:
    return Case("no-paper", name, reason, lambda: renderings.render_cid([sheet]), [NOTHING])


def _listing(title: str, lines: tuple[str, ...]) -> Sheet:
    items = [Text(80, 180 + number * 28, line, 12) for number, line in enumerate(lines)]
    return Sheet((centred(120, title, 18), *items))
