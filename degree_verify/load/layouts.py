"""Document layouts from their files, checked when loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from degree_verify.errors import LayoutError
from degree_verify.model.document import FIELDS, DocumentType
from degree_verify.model.layout import Layout, LayoutField
from degree_verify.normalise.text import squeeze
from degree_verify.resources import templates

PARSERS = (
    "person-name",
    "gender",
    "date",
    "category",
    "level",
    "text",
    "duration",
    "study-form",
    "certificate-number",
    "completion",
    "verification-code",
    "report-number",
)
"""The kinds of value; each has a parser in `extract.parsers`."""

PLACES = ("right", "above", "below", "anywhere")

_KEYS: Mapping[str, type] = {
    "id": str,
    "type": str,
    "title_zh": str,
    "title_en": str,
    "language": str,
    "titles": list,
    "anchors": list,
    "required_anchors": list,
    "excluded": list,
    "same_row": list,
    "own_rows": list,
    "fields": list,
    "required": list,
    "required_of_schools": list,
    "labels": dict,
    "stops": list,
    "noise": list,
    "ends": list,
    "expects_code": bool,
    "picture_page": bool,
    "least_fields": int,
    "era": dict,
    "sources": list,
}
_MANDATORY = ("id", "type", "title_zh", "title_en", "titles", "fields", "required", "sources")
_LEAST_FIELDS = 5
"""Fewer labels than this under a title are a page about the paper, not the paper."""


@cache
def load_layouts() -> tuple[Layout, ...]:
    """The packaged layouts, by id. Raises LayoutError for a malformed file."""
    return tuple(load_layout(path) for path in layout_files())


def layout_files() -> tuple[Path, ...]:
    """The packaged layout files, by name."""
    folder = templates() / "documents"
    return tuple(sorted(path for path in folder.glob("*.toml") if path.name != "fields.toml"))


def layout_file(name: str) -> Path:
    """The packaged file of a layout. Raises LayoutError naming the nearest one."""
    known = {path.stem: path for path in layout_files()}
    if name not in known:
        nearest = _nearest(name, known)
        raise LayoutError(
            f"没有版式 {name}，最接近的是 {nearest}", f"there is no layout {name}; the nearest is {nearest}"
        )
    return known[name]


def load_layout(path: Path) -> Layout:
    """One layout from its file. Raises LayoutError naming file, key and what was expected."""
    data = _read(path)
    for key in data:
        if key not in _KEYS:
            raise _error(
                path, key, f"expected one of: {_nearest(key, _KEYS)}", f"没有这个键，最接近的是 {_nearest(key, _KEYS)}"
            )
    for key in _MANDATORY:
        if key not in data:
            raise _error(path, key, "is missing", "缺少这个键")
    for key, value in data.items():
        if not isinstance(value, _KEYS[key]):
            expected = _KEYS[key].__name__
            raise _error(path, key, f"expected a {expected}", f"类型应为 {expected}")
    _known(path, "era", data.get("era", {}), ("from", "to"))
    common = _read(templates() / "documents" / "fields.toml")
    fields = tuple(_field(path, data, common, name) for name in data["fields"])
    _names(path, data, "required")
    _known(path, "labels", data.get("labels", {}), data["fields"])
    by_label = _fields_by_label(fields)
    stops = tuple(squeeze(text) for text in (*common["stops"], *data.get("stops", ())))
    era = data.get("era", {})
    return Layout(
        id=data["id"],
        type=_type(path, data["type"]),
        title_zh=data["title_zh"],
        title_en=data["title_en"],
        language=data.get("language", "zh"),
        titles=tuple(_pattern(path, "titles", text) for text in data["titles"]),
        anchors=tuple(squeeze(text) for text in data.get("anchors", ())),
        required_anchors=tuple(_pattern(path, "required_anchors", t) for t in data.get("required_anchors", ())),
        excluded=tuple(squeeze(text) for text in data.get("excluded", ())),
        same_row=_pairs(path, data, "same_row"),
        own_rows=_pairs(path, data, "own_rows"),
        fields=fields,
        required_of_schools=_names(path, data, "required_of_schools"),
        noise=tuple(squeeze(text) for text in data.get("noise", ())),
        ends=tuple(squeeze(text) for text in data.get("ends", ())),
        expects_code=data.get("expects_code", False),
        picture_page=data.get("picture_page", False),
        least_fields=data.get("least_fields", _LEAST_FIELDS),
        era_from=_day(path, era, "from"),
        era_to=_day(path, era, "to"),
        sources=tuple(data["sources"]),
        label_pattern=_label_pattern([*by_label, *stops]),
        fields_by_label=by_label,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(
            f"版式文件 {path.name} 无法读取：{error}", f"layout file {path.name} cannot be read: {error}"
        ) from None


def _field(path: Path, data: dict[str, Any], common: dict[str, Any], name: object) -> LayoutField:
    if not isinstance(name, str) or name not in FIELDS:
        nearest = _nearest(str(name), FIELDS)
        raise _error(
            path, "fields", f"unknown field {name!r}, nearest is {nearest}", f"没有字段 {name}，最接近的是 {nearest}"
        )
    entry = common[name]
    parser, places = entry["parser"], tuple(entry.get("places", ("right",)))
    if parser not in PARSERS:
        raise _error(path, f"{name}.parser", f"expected one of {', '.join(PARSERS)}", f"应为 {'、'.join(PARSERS)} 之一")
    if not set(places) <= set(PLACES):
        raise _error(path, f"{name}.places", f"expected some of {', '.join(PLACES)}", f"应取自 {'、'.join(PLACES)}")
    own = data.get("labels", {}).get(name, [])
    labels = tuple(dict.fromkeys(squeeze(text) for text in (*entry["labels"], *own)))
    return LayoutField(name, labels, parser, name in data["required"], places)


def _fields_by_label(fields: Iterable[LayoutField]) -> dict[str, tuple[str, ...]]:
    by_label: dict[str, tuple[str, ...]] = {}
    for field in fields:
        for label in field.labels:
            by_label[label] = (*by_label.get(label, ()), field.name)
    return by_label


def _label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(labels), key=lambda label: (-len(label), label))
    return re.compile("|".join(re.escape(label) for label in longest_first) or r"(?!)")


def _type(path: Path, text: str) -> DocumentType:
    try:
        return DocumentType(text)
    except ValueError:
        names = [kind.value for kind in DocumentType]
        raise _error(path, "type", f"expected one of {', '.join(names)}", f"应为 {'、'.join(names)} 之一") from None


def _pattern(path: Path, key: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise _error(path, key, f"{text!r} is no regular expression: {error}", f"{text!r} 不是正则表达式") from None


def _pairs(path: Path, data: dict[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for pair in data.get(key, ()):
        if not isinstance(pair, list) or len(pair) != 2 or not set(pair) <= set(data["fields"]):
            raise _error(path, key, "expected pairs of this layout's fields", "应为本版式字段的成对列表")
        pairs.append((str(pair[0]), str(pair[1])))
    return tuple(pairs)


def _known(path: Path, key: str, table: dict[str, Any], known: Iterable[str]) -> None:
    names = tuple(known)
    for name in table:
        if name not in names:
            nearest = _nearest(name, names)
            raise _error(
                path, f"{key}.{name}", f"is not known, nearest is {nearest}", f"没有这个键，最接近的是 {nearest}"
            )


def _names(path: Path, data: dict[str, Any], key: str) -> tuple[str, ...]:
    names = data.get(key, [])
    for name in names:
        if name not in data["fields"]:
            raise _error(path, key, f"{name} is none of this layout's fields", f"{name} 不是本版式的字段")
    return tuple(names)


def _day(path: Path, era: dict[str, Any], key: str) -> date | None:
    day = era.get(key)
    if day is not None and not isinstance(day, date):
        raise _error(path, f"era.{key}", "expected a date such as 2018-01-01", "应为日期，如 2018-01-01")
    return day


def _nearest(word: str, known: Iterable[str]) -> str:
    best = process.extractOne(word, list(known))
    return str(best[0]) if best else ""


def _error(path: Path, key: str, en: str, zh: str) -> LayoutError:
    return LayoutError(f"版式文件 {path.name}，键 {key}：{zh}", f"layout file {path.name}, key {key}: {en}")
