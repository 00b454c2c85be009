"""A run without names, numbers and paths, for passing on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from degree_verify.model.document import Code, CodeKind, Document, Link, OtherPage, Reading, Unread
from degree_verify.model.outcome import Fact, Finding
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Comparison, Match
from degree_verify.model.run import IgnoredFile, Run
from degree_verify.normalise.masking import mask_code, mask_id, mask_text
from degree_verify.normalise.text import squeeze

_NAMES = ("name", "president")
_NUMBERS = ("certificate_number", "original_certificate_number", "report_number")
_CODE = "verification_code"

_PATHS = ("files",)
_IDS = ("id", "rivals", "candidates", "nearest")
"""Facts of findings that hold paths, and those that hold candidates' numbers."""


def redacted(run: Run) -> Run:
    """The same run with every name, number, code and path masked; what was found stays."""
    info = replace(
        run.info,
        inbox="***",
        roster_source=None if run.info.roster_source is None else "***",
        ignored=tuple(IgnoredFile(mask_path(file.path), file.reason) for file in run.info.ignored),
    )
    return Run(info, lambda: map(redacted_result, run.results()), lambda: map(_candidate, run.candidates()))


def mask_path(path: str) -> str:
    """A path as a stable mark, so that two mentions of one file can be told to be the same."""
    return (
        f"{hashlib.sha256(path.encode('utf-8', 'backslashreplace')).hexdigest()[:12]}{PurePosixPath(path).suffix[:6]}"
    )


def mask_name(name: str) -> str:
    """A name with its first character."""
    return name[:1] + "*" * (len(name) - 1)


def redacted_result(result: Result) -> Result:
    """One result with every name, number, code and path masked."""
    secrets = dict(sorted(_secrets(result), key=lambda pair: -len(pair[0])))

    def hide(text: str) -> str:
        for secret, mask in secrets.items():
            text = text.replace(secret, mask)
        return mask_text(text)

    document = _document(result.document, hide) if result.document else None
    findings = tuple(_finding(finding, hide) for finding in result.findings)
    return replace(result, document=document, match=_match(result.match), findings=findings, answer=None)


def _secrets(result: Result) -> Iterator[tuple[str, str]]:
    """Texts that must not stand in any message of this result, with their masks."""
    for candidate in (result.match.candidate, result.match.runner_up):
        if candidate is not None:
            masked = _candidate(candidate)
            for mine, other in ((candidate.name, masked.name), (candidate.id, masked.id)):
                if mine and other:
                    yield mine, other
    for rival in result.match.rivals:
        yield rival, mask_id(rival)
    if result.document is None:
        return
    yield result.document.path, mask_path(result.document.path)
    answered = result.answer.fields if result.answer else {}
    for name, reading in (*result.document.fields.items(), *answered.items()):
        mask = _mask_of(name)
        if mask is not None:
            yield reading.value, mask(reading.value)
            yield reading.raw, mask(reading.raw)
    yield from ((text, "***") for page in result.document.others for text in page.says.values())
    yield from ((remark.text, "*" * len(remark.text)) for remark in result.document.unexplained)
    for name, shown in result.document.drawn.items():
        raw = result.document.unread[name].raw
        if _mask_of(name) is not None:
            yield from ((text, _hidden(name, text)) for text in (shown, raw, squeeze(raw)))
    for name, told in result.document.layered.items():
        if _mask_of(name) is not None:
            yield told, _hidden(name, told)
    for words in result.document.drawn_form:
        yield from ((text, mask_text(text)) for text in (words.text, words.shown))


def _mask_of(field: str) -> Any:
    if field in _NAMES:
        return mask_name
    if field in _NUMBERS:
        return mask_id
    return mask_code if field == _CODE else None


