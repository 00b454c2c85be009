"""One row of a roster as a candidate: its cells are made sense of, and those that have none are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from degree_verify.load.roster_header import COLUMNS
from degree_verify.load.tables import ROUNDED
from degree_verify.model.roster import Candidate, RowProblem
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.id_numbers import LEAST_DIGITS, IdNumber, parse_id_number
from degree_verify.normalise.text import fold, squeeze

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_GENDERS = {"男": "男", "女": "女", "男性": "男", "女性": "女", "m": "男", "f": "女", "1": "男", "2": "女"}
"""The digits are those of GB/T 2261.1."""

_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA)|#{3,}|#未计算"
)
"""What spreadsheets show in a cell whose formula failed, and in one that is too narrow, which text export keeps."""

_NOTHING = re.compile(r"[-‐-―_/\\.·*×]+|无|没有|暂无|暂缺|未填|未知|不详|空|[nN][/]?[aA]|[nN]one|[nN]ull|NULL|NONE|NIL")
_SUSPECT = frozenset("#＃-－‐‑‒–—―_＿/／\\＼.．·*＊×无没暂未不空nNｎＮ")
"""What either of these begins with: nearly all cells need no closer look."""

_MASKED = re.compile(r"[*•●×]{2,}|[xX]{3,}")
_SHOWN_BIRTH = re.compile(r"'?\d{6}((?:19|20)\d{6})[*•●×xX\d]{4}")
_SCHOOL_CODE = re.compile(r"\d{5}\W*(?=[\u4e00-\u9fff])")
_LEAST_OF_CERTIFICATE = 3
"""Digits that any certificate number has; 待补 and 已丢失 are none."""

_LEAST_DIGITS = 5
"""Digits that the number of any identity document has."""

_SERIAL = re.compile(r"[1-7]\d{4}(?:\.0)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar; its serial numbers of five digits are the years 1927 to 2118."""

_LONGEST_NOTHING = 20
"""Characters of a cell that may stand for nothing, or hold an error; longer ones need no look."""

_NO_NUMBER = "没有有效的身份证号", "no valid identity number"
_NO_EXTRA: Mapping[str, str] = {}


def candidate_of(values: Mapping[str, str | None], row: int = 0) -> tuple[Candidate, tuple[RowProblem, ...]]:
    """One candidate from our column names (id, name, id_number …), with what is wrong in single cells."""
    cells = {name: value for name, value in values.items() if value}
    return read_row(cells, row, {}, {}, {})


def read_row(
    cells: Mapping[str, str],
    row: int,
    other_ids: Mapping[str, str],
    places: Mapping[str, str],
    alike: dict[str, str],
) -> tuple[Candidate, tuple[RowProblem, ...]]:
    """The candidate in a row from its cells by our column names, with what is wrong in single cells.

    `other_ids` are further numbers by the title of their column, `places` the letters of our columns for messages;
    `alike` keeps one object of each value that many rows have.
    """

    def shared(value: str | None) -> str | None:
        """The value itself, one object for all rows that have it: a province's roster has to fit in memory."""
        return alike.setdefault(value, value) if value else value

    read = _Cells(cells, row, places)
    name = read.text("name")
    id_number, known = read.identity()
    gender, birth = read.gender(), read.day("birth_date")
    shown = known.birth_date if known else read.shown_birth()
    if shown and birth and not shown.startswith(birth):
        read.flags.append("birth_date-contradicts-id")
    if known and gender and known.gender != gender:
        read.flags.append("gender-contradicts-id")
    others = {title: text for title, value in other_ids.items() if (text := squeeze(value)) and not _is_empty(text)}
    candidate = Candidate(
        id=read.number("id") or next(iter(others.values()), None) or f"#{row}",
        row=row,
        name=shared(name),
        id_number=known.number if known else id_number,
        gender=gender or (known.gender if known else None),
        birth_date=shared(shown or birth),
        school=shared(read.school()),
        level=shared(read.text("level")),
        certificate_number=read.certificate_number(),
        graduation_date=shared(read.day("graduation_date")),
        problems=tuple(read.flags),
        extra=others or _NO_EXTRA,
    )
    return candidate, tuple(read.problems)


