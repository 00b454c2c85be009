"""The roster of candidates: workbooks, delimited text and JSON lines, whatever their headers are called."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from degree_verify.errors import RosterError
from degree_verify.load.tables import ROUNDED, TableError, decode_text, read_tables
from degree_verify.model.roster import Candidate, Roster, RowProblem
from degree_verify.normalise.dates import parse_date
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.text import fold, squeeze

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("准考证号", "准考证号码", "准考证", "考籍号", "考籍号码", "考生编号", "考生号", "考号"),
    "name": ("姓名", "考生姓名", "学生姓名"),
    "id_number": (
        *("身份证号", "身份证号码", "证件号码", "证件号", "身份证件号", "身份证件号码"),
        *("公民身份号码", "居民身份证号", "居民身份证号码", "身份证"),
    ),
    "gender": ("性别",),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "生日"),
    "school": (
        *(
            "前置学历学校",
            "前置学历毕业院校",
            "前置学历毕业学校",
            "前置学历院校",
            "前置学历学校名称",
            "前置学历院校名称",
        ),
        *(
            "前置毕业院校",
            "前置毕业学校",
            "前置院校",
            "前置学校",
            "专科毕业院校",
            "专科毕业学校",
            "原毕业院校",
            "原毕业学校",
        ),
        *("毕业院校", "毕业学校", "毕业院校名称"),
    ),
    # A bare 层次 or 毕业时间 on such a roster is that of the self-study course, not of the earlier qualification.
    "level": ("前置学历层次", "前置层次", "前置学历", "原学历层次", "毕业层次"),
    "certificate_number": (
        *("前置学历证书编号", "前置证书编号", "前置学历证书号", "前置学历毕业证书编号", "前置学历毕业证书号"),
        *("前置毕业证书编号", "前置毕业证书号", "专科毕业证书编号", "原毕业证书编号", "原毕业证书号"),
        *("毕业证书编号", "毕业证书号", "毕业证编号", "毕业证号", "学历证书编号", "证书编号"),
    ),
    "graduation_date": ("前置学历毕业日期", "前置学历毕业时间", "前置毕业日期", "前置毕业时间", "前置学历毕业年月"),
}
"""Our columns with the headers that they go by, the more telling first. Compared without spaces and brackets."""

MOST_HEADER_ROWS = 30
"""Rows within which the header must stand, below title rows and notes."""

_ASIDE = re.compile(r"\([^()]*\)|[*:]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_GENDERS = {"男": "男", "女": "女", "男性": "男", "女性": "女", "m": "男", "f": "女"}
_RESIDENT = re.compile(r"\d{15}|\d{17}[\dXx]|\d{18}")


_NO_EXTRA: Mapping[str, str] = {}


class _Header(NamedTuple):
    """Where our columns stand: index by name, header text by name, and further columns that number candidates."""

    indexes: Mapping[str, int]
    titles: Mapping[str, str]
    other_ids: Mapping[str, int]


_BETWEEN = 5_000
"""Rows from one word of progress to the next."""

Tell = Callable[[int], object]


def _nobody(rows: int) -> None:
    """Progress that nobody watches."""


def read_roster(path: Path, columns: Mapping[str, str] | None = None, tell: Tell = _nobody) -> Roster:
    """The roster in a file. `columns` names headers of ours that go by other words; `tell` hears the rows read so far.

    Raises RosterError when the file cannot be read or has no usable header; rows and cells that cannot be used are
    listed in the roster's problems.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RosterError(
            f"名册 {path.name} 无法读取：{reason}", f"roster {path.name} cannot be read: {reason}"
        ) from None
    given = dict(columns or {})
    digest = hashlib.sha256(data + repr(sorted(given.items())).encode()).hexdigest()[:16]
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _from_lines(path.name, data, given, digest, tell)
    return _from_tables(path.name, data, given, digest, tell)


def candidate_of(values: Mapping[str, str | None], row: int = 0) -> tuple[Candidate, tuple[RowProblem, ...]]:
    """One candidate from our column names (id, name, id_number …), with what is wrong in single cells."""
    cells = {name: value for name, value in values.items() if value}
    return _candidate(cells, row, {}, {}, {})


def _from_tables(source: str, data: bytes, columns: Mapping[str, str], digest: str, tell: Tell) -> Roster:
    seen: list[list[str]] = []
    try:
        for _, rows in read_tables(data):
            top: list[list[str]] = []
            for row in rows:
                top.append(row)
                header = _header(row, columns)
                if header:
                    return _table(source, rows, len(top), header, digest, tell)
                if len(top) >= MOST_HEADER_ROWS:
                    break
            seen += [row for row in top if any(row)]
    except TableError as error:
        raise RosterError(
            f"名册 {source} 无法读取：{error}。请提供 xlsx、xls、csv 或 jsonl 文件",
            f"roster {source} cannot be read: {error}. Give an xlsx, xls, csv or jsonl file",
        ) from None
    raise _no_header(source, seen, columns)


