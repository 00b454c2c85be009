"""Templates with their words, style sheet and script, for every page that is written."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from degree_verify.model.outcome import Verdict
from degree_verify.report.packs import CALL
from degree_verify.report.texts import Both, call, say
from degree_verify.resources import templates

TAGS = {"zh": "zh-CN", "en": "en"}
SYMBOLS = {Verdict.ACCEPT: "✓", Verdict.REVIEW: "?", Verdict.REJECT: "✗"}


def _both(words: Both) -> Markup:
    """Words in both languages, of which the style sheet shows one; data that is the same in both stands once."""
    if words.zh == words.en:
        return escape(words.zh)
    return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(*words)


def _words(key: str, **facts: object) -> Markup:
    return _both(say("report", key, **facts))


@cache
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["both"] = _both
    environment.globals |= {"words": _words, "say": say, "call": call}
    return environment


@cache
def assets() -> Mapping[str, Markup]:
    """Style sheet and script with the hashes by which the page's content security policy admits them alone."""
    modules = "\n".join(path.read_text(encoding="utf-8") for path in sorted((_folder() / "app").glob("*.js")))
    script = f'"use strict";\nwindow.{CALL} = (() => {{\n{modules}\nreturn {CALL};\n}})();\n'
    found: dict[str, Markup] = {}
    for name, text in (("style", (_folder() / "report.css").read_text(encoding="utf-8")), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found |= {name: Markup(text), f"{name}_hash": Markup(f"sha256-{digest}")}  # noqa: S704 our own files
    return found


def _folder() -> Path:
    return templates() / "report"
