"""The roster of candidates: workbooks, delimited text and JSON lines, whatever their headers are called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from degree_verify.errors import RosterError
from degree_verify.load.roster_header import COLUMNS, MOST_HEADER_ROWS, Header, header_of, is_no_candidate, plain_title
from degree_verify.load.roster_row import read_row
from degree_verify.load.tables import SWALLOWED, UNREADABLE, Sheet, TableError, decode_text, read_tables
from degree_verify.model.roster import DIFFERS, Candidate, Roster, RowProblem
from degree_verify.normalise.id_numbers import parse_id_number
from degree_verify.normalise.masking import mask_text
from degree_verify.normalise.text import squeeze

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


def _from_tables(source: str, data: bytes, columns: Mapping[str, str], digest: str, tell: Tell) -> Roster:
    seen: list[list[str]] = []
    try:
        sheets = read_tables(data, lenient=True)
        for sheet in sheets:
            above, header, rows = _top(sheet.rows, columns)
            if header:
                roster = _table(source, rows, len(above), header, digest, tell)
                told = (
                    *_about_columns(len(above), header),
                    *_about_sheets(sheet, len(above), sheets, columns),
                    *roster.problems,
                )
                return _with_candidates(replace(roster, problems=told))
            seen += [row for row in above if any(row)]
    except TableError as error:
        raise RosterError(
            f"名册 {source} 无法读取：{error.zh}。请提供 xlsx、xls、csv 或 jsonl 文件",
            f"roster {source} cannot be read: {error}. Give an xlsx, xls, csv or jsonl file",
        ) from None
    raise _no_header(source, seen, columns)


def _top(
    rows: Iterator[list[str]], columns: Mapping[str, str]
) -> tuple[list[list[str]], Header | None, Iterator[list[str]]]:
    """The rows of a sheet up to its header and with it, the header if there is one, and the rows below."""
    above: list[list[str]] = []
    ahead = next(rows, None)
    while ahead is not None and len(above) < MOST_HEADER_ROWS:
        row, ahead = ahead, next(rows, None)
        header = header_of(row, columns, above[-1] if above else (), ahead or ())
        above.append(row)
        if header and ahead is not None and header.rows > 1:
            return [*above, ahead], header, rows
        if header:
            return above, header, rows if ahead is None else chain([ahead], rows)
    return above, None, rows


def _about_columns(header_row: int, header: Header) -> Iterator[RowProblem]:
    """Which columns look like ones that would be compared, but are not known as such."""
    for index, title in header.doubtful:
        yield RowProblem(
            header_row,
            title,
            f"{_letters(index)} 栏“{title}”没有使用，材料没有与它核对：不知道这是哪一栏。请改用常见的栏目名，"
            "或用 --columns、策略的 [roster.columns] 指明",
            f"column {_letters(index)} ({title}) was not used and nothing was compared with it: it is not known which "
            "column it is. Name it with --columns or in the policy's [roster.columns]",
        )


def _about_sheets(
    used: Sheet, header_row: int, others: Iterable[Sheet], columns: Mapping[str, str]
) -> Iterator[RowProblem]:
    """That a sheet which nobody sees was used, and which others that people do see look like rosters too."""
    if used.hidden:
        yield RowProblem(
            header_row,
            used.name,
            "名册取自这张隐藏的工作表：看得见的工作表里没有表头",
            "the roster is this hidden sheet: no sheet in sight has a header",
        )
    for sheet in others:
        if sheet.hidden:
            continue
        try:
            above, header, rows = _top(sheet.rows, columns)
            filled = header is not None and any(any(map(str.strip, row)) for row in rows)
        except TableError:
            continue
        if filled:
            yield RowProblem(
                len(above),
                sheet.name,
                f"这张工作表也有名册的表头，未使用（使用的是“{used.name}”）；请把考生放在一张工作表里",
                f"this sheet has the header of a roster too and was not used ({used.name} was); "
                "put all candidates into one sheet",
            )


def _with_candidates(roster: Roster) -> Roster:
    """A roster in which somebody stands, or which says why not. Raises RosterError for one that is empty."""
    if roster.candidates or roster.problems:
        return roster
    raise RosterError(
        f"名册 {roster.source} 只有表头，没有考生", f"roster {roster.source} has a header but no candidates below it"
    )


def _no_header(source: str, seen: Sequence[Sequence[str]], columns: Mapping[str, str]) -> RosterError:
    first = mask_text("、".join(cell for cell in (seen[0] if seen else ()) if cell))[:80]
    named = "、".join(columns.values())
    hint = f"（指定的栏目：{named}）" if named else ""
    return RosterError(
        f"名册 {source} 中没有找到表头：至少需要“姓名”和“准考证号”或“身份证号”两栏{hint}；"
        f"第一行是：{first or '（空）'}。栏目名不同时，请用 --columns 或策略的 [roster.columns] 指明",
        f"roster {source} has no header: it needs at least the columns 姓名 and 准考证号 or 身份证号; "
        f"its first row is: {first or '(empty)'}. "
        "Name other headers with --columns or in the policy's [roster.columns]",
    )


def _table(source: str, rows: Iterable[Sequence[str]], above: int, header: Header, digest: str, tell: Tell) -> Roster:
    if "name" not in header.indexes:
        found = "、".join(header.titles.values())
        raise RosterError(
            f"名册 {source} 缺少“姓名”栏（找到的栏目：{found}）",
            f"roster {source} lacks the column 姓名 (found: {found})",
        )

    problems: list[RowProblem] = []

    def cells() -> Iterator[tuple[int, Mapping[str, str], Mapping[str, str]]]:
        for number, row in enumerate(rows, start=above + 1):
            at = {name: row[index] for name, index in header.indexes.items() if index < len(row) and row[index].strip()}
            if wrong := _unusable(row):
                problems.append(RowProblem(number, "", *wrong))
                continue
            if is_no_candidate(row, at, header):
                continue
            ids = {title: row[i] for title, i in header.other_ids.items() if i < len(row) and row[i].strip()}
            yield number, at, ids

    places = {name: _letters(index) for name, index in header.indexes.items()}
    try:
        roster = _roster(source, cells(), places, header.titles, digest, tell)
    except TableError as error:
        raise RosterError(
            f"名册 {source} 中途损坏：{error.zh}", f"roster {source} is damaged midway: {error}"
        ) from None
    return _with_problems(roster, problems)


def _unusable(row: Sequence[str]) -> tuple[str, str] | None:
    """What makes a whole row useless, in Chinese and English; None for the usual one."""
    whole = "".join(row)
    if UNREADABLE in whole:
        return "有无法读出的字符，整行未使用", "has characters that cannot be read; the row was not used"
    if SWALLOWED in whole:
        return (
            "有一个引号没有闭合，把后面几行并进了一个单元格，这些行都未使用",
            "an open quotation mark put the rows behind it into one cell; none of them was used",
        )
    return None


def _with_problems(roster: Roster, further: Iterable[RowProblem]) -> Roster:
    listed = sorted((*further, *roster.problems), key=lambda problem: problem.row)
    return replace(roster, problems=tuple(listed))


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
        lines = decode_text(data, lenient=True).splitlines()
    except TableError as error:
        raise RosterError(f"名册 {source} 无法读取：{error.zh}", f"roster {source} cannot be read: {error}") from None
    names = {word: name for name, synonyms in COLUMNS.items() for word in (*synonyms, name)}
    names |= {squeeze(title): name for name, title in columns.items()}
    problems: list[RowProblem] = []

    def cells() -> Iterator[tuple[int, Mapping[str, str], Mapping[str, str]]]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            if wrong := _unusable([line]):
                problems.append(RowProblem(number, "", *wrong))
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
                name = names.get(squeeze(key)) or names.get(plain_title(key))
                if name and name not in at and value is not None and not isinstance(value, dict | list):
                    at[name] = str(value)
            yield number, at, {}

    roster = _roster(source, cells(), {}, {}, digest, tell)
    if not roster.candidates:
        raise _no_header(source, [lines[:1]], columns)
    return _with_problems(roster, problems)


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
        candidate, found = read_row(cells, number, other_ids, places, alike)
        problems += found
        if candidate.name is None and candidate.id.startswith("#") and candidate.id_number is None:
            problems.append(
                RowProblem(number, "", "没有姓名、准考证号和身份证号，未使用", "has neither name nor number; not used")
            )
            continue
        if candidate.name is None and "name-unreadable" not in candidate.problems:
            zh, en = "没有姓名，材料上的姓名无从核对", "the name is missing; none can be compared with it"
            problems.append(RowProblem(number, COLUMNS["name"][0], zh, en))
        before = {places_by_id.get(candidate.id), places_by_number.get(candidate.id_number or "")}
        for place in sorted(place for place in before if place is not None):
            if _may_be_one(candidates[place], candidate):
                flags = [f"{name}{DIFFERS}" for name in _differing(candidates[place], candidate)]
                candidates[place], candidate = _flagged(candidates[place], candidate, *flags)
        place = places_by_id.setdefault(candidate.id, len(candidates))
        if place < len(candidates):
            first = candidates[place].row
            if not _may_be_one(candidates[place], candidate):
                candidates[place], candidate = _flagged(candidates[place], candidate, "id-shared")
            zh, en = f"准考证号与第 {first} 行重复", f"has the same examinee number as row {first}"
            problems.append(_repeated(number, titles, "id", zh, en))
        if candidate.id_number and parse_id_number(candidate.id_number):  # others may be placeholders
            place = places_by_number.setdefault(candidate.id_number, len(candidates))
            if place < len(candidates) and candidates[place].name != candidate.name:
                first = candidates[place].row
                candidates[place], candidate = _flagged(candidates[place], candidate, "id_number-shared")
                zh, en = (
                    f"身份证号与第 {first} 行的另一人相同",
                    f"has the identity number of somebody else in row {first}",
                )
                problems.append(_repeated(number, titles, "id_number", zh, en))
        candidates.append(candidate)
    return Roster(tuple(candidates), tuple(problems), titles, source, digest)


def _differing(one: Candidate, other: Candidate) -> list[str]:
    """The columns in which two rows of one person say different things: a paper is compared with one of them."""
    return [
        name
        for name in ("gender", "birth_date", "school", "level", "certificate_number", "graduation_date")
        if getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
    ]


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    """Whether two rows with one examinee number may be one person's."""
    numbers = one.id_number, other.id_number
    return one.name == other.name and (None in numbers or numbers[0] == numbers[1])


def _flagged(one: Candidate, other: Candidate, *flags: str) -> tuple[Candidate, Candidate]:
    """Two rows, each with the same problems; as they are where there are none."""
    if not flags:
        return one, other
    first, second = (replace(each, problems=tuple(dict.fromkeys((*each.problems, *flags)))) for each in (one, other))
    return first, second


def _repeated(row: int, titles: Mapping[str, str], column: str, zh: str, en: str) -> RowProblem:
    return RowProblem(row, titles.get(column, column), f"{zh}，两行都保留", f"{en}; both are kept")
