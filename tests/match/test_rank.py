"""Whose document it is: numbers in names, content, ties that are never broken silently."""

from __future__ import annotations

import pytest

from degree_verify.load.schools import load_schools
from degree_verify.match.index import build_index
from degree_verify.match.rank import match, match_given
from degree_verify.model.document import Document, DocumentType, ReadFrom, Reading, Source
from degree_verify.model.file import FileFacts
from degree_verify.model.geometry import Box
from degree_verify.model.policy import Thresholds
from degree_verify.model.roster import Candidate, Match, Roster
from degree_verify.normalise.id_numbers import check_digit

SCHOOLS = load_schools()
BOX = Box(0, 0, 1, 1)


def document(path: str = "a.pdf", **fields: str) -> Document:
    readings = {name: Reading(name, value, value, ReadFrom.TEXT, 1, BOX) for name, value in fields.items()}
    return Document(
        *(path, 0, "00", (1,), DocumentType.REGISTRATION_RECORD, "registration-record-c", Source.BORN_DIGITAL),
        *(readings, {}, (), (), (), FileFacts("pdf", 1, 1)),
    )


def identity(birth: str, sequence: str = "101") -> str:
    first = f"990000{birth.replace('-', '')}{sequence}"
    return first + check_digit(first)


def candidate(number: int, name: str, birth: str = "1990-03-05", gender: str = "男", **more: str) -> Candidate:
    return Candidate(f"34010000{number:04}", number, name, gender=gender, birth_date=birth, **more)


ZHANG = candidate(1, "张三", id_number=identity("1990-03-05"))
LI = candidate(2, "李四", "1992-07-12", "女", school="安徽大学", certificate_number="103571201306000002")
OTHERS = [candidate(n, f"王{chr(0x4E00 + n)}", f"19{60 + n % 40}-0{1 + n % 9}-1{n % 10}") for n in range(10, 60)]


def matched(paper: Document, *candidates: Candidate) -> Match:
    roster = Roster(candidates or (ZHANG, LI, *OTHERS))
    return match(paper, build_index(roster), SCHOOLS, Thresholds())


def test_name_birth_date_and_sex_together_match() -> None:
    found = matched(document(name="张三", birth_date="1990-03-05", gender="男"))
    assert (found.status, found.candidate) == ("matched", ZHANG)
    assert found.score > 0.99
    assert [(c.field, c.level) for c in found.comparisons] == [
        ("name", "exact"),
        ("birth_date", "exact"),
        ("gender", "exact"),
    ]


def test_a_stranger_fits_nobody() -> None:
    assert matched(document(name="赵六", birth_date="1955-01-31", gender="女")).status == "none"


def test_a_document_without_readings_fits_nobody() -> None:
    assert matched(document()).status == "none"


@pytest.mark.parametrize(
    ("path", "tie"),
    [
        ("340100000001.pdf", "file-name"),
        ("340100000001-备案表.pdf", "file-name"),
        ("340100000001/备案表.pdf", "folder-name"),
        (f"材料_{identity('1990-03-05')}.pdf", "file-name"),
        ("３４０１０００００００１.pdf", "file-name"),
    ],
)
def test_a_number_in_the_path_ties_even_a_document_of_somebody_else(path: str, tie: str) -> None:
    found = matched(document(path, name="赵六", birth_date="1955-01-31", gender="女"))
    assert (found.status, found.candidate, found.tied_by) == ("matched", ZHANG, tie)
    assert {c.field: c.level for c in found.comparisons} == {
        "hint": "number",
        "name": "different",
        "birth_date": "different",
        "gender": "different",
    }


def test_a_number_in_the_path_with_the_content_of_another_candidate_names_the_other() -> None:
    found = matched(document("340100000001.pdf", name="李四", birth_date="1992-07-12", gender="女"))
    assert found.candidate == ZHANG
    assert found.rivals == (LI.id,)


def test_a_part_of_a_longer_number_is_no_hint() -> None:
    assert matched(document("9340100000001.pdf")).status == "none"


def test_numbers_of_two_candidates_in_one_path_are_decided_by_content_and_both_named() -> None:
    found = matched(document("340100000001/340100000002.pdf", name="李四", birth_date="1992-07-12"))
    assert (found.candidate, found.rivals) == (LI, (ZHANG.id,))


def test_numbers_of_two_candidates_without_content_are_ambiguous() -> None:
    found = matched(document("340100000001/340100000002.pdf"))
    assert found.status == "ambiguous"
    assert set(found.rivals) == {ZHANG.id, LI.id}


def test_a_certificate_number_ties_a_document_with_another_name() -> None:
    found = matched(document(name="赵六", birth_date="1955-01-31", certificate_number="103571201306000002"))
    assert (found.candidate, found.tied_by) == (LI, "certificate-number")


def test_the_original_number_of_a_replacement_certificate_counts() -> None:
    found = matched(
        document(certificate_number="999999999999999999", original_certificate_number="103571201306000002", name="李四")
    )
    assert found.candidate == LI
    assert {c.field: c.level for c in found.comparisons}["certificate_number"] == "exact"


