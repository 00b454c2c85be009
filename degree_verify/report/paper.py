"""All that is shown of one result: its findings, its fields beside the roster's, its codes and how it was matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from degree_verify.model.document import FIELDS, Code, Document, Link, Reading, Unread
from degree_verify.model.geometry import Box
from degree_verify.model.outcome import Evidence, Finding, Severity, Status
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate, Comparison, Match
from degree_verify.report.masked import candidate_number, masked, plain, veil
from degree_verify.report.texts import LANGUAGES, Both, call, same, say
from degree_verify.report.view import NOTHING, Row, row, title
from degree_verify.rules.registry import messages

_IN_FULL = frozenset({"certificate_number", "original_certificate_number", "verification_code", "report_number"})
"""Fields whose numbers a clerk must compare or type; they look like identity numbers, but are none."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in words. `places` are those on which it rests, `pages` the pages of them."""

    name: str
    title: Both
    severity: Severity
    message: Both
    advice: Both
    pages: tuple[int, ...]
    places: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field: what stands on the paper, what the roster says, and how far they agree.

    `unread` says why there is no value. `level` is the comparison's name, empty where nothing was compared; `weight`
    is what it adds for or against the match. `second` is what the roster says of the runner-up.
    """

    name: str
    label: Both
    value: str
    unread: Both | None
    listed: str
    second: str
    level: str
    agreement: Both
    weight: float | None
    page: int | None
    box: Box | None
    reading: Both


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code or a link. `address` is set only where following it is harmless: an exactly trusted https address."""

    kind: Both
    text: str
    address: str | None
    trusted: bool | None
    remark: Both
    code: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Paper:
    """One result in full. `facts` are labels with their values, `undecoded` places of codes that were not read."""

    row: Row
    facts: tuple[tuple[Both, Both], ...]
    findings: tuple[ShownFinding, ...]
    fields: tuple[ShownField, ...]
    codes: tuple[ShownCode, ...]
    links: tuple[ShownCode, ...]
    undecoded: tuple[Evidence, ...]
    second: str


def paper(result: Result, number: int) -> Paper:
    """One result in full, in words."""
    document = result.document
    return Paper(
        row=row(result, number),
        facts=tuple(_facts(result)),
        findings=tuple(_finding(finding, result) for finding in result.findings),
        fields=tuple(_fields(document, result.match)),
        codes=tuple(_code(code) for code in document.codes) if document else (),
        links=tuple(_link(link) for link in document.links) if document else (),
        undecoded=tuple(Evidence(*place) for place in document.undecoded) if document else (),
        second=_second(result.match.runner_up),
    )


def _facts(result: Result) -> Iterator[tuple[Both, Both]]:
    document, match = result.document, result.match
    if document is not None:
        layout = same(plain(document.layout)) if document.layout else say("report", "no_layout")
        pages = ", ".join(map(str, document.pages)) or "—"
        yield say("report", "layout"), layout
        yield say("report", "source"), call("source", document.source.value)
        yield say("report", "pages"), say("report", "pages_of", pages=pages, total=document.facts.page_count)
        yield say("report", "match"), _match(match)
        if match.runner_up is not None:
            yield say("report", "runner_up"), same(candidate_number(match.runner_up))
        yield from ((say("report", "problems"), said) for said in problems(document))
    counts = Counter(result.checks.values())
    facts = {status.name.lower(): counts[status] for status in Status}
    yield say("report", "checks"), say("report", "checks_counts", **facts)


def problems(document: Document) -> Iterator[Both]:
    """What went wrong or was left out while the document was processed."""
    found = [(p.kind, p.detail) for p in document.problems]
    if document.problem is not None:
        found.insert(0, (document.problem.kind, document.problem.detail))
    for kind, detail in found:
        said = call("problem", kind)
        yield Both(*(masked(f"{words} {detail}".strip()) for words in said))


def _match(match: Match) -> Both:
    if match.status == "matched" and match.candidate is not None:
        if match.tied_by == "given":
            return say("match", "given")
        # Rounded down: what is not quite sure is never called so.
        score, margin = f"{int(match.score * 100)} %", f"{int(match.margin * 100)} %"
        said = say("match", "matched", row=match.candidate.row, score=score, margin=margin)
        tie = call("tied_by", match.tied_by) if match.tied_by else None
        return Both(f"{said.zh}；{tie.zh}", f"{said.en}; {tie.en}") if tie else said
    return say("match", match.status, rivals=masked(", ".join(match.rivals)))


