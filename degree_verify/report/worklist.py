"""lookup.csv: each code that a person should look up, with a link to click and room for what the page said."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from degree_verify.model.document import EVIDENCE_TYPES, FIELDS
from degree_verify.model.outcome import Finding, Severity, Verdict
from degree_verify.model.policy import Lookup
from degree_verify.model.result import Result
from degree_verify.model.run import Run
from degree_verify.model.worklist import COLUMNS, WORDS, Entry, Paper, Task
from degree_verify.normalise.masking import mask_code
from degree_verify.normalise.verification_codes import code_to_ask, query_url
from degree_verify.report.cells import guarded
from degree_verify.report.passes import Take
from degree_verify.rules.registry import messages

_ASKING = frozenset({"validity-unconfirmed", "validity-expired"})
"""Rules, besides those of the online family, whose question only the issuer can answer."""

_SPOT_CHECK = "抽查：离线核对证明不了真伪 / spot check"


def settings_of(run: Run) -> Lookup:
    """How the run's policy has the issuer asked."""
    return run.info.policy.lookup if run.info.policy else Lookup()


def task_of(result: Result, shown: Result, settings: Lookup, *, redact: bool) -> Task | None:
    """The code to look up for a result; None for rejected papers and those about which the issuer has answered all,
    unless people recorded something."""
    document, answer = result.document, result.answer
    if document is None or document.type not in EVIDENCE_TYPES:
        return None
    code = code_to_ask(document)
    if code is None:
        return None
    asking = [finding for finding in result.findings if _asks(finding)]
    noted = answer if answer is not None and answer.by_person else None
    answered = answer is not None and answer.learnt and not asking
    if noted is None and (result.verdict is Verdict.REJECT or answered):
        return None
    seen, candidate = shown.document or document, shown.match.candidate
    return Task(
        path=seen.path,
        index=seen.index,
        candidate_id=candidate.id if candidate else "",
        values={name: reading.value for name in COLUMNS if (reading := seen.fields.get(name)) is not None},
        code=mask_code(code) if redact else code,
        link="" if redact else query_url(settings.page_url, settings.code_parameter, code),
        needed=bool(asking),
        why=tuple(messages("zh")[finding.name]["title"] for finding in asking),
        noted=noted.state if noted else None,
        differing=noted.differing if noted else (),
        day=noted.day if noted else None,
        note=noted.note if noted and not redact else "",
    )


def _asks(finding: Finding) -> bool:
    online = finding.name in _ASKING or finding.name.startswith("online-")
    return online and finding.severity is Severity.REVIEW


@contextmanager
def worklist(
    run: Run, path: Path, before: Mapping[Paper, Entry], listed: set[Paper], *, redact: bool = False
) -> Iterator[Take]:
    """Writes lookup.csv and adds the papers in it to `listed`: those first without which a paper cannot be accepted.

    `before` are the notes of the list that it replaces, which are taken over: nobody has recorded them yet.
    """
    settings = settings_of(run)
    tasks: list[Task] = []

    def take(number: int, result: Result, shown: Result) -> None:
        if (task := task_of(result, shown, settings, redact=redact)) is not None:
            tasks.append(task)

    yield take
    tasks.sort(key=lambda task: not task.needed)
    with path.open("wb") as stream:
        stream.write(codecs.BOM_UTF8)
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
        lines = csv.writer(text, quoting=csv.QUOTE_ALL)
        lines.writerow(COLUMNS.values())
        for task in tasks:
            cells = {name: guarded(value) for name, value in _cells(task).items()}
            paper = (cells["path"], cells["index"], task.code)
            listed.add(paper)
            if note := before.get(paper):
                cells |= {name: guarded(getattr(note, name)) for name in ("result", "differing", "day", "note")}
            lines.writerow([cells[name] for name in COLUMNS])
        text.flush()
        text.detach()


def _cells(task: Task) -> dict[str, str]:
    labels = messages("zh")["fields"]
    values = {name: task.values.get(name, "") for name in COLUMNS if name in FIELDS}
    return {
        **values,
        "certificate_number": in_fours(values["certificate_number"]),
        "needed": "必查 / needed" if task.needed else "抽查 / spot check",
        "path": task.path,
        "index": str(task.index),
        "candidate_id": task.candidate_id,
        "code": in_fours(task.code),
        "link": task.link,
        "why": "；".join(task.why) or _SPOT_CHECK,
        "result": WORDS[task.noted][0] if task.noted else "",
        "differing": "、".join(labels.get(name, name) for name in task.differing),
        "day": task.day.isoformat() if task.day else "",
        "note": task.note,
    }


def in_fours(number: str) -> str:
    """A number in groups of four, as papers print it: a spreadsheet then leaves it as it is.

    >>> in_fours("090888693519")
    '0908 8869 3519'
    """
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
