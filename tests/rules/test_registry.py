"""What every rule owes: its name and place, its explanation, its words in both languages; and how rules are run."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import fields, replace
from string import Formatter
from types import ModuleType

import pytest

from degree_verify.errors import PolicyError, UsageError
from degree_verify.model.case import Case
from degree_verify.model.document import DocumentType
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules import registry
from degree_verify.rules.document.unreadable_file import _KNOWN as FILE_PROBLEMS
from tests.rules.cases import build_policy, read_case, rule_cases
from tests.rules.test_cases import section

RULES = registry.all_rules()
LANGUAGES = ("zh", "en")
LONGEST_RULE = 100
"""Lines; what needs more asks more than one question."""

NAMES = {
    "document": "unreadable-file encrypted-file unknown-document-type ineligible-document-type missing-field "
    "low-confidence-reading",
    "authenticity": "qr-missing qr-unreadable qr-untrusted-host qr-code-mismatch qr-content-mismatch link-mismatch "
    "verification-code-malformed verification-code-era text-layer-mismatch annotation-over-field revised-after-issue "
    "signature-invalid unusual-producer mixed-fonts-in-value",
    "consistency": "certificate-number-malformed certificate-number-school-mismatch "
    "certificate-number-category-mismatch certificate-number-year-mismatch certificate-number-level-mismatch "
    "dates-out-of-order duration-implausible age-implausible issued-before-graduation issued-in-future layout-era "
    "certification-report-unexpected",
    "eligibility": "graduation-after-cutoff level-below-required completion-not-graduated",
    "validity": "validity-expired validity-unconfirmed",
    "identity": "candidate-not-found candidate-ambiguous name-mismatch gender-mismatch birth-date-mismatch "
    "certificate-number-mismatch school-mismatch level-mismatch roster-id-invalid",
    "batch": "duplicate-certificate-number duplicate-verification-code duplicate-document candidate-without-document",
    "online": "online-mismatch online-expired online-closed online-not-found online-unavailable",
}
"""The names that intake systems and policies rely on."""

REJECTING = {
    "ineligible-document-type",
    "qr-untrusted-host",
    "qr-code-mismatch",
    "qr-content-mismatch",
    "signature-invalid",
    "graduation-after-cutoff",
    "level-below-required",
    "completion-not-graduated",
    "validity-expired",
    "online-mismatch",
    "online-expired",
    "online-not-found",
}
INFORMING = {
    "layout-era",
    "certification-report-unexpected",
    "revised-after-issue",
    "unusual-producer",
    "mixed-fonts-in-value",
}

OUTCOMES = [
    (case, RULES[case.rule].check(case.case, registry.parameters(RULES[case.rule], case.case.policy)))
    for case in rule_cases()
]


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"degree_verify.rules.{RULES[name].rule.family}.{name.replace('-', '_')}")


def _message_keys(name: str) -> set[str]:
    """The message keys that the rule's source can give, besides those that all rules share."""
    keys = set(re.findall(r'"((?:failed|cannot-tell)\.[a-z_\-]+)"', inspect.getsource(_module(name))))
    if name == "unreadable-file":
        keys |= {f"failed.{kind}" for kind in FILE_PROBLEMS}
    if name == "ineligible-document-type":
        keys |= {f"failed.{kind.value}" for kind in DocumentType if kind is not DocumentType.UNKNOWN}
    given = {o.message or o.status.value for _, o in OUTCOMES if o.rule == name and o.status in SHOWN}
    return keys | given


SHOWN = (Status.FAILED, Status.CANNOT_TELL)


def test_rules_are_those_of_the_contract_in_family_order() -> None:
    assert list(RULES) == [name for names in NAMES.values() for name in sorted(names.split())]
    assert {name: RULES[name].rule.family for name in RULES} == {
        name: family for family, names in NAMES.items() for name in names.split()
    }


def test_default_severities_are_those_of_the_contract() -> None:
    for name, entry in RULES.items():
        expected = Severity.REJECT if name in REJECTING else Severity.INFO if name in INFORMING else Severity.REVIEW
        assert entry.rule.severity is expected, name


