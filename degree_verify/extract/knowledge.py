"""What is known of the values, held against what was recognised in a picture.

A recogniser is often sure of a wrong character. What two places of the paper say alike is surer than either; what
contradicts what is known, or had to be mended to make sense, is doubtful however sure the recogniser was. Doubtful
readings are shown and never decide alone. A name is never mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from degree_verify.extract.extract import Readings
from degree_verify.model.document import (
    BY_ONE_DIGIT,
    FIELDS,
    RARE_CHARACTER,
    Code,
    ReadFrom,
    Reading,
    Unread,
    UnreadReason,
)
from degree_verify.model.schools import SchoolTable
from degree_verify.normalise.certificate_numbers import Form, decode
from degree_verify.normalise.names import MIDDLE_DOT
from degree_verify.normalise.schools import school_key
from degree_verify.normalise.text import fits, squeeze
from degree_verify.normalise.verification_codes import CodeForm, code_form
from degree_verify.normalise.vocabulary import (
    canonical_category,
    canonical_completion,
    canonical_level,
    canonical_study_form,
    is_self_study,
    kinds_of_category,
    levels_of,
)

DOUBT = 0.3
"""Confidence of what is doubtful: under every sensible threshold."""

CONFIRMED = 0.995
"""Confidence of what a second, independent place of the paper says too."""

SURE = 0.98
"""Confidence of the least character from which on a rare one is believed."""

NOT_IN_CODES = str.maketrans("OoIil|", "001111")
"""Letters that do not occur in verification codes, with the digits that they are misread from."""

NOT_IN_NUMBERS = str.maketrans("OoDQIil|ZzSsB", "0000111122558")
"""Letters among the digits of a number, with the digits that they are misread from."""

ALIKE = ("0ODQ", "1IL7", "2Z", "5S6", "8B36", "UV", "MN", "CG")
"""Characters that recognisers take for each other."""

SIMILAR = (*ALIKE, "G6", "17T", "VY", "4A", "EF", "PR", "S8")
"""The same, and such as a stamp or a faint stroke makes of each other, however sure a recogniser is."""

LONG_WORD, WORD_DOUBT = 4, 0.5
"""Characters from which on no two words of a vocabulary differ in one alone, 博士 and 硕士 aside, and the confidence
below which a character says nothing."""

LEAST_LEFT = 6
"""Characters of a code that is partly covered by which it is known."""

DIGITS, LAST_SHORT = 18, "2004"
"""Digits of a certificate's number, and the last year in which some had one fewer."""

_POINTS = re.compile(r"[.,:;'`·]")
"""What specks of dirt between the groups of a number are taken for; where all its digits are there they hide none."""

DIGITS_ALIKE = frozenset(["06", "08", "09", "14", "17", "27", "35", "38", "39", "49", "56", "58", "68", "69", "89"])
"""Digits that recognisers take for each other."""

LONG_NAME = 5
"""Characters of a name from which on it nearly always has a dot."""

DATES = ("birth_date", "graduation_date", "update_date", "print_date")
"""Dates by which something is decided; the day is part of them."""

MONTH = "2006-07"
"""A date that says no more than the month."""

_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 "
    "公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 "
    "谷梁 拓跋 夹谷 轩辕 第五 呼延 百里 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 段干"
)
"""Surnames of two characters: with them a name has four without being a name of two parts."""


def weigh(readings: Readings, codes: Sequence[Code], schools: SchoolTable) -> Readings:
    """The readings, those that come from pictures with their confidence set by what else is known."""
    if not any(reading.read_from is ReadFrom.OCR for reading in readings.fields.values()):
        return readings
    known = frozenset(code.code for code in codes if code.code)
    fields, unread = dict(readings.fields), dict(readings.unread)
    rescued = _rescued(unread.get("verification_code"))
    if rescued is not None:
        fields["verification_code"] = rescued
        del unread["verification_code"]
    for name, reading in list(fields.items()):
        if reading.read_from is ReadFrom.OCR:
            fields[name] = _WEIGHED[name](reading, known) if name in _WEIGHED else reading
            if cut_off(reading, fields, unread):
                fields[name] = doubted(reading, "its end was not found")
    _school(fields, schools)
    _number_parts(fields, schools, of_certificate="original_certificate_number" in {*fields, *unread})
    return replace(readings, fields={n: fields[n] for n in FIELDS if n in fields}, unread=unread)


def as_code(text: str) -> str:
    """What was read as a printed code, its impossible letters taken for the digits that they are misread from."""
    return squeeze(text).translate(NOT_IN_CODES).upper()


def doubted(reading: Reading, step: str, value: str | None = None) -> Reading:
    """The reading, with a mended value perhaps, as one that decides nothing."""
    return _noted(reading, step, value, min(reading.confidence, DOUBT), min(reading.lowest, DOUBT))