def _no_header(source: str, seen: Sequence[Sequence[str]], columns: Mapping[str, str]) -> RosterError:
    first = "、".join(cell for cell in (seen[0] if seen else ()) if cell)[:80]
    named = "、".join(columns.values())
    hint = f"（指定的栏目：{named}）" if named else ""
    return RosterError(
        f"名册 {source} 中没有找到表头：至少需要“姓名”和“准考证号”或“身份证号”两栏{hint}；"
        f"第一行是：{first or '（空）'}。栏目名不同时，请用 --columns 或策略的 [roster.columns] 指明",
        f"roster {source} has no header: it needs at least the columns 姓名 and 准考证号 or 身份证号; "
        f"its first row is: {first or '(empty)'}. "
        "Name other headers with --columns or in the policy's [roster.columns]",
    )


def _header(row: Sequence[str], columns: Mapping[str, str]) -> _Header | None:
    titles = [squeeze(cell) for cell in row]
    plain = [_ASIDE.sub("", title) for title in titles]
    indexes: dict[str, int] = {}
    others: dict[str, int] = {}
    for name, synonyms in COLUMNS.items():
        wanted = (squeeze(columns[name]),) if name in columns else synonyms
        places = [
            (titles if word in titles else plain).index(word) for word in wanted if word in titles or word in plain
        ]
        if places:
            indexes[name] = places[0]
        if name == "id":
            others = {titles[place]: place for place in places[1:]}
    keys = {"name", "id", "id_number"} & set(indexes)
    lone = len(indexes) == 1 and sum(bool(title) for title in titles) == 1
    if not keys or not (len(indexes) >= 2 or lone) or not set(columns) <= set(indexes):
        return None
    return _Header(indexes, {name: row[index].strip() for name, index in indexes.items()}, others)


def _table(source: str, rows: Iterable[Sequence[str]], above: int, header: _Header, digest: str, tell: Tell) -> Roster:
    if "name" not in header.indexes:
        found = "、".join(header.titles.values())
        raise RosterError(
            f"名册 {source} 缺少“姓名”栏（找到的栏目：{found}）",
            f"roster {source} lacks the column 姓名 (found: {found})",
        )

    def cells() -> Iterator[tuple[int, Mapping[str, str], Mapping[str, str]]]:
        for number, row in enumerate(rows, start=above + 1):
            at = {name: row[index] for name, index in header.indexes.items() if index < len(row) and row[index].strip()}
            ids = {title: row[i] for title, i in header.other_ids.items() if i < len(row) and row[i].strip()}
            yield number, at, ids

    places = {name: _letters(index) for name, index in header.indexes.items()}
    try:
        return _roster(source, cells(), places, header.titles, digest, tell)
    except TableError as error:
        raise RosterError(f"名册 {source} 中途损坏：{error}", f"roster {source} is damaged midway: {error}") from None


def _letters(index: int) -> str:
    """The name of a spreadsheet's column: 0 is A."""
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _from_lines(source: str, data: bytes, columns: Mapping[str, str], digest: str, tell: Tell) -> Roster:
    try:
        lines = decode_text(data).splitlines()
    except TableError as error:
        raise RosterError(f"名册 {source} 无法读取：{error}", f"roster {source} cannot be read: {error}") from None
    names = {word: name for name, synonyms in COLUMNS.items() for word in (*synonyms, name)}
    names |= {squeeze(title): name for name, title in columns.items()}
    problems: list[RowProblem] = []

    def cells() -> Iterator[tuple[int, Mapping[str, str], Mapping[str, str]]]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                entry = None
            if not isinstance(entry, dict):
                problems.append(RowProblem(number, "", "不是 JSON 对象，未使用", "is no JSON object and was not used"))
                continue
            at: dict[str, str] = {}
            for key, value in entry.items():
                name = names.get(squeeze(key))
                if name and name not in at and value is not None and not isinstance(value, dict | list):
                    at[name] = str(value)
            yield number, at, {}

    roster = _roster(source, cells(), {}, {}, digest, tell)
    if not roster.candidates:
        raise _no_header(source, [lines[:1]], columns)
    listed = sorted((*problems, *roster.problems), key=lambda problem: problem.row)
    return Roster(roster.candidates, tuple(listed), {}, source, digest)


