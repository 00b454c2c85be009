"""The Python interface: the examples of its page, every kind of source, misuse."""

from __future__ import annotations

import io
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import degree_verify as dv
from degree_verify.errors import DegreeVerifyError, PolicyError, RosterError, UsageError
from degree_verify.resources import demo

AS_OF = date(2023, 6, 5)
CLEAN = demo() / "inbox" / "合肥" / "019902301014.pdf"
PAGE = Path(__file__).parents[1] / "docs" / "api.md"


def test_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(demo(), tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 4
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)


@pytest.fixture(scope="module")
def verifier() -> dv.Verifier:
    return dv.Verifier(roster=dv.read_roster(demo() / "roster.xlsx"), as_of=AS_OF)


def test_path_bytes_and_stream_give_the_same_fields(verifier: dv.Verifier) -> None:
    data = CLEAN.read_bytes()
    with CLEAN.open("rb") as stream:
        found = [verifier.verify(source) for source in (CLEAN, str(CLEAN), data, stream, io.BytesIO(data))]
    fields = [[result.document.fields for result in results if result.document] for results in found]
    assert fields[0]
    assert all(other == fields[0] for other in fields)
    assert {results[0].verdict for results in found} == {dv.Verdict.ACCEPT}


def test_public_names_are_all_there() -> None:
    for name in dv.__all__:
        assert getattr(dv, name) is not None
    with pytest.raises(AttributeError):
        dv.nonsense  # noqa: B018


def test_given_candidate_is_compared_whoever_is_on_the_roster(verifier: dv.Verifier) -> None:
    (result,) = verifier.verify(CLEAN, candidate={"name": "赵钱孙", "birth_date": "1970年1月2日"})
    assert {"name-mismatch", "birth-date-mismatch"} <= {finding.name for finding in result.findings}
    assert result.verdict is dv.Verdict.REVIEW


def test_without_a_roster_identity_is_not_asked() -> None:
    result = dv.verify(CLEAN, as_of=AS_OF)
    assert result.verdict is dv.Verdict.ACCEPT
    assert result.checks["name-mismatch"] is dv.Status.NOT_APPLICABLE


def test_of_two_papers_in_one_upload_the_evidence_counts_and_not_the_other() -> None:
    source = demo() / "inbox" / "芜湖" / "吕平庆-两份.pdf"
    results = dv.Verifier(as_of=AS_OF).verify(source)
    assert [result.verdict for result in results] == [dv.Verdict.ACCEPT, dv.Verdict.REJECT]
    assert dv.verify(source, as_of=AS_OF).document == results[0].document


@pytest.mark.parametrize("data", [b"", b"garbage", b"%PDF-1.7\n", b"%PDF-1.7" + bytes(range(256)) * 40, b"PK\x03\x04"])
def test_any_bytes_give_a_result_that_is_not_accepted(data: bytes) -> None:
    result = dv.verify(data, as_of=AS_OF)
    assert result.verdict is dv.Verdict.REVIEW
    assert {"unreadable-file"} <= {finding.name for finding in result.findings}


def test_an_upload_over_the_limit_is_named_and_not_read(tmp_path: Path) -> None:
    policy = tmp_path / "small.toml"
    policy.write_text("[limits]\nfile_megabytes = 1\n", encoding="utf-8")
    result = dv.verify(b"%PDF-1.7" + b"x" * (1024 * 1024), policy=policy, as_of=AS_OF)
    assert result.document is not None
    assert result.document.problem is not None
    assert result.document.problem.kind == "too-large"