def _document(document: Document, hide: Any) -> Document:
    return replace(
        document,
        path=mask_path(document.path),
        fields={name: _reading(reading) for name, reading in document.fields.items()},
        unread={name: _unread(missing) for name, missing in document.unread.items()},
        drawn={name: _hidden(name, shown) for name, shown in document.drawn.items()},
        layered={name: _hidden(name, told) for name, told in document.layered.items()},
        drawn_form=tuple(
            replace(words, text=mask_text(words.text), shown=mask_text(words.shown)) for words in document.drawn_form
        ),
        unexplained=tuple(replace(remark, text="*" * len(remark.text)) for remark in document.unexplained),
        codes=tuple(_code(code, hide) for code in document.codes),
        links=tuple(_link(link, hide) for link in document.links),
        others=tuple(_other(other, hide) for other in document.others),
        problems=tuple(replace(problem, detail=hide(problem.detail)) for problem in document.problems),
    )


def _reading(reading: Reading) -> Reading:
    mask = _mask_of(reading.field)
    if mask is None:
        return replace(reading, value=mask_text(reading.value), raw=mask_text(reading.raw))
    return replace(reading, value=mask(reading.value), raw=mask(reading.raw))


def _hidden(field: str, text: str) -> str:
    mask = _mask_of(field)
    return str(mask(text) if mask else mask_text(text))


def _unread(missing: Unread) -> Unread:
    return replace(missing, raw="*" * len(missing.raw))


def _code(code: Code, hide: Any) -> Code:
    fields = dict.fromkeys(code.fields, "***")
    # What is understood is an address or a sentence around a code; anything else may hold whatever there is.
    known = code.kind in (CodeKind.URL, CodeKind.SENTENCE, CodeKind.CODE)
    payload = hide(_without(code.payload, code.code)) if known else "***"
    return replace(code, payload=payload, code=mask_code(code.code) if code.code else None, fields=fields)


def _link(link: Link, hide: Any) -> Link:
    return replace(link, url=hide(_without(link.url, link.code)), code=mask_code(link.code) if link.code else None)


def _other(other: OtherPage, hide: Any) -> OtherPage:
    codes, links = tuple(_code(code, hide) for code in other.codes), tuple(_link(link, hide) for link in other.links)
    return replace(other, says=dict.fromkeys(other.says, "***"), codes=codes, links=links)


def _without(text: str, code: str | None) -> str:
    return text.replace(code, mask_code(code)) if code else text


def _match(match: Match) -> Match:
    return replace(
        match,
        candidate=_candidate(match.candidate) if match.candidate else None,
        runner_up=_candidate(match.runner_up) if match.runner_up else None,
        comparisons=tuple(_comparison(comparison) for comparison in match.comparisons),
        rivals=tuple(mask_id(rival) for rival in match.rivals),
    )


def _comparison(comparison: Comparison) -> Comparison:
    mask = mask_id if comparison.field == "hint" else _mask_of(comparison.field)
    if mask is None:
        return comparison
    mine, other = comparison.document, comparison.roster
    return replace(comparison, document=mask(mine) if mine else None, roster=mask(other) if other else None)


def _candidate(candidate: Candidate) -> Candidate:
    number = candidate.certificate_number
    return replace(
        candidate,
        id=candidate.id if candidate.id.startswith("#") else mask_id(candidate.id),
        name=mask_name(candidate.name) if candidate.name else None,
        id_number=mask_id(candidate.id_number) if candidate.id_number else None,
        certificate_number=mask_id(number) if number else None,
        extra={},
    )


def _finding(finding: Finding, hide: Any) -> Finding:
    def text(value: str) -> str:
        for path in _listed(finding.facts, _PATHS):
            value = value.replace(path, mask_path(path))
        for number in _listed(finding.facts, _IDS):
            value = value.replace(number, mask_id(number))
        return str(hide(value))

    return replace(
        finding,
        message_zh=text(finding.message_zh),
        message_en=text(finding.message_en),
        advice_zh=text(finding.advice_zh),
        advice_en=text(finding.advice_en),
        facts={name: _fact(value, text) for name, value in finding.facts.items()},
    )


def _listed(facts: Mapping[str, Fact], names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        value = facts.get(name)
        found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return sorted(found, key=len, reverse=True)


def _fact(value: Fact, text: Any) -> Fact:
    if isinstance(value, str):
        return str(text(value))
    return [str(text(item)) for item in value] if isinstance(value, list) else value
