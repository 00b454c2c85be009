"""Finds the rules, runs them, and turns their outcomes into findings.

The registry walks the package: a rule is a module `rules/<family>/<rule_name>.py` with a constant `RULE` and a
function `check(case, params)`. Nothing registers itself.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import ModuleType
from typing import Any

from degree_verify.errors import PolicyError, UsageError
from degree_verify.model.case import Case
from degree_verify.model.outcome import Fact, Finding, Outcome, Severity, Status
from degree_verify.model.policy import Policy
from degree_verify.resources import templates
from degree_verify.rules.definition import Rule, Scope

FAMILIES = ("document", "authenticity", "consistency", "eligibility", "validity", "identity", "batch", "online")
"""Families in the order in which a clerk thinks of them; outcomes and lists keep this order."""

DOUBT_RULE = "low-confidence-reading"
"""The rule that says which readings are doubtful."""

HEADINGS = (
    "What it checks",
    "Why it matters",
    "Passes",
    "Fails",
    "Cannot tell",
    "Policy parameters",
    "Source",
)
"""The fixed headings of a rule's docstring."""


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with its function, its parameters' type and default ones, and its explanation (the module docstring)."""

    rule: Rule
    check: Callable[[Case, Any], Outcome]
    params: type[Any]
    defaults: Any
    explanation: str


@cache
def all_rules() -> Mapping[str, RegisteredRule]:
    """All rules by name, in family order, then by name."""
    found: dict[str, RegisteredRule] = {}
    for family in FAMILIES:
        try:
            package = importlib.import_module(f"degree_verify.rules.{family}")
        except ModuleNotFoundError:
            continue
        names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
        for name in names:
            entry = _entry(importlib.import_module(f"{package.__name__}.{name}"), family, name)
            found[entry.rule.name] = entry
    return found


def _entry(module: ModuleType, family: str, name: str) -> RegisteredRule:
    rule = module.RULE
    if rule.family != family or rule.name != name.replace("_", "-"):
        raise AssertionError(f"{module.__name__}: RULE names {rule.family}/{rule.name}")
    explanation = inspect.cleandoc(module.__doc__ or "")
    return RegisteredRule(rule, module.check, module.Params, module.Params(), explanation)