def test_misuse_raises_errors_that_say_what_to_do(verifier: dv.Verifier, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.pdf"):
        verifier.verify(tmp_path / "none.pdf")
    with pytest.raises(UsageError, match="birthday"):
        verifier.verify(CLEAN, candidate={"birthday": "1990-01-01"})
    with pytest.raises(UsageError, match="no-such-rule"):
        dv.Verifier(select=["no-such-rule"])
    with pytest.raises(UsageError, match="idd"):
        dv.read_roster(demo() / "roster.xlsx", {"idd": "准考证号"})
    with pytest.raises(RosterError):
        dv.read_roster(tmp_path / "none.xlsx")
    with pytest.raises(PolicyError):
        dv.Verifier("no-such-policy")
    with pytest.raises(UsageError):
        list(dv.verify_folder(tmp_path / "none"))


def test_a_folder_over_any_executor_gives_the_same_results(capfd: pytest.CaptureFixture[str]) -> None:
    roster = dv.read_roster(demo() / "roster.xlsx")
    inbox = demo() / "inbox" / "安庆"
    alone = list(dv.verify_folder(inbox, roster=roster, as_of=AS_OF))
    with ThreadPoolExecutor(1) as executor:  # the readers' libraries take one thread at a time
        pooled = list(dv.verify_folder(inbox, roster=roster, as_of=AS_OF, executor=executor))
    assert pooled == alone
    assert any(result.document is None for result in alone)
    assert capfd.readouterr() == ("", "")


def test_results_are_frozen(verifier: dv.Verifier) -> None:
    (result,) = verifier.verify(CLEAN)
    with pytest.raises(AttributeError):
        result.verdict = dv.Verdict.REJECT


def test_a_verifier_works_in_a_thread_that_is_not_the_main_one(verifier: dv.Verifier) -> None:
    found: list[dv.Result] = []
    thread = threading.Thread(target=lambda: found.extend(verifier.verify(CLEAN)))
    thread.start()
    thread.join(30)
    assert [result.verdict for result in found] == [dv.Verdict.ACCEPT]


NOBODY: list[Any] = [{}, {"name": ""}, {"name": None}, {"gender": "男"}, {"id": "0199"}, {"id_number": "****"}]


@pytest.mark.parametrize("candidate", [*NOBODY, dv.Candidate("1", 1), ["张三"], {"name": 5}, {"birthday": "1990"}])
def test_a_candidate_who_could_be_anybody_is_misuse(verifier: dv.Verifier, candidate: Any) -> None:
    with pytest.raises(UsageError):
        verifier.verify(CLEAN, candidate=candidate)


def test_a_candidate_with_a_number_and_no_name_goes_to_a_person(verifier: dv.Verifier) -> None:
    (known,) = verifier.verify(CLEAN)
    assert known.match.candidate is not None
    (result,) = verifier.verify(CLEAN, candidate={"id_number": known.match.candidate.id_number})
    assert result.checks["name-mismatch"] is dv.Status.CANNOT_TELL
    assert result.verdict is dv.Verdict.REVIEW


def test_a_candidate_with_a_name_alone_goes_to_a_person_and_with_the_certificate_number_not(
    verifier: dv.Verifier,
) -> None:
    (known,) = verifier.verify(CLEAN)
    assert known.document is not None
    name, number = (known.document.fields[field].value for field in ("name", "certificate_number"))
    (alone,) = verifier.verify(CLEAN, candidate={"name": name})
    (tied,) = verifier.verify(CLEAN, candidate={"name": name, "certificate_number": f"No：{number}"})
    assert alone.checks["birth-date-mismatch"] is dv.Status.CANNOT_TELL
    assert [alone.verdict, tied.verdict] == [dv.Verdict.REVIEW, dv.Verdict.ACCEPT]


def test_a_birth_date_may_be_a_date(verifier: dv.Verifier) -> None:
    (known,) = verifier.verify(CLEAN)
    assert known.document is not None
    born = date.fromisoformat(known.document.fields["birth_date"].value)
    (result,) = verifier.verify(CLEAN, candidate={"name": known.document.fields["name"].value, "birth_date": born})
    assert result.checks["birth-date-mismatch"] is dv.Status.PASSED


def test_any_bytes_like_object_is_a_source(verifier: dv.Verifier) -> None:
    data = CLEAN.read_bytes()
    found = [verifier.verify(source) for source in (data, bytearray(data), memoryview(data))]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("source", [None, 5, io.StringIO("text"), ["a.pdf"], "a\0b.pdf", Path("tests")])
def test_what_is_no_source_is_misuse(verifier: dv.Verifier, source: Any) -> None:
    with pytest.raises(UsageError):
        verifier.verify(source)


def test_a_closed_stream_is_misuse(verifier: dv.Verifier) -> None:
    stream = io.BytesIO(b"")
    stream.close()
    with pytest.raises(UsageError):
        verifier.verify(stream)


@pytest.mark.parametrize(
    "arguments",
    [
        {"policy": None},
        {"policy": 5},
        {"roster": ["张三"]},
        {"roster": 5},
        {"as_of": 5},
        {"as_of": "yesterday"},
        {"as_of": "2023-06"},
        {"select": 5},
        {"ignore": [5]},
        {"ocr": None},
    ],
)
def test_arguments_of_another_kind_are_misuse(arguments: dict[str, Any]) -> None:
    with pytest.raises(DegreeVerifyError):
        dv.Verifier(**arguments)


@pytest.mark.parametrize("arguments", [{"executor": 5}, {"workers": 0}, {"workers": "2"}, {"inbox": None}])
def test_arguments_of_a_folder_of_another_kind_are_misuse(arguments: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        list(dv.verify_folder(**{"inbox": demo() / "inbox" / "安庆", **arguments}))


def test_policies_rosters_and_columns_of_another_kind_are_misuse() -> None:
    for call in (lambda: dv.load_policy(None), lambda: dv.read_roster(None), lambda: dv.read_roster("r.csv", ["id"])):  # type: ignore[arg-type]
        with pytest.raises(UsageError):
            call()


@pytest.mark.parametrize("as_of", [AS_OF, datetime(2023, 6, 5, 23, 59, tzinfo=UTC), "2023-06-05", "2023-6-5"])
def test_a_day_may_be_a_time_or_a_text(as_of: Any) -> None:
    result = dv.verify(CLEAN, roster=demo() / "roster.xlsx", as_of=as_of)
    assert result == dv.verify(CLEAN, roster=dv.read_roster(demo() / "roster.xlsx"), as_of=AS_OF)


def test_a_roster_may_be_the_path_of_one_for_a_folder_too() -> None:
    results = dv.verify_folder(demo() / "inbox" / "安庆", roster=str(demo() / "roster.xlsx"), as_of=AS_OF)
    assert any(result.match.status == "matched" for result in results)