class _Cells:
    """The cells of one row; `problems` and `flags` fill with what is wrong in those that were read."""

    def __init__(self, cells: Mapping[str, str], row: int, places: Mapping[str, str]) -> None:
        self._cells, self._row, self._places = cells, row, places
        self.problems: list[RowProblem] = []
        self.flags: list[str] = []

    def text(self, name: str) -> str | None:
        """A cell's text, folded lightly."""
        return " ".join(fold(self._filled(name)).split()) or None

    def number(self, name: str) -> str | None:
        """A number as text; None where the spreadsheet has rounded it."""
        text = squeeze(self._filled(name)).lstrip("'")
        if text.startswith(ROUNDED) or _SCIENTIFIC.fullmatch(text):
            self._report(
                name,
                "号码被表格软件改成了近似数，末几位已丢失；请把该栏设为文本后重新录入",
                "the spreadsheet rounded this number, its last digits are lost; make the column text and enter it anew",
                flag="rounded",
            )
            return None
        return text or None

    def identity(self) -> tuple[str | None, IdNumber | None]:
        """The identity number, None where something else stands in its place, and what it says if it is valid."""
        number = self.number("id_number")
        if number is None:
            if self._cells.get("id_number", "").strip() and not self.flags_of("id_number"):
                self._report("id_number", *_NO_NUMBER)
            return None, None
        known = parse_id_number(number)
        if known:
            return number, known
        digits = sum(map(str.isdigit, number))
        if _MASKED.search(number) or digits < _LEAST_DIGITS:
            # Masked on purpose it is only lacking; anything else was meant to be a number.
            self._report("id_number", *_NO_NUMBER, flag=None if _MASKED.search(number) else "unreadable")
            return None, None
        if digits >= LEAST_DIGITS:
            self._report("id_number", "身份证号校验不通过", "the identity number fails its check", flag="checksum")
        return number, None

    def shown_birth(self) -> str | None:
        """The date of birth that a masked identity number still shows."""
        number = squeeze(self._cells.get("id_number", ""))
        shown = _SHOWN_BIRTH.fullmatch(number) if _MASKED.search(number) else None
        return parse_date(shown[1]) if shown else None

    def school(self) -> str | None:
        """The name of the school, without the code that some rosters put before it."""
        text = self.text("school")
        return _SCHOOL_CODE.sub("", text, count=1) if text and text[0].isdigit() else text

    def certificate_number(self) -> str | None:
        """The number of the earlier certificate; None where a word says that there is none."""
        text = self.number("certificate_number")
        return text if text and sum(map(str.isdigit, text)) >= _LEAST_OF_CERTIFICATE else None

    def gender(self) -> str | None:
        """男 or 女."""
        text = self._filled("gender")
        gender = _GENDERS.get(squeeze(text).lower())
        if text and gender is None:
            self._report(
                "gender", "性别不是男或女，未使用", "the sex is neither 男 nor 女 and was not used", flag="unreadable"
            )
        return gender

    def day(self, name: str) -> str | None:
        """A date in ISO form, from text or from a spreadsheet's serial number."""
        text = self._filled(name)
        value = parse_date(text.split(" ")[0] if re.match(r"\d{4}-\d{2}-\d{2} ", text) else text)
        if value is None and _SERIAL.fullmatch(text.strip()):
            value = parse_date((_EPOCH + timedelta(days=int(text.strip()[:5]))).isoformat())
        if text and value is None:
            self._report(name, "不是日期，未使用", "is no date and was not used", flag="unreadable")
        return value

    def flags_of(self, name: str) -> list[str]:
        """What is wrong with a cell."""
        return [flag for flag in self.flags if flag.startswith(f"{name}-")]

    def _filled(self, name: str) -> str:
        """What stands in a cell; empty where a dash or a word stands for nothing, or where it holds an error."""
        text = self._cells.get(name, "")
        if text.lstrip()[:1] not in _SUSPECT or len(text) >= _LONGEST_NOTHING:
            return text
        bare = squeeze(text)
        if bare.startswith("#") and _ERROR.fullmatch(bare.upper()):
            self._report(
                name,
                f"表格里的公式出错（{bare}），没有读到内容；请改正后重新核对",
                f"the spreadsheet shows the error {bare}, nothing was read; correct it and check again",
                flag="unreadable",
            )
            return ""
        return "" if _NOTHING.fullmatch(bare) else text

    def _report(self, name: str, zh: str, en: str, flag: str | None = None) -> None:
        place = f"{self._places[name]}{self._row}" if name in self._places else name
        self.problems.append(RowProblem(self._row, COLUMNS[name][0], f"单元格 {place}：{zh}", f"cell {place}: {en}"))
        if flag:
            self.flags.append(f"{name}-{flag}")


def _is_empty(text: str) -> bool:
    return bool(_NOTHING.fullmatch(text) or _ERROR.fullmatch(text.upper()))
