"""Policies from their files, checked key by key when loaded."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import process

from degree_verify.errors import PolicyError
from degree_verify.load.lookup_settings import GATEWAY_STATES, whole_address, wrong_setting
from degree_verify.load.roster_header import COLUMNS
from degree_verify.model.document import FIELDS, DocumentType
from degree_verify.model.outcome import Severity
from degree_verify.model.policy import Comparison, Eligibility, Gateway, Limits, Lookup, Policy, Thresholds, Validity
from degree_verify.normalise.vocabulary import canonical_completion, level_rank
from degree_verify.resources import templates

RuleParameters = Mapping[str, type]
"""The dataclass of parameters of each rule that exists, by the rule's name."""

_SECTIONS: Mapping[str, type] = {
    "eligibility": Eligibility,
    "validity": Validity,
    "thresholds": Thresholds,
    "limits": Limits,
    "comparison": Comparison,
}
_TOP = ("id", "title", "source", "as_of", "documents", "hosts", *_SECTIONS, "lookup", "severities", "rules", "roster")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_EXPECTED = {  # pydantic's kinds of error in the words of a policy's author
    "int_type": ("整数", "a whole number"),
    "float_type": ("数字", "a number"),
    "bool_type": ("true 或 false", "true or false"),
    "string_type": ("文字（加引号）", "text in quotes"),
    "date_type": ("日期，如 2023-06-30", "a date such as 2023-06-30"),
    "tuple_type": ('列表，如 ["毕业"]', 'a list such as ["毕业"]'),
    "is_instance_of": ("其他类型的值", "a value of another kind"),
}


def policy_files() -> Mapping[str, Path]:
    """The packaged policies by name."""
    return {path.stem: path for path in sorted((templates() / "policies").glob("*.toml"))}


def policy_file(reference: str | Path) -> Path:
    """The file of a packaged policy's name, or of a path. Raises PolicyError when there is none."""
    packaged = policy_files()
    if isinstance(reference, str) and reference in packaged:
        return packaged[reference]
    path = Path(reference)
    if path.is_file():
        return path
    if path.suffix or len(path.parts) > 1:
        raise PolicyError(f"找不到策略文件 {path}", f"there is no policy file {path}")
    nearest = _nearest(str(reference), packaged)
    raise PolicyError(
        f"没有名为 {reference} 的策略，最接近的是 {nearest}（可用：{'、'.join(packaged)}）",
        f"there is no policy named {reference}; the nearest is {nearest} (known: {', '.join(packaged)})",
    )


def load_policy(reference: str | Path, rules: RuleParameters) -> Policy:
    """A policy by name or file. Raises PolicyError naming the file, the key and the nearest valid one."""
    return _Reader(policy_file(reference), rules).policy()