def test_a_certificate_number_that_another_candidate_gave_makes_that_one_a_rival() -> None:
    paper = document(name="张三", birth_date="1990-03-05", gender="男", certificate_number="103571201306000002")
    found = matched(paper)
    assert (found.candidate, found.rivals) == (ZHANG, (LI.id,))


def test_namesakes_born_on_different_days_are_told_apart() -> None:
    other = candidate(3, "张三", "1988-11-30")
    found = matched(document(name="张三", birth_date="1988-11-30", gender="男"), ZHANG, other, LI, *OTHERS)
    assert (found.candidate, found.runner_up) == (other, ZHANG)
    assert found.margin > 0.9


def test_namesakes_born_on_one_day_are_ambiguous() -> None:
    twin = candidate(3, "张三", id_number=identity("1990-03-05", "103"))
    found = matched(document(name="张三", birth_date="1990-03-05", gender="男"), ZHANG, twin, LI, *OTHERS)
    assert found.status == "ambiguous"
    assert set(found.rivals) == {ZHANG.id, twin.id}
    assert found.candidate is None


def test_one_person_with_two_rows_is_no_rival_to_himself() -> None:
    again = candidate(3, "张三", id_number=identity("1990-03-05"))
    found = matched(document(name="张三", birth_date="1990-03-05", gender="男"), ZHANG, again, LI, *OTHERS)
    assert (found.status, found.candidate, found.rivals) == ("matched", ZHANG, ())
    found = matched(document(f"{again.id}.pdf", name="张三", birth_date="1990-03-05"), ZHANG, again, LI, *OTHERS)
    assert (found.candidate, found.rivals) == (again, ())


@pytest.mark.parametrize(
    ("fields", "levels"),
    [
        ({"name": "张叁", "birth_date": "1990-03-05"}, {"name": "one-character", "birth_date": "exact"}),
        ({"name": "張三", "birth_date": "1990-03-05"}, {"name": "variant", "birth_date": "exact"}),
        ({"name": "张三", "birth_date": "1990-03"}, {"name": "exact", "birth_date": "month"}),
        ({"name": "张三", "birth_date": "1990-08-05"}, {"name": "exact", "birth_date": "one-part"}),
        ({"name": "张三", "birth_date": "1971-08-15"}, {"name": "exact", "birth_date": "different"}),
        ({"name": "张三"}, {"name": "exact", "birth_date": "unread"}),
    ],
)
def test_a_lone_difference_still_matches_and_is_named(fields: dict[str, str], levels: dict[str, str]) -> None:
    found = matched(document(**fields))
    assert found.candidate == ZHANG
    assert {c.field: c.level for c in found.comparisons if c.field != "gender"} == levels


def test_name_alone_with_another_birth_date_and_sex_is_a_namesake() -> None:
    assert matched(document(name="张三", birth_date="1971-08-15", gender="女")).status == "none"


def test_a_name_in_the_path_helps_only_where_the_paper_gives_none() -> None:
    found = matched(document("李四的备案表.pdf"))
    assert (found.candidate, found.comparisons[0].level) == (LI, "name")
    assert matched(document("李四的备案表.pdf", name="赵六", birth_date="1955-01-31")).status == "none"


def test_a_school_under_a_code_it_shares_is_the_same_school() -> None:
    roster = candidate(1, "张三", school="北京林业大学")
    found = matched(document(name="张三", birth_date="1990-03-05", school="北京林业大学"), roster)
    assert {c.field: c.level for c in found.comparisons}["school"] == "exact"


def test_a_given_candidate_is_matched_whatever_the_paper_says() -> None:
    found = match_given(document(name="赵六"), ZHANG, SCHOOLS)
    assert (found.status, found.candidate, found.tied_by) == ("matched", ZHANG, "given")


def test_the_order_of_the_roster_does_not_matter() -> None:
    paper = document(name="张三", birth_date="1990-03-05", gender="男")
    assert matched(paper, ZHANG, LI, *OTHERS) == matched(paper, *OTHERS, LI, ZHANG)


@pytest.mark.parametrize(
    "path", ["李四.pdf", "李四/备案表.pdf", "备案表-李四.pdf", "前置学历_欧阳小明.pdf", "备案表欧阳小明.pdf"]
)
def test_a_file_named_after_another_candidate_is_claimed_by_both(path: str) -> None:
    ouyang = candidate(3, "欧阳小明", "1988-01-02")
    found = matched(document(path, name="张三", birth_date="1990-03-05", gender="男"), ZHANG, LI, ouyang, *OTHERS)

    assert found.candidate == ZHANG
    assert found.rivals == ((ouyang if "欧阳" in path else LI).id,)


@pytest.mark.parametrize("path", ["张三.pdf", "张三/李四.pdf", "张家口学院/1.pdf", "李四光中学.pdf", "1.pdf"])
def test_a_file_that_names_its_owner_or_nobody_for_certain_is_claimed_by_nobody_else(path: str) -> None:
    people = (ZHANG, LI, candidate(4, "张家", "1977-02-03"), *OTHERS)
    found = matched(document(path, name="张三", birth_date="1990-03-05", gender="男"), *people)

    assert found.candidate == ZHANG
    assert found.rivals == ()
