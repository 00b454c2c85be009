"""Every case of every rule, and that each rule has the cases it needs."""

from __future__ import annotations

import re

import pytest

from degree_verify.model.outcome import Status
from degree_verify.rules import registry
from tests.rules.cases import FOLDER, RuleCase, read_case, rule_cases

CASES = list(rule_cases())
HEADING_OF = {Status.PASSED: "Passes", Status.FAILED: "Fails", Status.CANNOT_TELL: "Cannot tell"}


def _name(case: RuleCase) -> str:
    return f"{case.rule}: {case.reason}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_rule_on_case_gives_the_expected_outcome(case: RuleCase) -> None:
    entry = registry.all_rules()[case.rule]
    outcome = entry.check(case.case, registry.parameters(entry, case.case.policy))

    assert outcome.rule == case.rule
    assert outcome.status is case.expect, outcome
    if case.message is not None:
        assert (outcome.message or outcome.status.value) == case.message
    assert case.told.items() <= dict(outcome.facts).items()
    if case.severity is not None:
        assert registry.severity(outcome, case.case.policy) is case.severity


@pytest.mark.parametrize("status", HEADING_OF, ids=str)
@pytest.mark.parametrize("rule", list(registry.all_rules()))
def test_rule_has_a_case_of_each_outcome_unless_it_says_never(rule: str, status: Status) -> None:
    said = section(registry.all_rules()[rule].explanation, HEADING_OF[status])
    has_case = any(case.rule == rule and case.expect is status for case in CASES)

    assert has_case is not said.startswith("Never"), f"{rule} says of {status}: {said}"


def test_case_files_all_name_a_rule_of_their_family() -> None:
    placed = {f"{path.parent.name}/{path.stem.replace('_', '-')}" for path in FOLDER.glob("*/*.toml")}

    assert placed == {f"{entry.rule.family}/{name}" for name, entry in registry.all_rules().items()}


@pytest.mark.parametrize(
    "data",
    [
        {"reason": "r", "expect": "passed", "filds": {}},
        {"reason": "r", "expect": "passed", "fields": {"nmae": "张三"}},
        {"reason": "r", "expect": "passed", "policy": {"cutof": 1}},
        {"reason": "r", "expect": "passed", "candidate": {"nam": "张三"}},
        {"reason": "r", "expect": "passed", "batch": {"same": []}},
        {"reason": "r", "expect": "passed", "unread": {"name": "gone"}},
        {"reason": "r", "expect": "passes"},
        {"reason": " ", "expect": "passed"},
    ],
    ids=lambda data: str(list(data.items())[-1]),
)
def test_case_with_an_unknown_key_or_value_is_an_error(data: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_case("name-mismatch", data)


def section(explanation: str, heading: str) -> str:
    """The text under a heading of a rule's explanation."""
    match = re.search(rf"^{re.escape(heading)}\n((?:    .*\n|\n)+)", explanation + "\n", re.MULTILINE)
    return " ".join(match.group(1).split()) if match else ""
