"""Writes the pages of docs/ that list things: `python -m tests.support.make_docs`. A test compares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command

from degree_verify.api import load_policy
from degree_verify.cli import app
from degree_verify.load.layouts import load_layouts
from degree_verify.load.policy import policy_files
from degree_verify.report.listings import rule_page
from degree_verify.rules.registry import all_rules, messages

DOCS = Path(__file__).parents[2] / "docs"
_MADE = "<!-- Made by `make docs`; edit what it is made from. -->"


def pages() -> Mapping[str, str]:
    """The text of each page by its file name."""
    return {"rules.md": _rules(), "templates.md": _layouts(), "policy.md": _policy(), "cli.md": _commands()}


def _rules() -> str:
    rows = [
        f"| {entry.rule.family} | [{name}](#{name}) | {entry.rule.severity.value} | {messages('zh')[name]['title']} |"
        for name, entry in all_rules().items()
    ]
    head = ["# Rules", "", _MADE, "", "| family | rule | default severity | 名称 |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, "", *(rule_page(name) for name in all_rules())]).rstrip() + "\n"


def _layouts() -> str:
    lines = ["# Layouts", "", _MADE, ""]
    labels = messages("zh")["fields"]
    for layout in load_layouts():
        required = set(layout.required)
        fields = [f"{labels[f.name]} `{f.name}`{' (required)' if f.name in required else ''}" for f in layout.fields]
        lines += [f"## {layout.id}", "", f"{layout.title_zh} / {layout.title_en}", "", f"- type: `{layout.type.value}`"]
        if fields:
            lines.append(f"- fields: {', '.join(fields)}")
        if layout.anchors:
            lines.append(f"- speaks for it: {', '.join(layout.anchors)}")
        if layout.excluded:
            lines.append(f"- rules it out: {', '.join(layout.excluded)}")
        lines += [f"- source: {source}" for source in layout.sources] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _policy() -> str:
    policies = [load_policy(name) for name in policy_files()]
    rows = [f"| {p.id} | {p.title_zh} | {p.title_en} | {p.source} |" for p in policies]
    return "\n".join(
        [
            *("# Policies", "", _MADE, "", "| name | 名称 | title | source |", "| --- | --- | --- | --- |", *rows, ""),
            *("Every key, with its meaning and default (`degree-verify policies example`):", "", "```toml"),
            policy_files()["example"].read_text(encoding="utf-8").rstrip(),
            "```",
            "",
        ]
    )


def _commands() -> str:
    command: Any = get_command(app)
    lines = ["# Command line", "", _MADE, ""]
    for path, entry in _walk("degree-verify", command):
        arguments = " ".join(_argument(p) for p in entry.params if p.param_type_name == "argument")
        lines += [f"## {path}", "", (entry.help or "").strip(), "", f"    {path} {arguments}".rstrip(), ""]
        for parameter in entry.params:
            names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
            if parameter.param_type_name == "argument":
                names = f"`{parameter.name.upper()}`"
            lines.append(f"- {names}: {parameter.help or ''}".rstrip())
        lines.append("")
    lines += [
        "## Exit codes",
        "",
        "- 0: every document and candidate accepted",
        "- 1: ran, something needs a person (`--exit-zero` turns it into 0)",
        "- 2: could not run (usage, policy, roster, output folder)",
        "- 3: ran, but the tool failed on some documents; never the candidate's fault",
        "- 130: interrupted; the same command goes on",
        "",
    ]
    return "\n".join(lines)


def _argument(parameter: Any) -> str:
    name = f"{parameter.name.upper()}{'…' if parameter.nargs == -1 else ''}"
    return name if parameter.required else f"[{name}]"


def _walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    for name, entry in command.commands.items():
        if hasattr(entry, "commands"):
            yield from _walk(f"{path} {name}", entry)
        else:
            yield f"{path} {name}", entry


if __name__ == "__main__":
    for page, text in pages().items():
        (DOCS / page).write_text(text, encoding="utf-8")
