"""Qualifications of fictional people: all that a paper says, and consistent with itself."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from tests.support.persons import Person, person

SCHOOLS = Path(__file__).parents[2] / "templates" / "schools" / "schools.csv"

CODES_CHANGED = date(2019, 3, 15)
"""Verification codes have twelve digits before this day, sixteen letters and digits from it on."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The letters I and O do not occur in verification codes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of schooling: its words on paper, its digits in the certificate number, its length in years."""

    category: str
    level: str
    study_form: str
    digit: str
    level_digits: str
    years: float
    enrolled_at: int = 18
    school_level: str = "本科"


KINDS: Mapping[str, Kind] = {
    "college": Kind("普通高等教育", "专科", "普通全日制", "1", "06", 3, school_level="专科"),
    "vocational": Kind("普通高等教育", "高职(专科)", "普通全日制", "1", "06", 3, school_level="专科"),
    "bachelor": Kind("普通高等教育", "本科", "普通全日制", "1", "05", 4),
    "upgrade": Kind("普通高等教育", "专升本", "普通全日制", "1", "05", 2, 21),
    "adult": Kind("成人高等教育", "专科", "函授", "5", "06", 2.5, 26),
    "adult-upgrade": Kind("成人高等教育", "专升本", "业余", "5", "05", 2.5, 30),
    "network": Kind("网络教育", "专科", "网络教育", "7", "06", 2.5, 24),
    "open": Kind("开放教育", "专科", "开放教育", "5", "06", 2.5, 27),
    "self-study": Kind("高等教育自学考试", "专科", "自学考试", "", "6", 0, 22),
    "self-study-bachelor": Kind("高等教育自学考试", "本科", "自学考试", "", "5", 0, 25),
}

_MAJORS = (
    "会计", "护理", "学前教育", "市场营销", "机电一体化技术", "计算机应用技术", "工商企业管理", "建筑工程技术",
    "商务英语", "电子商务", "汉语言文学", "旅游管理", "会计学（注册会计师方向）", "软件技术（Java方向）",
)  # fmt: skip

OPEN_UNIVERSITY = ("51161", "国家开放大学", "北京市")
"""Not on the ministry's list of regular institutions; the code opens its certificates' numbers."""


@dataclass(frozen=True, slots=True)
class Record:
    """A qualification. `values` are normalised field values by canonical name; the person is who it was given to.

    A fault changes `values` and leaves the person as he is.
    """

    person: Person
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def changed(self, **values: str) -> Record:
        return replace(self, values={**self.values, **values})


def record(
    seed: int | str,
    *,
    kind: str = "college",
    updated: date = date(2023, 5, 20),
    graduated_in: int | None = None,
    name_style: str | None = None,
) -> Record:
    """The qualification of a seed, on a paper made on the day `updated`."""
    random = Random(f"record {seed}")
    schooling = KINDS[kind]
    year = graduated_in or max(2003, updated.year - random.randrange(1, 9))
    enrolled, graduated = _dates(schooling, year)
    owner = person(seed, born_in=enrolled.year - schooling.enrolled_at - random.randrange(2), style=name_style)
    code, school, place = _school(random, kind, schooling)
    self_study = kind.startswith("self-study")
    values = {
        "name": owner.name,
        "gender": owner.gender,
        "birth_date": owner.birth_date,
        "enrolment_date": "" if self_study else enrolled.isoformat(),
        "graduation_date": graduated.isoformat(),
        "category": schooling.category,
        "level": schooling.level,
        "school": school,
        "school_location": place,
        "duration": "" if self_study else f"{schooling.years:g}年",
        "major": random.choice(_MAJORS),
        "study_form": schooling.study_form,
        "certificate_number": _certificate_number(random, code, schooling, graduated.year, enrolled.year),
        "completion": "毕业",
        "president": person(f"president {school}", style="plain").name,
        "verification_code": verification_code(random, updated),
        "report_number": f"00{random.randrange(100000):05d}",
        "update_date": updated.isoformat(),
        "print_date": updated.isoformat(),
        "valid_until": (updated + timedelta(days=180)).isoformat(),
    }
    values["original_certificate_number"] = _certificate_number(random, code, schooling, graduated.year, enrolled.year)
    return Record(owner, kind, values)


def verification_code(random: Random, issued: date) -> str:
    """A code in the form of its day. TEST and four zeros make plain that no report stands behind it."""
    if issued >= CODES_CHANGED:
        code = "ATEST" + "".join(random.choice(_ALPHABET) for _ in range(11))
        # One code in fifty would have letters only: a case of its own, not an accident of other cases.
        return code if any(char.isdigit() for char in code) else f"{code[:-1]}7"
    return f"0000{random.randrange(10**8):08d}"


@cache
def schools(level: str) -> tuple[tuple[str, str, str], ...]:
    """Code, name and place of the listed schools whose highest level is 本科 or 专科."""
    with SCHOOLS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["code"], row["name"], row["place"]) for row in rows if row["level"] == level)


def _school(random: Random, kind: str, schooling: Kind) -> tuple[str, str, str]:
    return OPEN_UNIVERSITY if kind == "open" else random.choice(schools(schooling.school_level))


def _dates(schooling: Kind, year: int) -> tuple[date, date]:
    if not schooling.digit:  # self-study: registered some years before, certificates dated at the year's end
        return date(year - 4, 10, 1), date(year, 12, 30)
    if schooling.years == 2.5:  # adult terms start in March and end in summer
        return date(year - 2, 3, 1), date(year, 7, 10)
    return date(year - int(schooling.years), 9, 1), date(year, 7, 1)


def _certificate_number(random: Random, code: str, schooling: Kind, year: int, registered: int) -> str:
    """A number of the right form that nobody has: no school has 990,000 graduates a year, no city the code 99."""
    if not schooling.digit:
        return (
            f"6{schooling.level_digits}349999{registered % 100:02d}2{random.randrange(10**5):05d}{random.randrange(10)}"
        )
    # Five digits of serial until about 2002, six since.
    serial = f"99{random.randrange(1000):03d}" if year <= 2002 else f"99{random.randrange(10**4):04d}"
    return f"{code}{schooling.digit}{year}{schooling.level_digits}{serial}"
