"""index.html: the report as a page that is opened from disk and asks nothing of any network.

The page holds the overview, a plain list for browsers without scripts, and its own script; rows and papers lie in packs
beside it, further parts of the plain list in pages of their own, pictures in their own files. In a single file they all
are part of the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from markupsafe import Markup

from degree_verify.model.outcome import Severity
from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.report.cases import Case, Cases, run_mark
from degree_verify.report.data import COLUMNS, case_row, paper_data, words
from degree_verify.report.environment import SYMBOLS, TAGS, assets, environment
from degree_verify.report.lookups import Lookups, lookup_words
from degree_verify.report.packs import Packs
from degree_verify.report.paper import paper
from degree_verify.report.parts import CASES_IN_PART, Part, write_parts
from degree_verify.report.passes import Take
from degree_verify.report.replies import replies
from degree_verify.report.texts import LANGUAGES, Both, call, texts
from degree_verify.report.view import FLAGGED_FIRST, Counts, Overview, title
from degree_verify.rules.registry import HEADINGS, all_rules, messages

PAPERS_IN_PACK = 25
ROWS_IN_PACK = 2_000

_CALLED = ("verdict", "decision", "severity", "type", "source")
"""Tables of texts of which the script needs all."""

_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one rule asks, for the end of the page."""

    name: str
    title: Both
    family: Both
    severity: Both
    advice: Both
    asks: Both


@contextmanager
def report(
    run: Run,
    path: Path,
    names: list[str],
    *,
    lang: str = "zh",
    redact: bool = False,
    single: bool = False,
    folder: Path | None = None,
) -> Iterator[Take]:
    """Writes the page to `path` and its files below `folder` (that of `path` unless given), and adds their names to
    `names`.

    `lang` is the language that it opens in; it can be switched on the page. A `single` page holds its packs and
    pictures itself.
    """
    out = folder or path.parent
    packs, counts, cases, lookups = Packs(out, inline=single), Counts(run, redact), Cases(run), Lookups(run)
    papers = _Papers(run, packs, out, redact=redact)

    def take(number: int, result: Result, shown: Result) -> None:
        counts.take(number, result, shown)
        cases.take(number, result, shown)
        papers.take(number, result, shown)
        if not redact:
            lookups.take(number, result, shown)

    yield take
    papers.close()
    listed = cases.in_order(redact=redact)
    rows = (case_row(case, _numbers()) for case in listed)
    while part := list(islice(rows, ROWS_IN_PACK)):
        packs.add("rows", part)
    tasks = iter(lookups.in_order())
    while listed_tasks := list(islice(tasks, ROWS_IN_PACK)):
        packs.add("lookups", listed_tasks)
    parts = [] if single else write_parts(listed, out, lang)
    _write_page(run, path, counts.overview(), listed, parts, packs, lang=lang, redact=redact)
    names.extend([*packs.files(), *(part.beside for part in parts[1:])])


def _write_page(
    run: Run,
    path: Path,
    found: Overview,
    cases: list[Case],
    parts: list[Part],
    packs: Packs,
    *,
    lang: str,
    redact: bool,
) -> None:
    page = (
        environment()
        .get_template("report.html")
        .stream(
            overview=found,
            cases=cases,
            parts=parts,
            most=CASES_IN_PART,
            titles={name: title(name) for name in all_rules()},
            explanations=tuple(_explanations()),
            verdicts=FLAGGED_FIRST,
            symbols=SYMBOLS,
            lang="en" if lang == "en" else "zh",
            tags=TAGS,
            redacted=redact,
            facts=_json(_facts(run, found, packs, redact)),
            texts=packs.texts,
            **assets(),
        )
    )
    page.enable_buffering(64)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(page)


class _Papers:
    """The packs of papers in the making."""

    def __init__(self, run: Run, packs: Packs, out: Path, *, redact: bool) -> None:
        self._run, self._packs, self._out, self._redact = run, packs, out, redact
        self._waiting: list[dict[str, Any]] = []

    def take(self, number: int, result: Result, shown: Result) -> None:
        pictures = self._run.pictures(result.document) if result.document and not self._redact else ()
        if self._packs.inline:
            for picture in pictures:
                with suppress(OSError):  # a picture that is gone is shown as missing
                    self._packs.add_picture(picture.name, (self._out / picture.name).read_bytes())
        self._waiting.append(paper_data(paper(shown, number), pictures))
        if len(self._waiting) == PAPERS_IN_PACK:
            self.close()

    def close(self) -> None:
        if self._waiting:
            self._packs.add("papers", self._waiting)
            self._waiting.clear()


def _facts(run: Run, found: Overview, packs: Packs, redact: bool) -> dict[str, Any]:
    """What the script must know before it asks for a pack."""
    return {
        "run": run_mark(run.info),
        "redacted": redact,
        "policy": words(found.policy),
        "asOf": words(found.as_of),
        "columns": COLUMNS,
        "packs": packs.names,
        "papersInPack": PAPERS_IN_PACK,
        "lookup": lookup_words(),
        "cases": sum(found.candidates.values()) or sum(found.results.values()),
        "findings": [{"name": name, "title": words(title(name))} for name in _numbers()],
        "called": {table: {kind: words(call(table, kind)) for kind in texts("zh")[table]} for table in _CALLED},
        "words": {key: words(Both(text, texts("en")["app"][key])) for key, text in texts("zh")["app"].items()},
        "severities": [severity.value for severity in Severity],
        "symbols": {verdict.value: symbol for verdict, symbol in SYMBOLS.items()},
        "replies": [
            {"label": words(reply.label), "text": reply.text, "decision": reply.decision, "findings": reply.findings}
            for reply in replies()
        ],
    }


@cache
def _numbers() -> Mapping[str, int]:
    return {name: number for number, name in enumerate(all_rules())}


def _json(data: Any) -> Markup:
    """Data that may stand in a script element of another type than script."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))  # noqa: S704


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