def _roster(
    source: str,
    rows: Iterable[tuple[int, Mapping[str, str], Mapping[str, str]]],
    places: Mapping[str, str],
    titles: Mapping[str, str],
    digest: str,
    tell: Tell,
) -> Roster:
    candidates: list[Candidate] = []
    problems: list[RowProblem] = []
    places_by_id: dict[str, int] = {}
    places_by_number: dict[str, int] = {}
    alike: dict[str, str] = {}
    for number, cells, other_ids in rows:
        if number % _BETWEEN == 0:
            tell(number)
        if not cells:
            continue
        candidate, found = _candidate(cells, number, other_ids, places, alike)
        problems += found
        if candidate.name is None and candidate.id.startswith("#") and candidate.id_number is None:
            problems.append(
                RowProblem(number, "", "没有姓名、准考证号和身份证号，未使用", "has neither name nor number; not used")
            )
            continue
        place = places_by_id.setdefault(candidate.id, len(candidates))
        if place < len(candidates):
            first = candidates[place].row
            if not _may_be_one(candidates[place], candidate):
                candidates[place], candidate = _sharing(candidates[place], candidate, "id")
            zh, en = f"准考证号与第 {first} 行重复", f"has the same examinee number as row {first}"
            problems.append(_repeated(number, titles, "id", zh, en))
        if candidate.id_number and parse_id_number(candidate.id_number):  # others may be placeholders
            place = places_by_number.setdefault(candidate.id_number, len(candidates))
            if place < len(candidates) and candidates[place].name != candidate.name:
                first = candidates[place].row
                candidates[place], candidate = _sharing(candidates[place], candidate, "id_number")
                zh, en = (
                    f"身份证号与第 {first} 行的另一人相同",
                    f"has the identity number of somebody else in row {first}",
                )
                problems.append(_repeated(number, titles, "id_number", zh, en))
        candidates.append(candidate)
    return Roster(tuple(candidates), tuple(problems), titles, source, digest)


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    """Whether two rows with one examinee number may be one person's."""
    numbers = one.id_number, other.id_number
    return one.name == other.name and (None in numbers or numbers[0] == numbers[1])


def _sharing(one: Candidate, other: Candidate, column: str) -> tuple[Candidate, Candidate]:
    """Two people's rows with one number, each with that problem."""
    first, second = (
        replace(each, problems=tuple(dict.fromkeys((*each.problems, f"{column}-shared")))) for each in (one, other)
    )
    return first, second


def _repeated(row: int, titles: Mapping[str, str], column: str, zh: str, en: str) -> RowProblem:
    return RowProblem(row, titles.get(column, column), f"{zh}，两行都保留", f"{en}; both are kept")


def _candidate(
    cells: Mapping[str, str],
    row: int,
    other_ids: Mapping[str, str],
    places: Mapping[str, str],
    alike: dict[str, str],
) -> tuple[Candidate, tuple[RowProblem, ...]]:
    problems: list[RowProblem] = []
    flags: list[str] = []

    def report(name: str, zh: str, en: str) -> None:
        place = f"{places[name]}{row}" if name in places else name
        problems.append(RowProblem(row, COLUMNS[name][0], f"单元格 {place}：{zh}", f"cell {place}: {en}"))

    def shared(value: str | None) -> str | None:
        """The value itself, one object for all rows that have it: a province's roster has to fit in memory."""
        return alike.setdefault(value, value) if value else value

    def number(name: str) -> str | None:
        text = squeeze(cells.get(name, "")).lstrip("'")
        if text.startswith(ROUNDED) or _SCIENTIFIC.fullmatch(text):
            flags.append(f"{name}-rounded")
            report(
                name,
                "号码被表格软件改成了近似数，末几位已丢失；请把该栏设为文本后重新录入",
                "the spreadsheet rounded this number, its last digits are lost; make the column text and enter it anew",
            )
            return None
        return text or None

    def day(name: str) -> str | None:
        text = cells.get(name, "")
        value = parse_date(text.split(" ")[0] if re.match(r"\d{4}-\d{2}-\d{2} ", text) else text)
        if text and value is None:
            flags.append(f"{name}-unreadable")
            report(name, "不是日期，未使用", "is no date and was not used")
        return value

    id_number = number("id_number")
    known = parse_id_number(id_number) if id_number else None
    if id_number and known is None and _RESIDENT.fullmatch(id_number):
        flags.append("id_number-checksum")
        report("id_number", "身份证号校验不通过", "the identity number fails its check")
    gender = _GENDERS.get(squeeze(cells.get("gender", "")).lower())
    if cells.get("gender") and gender is None:
        flags.append("gender-unreadable")
        report("gender", "性别不是男或女，未使用", "the sex is neither 男 nor 女 and was not used")
    birth = day("birth_date")
    if known and birth and not known.birth_date.startswith(birth):
        flags.append("birth_date-contradicts-id")
    if known and gender and known.gender != gender:
        flags.append("gender-contradicts-id")
    others = {title: squeeze(value) for title, value in other_ids.items()}
    candidate = Candidate(
        id=number("id") or next(iter(others.values()), None) or f"#{row}",
        row=row,
        name=shared(_text(cells.get("name"))),
        id_number=known.number if known else id_number,
        gender=gender or (known.gender if known else None),
        birth_date=shared(known.birth_date if known else birth),
        school=shared(_text(cells.get("school"))),
        level=shared(_text(cells.get("level"))),
        certificate_number=number("certificate_number"),
        graduation_date=shared(day("graduation_date")),
        problems=tuple(flags),
        extra=others or _NO_EXTRA,
    )
    return candidate, tuple(problems)


def _text(cell: str | None) -> str | None:
    return " ".join(fold(cell).split()) or None if cell else None
