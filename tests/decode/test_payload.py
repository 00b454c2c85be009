"""Payloads: what a symbol says, and that nothing that leads to a site passes for anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degree_verify.decode.payload import read_payload
from degree_verify.load.layouts import load_layouts
from degree_verify.model.document import Code, CodeKind
from degree_verify.model.geometry import Box
from degree_verify.normalise.labelled import FIELD_LABELS, read_fields, read_said
from degree_verify.normalise.text import squeeze

TRUSTED = ("www.chsi.com.cn", "chsi.com.cn")
CODE = "A123456789BCDEFG"


def _read(payload: str) -> Code:
    return read_payload(payload, 1, Box(0, 0, 1, 1), TRUSTED)


@pytest.mark.parametrize(
    ("payload", "kind", "code"),
    [
        (f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}&srcid=bgcx", CodeKind.URL, CODE),
        ("请使用'学信网报告在线验证'微信小程序扫码验证,#090888693519#", CodeKind.SENTENCE, "090888693519"),
        (f"请使用‘学信网报告在线验证’微信小程序扫码验证，#{CODE}#", CodeKind.SENTENCE, CODE),
        (CODE, CodeKind.CODE, CODE),
        (" 090888693519\n", CodeKind.CODE, "090888693519"),
        ("姓名：张三\n性别：女\n层次：专科", CodeKind.FIELDS, None),
        ("张三|090888693519|www.chsi.com.cn/xlcx", CodeKind.SENTENCE, "090888693519"),
        ("张三|090888693519|090888693520|www.chsi.com.cn/xlcx", CodeKind.URL, None),  # nobody can tell which
        ("姓名：张三；层次：专科；在线验证码：0908 8869 3519", CodeKind.FIELDS, "090888693519"),
        ("", CodeKind.OTHER, None),
        ("测试样本", CodeKind.OTHER, None),
        ("ABCDEFGHIJKL", CodeKind.OTHER, None),  # no digit: a word
        ("%PDF\x00\x01", CodeKind.OTHER, None),
    ],
)
def test_payload_of_every_known_form_gives_its_kind_and_code(payload: str, kind: CodeKind, code: str | None) -> None:
    read = _read(payload)

    assert read.kind is kind
    assert read.code == code
    assert read.payload == payload


@pytest.mark.parametrize(
    "payload",
    {
        "bare host": "evil.example",
        "bare host with path": "www.evil.example/q/1",
        "bare host with the code between signs": f"www.evil.example/q#{CODE}#",
        "one slash": f"http:/evil.example/#{CODE}#",
        "backslashes": f"http:\\\\evil.example\\#{CODE}#",
        "App link": f"weixin://dl/business/?t=#{CODE}#",
        "text message": f"sms:10086?body=#{CODE}#",
        "words around it": f"请扫码 https://evil.example/?c={CODE} 验证",
        "sentence with an address": f"请使用微信小程序扫码验证,#{CODE}# https://evil.example",
        "code beside two addresses": "090888693519|www.chsi.com.cn/xlcx|evil.example",
        "second address": f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE} https://evil.example/",
        "official address first": f"见 https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE} 或 https://evil.example/",
        "fields with an address": "姓名:张三\n性别:女\n网址:http://evil.example/x",
        "fields on one line with an address": "姓名:张三 性别:女 http://evil.example/x",
        "mail": "mailto:a@evil.example",
        "telephone": "tel:13900000000",
        "script": "javascript:alert(1)",
    }.items(),
    ids=lambda item: item[0],
)
def test_payload_that_leads_anywhere_but_to_a_trusted_host_is_not_taken_for_good(payload: tuple[str, str]) -> None:
    read = _read(payload[1])

    # Either it is known for an untrusted address, or it is opaque and a person must look.
    assert read.trusted is False or read.kind is CodeKind.OTHER, read


@pytest.mark.parametrize(
    "name",
    [
        "'留信网'微信小程序",
        "'学信网报告在线验证'支付宝小程序",
        "支付宝",
        "'学信网报告查询'小程序",
        "“学历查验助手”小程序",
        "留信网",
        "学历查验助手微信小程序",
    ],
)
def test_sentence_that_names_another_service_says_so(name: str) -> None:
    read = _read(f"请使用{name}扫码验证,#{CODE}#")

    assert (read.kind, read.code, read.problems) == (CodeKind.SENTENCE, CODE, ("service",))


def test_sentence_with_two_codes_has_none() -> None:
    read = _read(f"请使用'学信网报告在线验证'微信小程序扫码验证,#{CODE}#A987654321GFEDCB#")

    assert (read.kind, read.code) == (CodeKind.OTHER, None)


@pytest.mark.parametrize("name", ["'学信网报告在线验证'微信小程序", "“学信网App”", "学信网", "学信网App", "微信小程序"])
def test_sentence_of_the_issuer_has_no_problem(name: str) -> None:
    assert _read(f"请使用{name}扫码验证,#{CODE}#").problems == ()


def test_fields_of_a_symbol_are_normalised_as_printed_ones_are() -> None:
    fields = read_fields(
        "姓 名：张　三\n出生日期：1980年9月1日\n层次：高职(专科)\n证书编号：1002 2120 0106 9999 99\n备注：无"
    )

    assert fields == {
        "name": "张三",
        "birth_date": "1980-09-01",
        "level": "高职（专科）",
        "certificate_number": "100221200106999999",
    }


@pytest.mark.parametrize("apart", [";", "；", "\n", "|", "，", ",", "、", "，\n", " ", "， "])
@pytest.mark.parametrize(
    "major",
    [
        "国际经济与贸易（中外合作办学，跨境电子商务方向）",
        "商务管理（跨境电商,物流方向）",
        "会计，审计",
        "市场营销（方向：物流，电商）",
        "市场营销（中外合作，方向：物流）",
        "机械设计、制造及其自动化",
        "Business Administration",
    ],
)
def test_value_with_commas_of_its_own_is_read_whole(major: str, apart: str) -> None:
    pairs = ("姓名：张三", "性别：女", f"专业：{major}", "学制：", "层次：专科")

    assert read_fields(apart.join(pairs)) == {
        "name": "张三",
        "gender": "女",
        "major": squeeze(major),
        "level": "专科",
    }


@pytest.mark.parametrize("apart", ["，", ","])
def test_comma_before_a_label_that_is_not_known_still_separates(apart: str) -> None:
    fields = read_fields(apart.join(("姓 名：张 三", "民族：汉", "专 业：法学", "网址：www.chsi.com.cn", "层次：专科")))

    assert fields == {"name": "张三", "major": "法学", "level": "专科"}


def test_words_before_the_first_label_hide_no_field() -> None:
    assert read_fields("备案信息 姓名：张三，性别：女") == {"name": "张三", "gender": "女"}


def test_bracket_that_is_never_closed_hides_no_known_label() -> None:
    assert read_fields("专业：会计（电算化，层次：专科") == {"major": "会计(电算化", "level": "专科"}


@given(st.text("姓名：:，,、（） 性别专业张三;\n", max_size=40))
def test_pairs_of_any_text_are_read_without_an_error(text: str) -> None:
    assert all(value for value in read_fields(text).values())


def test_what_a_sentence_says_beside_its_code_is_read_too() -> None:
    two = _read(f"姓名：王小二 层次：专科 在线验证码：#{CODE}#")

    assert (two.kind, two.code) == (CodeKind.FIELDS, CODE)
    assert two.fields == {"name": "王小二", "level": "专科"}
    assert _read(f"姓名：王小二 #{CODE}#").fields == {"name": "王小二"}
    assert _read(f"请使用微信小程序扫码验证，在线验证码：#{CODE}#").fields == {}


def test_field_given_twice_in_a_symbol_keeps_the_first() -> None:
    assert read_fields("姓名：张三\n姓名：李四")["name"] == "张三"


def test_payload_longer_than_any_symbol_is_cut() -> None:
    assert len(_read("姓" * 20_000).payload) == 8192


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: data.decode("latin-1")))
def test_payload_of_any_text_never_raises_and_trusts_only_addresses(payload: str) -> None:
    read = _read(payload)

    assert read.trusted is None or read.kind is CodeKind.URL
    assert read.kind is not CodeKind.CODE or read.code == payload.strip()


def test_every_label_of_the_papers_is_known_in_symbols() -> None:
    labels = {label: names for layout in load_layouts() for label, names in layout.fields_by_label.items()}
    chinese = {label: names for label, names in labels.items() if not label.isascii() and len(names) == 1}

    assert {label: FIELD_LABELS.get(label) for label in chinese if "学位" not in label} == {
        label: names[0] for label, names in chinese.items() if "学位" not in label
    }


def test_field_that_is_said_twice_and_words_without_a_label_are_kept() -> None:
    said = read_said("备案 姓名：张三\n姓名：李四\n备注：结业")

    assert said.pairs == (("name", "张三"), ("name", "李四"))
    assert (said.others, said.words) == ((("备注", "结业"),), ("备案 ",))
