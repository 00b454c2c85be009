"""Policies: complete, and every mistake named with the file, the key and the nearest valid one."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from degree_verify.api import load_policy
from degree_verify.errors import PolicyError
from degree_verify.load.policy import policy_files
from degree_verify.model.outcome import Severity
from degree_verify.model.policy import Lookup


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_notice_is_complete() -> None:
    policy = load_policy("anhui-2023h1")
    assert policy.eligibility.cutoff == date(2023, 6, 30)
    assert policy.eligibility.cutoff_inclusive
    assert policy.eligibility.lowest_level == "专科"
    assert policy.eligibility.accepted_completion == ("毕业",)
    assert (policy.validity.shortest_months, policy.validity.longest_months) == (1, 6)
    assert set(policy.accepted_documents) == {
        "registration_record",
        "registration_record_certificate",
        "certification_report",
    }
    assert policy.as_of is None


def test_every_packaged_policy_loads_and_has_a_fingerprint_of_its_own() -> None:
    policies = [load_policy(name) for name in policy_files()]
    assert {"anhui-2023h1", "example"} <= {policy.id for policy in policies}
    assert len({policy.fingerprint for policy in policies}) == len(policies)


def test_the_example_documents_every_key() -> None:
    text = policy_files()["example"].read_text(encoding="utf-8")
    for key in (
        *("accepted", "trusted", "cutoff", "cutoff_inclusive", "lowest_level", "accepted_completion", "as_of"),
        *("shortest_months", "longest_months", "must_cover", "certification_report_months"),
        *("field_confidence", "character_confidence", "match_score", "match_margin"),
        *("file_megabytes", "pages", "megapixels", "seconds", "memory_megabytes", "severities", "roster.columns"),
        *(entry.name for entry in fields(Lookup) if entry.name != "json"),
        *("lookup.json]", "lookup.json.states", "lookup.json.fields"),
    ):
        assert key in text, key


def test_a_file_of_one_key_is_a_policy_of_defaults_named_for_its_file(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, "[eligibility]\n"))
    assert policy.id == "own"
    assert policy.eligibility.cutoff is None


def test_severities_and_parameters_of_rules_are_taken_over(tmp_path: Path) -> None:
    policy = load_policy(
        written(tmp_path, '[severities]\nlayout-era = "review"\n[rules.layout-era]\ntolerance_days = 5\n')
    )
    assert policy.severities == {"layout-era": Severity.REVIEW}
    assert policy.parameters == {"layout-era": {"tolerance_days": 5}}


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ("[eligibilty]\n", "eligibilty", "eligibility"),
        ("[eligibility]\ncutof = 2023-06-30\n", "eligibility.cutof", "eligibility.cutoff"),
        ('[eligibility]\ncutoff = "2023-06-30"\n', "eligibility.cutoff", "2023-06-30"),
        ('[eligibility]\nlowest_level = "大本"\n', "eligibility.lowest_level", "专科"),
        ('[eligibility]\naccepted_completion = "毕业"\n', "eligibility.accepted_completion", "["),
        ('[eligibility]\naccepted_completion = ["毕业了"]\n', "eligibility.accepted_completion", "毕业"),
        ("[validity]\nlongest_months = 6.5\n", "validity.longest_months", "整数"),
        ("[validity]\nshortest_months = 7\n", "validity.shortest_months", "longest_months"),
        ("[thresholds]\nmatch_score = 90.0\n", "thresholds.match_score", "1"),
        ("[limits]\npages = 0\n", "limits.pages", "0"),
        ('[lookup]\nkind = "html"\n', "lookup.kind", "page"),
        ("[lookup]\npause = 1\n", "lookup.pause", "lookup.pause_seconds"),
        ('[lookup]\npause_seconds = "1"\n', "lookup.pause_seconds", "数字"),
        ("[lookup]\ntotal_seconds = 0\n", "lookup.total_seconds", "0"),
        ("[lookup]\ntotal_seconds = nan\n", "lookup.total_seconds", "0"),
        ("[lookup]\ndaily_budget = -1\n", "lookup.daily_budget", "0"),
        ("[lookup]\ntries = 4\n", "lookup.tries", "3"),
        ('[lookup]\nbase_url = "www.chsi.com.cn"\n', "lookup.base_url", "https://"),
        ('[lookup]\nbase_url = "file:///etc/passwd"\n', "lookup.base_url", "https://"),
        ('[lookup]\nbase_url = "http://www.chsi.com.cn/xlcx/bg.do"\n', "lookup.base_url", "https"),
        ('[lookup]\nbase_url = "http://localhost.evil.example/"\n', "lookup.base_url", "https"),
        ('[lookup]\nbase_url = "https://u@host.example/"\n', "lookup.base_url", "用户名"),
        ('[lookup]\nbase_url = "https://host.example/?a=b"\n', "lookup.base_url", "code_parameter"),
        ('[lookup]\npage_url = "https://host.example:x/"\n', "lookup.page_url", "https://"),
        ('[lookup]\ncode_parameter = "v&code"\n', "lookup.code_parameter", "vcode"),
        ('[lookup]\nproxy = "socks://h:1"\n', "lookup.proxy", "http://"),
        ('[lookup]\nkind = "json"\n', "lookup.json.fields", "json"),
        ('[lookup.json.states]\nOK = "fine"\n', "lookup.json.states.OK", "report"),
        ('[lookup.json.fields]\nnmae = "x"\n', "lookup.json.fields.nmae", "lookup.json.fields.name"),
        ('[documents]\naccepted = ["registration"]\n', "documents.accepted", "registration_record"),
        ('[hosts]\ntrusted = ["https://www.chsi.com.cn/"]\n', "hosts.trusted", "https://"),
        ('[severities]\nqr-missin = "info"\n', "severities.qr-missin", "qr-missing"),
        ('[severities]\nqr-missing = "warning"\n', "severities.qr-missing", "review"),
        ("[rules.layout-era]\ntolerance = 3\n", "rules.layout-era.tolerance", "tolerance_days"),
        ('[rules.layout-era]\ntolerance_days = "3"\n', "rules.layout-era.tolerance_days", "整数"),
        ('[roster.columns]\nidd = "编号"\n', "roster.columns.idd", "id"),
        ('as_of = "today"\n', "as_of", "日期"),
        ("title = 3\n", "title", "[title]"),
    ],
)
def test_a_mistake_names_file_key_and_what_is_valid(tmp_path: Path, text: str, key: str, hint: str) -> None:
    with pytest.raises(PolicyError) as error:
        load_policy(written(tmp_path, text))
    for message in (error.value.zh, error.value.en):
        assert "own.toml" in message
        assert key in message
    assert hint in error.value.zh


@pytest.mark.parametrize("text", ["[broken", "\xff", "a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(PolicyError, match=r"own\.toml"):
        load_policy(path)


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(PolicyError, match="anhui-2023h1"):
        load_policy("anhui-2023")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(PolicyError, match=r"none\.toml"):
        load_policy("none.toml")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_policy_is_an_error_that_says_what_it_lacks(tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match="eligibility") as error:
        load_policy(path)
    assert "empty" in error.value.en