@pytest.mark.parametrize("name", RULES)
def test_rule_explanation_has_every_heading_with_text_in_order(name: str) -> None:
    found = re.findall(r"^(\S.*)$", RULES[name].explanation, re.MULTILINE)

    assert tuple(found) == registry.HEADINGS
    assert all(section(RULES[name].explanation, heading) for heading in registry.HEADINGS)


@pytest.mark.parametrize("name", RULES)
def test_rule_parameters_are_described_in_code_and_explanation(name: str) -> None:
    tree = ast.parse(inspect.getsource(_module(name)))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Params")
    described = {
        node.target.id
        for node, following in zip(body, [*body[1:], None], strict=True)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(following, ast.Expr)
        and isinstance(following.value, ast.Constant)
    }
    parameters = {field.name for field in fields(RULES[name].params)}

    assert described == parameters
    explained = section(RULES[name].explanation, "Policy parameters")
    assert all(f"`{parameter}`" in explained for parameter in parameters)


@pytest.mark.parametrize("name", RULES)
def test_rule_fits_on_a_page(name: str) -> None:
    assert len(inspect.getsource(_module(name)).splitlines()) <= LONGEST_RULE


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RULES)
def test_rule_has_words_for_every_message_it_can_give(name: str, lang: str) -> None:
    own, shared = registry.messages(lang)[name], registry.messages(lang)["shared"]

    assert own["title"].strip()
    for key in _message_keys(name):
        assert (own.get(key) or shared.get(key, "")).strip(), key
        advice = own.get(f"{key}.advice") or shared.get(f"{key}.advice") or own.get("advice", "")
        assert advice.strip(), f"no advice for {key}"


@pytest.mark.parametrize("name", RULES)
def test_rule_has_no_words_that_it_never_uses_and_both_languages_have_the_same(name: str) -> None:
    chinese, english = (set(registry.messages(lang)[name]) for lang in LANGUAGES)
    usable = _message_keys(name) | {"title", "advice"}

    assert chinese == english
    assert {key.removesuffix(".advice") for key in english} <= usable


@pytest.mark.parametrize("name", RULES)
def test_rule_title_is_the_english_title_of_its_words(name: str) -> None:
    assert registry.messages("en")[name]["title"] == RULES[name].rule.title


def test_words_stand_only_for_rules_that_exist() -> None:
    for lang in LANGUAGES:
        others = {"shared", "fields", "reasons", "actions"} | ({"asks"} if lang == "zh" else set())
        assert set(registry.messages(lang)) == set(RULES) | others
    assert set(registry.messages("zh")["asks"]) == set(RULES)


def test_placeholders_of_every_message_given_by_a_case_are_supplied_by_its_facts() -> None:
    shown = [(case, outcome) for case, outcome in OUTCOMES if outcome.status in SHOWN]
    assert shown
    for case, outcome in shown:
        for finding in registry.findings([outcome], case.case.policy):
            texts = (finding.message_zh, finding.message_en, finding.advice_zh, finding.advice_en)
            assert all(text.strip() and "{" not in text for text in texts), (outcome, texts)


def test_placeholders_are_the_same_in_both_languages() -> None:
    for name, texts in registry.messages("en").items():
        for key, text in texts.items():
            assert _placeholders(text) == _placeholders(registry.messages("zh")[name][key]), (name, key)


def test_every_message_key_is_given_by_some_case() -> None:
    given = {(o.rule, o.message or o.status.value) for _, o in OUTCOMES if o.status in SHOWN}
    wanted = {(name, key) for name in RULES for key in _message_keys(name) if key != "cannot-tell.unread"}

    assert not wanted - given


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _broken(case: Case, params: object) -> Outcome:
    raise KeyError("broken")


def _case() -> Case:
    return read_case("name-mismatch", {"reason": "r", "expect": "passed", "fields": {"name": "张三"}}).case