def _confirmed(reading: Reading, step: str, value: str | None = None) -> Reading:
    return _noted(reading, step, value, max(reading.confidence, CONFIRMED), max(reading.lowest, CONFIRMED))


def _noted(reading: Reading, step: str, value: str | None, confidence: float, lowest: float) -> Reading:
    return replace(
        reading,
        value=reading.value if value is None else value,
        confidence=confidence,
        lowest=lowest,
        steps=(*reading.steps, step),
    )


def _code(reading: Reading, known: frozenset[str]) -> Reading:
    """The printed code: sure only if a two-dimensional code says the same, or if nothing in it is easily misread."""
    value = as_code(reading.value)
    steps = (*reading.steps, "O and I read as 0 and 1") if value != reading.value.upper() else reading.steps
    folded = replace(reading, value=value, steps=steps)
    if value in known:
        return _confirmed(folded, "confirmed by QR")
    near = [code for code in known if _nearly(code, value)]
    surely = len(near) == 1 and reading.lowest >= CONFIRMED and _differs(near[0], value)
    if len(near) == 1 and not surely:
        return doubted(folded, "QR has a code that is nearly the same", near[0])
    unlike = bool(known) and all(Levenshtein.distance(code, value) > len(value) / 2 for code in known)
    if surely or unlike:
        return _noted(folded, "QR has another code", None, folded.confidence, folded.lowest)
    if code_form(value) is CodeForm.LETTERS_16 and any(char in "01" for char in value):
        return doubted(folded, "0 and O, 1 and I cannot be told apart")
    return folded if value == reading.value else doubted(folded, "mended")


def _rescued(missing: Unread | None) -> Reading | None:
    """A printed code that is none because letters were taken for its digits; doubtful until something confirms it."""
    if missing is None or missing.reason is not UnreadReason.MALFORMED or missing.box is None or missing.page is None:
        return None
    value = as_code(missing.raw)
    if code_form(value) is None:
        return None
    return Reading(
        "verification_code", value, missing.raw, ReadFrom.OCR, missing.page, missing.box, DOUBT, DOUBT,
        ("O and I read as 0 and 1",),
    )  # fmt: skip


def _name(reading: Reading, _: frozenset[str]) -> Reading:
    """A name: characters outside GB 2312 are rare, recognisers learned few of them and take them for others; but one of
    them that is seen surely is there, as none sees a rare character in a common one. A faint dot is lost."""
    value = reading.value
    if reading.lowest < SURE and not fits(value.replace(MIDDLE_DOT, ""), "gb2312"):
        return doubted(reading, RARE_CHARACTER)
    # Four characters without a dot are common; a dot between them that is not seen leaves a doubt about its neighbours.
    least = LONG_NAME if reading.lowest >= SURE else LONG_NAME - 1
    if len(value) >= least and MIDDLE_DOT not in value and value[:2] not in _COMPOUND and not value.isascii():
        return doubted(reading, "a dot may be missing")
    return reading


def _word(canonical: Callable[[str], str | None]) -> Callable[[Reading, frozenset[str]], Reading]:
    """A value of a closed vocabulary: one outside it was misread, or cannot be judged."""

    def weighed(reading: Reading, _: frozenset[str]) -> Reading:
        if not canonical(reading.value):
            return doubted(reading, "not a known word")
        # 专科 and 本科 differ in one character; a long word in which characters are doubtful can be no other.
        long = len(reading.value) >= LONG_WORD and "士" not in reading.value
        if long and WORD_DOUBT <= reading.lowest < CONFIRMED:
            return _confirmed(reading, "a known word")
        return reading

    return weighed


def _number(reading: Reading, _: frozenset[str]) -> Reading:
    """A number of digits alone: a letter in it is a misread digit, or a sign of forgery that no picture can prove;
    words beside it are a stamp's."""
    digits_alone = _POINTS.sub("", reading.value)
    if digits_alone != reading.value and digits_alone.isdigit() and len(digits_alone) == DIGITS:
        return replace(reading, value=digits_alone, steps=(*reading.steps, "specks left out"))
    alone = "".join(char for char in reading.value if char.isascii())
    if alone != reading.value and alone.isdigit() and len(alone) in (DIGITS - 1, DIGITS):
        return doubted(reading, "words beside the number left out", alone)
    value = reading.value.translate(NOT_IN_NUMBERS)
    digits = sum(char.isdigit() for char in reading.value)
    if value == reading.value or digits < 0.7 * len(reading.value) or not value.isdigit():
        return reading
    return doubted(reading, "letters read as digits", value)


def _differs(one: str, other: str) -> bool:
    """Whether two codes of one length differ in characters that do not look like each other."""
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and any(a != b and not any(a in g and b in g for g in SIMILAR) for a, b in pairs)


