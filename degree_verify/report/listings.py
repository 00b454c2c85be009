"""The rules as people read them: the list and the page of each."""

from __future__ import annotations

from dataclasses import fields

from rapidfuzz import process

from degree_verify.errors import UsageError
from degree_verify.rules.registry import RegisteredRule, all_rules, messages


def rule_rows(lang: str) -> list[tuple[str, ...]]:
    """Family, name, default severity and title of every rule, in family order."""
    texts = messages(lang)
    return [
        (entry.rule.family, name, entry.rule.severity.value, texts[name]["title"])
        for name, entry in all_rules().items()
    ]


def rule_page(name: str) -> str:
    """The whole explanation of a rule in Markdown. Raises UsageError naming the nearest rule."""
    entry = all_rules().get(name)
    if entry is None:
        nearest = process.extractOne(name, list(all_rules()))
        near = nearest[0] if nearest else ""
        raise UsageError(f"没有规则 {name}，最接近的是 {near}", f"there is no rule {name}; the nearest is {near}")
    return "\n".join([f"## {name}", "", *_heads(entry), "", *_sections(entry), *_parameters(entry), *_texts(entry)])


def _heads(entry: RegisteredRule) -> list[str]:
    rule = entry.rule
    titles = f"{messages('zh')[rule.name]['title']} / {rule.title}"
    asks = messages("zh")["asks"][rule.name]
    return [f"**{titles}** — `{rule.family}`, default `{rule.severity.value}`, since {rule.since}", "", asks]


def _sections(entry: RegisteredRule) -> list[str]:
    """The docstring's sections as paragraphs: a heading stands at the margin, its text indented below."""
    sections: list[list[str]] = []
    for line in entry.explanation.splitlines():
        if line and not line.startswith(" "):
            sections.append([line])
        elif line.strip():
            sections[-1].append(line.strip())
    return [f"- **{heading}**: {' '.join(text)}" for heading, *text in sections]


def _parameters(entry: RegisteredRule) -> list[str]:
    own = fields(entry.params)
    if not own:
        return []
    defaults = ", ".join(f"`{field.name} = {field.default}`" for field in own)
    return ["", f"`[rules.{entry.rule.name}]` in a policy: {defaults}"]


def _texts(entry: RegisteredRule) -> list[str]:
    zh, en = messages("zh")[entry.rule.name], messages("en")[entry.rule.name]
    return ["", *(f"- `{key}`: {text} / {en[key]}" for key, text in zh.items() if key != "title"), ""]
