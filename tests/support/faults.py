"""What can be wrong with a paper: one small change for each rule, named after it, and some variants.

A clean specimen judged on 2023-06-05 has none of them. The owner of the paper stays as he is, so that a paper whose
name was changed can be compared with the roster of its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.support import symbols
from tests.support.records import CODES_CHANGED, Record, record, schools

if TYPE_CHECKING:
    from tests.support.specimens import Draft

Fault = Callable[["Draft"], "Draft"]

OTHER_CODE = "ATEST0000000WRNG"
"""A well-formed code that is no specimen's own."""


def _symbol(make: Callable[[str], symbols.Symbol]) -> Fault:
    return lambda paper: replace(paper, symbols=(make(paper.record["verification_code"]),))


def _values(**changes: str) -> Fault:
    return lambda paper: paper.changed(**changes)


def _code(code: str) -> Fault:
    """Another printed code, and symbols that hold the same one."""

    def change(paper: Draft) -> Draft:
        changed = paper.changed(verification_code=code)
        return replace(changed, symbols=changed.form.symbols(changed.record))

    return change


def _link(make: Callable[[str], str]) -> Fault:
    return lambda paper: replace(paper, links=(make(paper.record["verification_code"]),))


def _number(start: int, end: int, digits: str) -> Fault:
    """Other digits at a place of the certificate number that the rules look into."""

    def change(paper: Draft) -> Draft:
        name = "original_certificate_number" if "certificate" in paper.form.type.split("_") else "certificate_number"
        number = paper.record[name]
        return paper.changed(**{name: number[:start] + digits + number[end:]})

    return change


def _other_school(paper: Draft) -> Draft:
    own = paper.record["school"]
    code, name = next((code, name) for code, name, _ in schools("本科") if name != own)
    return paper.changed(school=name) if code != paper.record["certificate_number"][:5] else paper


def _shifted(name: str, days: int, of: str) -> Fault:
    """A date that lies some days from another one."""

    def change(paper: Draft) -> Draft:
        day = paper.record[of]
        base = date.fromisoformat(day if len(day) == 10 else f"{day}-01")
        return paper.changed(**{name: (base + timedelta(days=days)).isoformat()})

    return change


def _issued(day: str) -> Fault:
    return lambda paper: paper.changed(update_date=day, print_date=day)


def _one_character(paper: Draft) -> Draft:
    name = paper.record["name"]
    return paper.changed(name=name[:-1] + ("民" if name[-1] != "民" else "国"))


def _long_name(paper: Draft) -> Draft:
    """A long name, of which no picture says for sure that no dot stood in it."""
    return paper.changed(name="次仁旺姆卓玛")


def _swapped(one: str, other: str) -> Fault:
    return lambda paper: paper.changed(**{one: paper.record[other], other: paper.record[one]})


def _era(paper: Draft) -> Draft:
    """A new code on an old paper, or the reverse."""
    new = len(paper.record["verification_code"]) == 16
    day = CODES_CHANGED - timedelta(days=40) if new else CODES_CHANGED + timedelta(days=400)
    return paper.changed(update_date=day.isoformat())


def _graduated(day: str) -> Fault:
    """Graduated later than the cutoff, with all else in keeping."""

    def change(paper: Draft) -> Draft:
        number = paper.record["certificate_number"]
        return paper.changed(
            graduation_date=day,
            enrolment_date=f"{int(day[:4]) - 3}-09-01",
            certificate_number=number[:6] + day[:4] + number[10:],
        )

    return change


def _neighbour(paper: Draft) -> Record:
    return record("neighbour", kind=paper.record.kind, updated=paper.form.made, graduated_in=paper.form.graduated_in)


def _neighbours_number(paper: Draft) -> Draft:
    """The number of the clean specimen that the seed "neighbour" makes: both in one batch are the duplicate."""
    return paper.changed(certificate_number=_neighbour(paper)["certificate_number"])


def _neighbours_code(paper: Draft) -> Draft:
    return _code(_neighbour(paper)["verification_code"])(paper)


