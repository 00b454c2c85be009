"""The look-up list: what stands in it, and the words that people put into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from degree_verify.model.lookup import AnswerState

COLUMNS: Mapping[str, str] = {
    "needed": "必查或抽查 / needed",
    "path": "文件 / file",
    "index": "第几份 / index",
    "candidate_id": "准考证号 / candidate",
    "name": "姓名 / name",
    "birth_date": "出生日期 / date of birth",
    "school": "学校名称 / school",
    "level": "层次 / level",
    "graduation_date": "毕（结）业日期 / graduation",
    "certificate_number": "证书编号 / certificate number",
    "code": "在线验证码 / code",
    "link": "查询网址 / link",
    "why": "原因 / why",
    "result": "结果（填：一致、不符、已过期、已关闭、无效、不合要求、打不开） / result",
    "differing": "不符的项目 / differing fields",
    "day": "查询日期 / day",
    "note": "备注 / note",
}
"""Headers by our names. `result` and what follows are for the person who looks."""

WORDS: Mapping[AnswerState, tuple[str, ...]] = {
    AnswerState.CONFIRMED: ("一致", "相符", "属实", "confirmed", "same"),
    AnswerState.DIFFERS: ("不符", "不一致", "differs", "different"),
    AnswerState.EXPIRED: ("已过期", "过期", "expired"),
    AnswerState.CLOSED: ("已关闭", "关闭", "closed"),
    AnswerState.NOT_FOUND: ("无效", "查无此码", "验证码无效", "not-found", "not found", "invalid"),
    AnswerState.MALFORMED: ("不合要求", "malformed"),
    AnswerState.UNAVAILABLE: ("打不开", "未查到", "unavailable"),
}
"""What people write for each state; the first word is the one that the list shows."""


Paper = tuple[str, str, str]
"""Which paper a row is about: file and number as they stand in its cells, and the code without spaces."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person noted about one paper, as it stands in the list. `row` counts from 1 as a spreadsheet shows it."""

    row: int
    path: str
    index: str
    code: str
    result: str
    differing: str = ""
    day: str = ""
    note: str = ""

    @property
    def paper(self) -> Paper:
        return self.path, self.index, "".join(self.code.split()).upper()


@dataclass(frozen=True, slots=True)
class Task:
    """One code that a person should look up. `link` is built from the policy and the code, never from a paper.

    `needed`: the paper cannot be accepted without it; otherwise a spot check. `why` names the findings behind that.
    `noted`: what a person has recorded, None when nobody has; `day` is that record's.
    """

    path: str
    index: int
    candidate_id: str
    values: Mapping[str, str]
    code: str
    link: str
    needed: bool
    why: tuple[str, ...]
    noted: AnswerState | None = None
    differing: tuple[str, ...] = ()
    day: date | None = None
    note: str = ""
