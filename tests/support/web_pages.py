"""Papers as flowing web pages: the browser, not we, decides where things stand and where lines break."""

from __future__ import annotations

import base64
import html
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support import symbols
from tests.support.layouts.form import LABEL
from tests.support.look import Look
from tests.support.specimens import Draft

Page = Callable[[Draft], str]

STYLE = """
@page{size:A4;margin:15mm} body{font:14px 'WenQuanYi Zen Hei'} h1{text-align:center;font-size:22px} .mark{color:#c00}
table{border-collapse:collapse;width:100%} td{border:1px solid #666;padding:8px 10px} .l{background:#f3f3f3;width:16%}
.l{text-align:center} .row{display:flex;padding:6px 0;border-bottom:1px dashed #ccc} .k{width:130px;color:#555}
.box{border:2px solid #2a8;padding:10px;display:flex;margin-top:14px} .page{border:6px double #c9a;padding:22px}
.narrow{width:7.5em} .right{text-align:right} .mid{text-align:center}
"""
NOTES = (
    "备案表是对学历证书电子注册复核备案的结果。",
    "备案表内容验证办法：登录系统，输入在线验证码进行验证。",
    "备案表内容如有修改，请以最新在线验证的内容为准。",
    "未经学历信息权利人同意，不得将备案表用于违背权利人意愿之用途。",
    "报告在线验证有效期由报告权利人设置（1~6个月），其在报告验证到期前可再次延长验证有效期。",
)
TITLE = "教育部学历证书电子注册备案表"


def printed(page: Page, draft: Draft) -> bytes:
    """The page as Debian's Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "specimen.html", Path(folder) / "specimen.pdf"
        body = f"<p class=mark>测试样本 TEST SPECIMEN</p>{page(draft)}"
        source.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += [f"--print-to-pdf={target}", source.as_uri(), "--no-pdf-header-footer"]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return target.read_bytes()


def ruled(draft: Draft) -> str:
    """Two columns in a ruled table whose narrow label cells break 毕（结）业日期 and 校（院）长姓名 into two lines."""
    v = _values(draft)

    def row(*names: str) -> str:
        return "<tr>" + "".join(f"<td class=l>{LABEL[n]}</td><td>{v[n]}</td>" for n in names) + "</tr>"

    single = "".join(
        f"<tr><td class=l>{LABEL[name]}</td><td colspan=2>{v[name]}</td>"
        + ("<td rowspan=4 class=mid>暂无照片上传</td>" if name == "name" else "")
        + "</tr>"
        for name in ("name", "gender", "birth_date", "enrolment_date")
    )
    pairs = row("graduation_date", "level") + row("category", "duration") + row("school", "study_form")
    pairs += row("major", "completion") + row("certificate_number", "president")
    steps = "1、扫码获取“学信网报告在线验证”小程序<br>2、使用小程序扫码验证"
    check = (
        f"<tr><td class=l>在<br>线<br>验<br>证</td><td class=mid>{v['verification_code']}<br><small>在线验证码</small>"
    )
    check += f"</td><td>{steps}</td><td>{_symbol(draft)}</td></tr>"
    return (
        f"<h1>{TITLE}</h1><p class=mid>更新日期：{v['update_date']}</p><table>{single}{pairs}{check}</table>{_notes()}"
    )


def framed(draft: Draft) -> str:
    """Rows in an ornamental frame; school and major wrap in narrow places; the code stands in a box of its own."""
    v = _values(draft)
    names = ("name", "gender", "birth_date", "enrolment_date", "graduation_date", "school", "major", "duration")
    names += ("level", "category", "study_form", "completion", "certificate_number", "president")
    narrow = {"school", "major"}
    rows = "".join(
        f"<div class=row><div class=k>{LABEL[n]}</div><div{' class=narrow' if n in narrow else ''}>{v[n]}</div></div>"
        for n in names
    )
    lines = "①验证报告在线查验网址：https://www.chsi.com.cn/xlcx/bgcx.jsp<br>②使用学信网App扫描二维码验证"
    box = f"<div class=box>{_symbol(draft)}<p>在线验证码　<b>{v['verification_code']}</b><br>{lines}</p></div>"
    head = f"<h1>{TITLE}</h1><p class=right>更新日期：{v['update_date']}</p>"
    return f"<div class=page>{head}{rows}{box}{_notes()}</div>"


def pairs_in_cells(draft: Draft) -> str:
    """Label, colon and value in one ruled cell, two cells a row."""
    v = _values(draft)
    names = ("name", "gender", "birth_date", "enrolment_date", "graduation_date", "level", "category", "duration")
    names += ("school", "major", "study_form", "completion", "certificate_number", "president")
    cells = [f"<td>{LABEL[name]}：{v[name]}</td>" for name in names]
    rows = "".join(f"<tr>{one}{other}</tr>" for one, other in zip(cells[::2], cells[1::2], strict=True))
    code = f"<p>在线验证码：{v['verification_code']}</p>{_symbol(draft)}<p>②使用学信网App扫描二维码验证</p>"
    return f"<h1>{TITLE}</h1><p>更新日期：{v['update_date']}</p><table>{rows}</table>{code}{_notes()}"


def replacement(draft: Draft) -> str:
    """A 学历证明书 in a ruled table; its two numbers stand above each other in one cell."""
    v = _values(draft)
    numbers = f"{v['certificate_number']}<br>(原证书编号: {v['original_certificate_number']})"
    names = ("name", "gender", "birth_date", "enrolment_date", "graduation_date", "school", "major", "duration")
    names += ("level", "category", "study_form", "certificate_number", "completion")
    rows = "".join(
        f"<tr><td class=l>{LABEL[n]}</td><td>{numbers if n == 'certificate_number' else v[n]}</td></tr>" for n in names
    )
    check = f"<tr><td class=l>在线验证</td><td>{_symbol(draft)}<br>{v['verification_code']}</td></tr>"
    head = f"<h1>{TITLE}<br><small>（学历证明书）</small></h1><p class=mid>更新日期：{v['update_date']}</p>"
    return f"{head}<table>{rows}{check}</table>{_notes()}"


def certification(draft: Draft) -> str:
    """A 认证报告 in a frame, number and date of printing right-aligned above each other, labels with colons."""
    v = _values(draft)
    labels = {**LABEL, "major": "专业名称", "graduation_date": "毕业日期", "completion": "毕 结 业"}
    names = ("name", "gender", "birth_date", "category", "level", "school", "major", "study_form", "duration")
    names += ("enrolment_date", "graduation_date", "completion", "certificate_number")
    rows = "".join(f"<p>{labels[name]}：{v[name]}</p>" for name in names)
    head = f"<p class=right>报告编号：{v['report_number']}<br>打印日期：{v['print_date']}</p>"
    close = "<p>以上学历情况属实，专此认证。</p>"
    return f"<div class=page><h1>中国高等教育学历认证报告</h1>{head}{rows}{close}</div>"


def _values(draft: Draft) -> Mapping[str, str]:
    look = Look()
    return {name: html.escape(look.value(draft.record, name, "padded")) for name in draft.record.values}


def _symbol(draft: Draft) -> str:
    (symbol, *_) = draft.symbols
    data = base64.b64encode(symbols.picture(symbols.matrix(symbol))).decode()
    return f"<img width=110 src='data:image/png;base64,{data}'>"


def _notes() -> str:
    return "<p>注意事项：</p><ol>" + "".join(f"<li>{note}</li>" for note in NOTES) + "</ol>"