FAULTS: Mapping[str, Fault] = {
    # document
    "missing-field": lambda paper: paper.looking(blank=("graduation_date",)),
    "low-confidence-reading": lambda paper: _long_name(paper).looking(as_picture=("name",)),
    # authenticity
    "qr-missing": lambda paper: replace(paper, symbols=()),
    "qr-unreadable": lambda paper: paper.looking(code_drawing="damaged"),
    "qr-unreadable:opaque": _symbol(symbols.opaque),
    "qr-untrusted-host": _symbol(lambda code: symbols.url(code, host="verify.example.com", path="/qr")),
    "qr-untrusted-host:look-alike": _symbol(lambda code: symbols.url(code, host="www.chsic.com.cn")),
    "qr-untrusted-host:suffix": _symbol(lambda code: symbols.url(code, host="www.chsi.com.cn.example.com")),
    "qr-untrusted-host:cyrillic": _symbol(lambda code: symbols.url(code, host="www.сhsi.com.cn")),
    "qr-untrusted-host:user": _symbol(lambda code: symbols.url(code, host="www.chsi.com.cn@example.com")),
    "qr-untrusted-host:port": _symbol(lambda code: symbols.url(code, host="www.chsi.com.cn:8443")),
    "qr-code-mismatch": _symbol(lambda code: symbols.url(OTHER_CODE)),
    "qr-code-mismatch:help-page": _symbol(lambda code: symbols.help_page()),
    "qr-content-mismatch": _values(level="本科", school="安徽大学"),
    "link-mismatch": _link(lambda code: symbols.url(OTHER_CODE).payload),
    "link-mismatch:host": _link(lambda code: symbols.url(code, host="verify.example.com").payload),
    "verification-code-malformed": _code("KTEST0000000WRNG"),
    "verification-code-malformed:letter": _code("ATEST000000OWRNG"),
    "verification-code-malformed:short": _code("ATEST0000000"),
    "verification-code-era": _era,
    # consistency
    "certificate-number-malformed": _values(certificate_number="10022120010699999"[:15]),
    "certificate-number-malformed:degree": _values(certificate_number="1002242019990001"),
    "certificate-number-malformed:self-study": _values(certificate_number="66349999132096472"),
    "certificate-number-school-mismatch": _other_school,
    "certificate-number-category-mismatch": _number(5, 6, "7"),
    "certificate-number-year-mismatch": _number(6, 10, "2009"),
    "certificate-number-level-mismatch": _number(10, 12, "01"),
    "dates-out-of-order": _swapped("enrolment_date", "graduation_date"),
    "duration-implausible": _values(duration="8年"),
    "age-implausible": _shifted("birth_date", -9 * 365, of="enrolment_date"),
    "issued-before-graduation": _shifted("update_date", -200, of="graduation_date"),
    "issued-in-future": _issued("2023-12-24"),
    "layout-era": _issued("2010-02-03"),
    "certification-report-unexpected": _issued("2021-04-06"),
    # eligibility
    "graduation-after-cutoff": _graduated("2023-07-01"),
    "level-below-required": _values(level="中专"),
    "completion-not-graduated": _values(completion="结业"),
    # validity
    "validity-expired": _issued("2022-11-20"),
    "validity-expired:printed": _values(valid_until="2023-06-04"),
    "validity-unconfirmed": _issued("2023-03-15"),
    # identity, against the roster of the owner
    "name-mismatch": _one_character,
    "gender-mismatch": lambda paper: paper.changed(gender="女" if paper.record["gender"] == "男" else "男"),
    "birth-date-mismatch": _shifted("birth_date", 31, of="birth_date"),
    "certificate-number-mismatch": _number(-4, 18, "8765"),
    "school-mismatch": _other_school,
    "level-mismatch": _values(level="本科"),
    # batch, together with the clean specimen of the seed "neighbour"
    "duplicate-certificate-number": _neighbours_number,
    "duplicate-verification-code": _neighbours_code,
    # what an editor or a careless typist leaves
    "blanked": lambda paper: paper.looking(blank=("certificate_number",)),
    "swapped": _swapped("school", "major"),
}
"""Faults by the rule that should notice them; a variant follows the colon."""

LAYOUTS: Mapping[str, str] = {
    "qr-content-mismatch": "registration-record-a",  # its code holds the fields
    "certification-report-unexpected": "certification-report",
    "validity-expired:printed": "registration-record-a",  # it prints the end
}
"""The layout that a fault needs; every other one shows on "registration-record-c"."""