def parameters(entry: RegisteredRule, policy: Policy) -> Any:
    """The rule's parameters: its defaults, overridden by the policy's table of the same name."""
    given = policy.parameters.get(entry.rule.name)
    if not given:
        return entry.defaults
    if not is_dataclass(entry.params):
        raise AssertionError(f"{entry.rule.name}: Params is no dataclass")
    known = {f.name for f in fields(entry.params)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise PolicyError(
            f"策略 {policy.id}：规则 {entry.rule.name} 没有参数 {unknown[0]}",
            f"policy {policy.id}: rule {entry.rule.name} has no parameter {unknown[0]}",
        )
    return entry.params(**given)


def select(names: Iterable[str] = (), ignore: Iterable[str] = ()) -> Mapping[str, RegisteredRule]:
    """The rules to run: those named (rule or family names; all when empty) less those ignored.

    Raises UsageError for a name that is neither a rule nor a family.
    """
    rules = all_rules()
    wanted, unwanted = tuple(names), tuple(ignore)
    for name in (*wanted, *unwanted):
        if name not in rules and name not in FAMILIES:
            raise UsageError(f"没有名为 {name} 的规则或规则族", f"there is no rule or family named {name}")
    return {
        name: entry
        for name, entry in rules.items()
        if (not wanted or name in wanted or entry.rule.family in wanted)
        and name not in unwanted
        and entry.rule.family not in unwanted
    }


def run(case: Case, rules: Mapping[str, RegisteredRule]) -> tuple[Outcome, ...]:
    """Runs every rule whose scope fits the case. A rule that raises is `errored`; the others go on."""
    scope = Scope.CANDIDATE if case.document is None else Scope.DOCUMENT
    outcomes = []
    for name, entry in rules.items():
        if entry.rule.scope is not scope:
            continue
        try:
            outcomes.append(_without_doubt(case, entry.check(case, parameters(entry, case.policy))))
        except PolicyError:
            raise
        except Exception as error:  # one broken rule must not cost the others; reported as errored
            outcomes.append(Outcome(name, Status.ERRORED, {"error": type(error).__name__}))
    return tuple(outcomes)


def _without_doubt(case: Case, outcome: Outcome) -> Outcome:
    """The outcome, unless it is a failure that rests on a doubtful reading: then nobody can tell."""
    if outcome.status is not Status.FAILED or outcome.rule == DOUBT_RULE or case.document is None:
        return outcome
    doubtful = case.doubtful
    rests_on = [place.field for place in outcome.evidence if place.field in doubtful]
    if not rests_on:
        return outcome
    facts: dict[str, Fact] = {"unread": list(dict.fromkeys(rests_on))}
    return Outcome(outcome.rule, Status.CANNOT_TELL, facts, outcome.evidence, message="cannot-tell.unread")


def severity(outcome: Outcome, policy: Policy) -> Severity:
    """How much an outcome weighs: the policy's word, else the outcome's own, else the rule's default.

    Only a failure can reject: where a rule cannot tell, or broke, a person must look. A rule of mere information
    stays information, but a broken one is always shown.
    """
    default = outcome.severity or all_rules()[outcome.rule].rule.severity
    chosen = policy.severities.get(outcome.rule, default)
    if outcome.status is Status.FAILED:
        return chosen
    if outcome.status is Status.CANNOT_TELL and chosen is Severity.INFO:
        return Severity.INFO
    return Severity.REVIEW


def findings(outcomes: Iterable[Outcome], policy: Policy) -> tuple[Finding, ...]:
    """The outcomes that a person must see, heaviest first, otherwise in rule order."""
    weight = {Severity.REJECT: 0, Severity.REVIEW: 1, Severity.INFO: 2}
    shown = [
        _finding(outcome, policy)
        for outcome in outcomes
        if outcome.status in (Status.FAILED, Status.CANNOT_TELL, Status.ERRORED)
    ]
    return tuple(sorted(shown, key=lambda finding: weight[finding.severity]))


def _finding(outcome: Outcome, policy: Policy) -> Finding:
    zh, advice_zh = _texts(outcome, "zh")
    en, advice_en = _texts(outcome, "en")
    return Finding(
        outcome.rule,
        outcome.status,
        severity(outcome, policy),
        zh,
        en,
        advice_zh,
        advice_en,
        outcome.facts,
        outcome.evidence,
    )


def _texts(outcome: Outcome, lang: str) -> tuple[str, str]:
    table = messages(lang)
    key = outcome.message or outcome.status.value
    own, shared = table.get(outcome.rule, {}), table["shared"]
    facts = {"rule": outcome.rule, **outcome.facts}
    shown = {name: _show(name, value, lang) for name, value in facts.items()}
    text = own[key] if key in own else shared[key]
    advice = own.get(f"{key}.advice") or shared.get(f"{key}.advice") or own.get("advice", "")
    return text.format_map(shown), advice.format_map(shown)


def _show(name: str, value: object, lang: str) -> str:
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(_show(name, item, lang) for item in value)
    if value is None:
        return "—" if lang == "zh" else "-"
    if name in ("field", "fields", "unread", "reasons", "actions"):
        table = messages(lang)[name if name in ("reasons", "actions") else "fields"]
        return table.get(str(value), str(value))
    return str(value)


@cache
def messages(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Titles, messages and advice of every rule in one language: `[<rule>]` tables of strings, one file a family.

    Keys: `title`; `failed`, `cannot-tell` and variants such as `failed.printed`; `advice` and `<key>.advice`.
    `[shared]` holds the texts common to all rules, `[fields]` the labels of the fields, `[reasons]` why one is unread,
    `[actions]` what a file does,
    `[asks]` (Chinese only) in one sentence what each rule asks; the English one is in its explanation.
    """
    table: dict[str, dict[str, str]] = {}
    for path in sorted((templates() / "report" / "messages").glob(f"*.{lang}.toml")):
        table.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return table
