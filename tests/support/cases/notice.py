"""The three samples in annex 2 of notice 皖招考函〔2023〕83号, rebuilt with the words that the notice prints.

By their nature they break several rules: birth and enrolment on one day, a number of 24 digits, a certificate number
whose year is not the year of graduation. They are read, not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.support.cases.case import Case, papers
from tests.support.graduate import GRADUATE
from tests.support.look import Look
from tests.support.persons import Person
from tests.support.records import Record
from tests.support.renderings import render_truetype
from tests.support.sheets import Text
from tests.support.specimens import FORMS, Draft

_LABELS = {"graduation_date": "毕业日期", "completion": "毕业(业)", "report_number": "证书编号"}
_RECORD = {
    **GRADUATE,
    "birth_date": "1998-09-01",
    "verification_code": "090888693519",
    "update_date": "2018-05-18",
}
_REPORT = {
    "name": "张四",
    "gender": "女",
    "birth_date": "1995-01-01",
    "category": "普通",
    "level": "本科",
    "school": "中国政法大学",
    "major": "民商法学",
    "study_form": "普通全日制",
    "duration": "四年",
    "enrolment_date": "2002-09",
    "graduation_date": "2006-07",
    "completion": "毕业",
    "certificate_number": "1" * 24,
    "report_number": "50" + "1" * 18,
    "print_date": "2017-10-14",
}


def samples() -> Iterator[Case]:
    look = Look(brackets="half", labels=_LABELS, photo=False, ornament=True)
    nature = "样本本身违反多条规则（出生与入学同日、编号年份等）。"
    first = _draft("registration-record-b", _RECORD, look)
    yield papers("notice-samples", "1-registration-record", f"通知附件 2 样本一。{nature}", [first])
    second = _draft(
        "registration-record-certificate", {**_RECORD, "original_certificate_number": "107576548765002154"}, look
    )
    yield papers("notice-samples", "2-registration-record-certificate", f"通知附件 2 样本二。{nature}", [second])
    # The notice prints the name of the other paper and its address at the foot of the third.
    foot = (Text(200, 740, "教育部学历证书电子注册备案表", 10), Text(200, 756, "http://www.chsi.com.cn/xtba/", 10))
    report = _draft("certification-report", _REPORT, replace(look, colon=":"))
    sheet = report.sheets()[0]
    items = tuple(
        replace(item, text="以上学历情况属实,专业认证。")
        if isinstance(item, Text) and item.text.startswith("以上")
        else item
        for item in sheet.items
        if not (isinstance(item, Text) and item.text.startswith("http"))
    )
    drawn = replace(sheet, items=(*items, *foot))
    yield Case(
        "notice-samples",
        "3-certification-report",
        f"通知附件 2 样本三，页脚印有另一种材料的名称。{nature}",
        lambda: render_truetype([drawn]),
        [report.truth()],
    )


def _draft(layout: str, values: dict[str, str], look: Look) -> Draft:
    person = Person(values["name"], values["gender"], values["birth_date"], "")
    record = Record(person, "college", values)
    symbols = FORMS["registration-record-b"].symbols(record) if "verification_code" in values else ()
    return Draft(layout, record, look, symbols)
