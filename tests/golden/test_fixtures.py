"""The fixtures are what their maker makes, bear the specimen's mark, and name nobody real."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from degree_verify.api import read_roster
from degree_verify.normalise.id_numbers import parse_id_number
from tests.support import demo
from tests.support.cases.case import Case
from tests.support.make_fixtures import FIXTURES, all_cases
from tests.support.persons import person
from tests.support.readme import readme
from tests.support.sheets import MARK, font

CASES = list(all_cases())
PASSWORDS = {FIXTURES / "documents" / case.folder / f"{case.name}.pdf": case.password for case in CASES}
FILES = sorted(path for folder in ("documents", "demo") for path in (FIXTURES / folder).rglob("*.pdf"))
"""Papers; what stands in `hostile` is none."""
SAMPLE = [case for case in CASES if case.reproducible][::8]


def _path(case: Case) -> Path:
    return FIXTURES / "documents" / case.folder / f"{case.name}.pdf"


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: f"{case.folder}/{case.name}")
def test_file_made_again_has_the_same_bytes(case: Case) -> None:
    assert case.make() == _path(case).read_bytes()


def test_every_case_has_its_file_and_every_file_its_case() -> None:
    assert {_path(case) for case in CASES} == set((FIXTURES / "documents").rglob("*.pdf"))


def test_expected_results_are_the_truth_of_the_cases() -> None:
    different = [
        case.name
        for case in CASES
        if json.loads(_path(case).with_suffix(".expected.json").read_text(encoding="utf-8")) != case.expected
    ]
    assert not different


def test_readme_lists_every_case() -> None:
    expected = json.loads((FIXTURES / "demo" / "expected.json").read_text(encoding="utf-8"))
    cases = sorted(CASES, key=lambda case: case.folder)
    assert (FIXTURES / "README.md").read_text(encoding="utf-8") == readme(cases, expected)


def test_roster_made_again_has_the_same_bytes() -> None:
    made = demo.build(browser=False)
    assert demo.roster(made.rows) == (FIXTURES / "demo" / "roster.xlsx").read_bytes()
    assert demo.expected(made) == json.loads((FIXTURES / "demo" / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_every_page_bears_the_mark(path: Path) -> None:
    with pymupdf.open(path) as document:
        if "损坏" in path.name:  # an upload that broke off has no page left that could bear it
            assert document.page_count == 0
            return
        if document.needs_pass:
            document.authenticate(PASSWORDS.get(path) or "2023")
        assert document.page_count
        for page in document:
            assert MARK in page.get_text() or _pictured(page), f"page {page.number + 1}"


def test_mark_is_missed_where_it_is_not() -> None:
    with pymupdf.open() as document:
        assert not _pictured(document.new_page())


def test_identity_numbers_are_valid_and_of_no_province() -> None:
    candidates = read_roster(FIXTURES / "demo" / "roster.xlsx").candidates
    numbers = [candidate.id_number for candidate in candidates if candidate.id_number]
    broken = [number for number in numbers if parse_id_number(number) is None]
    assert len(numbers) > 40
    assert len(broken) == 1  # the one with the wrong check digit
    assert all(number.startswith("39") for number in numbers)


@pytest.mark.parametrize("seed", range(50))
def test_person_agrees_with_his_identity_number(seed: int) -> None:
    made = person(seed)
    read = parse_id_number(made.id_number)
    assert read is not None
    assert (read.birth_date, read.gender, read.region[:2]) == (made.birth_date, made.gender, "39")


def test_certificate_numbers_and_codes_are_nobodys() -> None:
    for case in CASES:
        if case.folder == "notice-samples":  # the notice's own, which are as plainly invented
            continue
        for truth in case.truths:
            number = truth["fields"].get("certificate_number", "")
            if re.fullmatch(r"\d{17,18}", number):
                assert number[4:8] == "9999" if number[:2] in ("65", "66") else number[12:14] == "99", case.name
            code = truth["fields"].get("verification_code", "ATEST")
            assert code[1:5] == "TEST" or code.startswith("0000"), case.name


def test_fixtures_stay_small() -> None:
    assert sum(path.stat().st_size for path in FIXTURES.rglob("*") if path.is_file()) < 6_000_000


def _pictured(page: pymupdf.Page) -> bool:
    """Whether the mark stands on the page as a picture: in the size of the foot, or in that of a certificate's line."""
    seen = _grey(page)
    best = 0.0
    for size in (8.0, 26 * 614 / 921):
        with pymupdf.open() as blank:
            drawn = blank.new_page(width=size * 16, height=size * 2)
            drawn.insert_font("mark", fontbuffer=font().buffer)
            drawn.insert_text((size * 0.5, size * 1.4), MARK, fontname="mark", fontsize=size)
            shape = _grey(drawn)
        ys, xs = np.where(shape < 128)
        pattern = shape[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].copy()
        best = max(best, float(cv2.matchTemplate(seen, pattern, cv2.TM_CCOEFF_NORMED).max()))
    return best > 0.7  # 0.8 and more where it stands, 0.2 where it does not


def _grey(page: pymupdf.Page) -> np.ndarray:
    pixmap = page.get_pixmap(dpi=110, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width].copy()
