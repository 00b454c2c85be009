"""index.html: the report as one page that is opened from disk and asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from degree_verify.model.outcome import Verdict
from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.report.paper import Paper, paper
from degree_verify.report.redaction import redacted
from degree_verify.report.texts import LANGUAGES, Both, call, say
from degree_verify.report.view import FLAGGED_FIRST, Row, numbered, overview, row, title
from degree_verify.resources import templates
from degree_verify.rules.registry import HEADINGS, all_rules, messages
from degree_verify.timings import stage

MOST_ROWS = 10_000
"""Results that are listed; a browser becomes slow beyond some hundred thousand elements."""

MOST_PAPERS = 2_000
"""Results that are shown in full, about 150 elements each."""

_TAGS = {"zh": "zh-CN", "en": "en"}
_SYMBOLS = {Verdict.ACCEPT: "✓", Verdict.REVIEW: "?", Verdict.REJECT: "✗"}


@dataclass(frozen=True, slots=True)
class Group:
    """The results with one verdict, read anew from the run each time they are asked for."""

    run: Run
    verdict: Verdict
    total: int
    listed: int
    shown: int

    def rows(self) -> Iterator[Row]:
        return (row(result, number) for number, result in islice(self._results(), self.listed))

    def papers(self) -> Iterator[Paper]:
        return (paper(result, number) for number, result in islice(self._results(), self.shown))

    def _results(self) -> Iterator[tuple[int, Result]]:
        return ((number, result) for number, result in numbered(self.run) if result.verdict is self.verdict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one rule asks, for the end of the page."""

    name: str
    title: Both
    family: Both
    severity: Both
    advice: Both
    asks: Both


@stage("report")
def write_report(run: Run, path: Path, lang: str = "zh", redact: bool = False) -> None:
    """Writes the page to `path`. `lang` is the language that it opens in; it can be switched on the page."""
    found = overview(run, redact)
    shown = redacted(run) if redact else run
    page = (
        _environment()
        .get_template("report.html")
        .stream(
            overview=found,
            groups=tuple(_groups(shown, found.results)),
            explanations=tuple(_explanations()),
            verdicts=FLAGGED_FIRST,
            symbols=_SYMBOLS,
            lang="en" if lang == "en" else "zh",
            tags=_TAGS,
            redacted=redact,
            **_assets(),
        )
    )
    page.enable_buffering(64)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(page)


def _groups(run: Run, totals: Mapping[Verdict, int]) -> Iterator[Group]:
    """A group for each verdict that occurs; the flagged ones take their share of the page first."""
    rows, papers = MOST_ROWS, MOST_PAPERS
    for verdict in FLAGGED_FIRST:
        total = totals.get(verdict, 0)
        if total:
            yield Group(run, verdict, total, min(total, rows), min(total, papers))
        rows, papers = max(rows - total, 0), max(papers - total, 0)


def _explanations() -> Iterator[Explanation]:
    for name, entry in all_rules().items():
        advice = (messages(lang).get(name, {}).get("advice", "") for lang in LANGUAGES)
        yield Explanation(
            name=name,
            title=title(name),
            family=call("family", entry.rule.family),
            severity=call("severity", entry.rule.severity.value),
            advice=Both(*advice),
            asks=Both(messages("zh")["asks"][name], _section(entry.explanation, HEADINGS[0])),
        )


def _section(explanation: str, heading: str) -> str:
    """The text under a heading of a rule's explanation, on one line."""
    lines = iter(explanation.splitlines())
    if heading not in lines:  # which leaves the iterator on the line after it
        return ""
    return " ".join(line.strip() for line in takewhile(lambda line: line[:1] in ("", " "), lines)).strip()


def _both(words: Both) -> Markup:
    """Words in both languages, of which the style sheet shows one; data that is the same in both stands once."""
    if words.zh == words.en:
        return escape(words.zh)
    return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(*words)


def _words(key: str, **facts: object) -> Markup:
    return _both(say("report", key, **facts))


@cache
def _environment() -> Environment:
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
def _assets() -> Mapping[str, Markup]:
    """Style sheet and script with the hashes by which the page's content security policy admits them alone."""
    found: dict[str, Markup] = {}
    for name, file in (("style", "report.css"), ("script", "report.js")):
        text = (_folder() / file).read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found |= {name: Markup(text), f"{name}_hash": Markup(f"sha256-{digest}")}  # noqa: S704 our own files
    return found


def _folder() -> Path:
    return templates() / "report"
