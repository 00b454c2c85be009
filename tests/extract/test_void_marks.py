"""Papers that say of themselves that they do not count."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from tests.read.drawing import FIELDS, read, record, write


@pytest.mark.parametrize(
    "text",
    [
        "本备案表已于2023年5月1日作废",
        "学历注册信息已被撤销，请勿使用",
        "作废",
        "此件无效",
        "（作 废）",
        "仅供参考",
        "本报告已失效",
        "Void",
        "Not Approved",
        "EXPIRED",
        "此证已被学校撤销",
        "学历虚假",
        "证书已收回",
        "不予认可",
        "学籍已被开除",
        "该学历经核实为假",
        "已注销",
        "未毕业",
        "资料不属实",
        "该证书系冒用",
        "此证属变造",
        "学历不被承认",
        "不认可",
        "证书已收缴",
        "该生已被除名",
        "在线验证报告已过期，无法在线验证",
        "此在线验证码无效",
        "报告状态：已关闭",
        "5、本报告验证期限已满。",
        "认证结论：不予认证",
        "审核结果：不合格",
        "此件与原件不符",
        "与原件不符",
        "以官网为准，本件无法律效力",
        "此件为电脑合成",
        "内容由AI生成",
        "仅供预览",
        "本表不作为学历证明使用",
        "学历性质　非学历教育",
        "學歷資料已刪除",
        "撤銷",
        "学历造假，已通报",
        "与学信网数据不符",
        "照片与本人不符",
        "在线查验结果：此在线验证码无效",
        "未在学信网注册",
        "未通过学历电子注册，不予备案",
        "学校未上报",
        "学信网已暂停该学历的验证服务",
        "本表不能作为毕业审核依据",
        "该生学费未缴清，证书暂扣",
        "本表信息以学校更正函为准：姓名应为李小龙",
        "冒名顶替，处理中",
        "禁止使用",
        "该学历为自考单科合格证",
        "已被法院判决撤销",
        "本备案表已被新表替代",
        "2、备案表内容仅为学生自填，未经核对。",
        "本表系模拟生成，非学信网出具",
        "以上学历情况待核实，专此说明。",
        "以上学位情况属实，专此认证。",
        "COPY - NOT VALID FOR GRADUATION REVIEW",
        "This student did not graduate.",
        "学习形式　短期培训",
        "商务英语（非学历）",
        "会计（结业）",
        "依据《中等职业学校学生学籍管理办法》出具",
    ],
)
def test_mark_on_a_line_of_its_own_is_found(text: str) -> None:
    assert read(record(change=lambda page: write(page, 300, 790, text))).void_marks


@pytest.mark.parametrize("colour", [(0.8, 0, 0), (0.85, 0.85, 0.85)], ids=["stamp", "watermark"])
@pytest.mark.parametrize("angle", [0, 35])
def test_stamp_and_watermark_are_found(colour: tuple[float, ...], angle: int) -> None:
    def stamp(page: Any) -> None:
        at = pymupdf.Point(350, 300)
        write(page, *at, "作废", 40, color=colour, morph=(at, pymupdf.Matrix(angle)))

    assert read(record(change=stamp)).void_marks == ((1, "作废"),)


@pytest.mark.parametrize(
    "text",
    [
        "测试样本",
        "测试样本 TEST SPECIMEN",
        "样本",
        "SAMPLE",
        "测试样本 无效",
        "涂改无效",
        "预览",
        "影视后期制作",
        "广告电脑制作",
        "与原件相符",
        "涂改后的复印件无法律效力",
        "取消",
        "收回",
        "未取得学位",
        "如资料虚假",
        "证书虚假的后果自负",
        "4、备案表被涂改的，一律作废。",
        "3、报告过期后无效，请重新申请。",
        "4、在线验证报告已过期的，请登录学信档案重新申请并延长其验证有效期。",
        "5、报告在线验证有效期由报告权利人设置（1~6个月）",
        "认证结果以学信网公布的为准",
        "样本路小学",
        "如姓名有误，请联系毕业院校",
        "凡照片与本人不符的，请携带证件到校核对",
        "未通过电子注册的考生须提交材料",
        "毕业（结业）日期",
        "会计（师范）",
        "教育培训管理",
    ],
)
def test_other_words_are_no_mark(text: str) -> None:
    assert read(record(change=lambda page: write(page, 300, 790, text))).void_marks == ()


def _picture_stamp(text: str) -> bytes:
    """A stamp as editors keep it: a picture of words, large enough to be read."""
    sheet = pymupdf.open()
    page = sheet.new_page(width=160, height=50)
    write(page, 20, 38, text, 36, color=(0.8, 0, 0))
    return bytes(page.get_pixmap(dpi=200).tobytes("png"))


@pytest.mark.parametrize("turn", [0, 90])
def test_stamp_annotation_that_is_a_picture_is_read(turn: int) -> None:
    def stamp(page: Any) -> None:
        page.set_rotation(turn)
        page.add_stamp_annot((300, 620, 460, 670), stamp=_picture_stamp("作废"))

    assert read(record(change=stamp)).void_marks == ((1, "作废"),)


def test_stamp_annotation_that_denies_a_field_leaves_it_open() -> None:
    document = read(
        record(change=lambda page: page.add_stamp_annot((300, 620, 460, 670), stamp=_picture_stamp("结业")))
    )

    assert "completion" not in document.fields


def test_stamp_annotation_of_a_clerk_says_nothing() -> None:
    document = read(
        record(change=lambda page: page.add_stamp_annot((300, 620, 460, 670), stamp=_picture_stamp("已核")))
    )

    assert (document.void_marks, document.unexplained) == ((), ())


@pytest.mark.parametrize(("label", "value"), [("毕（结）业", "未毕业"), ("学历类别", "非学历教育")])
def test_value_of_a_field_is_no_mark_and_a_mark_beside_it_is_one(label: str, value: str) -> None:
    fields = {**FIELDS, label: value}

    assert read(record(fields)).void_marks == ()
    assert read(record(fields, change=lambda page: write(page, 400, 700, "作废"))).void_marks == ((1, "作废"),)