def _finding(finding: Finding, result: Result) -> ShownFinding:
    hide = veil(result)
    return ShownFinding(
        finding.name,
        title(finding.name),
        finding.severity,
        Both(hide(finding.message_zh), hide(finding.message_en)),
        Both(hide(finding.advice_zh), hide(finding.advice_en)),
        tuple(sorted({evidence.page for evidence in finding.evidence})),
        finding.evidence,
    )


def _fields(document: Document | None, match: Match) -> Iterator[ShownField]:
    readings: Mapping[str, Reading] = document.fields if document else {}
    unread: Mapping[str, Unread] = document.unread if document else {}
    compared = {_place(comparison, readings): comparison for comparison in match.comparisons}
    names = [name for name in FIELDS if name in readings or name in unread or name in compared]
    for name in (*names, *(name for name in compared if name not in FIELDS)):
        comparison = compared.get(name)
        reading, missing = readings.get(name), unread.get(name)
        place = reading or missing
        yield ShownField(
            name=name,
            label=_label(name),
            value=_value(name, reading.value) if reading else plain(missing.raw) if missing else "",
            unread=_reason(missing) if missing and not reading else None,
            listed=_value(name, comparison.roster or "") if comparison else "",
            second=_listed_of(match.runner_up, name) if comparison and match.runner_up else "",
            level=comparison.level if comparison else "",
            agreement=call("level", comparison.level) if comparison else NOTHING,
            weight=round(comparison.weight, 1) if comparison else None,
            page=place.page if place else None,
            box=place.box if place else None,
            reading=_reading(reading) if reading else NOTHING,
        )


def _second(runner_up: Candidate | None) -> str:
    return " ".join(filter(None, (masked(runner_up.name or ""), candidate_number(runner_up)))) if runner_up else ""


def _listed_of(candidate: Candidate, field: str) -> str:
    """What the roster says of a candidate in the place of a field."""
    name = "certificate_number" if field == "original_certificate_number" else field
    return _value(name, str(getattr(candidate, name, None) or ""))


def _place(comparison: Comparison, readings: Mapping[str, Reading]) -> str:
    """The field that was compared: of a 学历证明书 the roster may have either of its two numbers."""
    original = readings.get("original_certificate_number")
    if comparison.field == "certificate_number" and original and comparison.document == original.value:
        own = readings.get("certificate_number")
        return "certificate_number" if own and own.value == comparison.document else original.field
    return comparison.field


def _label(name: str) -> Both:
    if name == "hint":
        return say("report", "file")
    return Both(*(messages(lang)["fields"].get(name, name) for lang in LANGUAGES))


def _reason(missing: Unread) -> Both:
    kind = missing.reason.value
    zh, en = (messages(lang)["reasons"].get(kind, kind) for lang in LANGUAGES)
    return Both(say("report", "not_read", reason=zh).zh, say("report", "not_read", reason=en).en)


def _value(name: str, text: str) -> str:
    return plain(text) if name in _IN_FULL else masked(text)


def _reading(reading: Reading) -> Both:
    source = call("read_from", reading.read_from.value)
    mean, least = int(reading.confidence * 100), int(reading.lowest * 100)
    if least >= mean:
        return Both(*(f"{words} · {mean} %" for words in source))
    lowest = say("report", "lowest", lowest=f"{least} %")
    return Both(*(f"{words} · {mean} % · {said}" for words, said in zip(source, lowest, strict=True)))


def _code(code: Code) -> ShownCode:
    return _shown(call("code_kind", code.kind.value), code.payload, code)


def _link(link: Link) -> ShownCode:
    return _shown(call("code_kind", "url"), link.url, link)


def _shown(kind: Both, text: str, found: Code | Link) -> ShownCode:
    trust = NOTHING if found.trusted is None else say("trust", "trusted" if found.trusted else "foreign")
    if found.trusted and found.reports is False:
        trust = say("report", "help_page")
    harmless = found.trusted is True and text.startswith("https://") and text.isascii() and "*" not in text
    return ShownCode(
        kind=kind,
        text=masked(text),
        address=text if harmless else None,
        trusted=found.trusted,
        remark=trust,
        code=plain(found.code or ""),
        page=found.page,
        box=found.box,
    )
