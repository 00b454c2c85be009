"""Results and their summary on the terminal, where identity numbers and verification codes are masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from degree_verify.model.decision import Decision
from degree_verify.model.outcome import Severity, Verdict
from degree_verify.normalise.text import visible
from degree_verify.report.masked import plain
from degree_verify.report.merging import Outcome, Settled
from degree_verify.report.texts import call, say
from degree_verify.report.view import FLAGGED_FIRST, FirstRows, Overview

MOST_FINDINGS = 8
MOST_LINES = 10
"""Kinds of findings, and single problems that are printed; the report has all."""

_STYLES = {Verdict.ACCEPT: "green", Verdict.REVIEW: "yellow", Verdict.REJECT: "bold red"}
_SEVERITY_STYLES = {Severity.INFO: "", Severity.REVIEW: "yellow", Severity.REJECT: "bold red"}


def print_table(first: FirstRows, lang: str, console: Console) -> None:
    """Prints results, those that need a person first."""
    shown = first.rows()
    if not shown:
        _print(console, say("console", "nothing").said_in(lang))
        return
    headings = [say("report", key).said_in(lang) for key in ("verdict", "candidate", "file", "reason")]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, share in zip(headings, (None, 3, 4, 6), strict=True):
        table.add_column(_text(console, heading), overflow="fold", ratio=share)
    for each in shown:
        table.add_row(
            _text(console, call("verdict", each.verdict.value).said_in(lang), _STYLES[each.verdict]),
            _text(console, " ".join(filter(None, (each.examinee, each.name)))),
            _text(console, each.path),
            _text(console, each.reason.said_in(lang)),
        )
    console.print(table)
    if first.total > len(shown):
        _print(console, say("console", "more", left=first.total - len(shown)).said_in(lang))


def print_summary(found: Overview, lang: str, console: Console, report_path: Path | None = None) -> None:
    """Prints the counts, the most frequent findings, what was wrong with roster and folder, and where the report is."""
    _print(
        console, f"{found.policy.said_in(lang)} · {say('report', 'as_of').said_in(lang)} {found.as_of.said_in(lang)}"
    )
    _print(console, _counts("documents", found.documents, lang))
    if found.roster is None:
        _print(console, f"{say('report', 'roster').said_in(lang)}: {say('report', 'no_roster').said_in(lang)}")
    else:
        _print(console, _counts("candidates", found.candidates, lang))
    lists = {name: getattr(found, name).total for name in ("without_document", "without_candidate", "unreadable")}
    if any(lists.values()):
        _print(console, say("console", "lists", **lists).said_in(lang))
    if found.tool_failures:
        _print(console, say("console", "tool_failures", count=found.tool_failures).said_in(lang), "bold red")
    if found.unchecked:
        names = ", ".join(name.said_in(lang) for name in found.unchecked)
        _print(console, f"{say('report', 'unchecked').said_in(lang)}: {names}", "yellow")
    if found.findings:
        _print(console, say("console", "findings").said_in(lang))
    for finding in found.findings[:MOST_FINDINGS]:
        times = say("console", "times", count=finding.count).said_in(lang)
        severity = call("severity", finding.severity.value).said_in(lang)
        _print(console, f"  {times}  {finding.title.said_in(lang)} ({severity})", _SEVERITY_STYLES[finding.severity])
    for key in ("roster_problems", "ignored"):
        listing = getattr(found, key)
        if listing.total:
            _print(console, say("console", key, count=listing.total).said_in(lang))
            for entry in listing.first[:MOST_LINES]:
                _print(console, f"  {entry.subject.said_in(lang)}: {entry.said.said_in(lang)}")
            if listing.total > MOST_LINES:
                _print(console, "  " + say("console", "further", left=listing.total - MOST_LINES).said_in(lang))
    _print(console, say("console", "claim").said_in(lang))
    if report_path is not None:
        _print(console, say("console", "report", path=visible(str(report_path))).said_in(lang), "bold")


def print_merge(outcomes: Sequence[Outcome], strange: Sequence[Decision], lang: str, console: Console) -> None:
    """Prints what came of a merge: how many cases stand where, and on which the reviewers disagree."""
    numbers = Counter(outcome.settled for outcome in outcomes)
    for settled in Settled:
        if numbers[settled]:
            _print(console, f"{numbers[settled]:>6}  {call('decision', settled.value).said_in(lang)}")
    conflicts = [outcome for outcome in outcomes if outcome.settled is Settled.CONFLICT]
    for outcome in conflicts[:MOST_LINES]:
        each = (f"{d.reviewer} {call('decision', d.decision.value).said_in(lang)}" for d in outcome.standing)
        first = outcome.case.first
        who = " ".join(filter(None, (first.examinee, first.name))) or first.path
        _print(console, f"  {who}: {', '.join(map(plain, each))}", "yellow")
    if len(conflicts) > MOST_LINES:
        _print(console, "  " + say("console", "further", left=len(conflicts) - MOST_LINES).said_in(lang))
    if strange:
        _print(console, say("console", "strange", count=len(strange)).said_in(lang), "yellow")


def _counts(key: str, numbers: Mapping[Verdict, int], lang: str) -> str:
    parts = (
        say("console", "count", word=call("verdict", verdict.value).said_in(lang), count=numbers.get(verdict, 0))
        for verdict in FLAGGED_FIRST
    )
    joined = ("，" if lang != "en" else ", ").join(part.said_in(lang) for part in parts)
    return say("console", key, total=sum(numbers.values()), counts=joined).said_in(lang)


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(_text(console, text, style), soft_wrap=True)


def _text(console: Console, text: str, style: str = "") -> Text:
    """Text without markup, in characters that the terminal has; others become question marks."""
    return Text(text.encode(console.encoding, "replace").decode(console.encoding), style=style)
