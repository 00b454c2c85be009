"""Answer pages of the issuer as they are known, rebuilt for fictional people, each with the specimen line."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from tests.support.sheets import MARK
from tests.support.specimens import Draft
from tests.support.web_pages import framed, ruled

SENTENCES = {
    "expired": "在线验证报告已过期，无法在线验证",
    "closed": "在线验证报告已关闭，无法在线验证",
    "not-found": "此在线验证码无效",
    "malformed": "系统检测到非法访问，不合要求的在线验证码",
}
"""What the page says instead of a report, by the state that it means."""

CAPTCHA = (
    "<h2>在线验证报告查询</h2><form><label>在线验证码</label><input name=vcode>"
    "<label>图片验证码</label><input name=yzm><img src='/xlcx/yzm.do'><a>看不清，换一张</a><button>查询</button></form>"
    "<p>提示“此在线验证码无效”时，请核对后重新输入。</p>"
)
CHALLENGE = "<script>var s='此在线验证码无效';document.cookie='x='+s;location.reload()</script>"
LOGIN = "<form><p>请登录</p><label>用户名</label><input><label>密码</label><input type=password></form>"


def page(body: str, *, title: str = "学信网") -> str:
    """A whole page around a body, with what surrounds it on the site."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>"
        "<script>if(false){alert('在线验证报告已过期，无法在线验证')}</script><style>.a{color:red}</style></head>"
        f"<body><p class=mark>{MARK}</p><ul><li><a href='/'>首页</a></li><li>在线验证报告</li></ul>{body}"
        "<div class=footer>主办单位：（测试样本）</div></body></html>"
    )


def sentence(state: str) -> str:
    return page(f"<div class='msg'><span>{SENTENCES[state]}</span></div>")


def report(draft: Draft) -> str:
    """The current report, a row for each field."""
    return page(framed(draft))


def former_report(draft: Draft, *pictures: str) -> str:
    """The former report in two columns; the named fields stand there as pictures, as name and conclusion did."""
    body = ruled(draft)
    for name in pictures:
        cell = f"<td>{html.escape(draft.record[name])}</td>"
        assert body.count(cell) + body.count(cell.replace("<td>", "<td colspan=2>")) == 1
        for start in ("<td>", "<td colspan=2>"):
            body = body.replace(cell.replace("<td>", start), f"{start}<img src='/report/img/1.jpg'></td>")
    return page(body)


def gateway(draft: Draft, state: str = "OK") -> str:
    """The answer of an office's gateway, in Chinese keys on two levels."""
    person: Mapping[str, Any] = {
        "xm": draft.record["name"],
        "xb": draft.record["gender"],
        "csrq": draft.record["birth_date"].replace("-", ""),
        "byrq": draft.record["graduation_date"],
        "xllb": draft.record["category"],
        "cc": draft.record["level"],
        "yxmc": draft.record["school"],
        "zsbh": draft.record["certificate_number"],
        "bjyjl": draft.record["completion"],
    }
    return json.dumps({"note": MARK, "code": state, "data": {"list": [person]}}, ensure_ascii=False)


GATEWAY = """
[lookup.json]
state = "code"
[lookup.json.states]
OK = "report"
EXPIRED = "expired"
CLOSED = "closed"
NONE = "not-found"
BAD = "malformed"
[lookup.json.fields]
name = "data.list.0.xm"
gender = "data.list.0.xb"
birth_date = "data.list.0.csrq"
graduation_date = "data.list.0.byrq"
category = "data.list.0.xllb"
level = "data.list.0.cc"
school = "data.list.0.yxmc"
certificate_number = "data.list.0.zsbh"
completion = "data.list.0.bjyjl"
"""
"""The part of a policy that reads `gateway`."""