def test_rule_that_raises_is_errored_and_the_others_go_on() -> None:
    rules = dict(RULES) | {"missing-field": replace(RULES["missing-field"], check=_broken)}

    outcomes = {outcome.rule: outcome for outcome in registry.run(_case(), rules)}

    assert outcomes["missing-field"].status is Status.ERRORED
    assert len(outcomes) == len(RULES) - 1  # candidate-without-document asks about candidates
    assert [name for name, o in outcomes.items() if o.status is Status.ERRORED] == ["missing-field"]


def test_broken_rule_is_shown_for_review_whatever_the_policy_says() -> None:
    policy = build_policy({"severities": {"missing-field": "info", "layout-era": "reject"}})
    broken = [Outcome(name, Status.ERRORED, {"error": "KeyError"}) for name in ("missing-field", "layout-era")]

    findings = registry.findings(broken, policy)

    assert [finding.severity for finding in findings] == [Severity.REVIEW, Severity.REVIEW]
    assert all("KeyError" in finding.message_zh and "KeyError" in finding.message_en for finding in findings)


@pytest.mark.parametrize(
    ("status", "policy", "own", "expected"),
    [
        (Status.FAILED, None, None, Severity.REJECT),
        (Status.FAILED, None, Severity.INFO, Severity.INFO),
        (Status.FAILED, "review", Severity.INFO, Severity.REVIEW),
        (Status.FAILED, "info", None, Severity.INFO),
        (Status.CANNOT_TELL, None, None, Severity.REVIEW),
        (Status.CANNOT_TELL, "reject", None, Severity.REVIEW),
        (Status.CANNOT_TELL, "info", None, Severity.INFO),
        (Status.CANNOT_TELL, None, Severity.INFO, Severity.INFO),
        (Status.ERRORED, "info", None, Severity.REVIEW),
    ],
)
def test_severity_is_the_policys_else_the_outcomes_else_the_rules_and_only_failures_reject(
    status: Status, policy: str | None, own: Severity | None, expected: Severity
) -> None:
    severities = {} if policy is None else {"severities": {"completion-not-graduated": policy}}
    outcome = Outcome("completion-not-graduated", status, severity=own)

    assert registry.severity(outcome, build_policy(severities)) is expected


def test_findings_stand_heaviest_first_and_leave_out_what_passed() -> None:
    outcomes = [
        Outcome("layout-era", Status.FAILED, {"first": "", "last": "", "date": ""}),
        Outcome("encrypted-file", Status.PASSED),
        Outcome("qr-missing", Status.FAILED),
        Outcome("qr-content-mismatch", Status.FAILED, {"fields": ["level"]}),
    ]

    findings = registry.findings(outcomes, build_policy({}))

    assert [finding.name for finding in findings] == ["qr-content-mismatch", "qr-missing", "layout-era"]
    assert "层次" in findings[0].message_zh
    assert "level" in findings[0].message_en


def test_parameters_of_the_policy_override_the_rules_own() -> None:
    entry = RULES["duration-implausible"]
    policy = build_policy({"parameters": {"duration-implausible": {"longer": 1.5}}})

    assert registry.parameters(entry, policy) == entry.params(longer=1.5)
    assert registry.parameters(entry, build_policy({})) == entry.params()


def test_parameter_that_the_rule_does_not_have_stops_the_run() -> None:
    policy = build_policy({"parameters": {"duration-implausible": {"longest": 1.5}}})
    case = replace(_case(), policy=policy)

    with pytest.raises(PolicyError, match="longest"):
        registry.run(case, RULES)


def test_select_by_rule_and_family_and_ignore_leaves_the_rest() -> None:
    assert list(registry.select(["validity"], ["validity-expired"])) == ["validity-unconfirmed"]
    assert next(iter(registry.select(["batch", "qr-missing"]))) == "qr-missing"
    assert list(registry.select()) == list(RULES)
    assert "qr-missing" not in registry.select(ignore=["authenticity"])


def test_select_of_an_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="qr-mising"):
        registry.select(["qr-mising"])


def test_candidate_without_document_is_asked_only_the_rules_about_candidates() -> None:
    case = read_case("name-mismatch", {"reason": "r", "expect": "failed", "document": False, "candidate": {}}).case

    assert [outcome.rule for outcome in registry.run(case, RULES)] == ["candidate-without-document"]
