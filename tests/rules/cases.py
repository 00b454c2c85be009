"""The cases of the rules: a few facts in, one outcome out, one sentence of reason, in `<family>/<rule_name>.toml`.

A case names only what matters to it. What it leaves out is a paper of the current layout without findings in it:
every field that is not given counts as not found. A key that is not known is an error, so that no case tests less
than its author thinks.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.case import BatchFacts, Case, DocumentRef
from degree_verify.model.document import (
    FIELDS,
    Code,
    CodeKind,
    Document,
    DocumentType,
    DrawnWords,
    Link,
    OtherPage,
    Overlay,
    Problem,
    ReadFrom,
    Reading,
    Remark,
    Source,
    Unread,
    UnreadReason,
)
from degree_verify.model.file import FileFacts, FileProblem, Signature
from degree_verify.model.geometry import Box
from degree_verify.model.lookup import Answer, AnswerState, Reason
from degree_verify.model.outcome import Severity, Status
from degree_verify.model.policy import Eligibility, Lookup, Policy, Thresholds, Validity
from degree_verify.model.roster import Candidate, Match
from degree_verify.normalise.vocabulary import is_self_study

FOLDER = Path(__file__).parent
AS_OF = date(2023, 6, 5)
PLACE = Box(179.0, 120.0, 240.0, 132.0)

LAYOUTS = {layout.id: layout for layout in load_layouts()}
USUAL_LAYOUT: Mapping[str, str | None] = {
    "registration_record": "registration-record-c",
    "registration_record_certificate": "registration-record-certificate",
    "certification_report": "certification-report",
    "enrolment_report": "enrolment-report",
    "degree_report": "degree-report-online",
    "foreign_credential": "foreign-credential",
    "unknown": None,
}
_KEYS = frozenset(
    (
        "reason",
        "expect",
        "told",
        "message",
        "severity",
        "document",
        "type",
        "layout",
        "language",
        "required",
        "fields",
        "unread",
        "expects_code",
        "has_text",
        "resembles",
        "undecoded",
        "facts",
        "signatures",
        "others",
        "overlays",
        "mixed_fonts",
        "hidden",
        "drawn",
        "drawn_form",
        "layered",
        "revised",
        "void_marks",
        "unexplained",
        "codes",
        "links",
        "problem",
        "problems",
        "candidate",
        "match",
        "policy",
        "batch",
        "as_of",
        "answer",
        "online",
    )
)


@dataclass(frozen=True)
class RuleCase:
    """One case of a rule. `message`, `severity` and the facts that are `told` are compared only where the case
    names them."""

    rule: str
    reason: str
    case: Case = field(repr=False)
    expect: Status
    message: str | None
    severity: Severity | None
    told: Mapping[str, Any]


def rule_cases() -> Iterator[RuleCase]:
    """All cases of all rules, in the order of the files."""
    for path in sorted(FOLDER.glob("*/*.toml")):
        for data in tomllib.loads(path.read_text(encoding="utf-8")).get("case", []):
            try:
                yield read_case(path.stem.replace("_", "-"), data)
            except (TypeError, ValueError, KeyError) as error:
                raise AssertionError(f"{path.name}, case {data.get('reason')!r}: {error}") from error


def read_case(rule: str, data: Mapping[str, Any]) -> RuleCase:
    """A case from its table. Raises ValueError or TypeError for a key or value that is not known."""
    unknown = set(data) - _KEYS
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)[0]}")
    if not str(data["reason"]).strip():
        raise ValueError("the reason is empty")
    document = build_document(data) if data.get("document", True) else None
    if document is not None and document.problem is not None:
        document = replace(document, fields={}, unread={}, required=())
    batch = data.get("batch")
    case = Case(
        document=document,
        match=build_match(data),
        policy=build_policy(data.get("policy", {})),
        as_of=data.get("as_of", AS_OF),
        schools=load_schools(),
        batch=None if batch is None else _batch(batch),
        answer=_answer(data["answer"]) if "answer" in data else None,
        online=data.get("online", False),
    )
    severity = Severity(data["severity"]) if "severity" in data else None
    return RuleCase(
        rule, data["reason"], case, Status(data["expect"]), data.get("message"), severity, data.get("told", {})
    )


def build_document(data: Mapping[str, Any]) -> Document:
    """The document of a case; fields of its layout that are not given were not found."""
    kind = data.get("type", "registration_record")
    layout = LAYOUTS.get(data.get("layout") or USUAL_LAYOUT[kind] or "")
    if "layout" in data and layout is None:
        raise ValueError(f"no layout {data['layout']}")
    readings = {name: _reading(name, given) for name, given in data.get("fields", {}).items()}
    category = readings["category"].value if "category" in readings else ""
    always = layout.required_for(self_study=is_self_study(category)) if layout else ()
    required = tuple(data["required"]) if "required" in data else always
    lacking = {*required, *(entry.name for entry in layout.fields)} if layout else set(required)
    unread = {name: Unread(name, UnreadReason.NOT_FOUND) for name in sorted(lacking - set(readings))}
    for name, reason in data.get("unread", {}).items():
        unread[name] = Unread(name, UnreadReason(reason), page=1, box=PLACE)
    _known_fields(readings, required, unread)
    problem = data.get("problem")
    return Document(
        path="case.pdf",
        index=0,
        sha256="0" * 64,
        pages=(1,),
        type=DocumentType(kind),
        layout=layout.id if layout else None,
        source=Source.BORN_DIGITAL,
        fields=readings,
        unread=unread,
        required=required,
        codes=tuple(_code(given) for given in data.get("codes", ())),
        links=tuple(_link(given) for given in data.get("links", ())),
        facts=_facts(data),
        others=tuple(_other(given) for given in data.get("others", ())),
        overlays=tuple(
            Overlay(given["kind"], given.get("page", 1), Box(*given["box"]), given.get("covers", False))
            for given in data.get("overlays", ())
        ),
        mixed_fonts=tuple(data.get("mixed_fonts", ())),
        hidden=tuple(data.get("hidden", ())),
        drawn=data.get("drawn", {}),
        layered=data.get("layered", {}),
        drawn_form=tuple(DrawnWords(1, PLACE, text, shown) for text, shown in data.get("drawn_form", ())),
        revised=tuple(data.get("revised", ())),
        language=data.get("language", "zh"),
        era=(layout.era_from, layout.era_to) if layout else (None, None),
        expects_code=data.get("expects_code", layout.expects_code if layout else False),
        undecoded=((1, PLACE),) * data.get("undecoded", 0),
        void_marks=tuple((1, text) for text in data.get("void_marks", ())),
        unexplained=tuple(Remark(text, 1, PLACE) for text in data.get("unexplained", ())),
        problem=None if problem is None else FileProblem(**problem),
        problems=tuple(Problem("read", **given) for given in data.get("problems", ())),
        has_text=data.get("has_text", True),
        resembles=data.get("resembles", ""),
    )


def _facts(data: Mapping[str, Any]) -> FileFacts:
    signatures = tuple(Signature(**_tuples(given, "certificates")) for given in data.get("signatures", ()))
    given = _tuples(data.get("facts", {}), "extras")
    return FileFacts(**{"kind": "pdf", "size": 1000, "page_count": 1} | given, signatures=signatures)


def build_match(data: Mapping[str, Any]) -> Match:
    """The match of a case: to its candidate if it has one, to nobody without a roster otherwise."""
    candidate, given = data.get("candidate"), dict(data.get("match", {}))
    found = None if candidate is None else _candidate(candidate)
    if "runner_up" in given:
        given["runner_up"] = _candidate(given["runner_up"])
    usual = {"status": "matched" if found else "no-roster", "score": 1.0 if found else 0.0}
    return Match(candidate=found, **usual | _tuples(given, "rivals"))


def _candidate(given: Mapping[str, Any]) -> Candidate:
    return Candidate(**{"id": "1", "row": 2} | _tuples(given, "problems"))


def build_policy(data: Mapping[str, Any]) -> Policy:
    """A policy in which the named keys, wherever they belong, have the given values."""
    parts: dict[str, Any] = {}
    given = dict(data)
    for name, kind in (
        ("eligibility", Eligibility),
        ("validity", Validity),
        ("thresholds", Thresholds),
        ("lookup", Lookup),
    ):
        known = {entry.name for entry in fields(kind)} & set(given)
        parts[name] = kind(**_tuples({key: given.pop(key) for key in known}, "accepted_completion"))
    if "severities" in given:
        given["severities"] = {name: Severity(value) for name, value in given["severities"].items()}
    return Policy("case", "案例", "case", **parts, **_tuples(given, "accepted_documents", "trusted_hosts"))


def _reading(name: str, given: Any) -> Reading:
    entry = dict(given) if isinstance(given, Mapping) else {"value": given}
    usual = {"raw": entry["value"], "read_from": ReadFrom.TEXT, "page": 1, "box": PLACE}
    chosen = usual | entry
    return Reading(name, **chosen | {"read_from": ReadFrom(chosen["read_from"])})


def _code(given: Mapping[str, Any]) -> Code:
    usual: dict[str, Any] = {"page": 1, "box": PLACE}
    return Code(**usual | dict(given) | {"kind": CodeKind(given["kind"])} | _tuples(given, "problems", only=True))


def _link(given: Mapping[str, Any]) -> Link:
    usual: dict[str, Any] = {"page": 1, "box": PLACE}
    return Link(**usual | dict(given) | _tuples(given, "problems", only=True))


def _other(given: Mapping[str, Any]) -> OtherPage:
    codes, links = tuple(map(_code, given.get("codes", ()))), tuple(map(_link, given.get("links", ())))
    return OtherPage(**{"number": 2} | dict(given) | {"codes": codes, "links": links})


def _answer(given: Mapping[str, Any]) -> Answer:
    usual: dict[str, Any] = {"code": "A123456789BCDEFG", "day": AS_OF}
    fields = (
        {name: replace(_reading(name, value), read_from=ReadFrom.ONLINE) for name, value in given["fields"].items()}
        if "fields" in given
        else {}
    )
    _known_fields(fields)
    named = {"state": AnswerState(given["state"]), "reason": Reason(given.get("reason", "")), "fields": fields}
    return Answer(**usual | _tuples(given, "differing") | named)


def _batch(given: Mapping[str, Any]) -> BatchFacts:
    return BatchFacts(**{key: tuple(map(_ref, refs)) for key, refs in given.items()})


def _ref(given: Mapping[str, Any]) -> DocumentRef:
    """Another paper of the batch; `says` are its type, its fields and those of them read from a picture."""
    usual: dict[str, Any] = {"candidate_id": None, "name": None}
    chosen = {key: value for key, value in given.items() if key != "says"}
    if "says" in given:
        statement = {"type": "registration_record", "pictured": []} | given["says"]
        chosen["statement"] = json.dumps(statement, ensure_ascii=False)
    return DocumentRef(**usual | chosen)


def _tuples(given: Mapping[str, Any], *keys: str, only: bool = False) -> dict[str, Any]:
    changed = {key: tuple(given[key]) for key in keys if key in given}
    return changed if only else dict(given) | changed


def _known_fields(*groups: Any) -> None:
    unknown = {name for group in groups for name in group} - set(FIELDS)
    if unknown:
        raise ValueError(f"no field {sorted(unknown)[0]}")