class _Reader:
    """Reads one file; remembers its name for the messages."""

    def __init__(self, path: Path, rules: RuleParameters) -> None:
        self.path = path
        self.rules = rules

    def policy(self) -> Policy:
        data = self._toml()
        if not data:
            raise PolicyError(
                f"策略文件 {self.path.name} 是空的：至少要有 {'、'.join(_SECTIONS)} 等中的一节，或 title、as_of 等键",
                f"policy file {self.path.name} is empty: it lacks every section ({', '.join(_SECTIONS)} …) and key "
                "(title, as_of …)",
            )
        self._known(data, _TOP, "")
        title = self._table(data, "title", ("zh", "en"))
        documents = self._table(data, "documents", ("accepted",))
        hosts = self._table(data, "hosts", ("trusted",))
        roster = self._table(data, "roster", ("columns",))
        base = Policy(self.path.stem, self.path.stem, self.path.stem)
        policy = Policy(
            id=self._text(data, "id", self.path.stem),
            title_zh=self._text(title, "title.zh", self.path.stem),
            title_en=self._text(title, "title.en", self.path.stem),
            source=self._text(data, "source", ""),
            as_of=self._day(data, "as_of"),
            accepted_documents=self._accepted(documents, base.accepted_documents),
            trusted_hosts=self._hosts(hosts, base.trusted_hosts),
            severities=self._severities(data),
            parameters=self._parameters(data),
            roster_columns=self._columns(roster),
            lookup=self._lookup(data),
            **{name: self._section(data, name, kind) for name, kind in _SECTIONS.items()},
        )
        self._plausible(policy)
        return replace(policy, fingerprint=fingerprint(policy))

    def _toml(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PolicyError(
                f"策略文件 {self.path.name} 无法读取：{error}", f"policy file {self.path.name} cannot be read: {error}"
            ) from None

    def _known(self, table: Mapping[str, Any], known: Iterable[str], prefix: str) -> None:
        names = tuple(known)
        for key in table:
            if key not in names:
                nearest = _nearest(key, names)
                raise self._error(
                    prefix + key,
                    f"没有这个键，最接近的是 {prefix}{nearest}",
                    f"there is no such key; the nearest is {prefix}{nearest}",
                )

    def _table(self, data: Mapping[str, Any], name: str, keys: Iterable[str] | None) -> Mapping[str, Any]:
        table = data.get(name, {})
        if not isinstance(table, dict):
            raise self._error(name, f"应为表 [{name}]", f"expected a table [{name}]")
        if keys is not None:
            self._known(table, keys, f"{name}.")
        return table

    def _text(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key.rpartition(".")[2], default)
        if not isinstance(value, str):
            raise self._wrong(key, "string_type")
        return value

    def _texts(self, table: Mapping[str, Any], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = table.get(key.rpartition(".")[2], list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "tuple_type")
        return tuple(value)

    def _day(self, table: Mapping[str, Any], key: str) -> date | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self._wrong(key, "date_type")
        return value

    def _section(self, data: Mapping[str, Any], name: str, kind: type) -> Any:
        table = self._table(data, name, [f.name for f in fields(kind)])
        return self._validated(kind, table, name)

    def _validated(self, kind: type, table: Mapping[str, Any], prefix: str) -> Any:
        hints = get_type_hints(kind)
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
        for key, value in given.items():
            try:
                _adapter(hints[key]).validate_python(value, strict=True)
            except ValidationError as error:
                raise self._wrong(f"{prefix}.{key}", error.errors()[0]["type"]) from None
        return kind(**given)

    def _accepted(self, table: Mapping[str, Any], default: tuple[str, ...]) -> tuple[str, ...]:
        accepted = self._texts(table, "documents.accepted", default)
        known = [kind.value for kind in DocumentType if kind is not DocumentType.UNKNOWN]
        for name in accepted:
            if name not in known:
                self._one_of("documents.accepted", name, known)
        return accepted

    def _hosts(self, table: Mapping[str, Any], default: tuple[str, ...]) -> tuple[str, ...]:
        hosts = self._texts(table, "hosts.trusted", default)
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise self._error(
                    "hosts.trusted",
                    f"{host!r} 不是主机名（小写，不带 https://、端口和路径）",
                    f"{host!r} is no host name (lower case, without https://, port and path)",
                )
        return hosts

    def _severities(self, data: Mapping[str, Any]) -> dict[str, Severity]:
        table = self._table(data, "severities", self.rules)
        known = [severity.value for severity in Severity]
        for name, value in table.items():
            if value not in known:
                self._one_of(f"severities.{name}", str(value), known)
        return {name: Severity(value) for name, value in table.items()}

    def _parameters(self, data: Mapping[str, Any]) -> dict[str, dict[str, object]]:
        table = self._table(data, "rules", self.rules)
        parameters = {}
        for name, given in table.items():
            kind = self.rules[name]
            own = self._table(table, name, None)
            self._known(own, [f.name for f in fields(kind)], f"rules.{name}.")
            self._validated(kind, own, f"rules.{name}")
            parameters[name] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        return parameters

    def _lookup(self, data: Mapping[str, Any]) -> Lookup:
        table = dict(self._table(data, "lookup", [f.name for f in fields(Lookup)]))
        mapping = self._table(table, "json", None)
        self._known(mapping, [f.name for f in fields(Gateway)], "lookup.json.")
        named = self._table(mapping, "fields", None)
        self._known(named, FIELDS, "lookup.json.fields.")
        states = self._table(mapping, "states", None)
        for word, state in states.items():
            if state not in GATEWAY_STATES:
                self._one_of(f"lookup.json.states.{word}", str(state), GATEWAY_STATES)
        table.pop("json", None)
        plain: Lookup = self._validated(Lookup, table, "lookup")
        gateway = Gateway(
            self._text(mapping, "lookup.json.state", ""),
            dict(states),
            {name: self._text(named, f"lookup.json.fields.{name}", "") for name in named},
        )
        chosen = replace(plain, json=gateway, base_url=whole_address(plain))
        wrong = wrong_setting(chosen)
        if wrong is not None:
            raise self._error(f"lookup.{wrong.key}", wrong.zh, wrong.en)
        return chosen

    def _columns(self, table: Mapping[str, Any]) -> dict[str, str]:
        columns = table.get("columns", {})
        if not isinstance(columns, dict):
            raise self._error("roster.columns", "应为表 [roster.columns]", "expected a table [roster.columns]")
        self._known(columns, COLUMNS, "roster.columns.")
        return {key: self._text(columns, f"roster.columns.{key}", "") for key in columns}

    def _plausible(self, policy: Policy) -> None:
        eligibility, validity = policy.eligibility, policy.validity
        if level_rank(eligibility.lowest_level) is None:
            raise self._error(
                "eligibility.lowest_level", "不是已知的学历层次，如 专科、本科", "is no level that is known"
            )
        for word in eligibility.accepted_completion:
            if canonical_completion(word) is None:
                self._one_of("eligibility.accepted_completion", word, ("毕业", "结业", "肄业"))
        if not 0 < validity.shortest_months <= validity.longest_months:
            raise self._error(
                "validity.shortest_months",
                "应大于 0 且不大于 longest_months",
                "must be above 0, at most longest_months",
            )
        for name, limit in ((f.name, getattr(policy.thresholds, f.name)) for f in fields(Thresholds)):
            if not 0 <= limit <= 1:
                raise self._error(f"thresholds.{name}", "应在 0 与 1 之间", "must be between 0 and 1")
        if not 0 <= policy.comparison.share <= 1:
            raise self._error("comparison.share", "应在 0 与 1 之间", "must be between 0 and 1")
        for name, limit in ((f.name, getattr(policy.limits, f.name)) for f in fields(Limits)):
            if limit <= 0:
                raise self._error(f"limits.{name}", "应大于 0", "must be above 0")

    def _one_of(self, key: str, value: str, known: Iterable[str]) -> None:
        names = tuple(known)
        raise self._error(
            key,
            f"{value} 不在可用值之内，最接近的是 {_nearest(value, names)}（可用：{'、'.join(names)}）",
            f"{value} is not known; the nearest is {_nearest(value, names)} (known: {', '.join(names)})",
        )

    def _wrong(self, key: str, kind: str) -> PolicyError:
        zh, en = _EXPECTED.get(kind, _EXPECTED["is_instance_of"])
        return self._error(key, f"应为{zh}", f"expected {en}")

    def _error(self, key: str, zh: str, en: str) -> PolicyError:
        return PolicyError(
            f"策略文件 {self.path.name}，键 {key}：{zh}", f"policy file {self.path.name}, key {key}: {en}"
        )


def fingerprint(policy: Policy) -> str:
    """The first 16 hex digits of the SHA-256 of everything that the policy decides."""
    content = _adapter(Policy).dump_json(replace(policy, fingerprint=""))
    return hashlib.sha256(content).hexdigest()[:16]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _nearest(word: str, known: Iterable[str]) -> str:
    best = process.extractOne(word, list(known))
    return str(best[0]) if best else ""
