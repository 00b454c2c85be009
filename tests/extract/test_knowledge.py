"""What is known of the values decides how sure a recognised one is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from degree_verify.extract.extract import Readings
from degree_verify.extract.knowledge import weigh
from degree_verify.load.schools import load_schools
from degree_verify.model.document import Code, CodeKind, ReadFrom, Reading, Unread, UnreadReason
from degree_verify.model.geometry import Box

BOX = Box(0, 0, 1, 1)
CODE = "A123456789BCDEFG"
SURE = 0.999


def _reading(field: str, value: str, read_from: ReadFrom = ReadFrom.OCR) -> Reading:
    return Reading(field, value, value, read_from, 1, BOX, SURE, SURE)


def _weighed(codes: tuple[str, ...] = (), read_from: ReadFrom = ReadFrom.OCR, **values: str) -> Readings:
    fields = {name: _reading(name, value, read_from) for name, value in values.items()}
    decoded = tuple(Code(code, CodeKind.CODE, 1, BOX, code=code) for code in codes)
    return weigh(Readings(fields), decoded, load_schools())


def _sure(readings: Readings, field: str) -> bool:
    return readings.fields[field].lowest > 0.9


def test_text_layer_is_taken_as_it_stands() -> None:
    readings = _weighed(read_from=ReadFrom.TEXT, name="袁丽赟", verification_code="AOI3456789BCDEFG")
    assert readings.fields["name"].lowest == SURE
    assert readings.fields["verification_code"].value == "AOI3456789BCDEFG"


@pytest.mark.parametrize("printed", [CODE, "AI23456789BCDEFG", "Al23456789BCDEFG", CODE.lower()])
def test_code_that_the_symbol_confirms_is_sure(printed: str) -> None:
    readings = _weighed((CODE,), verification_code=printed)
    assert readings.fields["verification_code"].value == CODE
    assert "confirmed by QR" in readings.fields["verification_code"].steps
    assert _sure(readings, "verification_code")


@pytest.mark.parametrize("printed", ["A1234S6789BCDEFG", "A12345678BCDEFG", "A123456789BCDEF6", "A123456789BC"])
def test_code_that_is_nearly_the_symbols_is_doubtful_and_no_other_code(printed: str) -> None:
    readings = _weighed((CODE,), verification_code=printed)
    assert readings.fields["verification_code"].value == CODE
    assert not _sure(readings, "verification_code")


@pytest.mark.parametrize("printed", ["AHKLMNPQRSTUVWXY", "AHK0MNPQ1STUVWXY", "A123456789BCDEQG", "A1234567H9BCDEFG"])
def test_code_that_differs_from_the_symbols_stays_what_it_is(printed: str) -> None:
    readings = _weighed((CODE,), verification_code=printed)
    assert readings.fields["verification_code"].value == printed
    assert _sure(readings, "verification_code")


@pytest.mark.parametrize("printed", [CODE, "AO23456789BCDEFG", "A023456789BCDEFG"])
def test_code_without_a_symbol_is_never_sure_where_letters_and_digits_look_alike(printed: str) -> None:
    assert not _sure(_weighed(verification_code=printed), "verification_code")


def test_twelve_digits_cannot_be_mistaken_for_letters() -> None:
    assert _sure(_weighed(verification_code="090888693519"), "verification_code")


def test_code_whose_letters_make_it_none_is_read_as_what_it_must_be() -> None:
    malformed = Unread("verification_code", UnreadReason.MALFORMED, "ATESTKOUHWLARBJH", 1, BOX)
    readings = Readings({"name": _reading("name", "张三")}, {"verification_code": malformed})
    symbol = Code("x", CodeKind.CODE, 1, BOX, code="ATESTK0UHWLARBJH")
    confirmed = weigh(readings, (symbol,), load_schools())
    assert confirmed.fields["verification_code"].value == "ATESTK0UHWLARBJH"
    assert _sure(confirmed, "verification_code")
    assert "verification_code" not in confirmed.unread
    assert not _sure(weigh(readings, (), load_schools()), "verification_code")


NAMES = {"张三": True, "欧阳娜娜": True, "买买提·艾力": True, "扎西多吉": True, "买买提艾力": False, "袁丽赟": True}


@pytest.mark.parametrize("name", NAMES)
def test_name_that_may_have_lost_its_dot_is_doubtful_and_never_mended(name: str) -> None:
    readings = _weighed(name=name)
    assert readings.fields["name"].value == name
    assert _sure(readings, "name") is NAMES[name]


@pytest.mark.parametrize(("lowest", "sure"), [(0.97, False), (0.98, True)])
def test_four_characters_without_a_dot_are_a_name_where_all_were_seen_surely(lowest: float, sure: bool) -> None:
    seen = replace(_reading("name", "扎西多吉", ReadFrom.OCR), lowest=lowest)

    assert _sure(weigh(Readings({"name": seen}), (), load_schools()), "name") is sure


@pytest.mark.parametrize(("name", "sure"), [("袁丽赟", False), ("袁丽云", True)])
def test_rare_character_that_was_not_seen_for_sure_is_doubtful(name: str, sure: bool) -> None:
    seen = replace(_reading("name", name, ReadFrom.OCR), lowest=0.97)

    assert _sure(weigh(Readings({"name": seen}), (), load_schools()), "name") is sure


def test_letters_in_a_number_are_read_as_digits_and_doubtful() -> None:
    readings = _weighed(certificate_number="1OO22120010699999I")
    assert readings.fields["certificate_number"].value == "100221200106999991"
    assert not _sure(readings, "certificate_number")
    words = _weighed(certificate_number="某字第12号")
    assert words.fields["certificate_number"].value == "某字第12号"


@pytest.mark.parametrize(("field", "value"), [("completion", "毕"), ("level", "专料"), ("category", "普通高等救育")])
def test_word_outside_its_vocabulary_is_doubtful(field: str, value: str) -> None:
    readings = _weighed(**{field: value})
    assert readings.fields[field].value == value
    assert not _sure(readings, field)


@pytest.mark.parametrize(
    ("field", "value", "sure"),
    [
        ("study_form", "普通全日制", True),
        ("level", "高职(专科)", True),
        ("level", "专科", False),
        ("completion", "毕业", False),
        ("level", "博士研究生", False),
    ],
)
def test_long_word_of_a_vocabulary_is_sure_where_one_character_is_doubtful(
    field: str, value: str, *, sure: bool
) -> None:
    doubtful = replace(_reading(field, value), lowest=0.7)
    assert _sure(weigh(Readings({field: doubtful}), (), load_schools()), field) is sure
    guessed = replace(doubtful, lowest=0.2)
    assert not _sure(weigh(Readings({field: guessed}), (), load_schools()), field)


def test_own_number_of_a_certificate_follows_no_scheme_and_its_original_does() -> None:
    paper = {"category": "普通高等教育", "level": "专科", "school": "北京林业大学", "graduation_date": "2001-07-01"}
    numbers = {"certificate_number": "100227200106999999", "original_certificate_number": "100227200106999999"}
    readings = _weighed(**paper, **numbers)
    assert _sure(readings, "certificate_number")
    assert not _sure(readings, "original_certificate_number")
    assert not _sure(_weighed(**paper, certificate_number="100227200106999999"), "certificate_number")


def test_school_is_confirmed_by_the_number_and_a_near_one_is_doubtful() -> None:
    confirmed = _weighed(school="北京林业大学", certificate_number="100221200106999999")
    assert "confirmed by certificate number" in confirmed.fields["school"].steps
    near = _weighed(school="北京林业大学E")
    assert near.fields["school"].value == "北京林业大学"
    assert not _sure(near, "school")
    unlisted = _weighed(school="某某省第三进修学院")
    assert unlisted.fields["school"].value == "某某省第三进修学院"
    assert _sure(unlisted, "school")


@pytest.mark.parametrize(
    ("number", "sure"),
    [
        ("100221200106999999", True),
        ("100221200706999999", False),  # 1 and 7: the year
        ("100227200106999999", False),  # 1 and 7: the kind
        ("100221200105999999", False),  # 5 and 6: the level
        ("100221200306999999", True),  # 1 and 3 are not taken for each other: for the rules to judge
        ("100231200106999999", True),
    ],
)
def test_number_that_contradicts_the_paper_by_a_digit_easily_misread_is_doubtful(number: str, sure: bool) -> None:
    readings = _weighed(
        school="北京林业大学",
        category="普通高等教育",
        level="专科",
        graduation_date="2001-07-01",
        certificate_number=number,
    )
    assert readings.fields["certificate_number"].value == number
    assert _sure(readings, "certificate_number") is sure


def test_number_that_lost_a_digit_is_doubtful() -> None:
    readings = _weighed(certificate_number="12881201906998019", graduation_date="2019-07-01")
    assert not _sure(readings, "certificate_number")
    old = _weighed(certificate_number="10022120010699999", graduation_date="2001-07-01")
    assert _sure(old, "certificate_number")


def test_words_of_a_stamp_beside_a_number_are_left_out_and_leave_a_doubt() -> None:
    readings = _weighed(original_certificate_number="样张专用135057200705038328", certificate_number="某字第1986号")
    assert readings.fields["original_certificate_number"].value == "135057200705038328"
    assert not _sure(readings, "original_certificate_number")
    assert readings.fields["certificate_number"].value == "某字第1986号"


@pytest.mark.parametrize(("category", "sure"), [("高等教育自学考试", True), ("普通高等教育", False)])
def test_self_study_number_of_17_digits_is_whole_where_the_category_says_so(category: str, sure: bool) -> None:
    readings = _weighed(certificate_number="66341007082034170", graduation_date="2012-06-30", category=category)
    assert _sure(readings, "certificate_number") is sure


def test_other_readings_of_the_paper_stay_as_they_are() -> None:
    readings = _weighed(major="商品花卉", name="张三")
    assert readings.fields["major"] == replace(_reading("major", "商品花卉"))


@pytest.mark.parametrize(
    ("value", "raw", "sure"),
    [
        ("2023-05-22", "2023年5月22日", True),
        ("2023-05-22", "2023-05-22", True),
        ("2023-05-02", "2023年5月2", False),
        ("2023-05", "2023年5月", False),
    ],
)
def test_date_of_which_the_end_was_not_read_is_doubtful(value: str, raw: str, sure: bool) -> None:
    for read_from in (ReadFrom.OCR, ReadFrom.TEXT):
        reading = replace(_reading("update_date", value, read_from), raw=raw)
        weighed = weigh(Readings({"update_date": reading}), (), load_schools())
        assert _sure(weighed, "update_date") is (sure or read_from is ReadFrom.TEXT)


@pytest.mark.parametrize(
    ("paper", "sure"),
    [
        ({"report_number": "1234567", "enrolment_date": "2002-09"}, True),
        ({"report_number": "1234567"}, True),
        ({"report_number": "1234567", "enrolment_date": "2002-09-01"}, False),
        ({"enrolment_date": "2002-09"}, False),
    ],
)
def test_graduation_of_a_month_is_as_it_should_be_on_a_certification_report(paper: dict[str, str], sure: bool) -> None:
    assert _sure(_weighed(graduation_date="2006-07", **paper), "graduation_date") is sure


@pytest.mark.parametrize("value", ["1106.11200706003978", "1106'1120.0706003978"])
def test_specks_in_a_number_hide_no_digit(value: str) -> None:
    readings = _weighed(certificate_number=value)
    assert readings.fields["certificate_number"].value == "110611200706003978"
    assert _sure(readings, "certificate_number")


def test_number_with_a_speck_that_lacks_a_digit_stays_as_it_is() -> None:
    readings = _weighed(certificate_number="1106.1120070600397")
    assert readings.fields["certificate_number"].value != "11061120070600397" or not _sure(
        readings, "certificate_number"
    )
