"""Runs made by hand: fictional people, and texts that try to break out of a report."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from degree_verify.model.document import (
    FIELDS,
    Code,
    CodeKind,
    Document,
    DocumentType,
    Link,
    ReadFrom,
    Reading,
    Source,
    Unread,
    UnreadReason,
)
from degree_verify.model.file import FileFacts, FileProblem
from degree_verify.model.geometry import Box
from degree_verify.model.outcome import Evidence, Finding, Outcome, Severity, Status, Verdict
from degree_verify.model.policy import Policy
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Comparison, Match, RowProblem
from degree_verify.model.run import IgnoredFile, Run, RunInfo
from degree_verify.rules import registry
from tests.support.persons import person

PLACE = Box(179.0, 120.0, 240.0, 132.0)
POLICY = Policy("test", "测试策略", "test policy")
CODE = "ATESTSPECMEN2345"
CERTIFICATE = "123451202306000016"
PHONE = "13912345678"

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "=cmd|' /C calc'!A0",
    "a\u202egnp.exe",
    "a\x00b\x07",
    '" onmouseover="alert(1)',
    "＝1+1",
    "\t@SUM(1)",
    "<r><t>x</t></r>",
    "_x003D_1",
    "长" * 40_000,
    "\ud800",
    "]]></t></is></c><c><f>1</f>",
)
"""Texts of papers, file names and rosters that must be shown as text wherever they appear."""

FIELDS_OF_A_PAPER = {
    "gender": "男",
    "birth_date": "1998-09-01",
    "enrolment_date": "2020-09-01",
    "graduation_date": "2023-06-30",
    "category": "普通高等教育",
    "level": "专科",
    "school": "测试样本学院",
    "duration": "3年",
    "major": "会计",
    "study_form": "普通全日制",
    "certificate_number": CERTIFICATE,
    "completion": "毕业",
    "verification_code": CODE,
    "update_date": "2023-06-01",
}


def candidate(number: int, **changes: object) -> Candidate:
    """A candidate of the roster; the same number gives the same person."""
    somebody = person(f"report {number}")
    made = Candidate(
        id=f"3401221{number:05}",
        row=number + 1,
        name=somebody.name,
        id_number=somebody.id_number,
        gender=somebody.gender,
        birth_date=somebody.birth_date,
        school="测试样本学院",
        level="专科",
        certificate_number=CERTIFICATE,
    )
    return replace(made, **changes)


def readings(values: Mapping[str, str]) -> dict[str, Reading]:
    return {name: Reading(name, value, value, ReadFrom.TEXT, 1, PLACE) for name, value in values.items()}


def document(path: str, values: Mapping[str, str] | None = None, **changes: object) -> Document:
    """A readable paper of the current layout."""
    made = Document(
        path=path,
        index=0,
        sha256="0" * 64,
        pages=(1,),
        type=DocumentType.REGISTRATION_RECORD,
        layout="registration-record-c",
        source=Source.BORN_DIGITAL,
        fields=readings(FIELDS_OF_A_PAPER if values is None else values),
        unread={},
        required=("name",),
        codes=(),
        links=(),
        facts=FileFacts("pdf", 1000, 1),
    )
    return replace(made, **changes)


def unreadable(path: str, kind: str, *, ours: bool = False) -> Document:
    """A file of which nothing could be read."""
    return document(
        path,
        {},
        pages=(),
        type=DocumentType.UNKNOWN,
        layout=None,
        problem=FileProblem(kind, "", ours),
        has_text=False,
        facts=FileFacts("", 10, 0),
    )


def outcome(rule: str, status: Status = Status.FAILED, message: str = "", **facts: object) -> Outcome:
    return Outcome(rule, status, facts, (Evidence(1, PLACE),), message)


def result(
    paper: Document | None,
    match: Match,
    outcomes: Iterable[Outcome] = (),
    verdict: Verdict = Verdict.ACCEPT,
    added: tuple[Finding, ...] = (),
) -> Result:
    """A result whose findings have the real messages of their rules; the verdict is given, not computed."""
    asked = tuple(outcomes)
    checks = dict.fromkeys(registry.all_rules(), Status.PASSED) | {each.rule: each.status for each in asked}
    return Result(paper, match, checks, registry.findings(asked, POLICY) + added, verdict)


def matched(somebody: Candidate, name: str | None = None) -> Match:
    """A sure match; `name` is what the paper says where it differs from the roster."""
    level, weight = ("exact", 12.3) if name is None else ("one-character", 0.0)
    comparisons = (
        Comparison("hint", "number", 20.0, None, somebody.id),
        Comparison("name", level, weight, name or somebody.name, somebody.name),
        Comparison("certificate_number", "exact", 20.0, CERTIFICATE, somebody.certificate_number),
        Comparison("school", "exact", 6.0, "测试样本学院", somebody.school),
    )
    return Match("matched", somebody, 0.996, 0.41, comparisons, tied_by="file-name")


def accepted(number: int) -> Result:
    """A candidate with a clean paper."""
    somebody = candidate(number)
    paper = document(f"{somebody.id}.pdf", {"name": somebody.name or "", **FIELDS_OF_A_PAPER})
    return result(paper, matched(somebody))


def run(results: Iterable[Result], candidates: Iterable[Candidate] = (), **info: object) -> Run:
    """A run over the given results; `info` overrides what the run says of itself."""
    kept, listed = tuple(results), tuple(candidates)
    about = RunInfo(
        tool_version="0.0.0",
        inbox="inbox",
        as_of=date(2023, 6, 5),
        policy_id=POLICY.id,
        policy_title_zh=POLICY.title_zh,
        policy_title_en=POLICY.title_en,
        policy_fingerprint="0123456789abcdef",
        roster_source="roster.xlsx",
        roster_fingerprint="fedcba9876543210",
    )
    return Run(replace(about, **info), lambda: iter(kept), lambda: iter(listed))


@dataclass
class Held:
    """How many results of a run were made in all, how many are held now, and how many were at most."""

    made: int = 0
    now: int = 0
    most: int = 0

    def __call__(self, one: Result) -> Result:
        counted = _Counted(one.document, one.match, one.checks, one.findings, one.verdict)
        self.made, self.now = self.made + 1, self.now + 1
        self.most = max(self.most, self.now)
        weakref.finalize(counted, self._let_go)
        return counted

    def _let_go(self) -> None:
        self.now -= 1


class _Counted(Result):
    """A result that can be watched; without slots of its own it takes weak references."""


def heavy_run(size: int, held: Held) -> Run:
    """Accepted papers of `size` candidates, made anew whenever they are asked for."""
    one, somebody = accepted(1), candidate(1)
    assert one.document is not None
    paper = one.document

    def other(number: int) -> Candidate:
        return replace(somebody, row=number, id_number=f"390101{number:012}")

    def results() -> Iterator[Result]:
        for number in range(size):
            match = replace(one.match, candidate=other(number))
            yield held(replace(one, document=replace(paper, path=f"{number}.pdf"), match=match))

    return Run(run([]).info, results, lambda: map(other, range(size)))


def longest_paper() -> Result:
    """A paper with every field, each as long as they come, two codes, and eight findings."""
    somebody = candidate(1)
    values = {
        **dict.fromkeys(FIELDS, "2023-06-30"),
        **FIELDS_OF_A_PAPER,
        "name": "热依汗古丽·阿卜杜热合曼",
        "school": "测试样本职业技术高等专科学校（测试样本分校）",
        "major": "计算机应用技术（人工智能与大数据应用方向）",
    }
    address = f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}&srcid=bgcx"
    code = Code(address, CodeKind.URL, 1, PLACE, host="www.chsi.com.cn", trusted=True, code=CODE, reports=True)
    paper = document("一个很长的文件夹名/另一个很长的文件夹名/材料.pdf", values, codes=(code, code))
    asked = [
        outcome("name-mismatch", message="failed.one-character", printed="测试样", listed=somebody.name),
        outcome("validity-unconfirmed", Status.CANNOT_TELL, made="2023-04-01", earliest_end="2023-05-01",
                latest_end="2023-10-01", day="2023-06-05"),
        outcome("layout-era", first="2022-01-01", last="2024-01-01", date="2021-01-01"),
        outcome("qr-untrusted-host", message="failed.look-alike", hosts=["www.chsi.com.cn.example"]),
        outcome("graduation-after-cutoff", graduation="2023-07-01", cutoff="2023-06-30"),
        outcome("candidate-not-found", nearest=somebody.id),
        outcome("unreadable-file", message="failed.damaged", kind="damaged", detail="no objects found"),
        outcome("certificate-number-mismatch", printed=CERTIFICATE, listed="123451202306000017"),
        outcome("school-mismatch", printed="测试样本学院", listed="另一所测试样本学院"),
    ]  # fmt: skip
    return result(paper, matched(somebody), asked, Verdict.REVIEW)


def usual_run() -> Run:
    """Two accepted papers, one to review, one to reject, a damaged file, one of nobody, a candidate without paper."""
    people = [candidate(number) for number in range(6)]
    first, second = accepted(0), accepted(1)
    unsure = document(
        f"合肥/{people[2].id_number}_{PHONE}.pdf",
        {"name": "测试样", **FIELDS_OF_A_PAPER},
        unread={"president": Unread("president", UnreadReason.PICTURE, "", 1, PLACE)},
        codes=(
            Code(
                f"https://www.chsi.com.cn/xlcx/bg.do?vcode={CODE}",
                CodeKind.URL,
                1,
                PLACE,
                host="www.chsi.com.cn",
                trusted=True,
                code=CODE,
                reports=True,
            ),
        ),
    )
    review = result(
        unsure,
        matched(people[2], "测试样"),
        [
            outcome("name-mismatch", message="failed.one-character", printed="测试样", listed=people[2].name),
            outcome(
                "validity-unconfirmed",
                Status.CANNOT_TELL,
                made="2023-04-01",
                earliest_end="2023-05-01",
                latest_end="2023-10-01",
                day="2023-06-05",
            ),
            outcome("layout-era", first="2022-01-01", last="2024-01-01", date="2021-01-01"),
        ],
        Verdict.REVIEW,
    )
    forged = document(
        "宣城/4.pdf",
        {"name": people[3].name or "", **FIELDS_OF_A_PAPER},
        codes=(
            Code(
                "https://www.chsi.com.cn.example/xlcx/bg.do?vcode=1",
                CodeKind.URL,
                1,
                PLACE,
                host="www.chsi.com.cn.example",
                trusted=False,
                code="1",
                problems=("look-alike",),
            ),
        ),
        links=(Link("http://example.test/", 1, PLACE, host="example.test", trusted=False),),
    )
    reject = result(
        forged,
        matched(people[3]),
        [
            outcome("qr-untrusted-host", message="failed.look-alike", hosts=["www.chsi.com.cn.example"]),
            outcome("graduation-after-cutoff", graduation="2023-07-01", cutoff="2023-06-30"),
        ],
        Verdict.REJECT,
    )
    broken = result(
        unreadable("坏文件.pdf", "damaged"),
        Match("none"),
        [outcome("unreadable-file", message="failed.damaged", kind="damaged", detail="no objects found")],
        Verdict.REVIEW,
    )
    stranger = result(
        document("不知是谁.pdf", {"name": "无名氏", **FIELDS_OF_A_PAPER}),
        Match("none", runner_up=people[5]),
        [outcome("candidate-not-found", nearest=people[5].id)],
        Verdict.REVIEW,
    )
    absent = [
        result(
            None,
            Match("matched", somebody),
            [outcome("candidate-without-document", id=somebody.id, row=somebody.row)],
            Verdict.REVIEW,
        )
        for somebody in people[4:]
    ]
    return run(
        [first, second, review, stranger, broken, reject, *absent],
        people,
        roster_problems=(RowProblem(9, "身份证号", "身份证号校验不通过", "the identity number fails its check"),),
        ignored=(IgnoredFile("说明.docx", "other-kind"),),
    )


def hostile_run() -> Run:
    """Every hostile text in every place where data of papers, file names and rosters comes to be shown."""
    results, people = [], []
    for number, text in enumerate(HOSTILE):
        somebody = candidate(number, name=text, id=text, school=text, level=text)
        paper = document(
            text,
            dict.fromkeys(("name", "school", "major", "certificate_number", "verification_code"), text),
            unread={"president": Unread("president", UnreadReason.MALFORMED, text, 1, PLACE)},
            codes=(Code(text, CodeKind.OTHER, 1, PLACE, code=text),),
            links=(Link(text, 1, PLACE, host=text, trusted=False, code=text),),
            layout=text,
            problem=FileProblem("damaged", text),
        )
        mismatch = outcome("name-mismatch", printed=text, listed=text)
        found = Finding("name-mismatch", Status.FAILED, Severity.REVIEW, text, text, text, text, {"files": [text]}, ())
        results.append(result(paper, matched(somebody), [mismatch], Verdict.REVIEW, (found,)))
        people.append(somebody)
    return run(
        results,
        people,
        inbox=HOSTILE[0],
        roster_source=HOSTILE[0],
        policy_title_zh=HOSTILE[0],
        ignored=tuple(IgnoredFile(text, "other-kind") for text in HOSTILE),
        roster_problems=tuple(RowProblem(1, text, text, text) for text in HOSTILE),
    )