def _nearly(one: str, other: str) -> bool:
    """Whether two codes differ in a character or two, or only in such as are taken for each other; or one is what a
    stamp or a thumb left of the other."""
    if min(len(one), len(other)) >= LEAST_LEFT and (one in other or other in one):
        return True
    if len(one) == len(other) and all(
        a == b or any(a in g and b in g for g in ALIKE) for a, b in zip(one, other, strict=True)
    ):
        return True
    return Levenshtein.distance(one, other) <= 2


def _school(fields: dict[str, Reading], schools: SchoolTable) -> None:
    """The school: known to the table, or one character beside a known one."""
    reading = fields.get("school")
    if reading is None or reading.read_from is not ReadFrom.OCR:
        return
    key = school_key(reading.value)
    if key in schools.codes_by_name:
        number = fields.get("certificate_number")
        if number is not None and number.value[:5] in schools.codes_by_name[key]:
            fields["school"] = _confirmed(reading, "confirmed by certificate number")
        return
    near = nearest_school(key, schools)
    if near is not None:
        fields["school"] = doubted(reading, "nearest school of the table", near)


def nearest_school(key: str, schools: SchoolTable) -> str | None:
    """The present name of the only school whose name differs from a key by one character; None where none or two do."""
    near = [name for name in schools.codes_by_name if Levenshtein.distance(key, name, score_cutoff=1) == 1]
    codes = {code for name in near for code in schools.codes_by_name[name]}
    if len(near) != 1 or len(codes) != 1:
        return None
    school = schools.by_code[codes.pop()]
    return next((name for name in (school.name, *school.former_names) if school_key(name) == near[0]), None)


def _number_parts(fields: dict[str, Reading], schools: SchoolTable, *, of_certificate: bool) -> None:
    """A number of a school's whose parts contradict the paper by one digit is more likely misread than forged.

    `of_certificate`: the paper is of a 学历证明书, whose own number follows no known scheme.
    """
    said = {name: reading.value for name, reading in fields.items()}
    expected = {
        (0, 5): schools.codes_by_name.get(school_key(said.get("school", "")), ()),
        (5, 6): kinds_of_category(said.get("category", "")),
        (6, 10): (said["graduation_date"][:4],) if "graduation_date" in said else (),
        (10, 12): levels_of(said.get("level", "")),
    }
    for name in ("certificate_number", "original_certificate_number"):
        reading = fields.get(name)
        if reading is None or reading.read_from is not ReadFrom.OCR:
            continue
        # A self-study number of 17 digits is whole: an examinee number of twelve behind 65 or 66, province and level.
        self_study = decode(reading.value).form is Form.SELF_STUDY and is_self_study(said.get("category", ""))
        newer = "graduation_date" in said and said["graduation_date"][:4] > LAST_SHORT
        short = len(reading.value) != DIGITS and newer and not self_study
        if short and reading.value.isdigit() and len(reading.value) >= DIGITS - 3:
            fields[name] = doubted(reading, "a digit may be missing")
            continue
        own = of_certificate and name == "certificate_number"
        if own or decode(reading.value).form is not Form.SCHOOL:
            continue
        for (start, end), right in expected.items():
            part = reading.value[start:end]
            if right and part not in right and any(_one_digit(part, other) for other in right):
                fields[name] = doubted(reading, f"digits {start + 1}-{end} {BY_ONE_DIGIT}")
                break


def _one_digit(one: str, other: str) -> bool:
    """Whether two parts of a number differ in one digit that is easily misread."""
    pairs = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 1 and (pairs[0] in DIGITS_ALIKE or pairs[0][::-1] in DIGITS_ALIKE)


def cut_off(reading: Reading, fields: Mapping[str, Reading], others: Container[str] = ()) -> bool:
    """Whether the end of a date may not have been found: its day, or what is printed behind the day.

    `fields` are what was read of the paper, `others` the names of fields that were not. Certification reports often
    have a graduation of no more than a month, and then an enrolment of no more either.
    """
    if reading.field not in DATES:
        return False
    if len(reading.value) > len(MONTH):
        return "月" in reading.raw and "日" not in reading.raw
    if reading.field == "graduation_date" and ("report_number" in fields or "report_number" in others):
        enrolment = fields.get("enrolment_date")
        return enrolment is not None and len(enrolment.value) > len(MONTH)
    return True


_WEIGHED: dict[str, Callable[[Reading, frozenset[str]], Reading]] = {
    "verification_code": _code,
    "name": _name,
    "president": _name,
    "certificate_number": _number,
    "original_certificate_number": _number,
    "report_number": _number,
    "level": _word(canonical_level),
    "category": _word(canonical_category),
    "study_form": _word(canonical_study_form),
    "completion": _word(canonical_completion),
}
