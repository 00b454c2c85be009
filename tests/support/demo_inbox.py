"""The uploads of the demo: what a clerk finds in the inbox of one term, for the policy anhui-2023h1 on 2023-06-05."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from tests.support import alterations, renderings
from tests.support.cases.case import Making, letter
from tests.support.cases.registration import LONG_MAJOR, LONG_SCHOOL
from tests.support.chromium import render_chromium
from tests.support.layouts.registration import TITLE
from tests.support.look import Look
from tests.support.persons import check_digit
from tests.support.specimens import Draft, draft

CID, PYMUPDF, TRUETYPE = Making("reportlab-cid"), Making("pymupdf"), Making("reportlab-truetype")


@dataclass(frozen=True, slots=True)
class Meant:
    """What the demo means one paper to come to: the verdict, the findings that a person must see, and the others."""

    verdict: str = "accept"
    findings: tuple[str, ...] = ()
    info: tuple[str, ...] = ()


ACCEPTED = Meant()


@dataclass(frozen=True, slots=True)
class Upload:
    """One file. `{id}`, `{id_number}` and `{name}` in the path stand for the candidate's.

    `listed` are the roster's values where they differ from the paper's; None: the owner is not on the roster.
    """

    path: str
    drafts: Sequence[Draft]
    meant: Sequence[Meant] = (ACCEPTED,)
    making: Making = TRUETYPE
    listed: Mapping[str, str] | None = field(default_factory=dict)
    note: str = ""
    reproducible: bool = True


def _draft(seed: str, layout: str = "registration-record-c", day: int = 20, **options: Any) -> Draft:
    """A paper of the term: made in May 2023 unless said otherwise. Looks go by their names."""
    looks = {key: options.pop(key) for key in list(options) if key in Look.__dataclass_fields__}
    if layout in ("registration-record-c", "registration-record-certificate"):
        options.setdefault("made", date(2023, 5, day))
    return draft(layout, seed=f"demo {seed}", look=Look(**looks), **options)


def _one(path: str, seed: str, meant: Meant = ACCEPTED, making: Making = TRUETYPE, **options: Any) -> Upload:
    kept = {key: options.pop(key) for key in ("listed", "note", "reproducible") if key in options}
    return Upload(path, [_draft(seed, **options)], (meant,), making, **kept)


def _review(*findings: str) -> Meant:
    return Meant("review", findings)


def _reject(*findings: str) -> Meant:
    return Meant("reject", findings)


def clean() -> Iterator[Upload]:
    """Papers with nothing to say against them."""
    yield _one("合肥/{name}.pdf", "college", day=21)
    yield _one("合肥/{id}_{name}_备案表.pdf", "vocational", making=CID, kind="vocational", day=11)
    yield _one("合肥/{id}.pdf", "bachelor", making=PYMUPDF, kind="bachelor", day=30)
    yield _one("合肥/{id_number}.pdf", "adult", kind="adult", day=16)
    yield _one("芜湖/{name}.pdf", "minority", making=PYMUPDF, name_style="minority", day=25)
    yield _one("芜湖/{name}（备案表）.pdf", "rare", making=CID, name_style="rare", kind="network", day=28)
    yield _one("芜湖/{id}.pdf", "self-study", making=CID, kind="self-study", day=18)
    yield _one(
        "芜湖/扫描_0007.pdf",
        "short",
        name_style="short",
        kind="open",
        glyphs_apart=True,
        day=22,
        note="国家开放大学，代码 51161。",
    )
    yield _one(
        "蚌埠/{name}.pdf",
        "long",
        school=LONG_SCHOOL,
        major=LONG_MAJOR,
        graduated_in=2020,
        certificate_number="164011202006990017",
    )
    yield _one("蚌埠/{id}.pdf", "vector", making=CID, kind="upgrade", code_drawing="vector", day=12)
    yield _one("蚌埠/{name}-学历证明书.pdf", "certificate", layout="registration-record-certificate", day=23)
    yield _one(
        "蚌埠/{id}-证明书.pdf",
        "certificate-2",
        making=CID,
        layout="registration-record-certificate",
        kind="adult",
        brackets="half",
        day=24,
    )
    yield _one("安庆/{name}-认证报告.pdf", "report", layout="certification-report", making=CID)
    yield _one("安庆/{id}.pdf", "electronic", layout="certification-report-electronic")
    yield _one(
        "安庆/{name}.pdf",
        "ruled",
        Meant(info=("layout-era",)),
        layout="registration-record-b",
        made=date(2023, 5, 12),
        ornament=True,
        note="旧版式在换版之后出具：只提示。",
    )
    yield _one(
        "安庆/{id} 认证报告.pdf",
        "late-report",
        Meant(info=("certification-report-unexpected",)),
        layout="certification-report",
        made=date(2021, 4, 6),
        note="2018 年 7 月以后一般不再出具认证报告：只提示。",
    )
    yield _one(
        "安庆/{id}_封面.pdf",
        "letter",
        making=Making("reportlab-cid", before=(letter(),)),
        day=26,
        note="备案表前有情况说明。",
    )
    yield _one(
        "六安/{id}.pdf",
        "protected",
        making=Making(render=partial(renderings.render_truetype, passwords=("", "owner"))),
        day=29,
    )
    yield _one("六安/{name}.pdf", "sideways", making=Making("pymupdf", partial(alterations.turned, degrees=90)), day=31)
    yield _one(
        "六安/{name}-网页打印.pdf",
        "browser",
        making=Making(render=partial(render_chromium, title=TITLE, header=True)),
        day=19,
        reproducible=False,
        note="浏览器打印。",
    )
    for number, year in enumerate((2016, 2019)):
        yield _one(
            f"六安/同名{number + 1}.pdf",
            f"namesake {number}",
            day=17,
            graduated_in=year,
            name="李静",
            note="同名不同人。",
        )


def wrong_papers() -> Iterator[Upload]:
    """Papers that do not count, are over, or cannot be told."""
    yield _one("合肥/{id}-学籍.pdf", "enrolment", _reject("ineligible-document-type"), layout="enrolment-report")
    yield _one("芜湖/{name}-学位.pdf", "degree", _reject("ineligible-document-type"), layout="degree-report-online")
    yield _one("安庆/{id}-留服.pdf", "foreign", _reject("ineligible-document-type"), layout="foreign-credential")
    yield _one("安庆/{id}-English.pdf", "english", _reject("ineligible-document-type"), layout="registration-record-en")
    both = [_draft("both"), _draft("both", "degree-report-online", verification_code="ATEST0000000BTH2")]
    yield Upload("芜湖/{name}-两份.pdf", both, (ACCEPTED, _reject("ineligible-document-type")), CID)
    yield _one("合肥/{name}-旧.pdf", "expired", _review("validity-expired"), fault="validity-expired")
    yield _one(
        "合肥/{id}-2016.pdf",
        "printed-end",
        _reject("validity-expired"),
        layout="registration-record-a",
        note="印有验证期至，早已过期。",
    )
    yield _one("合肥/{id}-三月.pdf", "unconfirmed", _review("validity-unconfirmed"), fault="validity-unconfirmed")
    yield _one(
        "蚌埠/{id}-7月.pdf",
        "late",
        _reject("graduation-after-cutoff", "issued-before-graduation"),
        fault="graduation-after-cutoff",
    )
    yield _one(
        "蚌埠/{name}-结业.pdf", "unfinished", _reject("completion-not-graduated"), fault="completion-not-graduated"
    )


def forged() -> Iterator[Upload]:
    """Papers that contradict themselves."""
    yield _one("芜湖/{id}-1.pdf", "wrong-code", _reject("qr-code-mismatch"), fault="qr-code-mismatch")
    yield _one("芜湖/{id}-2.pdf", "foreign-host", _reject("qr-untrusted-host"), fault="qr-untrusted-host", making=CID)
    yield _one("芜湖/{id}-3.pdf", "look-alike", _reject("qr-untrusted-host"), fault="qr-untrusted-host:look-alike")
    yield _one("芜湖/{id}-4.pdf", "no-symbol", _review("qr-missing"), fault="qr-missing", making=CID)
    yield _one("芜湖/{id}-5.pdf", "damaged", _review("qr-unreadable"), fault="qr-unreadable")
    yield _one(
        "芜湖/{id}-6.pdf", "raised", _review("certificate-number-level-mismatch"), level="本科", making=CID,
    )  # fmt: skip
    school = _draft("school", fault="certificate-number-school-mismatch")
    yield Upload("芜湖/{id}-7.pdf", [school], (_review("certificate-number-school-mismatch"),), CID)
    yield _one("芜湖/{id}-8.pdf", "code", _review("verification-code-malformed"), fault="verification-code-malformed")
    yield _one(
        "芜湖/{id}-9.pdf",
        "picture",
        _review("low-confidence-reading"),
        fault="low-confidence-reading",
        note="姓名是图片，可能漏了间隔号，须人工看。",
    )


def other_people() -> Iterator[Upload]:
    """Papers that do not go with the roster, or with each other."""
    name = _draft("name")
    typed = name.record["name"][:-1] + "珍"
    yield Upload("六安/{id}.pdf", [name], (_review("name-mismatch"),), CID, {"name": typed})
    yield _one("六安/{id}-性别.pdf", "gender", _review("gender-mismatch"), fault="gender-mismatch", making=CID)
    yield _one("六安/{id}-层次.pdf", "level", _review("level-mismatch"), listed={"level": "本科"})
    wrong = _draft("id")
    number = wrong.record.person.id_number
    broken = number[:-1] + ("0" if check_digit(number[:-1]) != "0" else "1")
    yield Upload("六安/{id}-证号.pdf", [wrong], (_review("roster-id-invalid"),), CID, {"id_number": broken})
    yield _one("六安/无名.pdf", "stranger", _review("candidate-not-found"), listed=None, making=CID)
    twice = [_draft("twice")]
    again = Meant(info=("duplicate-document",))
    yield Upload("合肥/{name}-备案表.pdf", twice, (again,), CID, note="同一考生交了两次同一文件。")
    yield Upload("合肥/补交/{name}-备案表.pdf", twice, (again,), CID, None)


def unreadable() -> Iterator[Upload]:
    """Files that are locked, broken, or a picture."""
    locked = Making(render=partial(renderings.render_truetype, passwords=("2023", "owner")))
    yield _one("安庆/{id}-加密.pdf", "locked", _review("encrypted-file"), making=locked)
    yield _one("安庆/{id}-损坏.pdf", "broken", _review("unreadable-file"), making=Making(alter=alterations.truncated))
    yield _one(
        "安庆/{id}-扫描.pdf",
        "scan",
        making=Making("pymupdf", alterations.scanned),
        note="扫描件没有文字层，由图像识别读出。",
    )


def uploads() -> Iterator[Upload]:
    yield from clean()
    yield from wrong_papers()
    yield from forged()
    yield from other_people()
    yield from unreadable()


def borrowed() -> tuple[Draft, Draft, Meant, Meant]:
    """One paper handed in by its owner and by another candidate of the same sex and level."""
    owner = _draft("owner", day=27)
    other = next(
        candidate
        for number in range(20)
        if (candidate := _draft(f"borrower {number}")).record["gender"] == owner.record["gender"]
        and candidate.record["school"] != owner.record["school"]
    )
    shared = ("duplicate-certificate-number", "duplicate-document", "duplicate-verification-code")
    identity = (
        "birth-date-mismatch", "candidate-ambiguous", "certificate-number-mismatch", "name-mismatch", "school-mismatch",
    )  # fmt: skip
    return owner, other, _review(*shared), _review(*identity, *shared)


def ambiguous() -> tuple[Draft, dict[str, str], Meant]:
    """A paper that fits two candidates of one name and birth date, of whom the roster says nothing else."""
    paper = _draft("twins")
    number = paper.record.person.id_number
    first = number[:14] + f"{(int(number[14:17]) + 2) % 1000:03d}"
    return paper, {"id_number": first + check_digit(first)}, _review("candidate-ambiguous")
