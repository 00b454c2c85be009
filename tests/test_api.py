"""The Python interface: the examples of its page, every kind of source, misuse."""

from __future__ import annotations

import io
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import degree_verify as dv
from degree_verify.errors import PolicyError, RosterError, UsageError
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
