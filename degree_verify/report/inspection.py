"""Everything that was read from one document, for whoever wants to know why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from degree_verify.model.document import Document
from degree_verify.model.geometry import Box
from degree_verify.normalise.masking import mask_code
from degree_verify.normalise.text import visible
from degree_verify.rules.registry import messages

_WORDS = {
    "zh": {
        "document": "材料",
        "layout": "版式",
        "none": "没有相符的版式",
        "pages": "页",
        "problem": "文件问题",
        "field": "项目",
        "value": "值",
        "raw": "原文",
        "source": "来源",
        "place": "页 · 位置",
        "confidence": "可信度",
        "unread": "未读出",
        "codes": "二维码",
        "links": "链接",
        "file": "文件",
        "revisions": "保存次数",
        "overlays": "批注、表单",
        "extras": "脚本、附件等",
        "signatures": "电子签名",
        "revised": "先前保存的内容不同",
        "hidden": "有隐藏文字的项目",
        "drawn": "纸面显示的与文字不同",
        "layered": "扫描件隐藏文字与图像不同",
        "attempts": "解码过程",
        "trials": "试过的版式",
        "score": "得分",
        "found": "找到",
        "missing": "缺少",
        "excluded": "不应出现",
        "trusted": "官方网址",
        "foreign": "非官方网址",
    },
    "en": {
        "document": "document",
        "layout": "layout",
        "none": "no layout matched",
        "pages": "pages",
        "problem": "problem",
        "field": "field",
        "value": "value",
        "raw": "as printed",
        "source": "source",
        "place": "page · box",
        "confidence": "confidence",
        "unread": "not read",
        "codes": "codes",
        "links": "links",
        "file": "file",
        "revisions": "times saved",
        "overlays": "annotations, form fields",
        "extras": "scripts, attachments",
        "signatures": "signatures",
        "revised": "otherwise in an earlier state",
        "hidden": "hidden text in the place of",
        "drawn": "shown otherwise than the text says",
        "layered": "hidden text of the scan says otherwise",
        "attempts": "attempts",
        "trials": "layouts tried",
        "score": "score",
        "found": "found",
        "missing": "missing",
        "excluded": "must not occur",
        "trusted": "issuer's address",
        "foreign": "foreign address",
    },
}


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def as_data(document: Document) -> dict[str, Any]:
    """All facts of a document as plain data."""
    data: dict[str, Any] = _adapter().dump_python(document, mode="json")
    return data


def print_document(document: Document, lang: str, console: Console) -> None:
    """All facts of a document as tables, verification codes masked: a terminal keeps what it showed."""
    words, labels = _WORDS[lang], messages(lang)["fields"]
    secrets = _codes(document)

    def table(header: list[str], rows: list[tuple[str, ...]]) -> None:
        _table(console, header, [tuple(_masked(cell, secrets) for cell in row) for row in rows])

    console.print(Text(visible(f"{words['document']} {document.path} #{document.index}"), style="bold"))
    layout = document.layout or words["none"]
    console.print(Text(f"{words['layout']}: {layout} ({document.type.value}, {document.source.value})"))
    console.print(Text(f"{words['pages']}: {', '.join(map(str, document.pages)) or '-'} / {document.facts.page_count}"))
    if document.problem:
        console.print(Text(visible(f"{words['problem']}: {document.problem.kind} {document.problem.detail}")))
    for problem in document.problems:
        console.print(Text(visible(f"{problem.stage}: {problem.kind} {problem.detail}")))
    table(
        [words[key] for key in ("field", "value", "raw", "source", "place", "confidence")],
        [
            (
                labels[name],
                reading.value,
                reading.raw if reading.raw != reading.value else "",
                ", ".join((reading.read_from.value, *reading.steps)),
                _place(reading.page, reading.box),
                f"{reading.confidence:.2f} / {reading.lowest:.2f}",
            )
            for name, reading in document.fields.items()
        ],
    )
    reasons = messages(lang)["reasons"]
    table(
        [words["unread"], "", words["raw"], words["place"]],
        [
            (labels[name], reasons[missing.reason.value], missing.raw, _place(missing.page, missing.box))
            for name, missing in document.unread.items()
        ],
    )
    table(
        [words["codes"], "", "", words["place"]],
        [
            (code.kind.value, code.payload, _trust(code.trusted, code.problems, words), _place(code.page, code.box))
            for code in document.codes
        ],
    )
    table(
        [words["links"], "", words["place"]],
        [(k.url, _trust(k.trusted, k.problems, words), _place(k.page, k.box)) for k in document.links],
    )
    table([words["file"], ""], _file_rows(document, words, labels))
    table([words["attempts"]], [(attempt,) for attempt in document.attempts])
    table(
        [words[key] for key in ("trials", "score", "found", "missing", "excluded")],
        [
            (t.layout, f"{t.score:.2f}", ", ".join(t.found), ", ".join(t.missing), ", ".join(t.excluded))
            for t in sorted(document.trials, key=lambda trial: -trial.score)
        ],
    )


def _file_rows(document: Document, words: Mapping[str, str], labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """What the file tells of itself, as far as it tells anything."""
    facts = document.facts
    rows = [
        ("producer", facts.producer),
        ("creator", facts.creator),
        (words["revisions"], str(facts.revisions) if facts.revisions > 1 else ""),
        (words["revised"], ", ".join(labels[name] for name in document.revised)),
        (words["hidden"], ", ".join(labels[name] for name in document.hidden)),
        (
            words["drawn"],
            ", ".join(
                [f"{labels[name]} {shown}" for name, shown in document.drawn.items()]
                + [f"{form.text} → {form.shown}" for form in document.drawn_form]
            ),
        ),
        (words["layered"], ", ".join(f"{labels[name]} {told}" for name, told in document.layered.items())),
        (words["overlays"], "; ".join(f"{o.kind} {_place(o.page, o.box)}" for o in document.overlays)),
        (words["extras"], ", ".join(facts.extras)),
        (
            words["signatures"],
            "; ".join(s.problem or f"{s.signer} {', '.join(s.certificates)}" for s in facts.signatures),
        ),
    ]
    return [row for row in rows if row[1]]


def print_lines(
    documents: Sequence[Document], lines: Sequence[tuple[str, float, Box]], lang: str, console: Console
) -> None:
    """The lines recognised in a picture with their confidence and place, verification codes masked."""
    words = _WORDS[lang]
    secrets = tuple(code for document in documents for code in _codes(document))
    rows: list[tuple[str, ...]] = [(_masked(text, secrets), f"{sure:.2f}", _place(1, box)) for text, sure, box in lines]
    _table(console, [words["raw"], words["confidence"], words["place"]], rows)


def _codes(document: Document) -> tuple[str, ...]:
    """The verification codes of a document, as printed and as read, in whatever place they stand."""
    printed = document.fields.get("verification_code")
    found = {printed.value, printed.raw} if printed else set()
    missing = document.unread.get("verification_code")
    found |= {missing.raw} if missing and missing.raw else set()
    found |= {document.drawn["verification_code"]} if "verification_code" in document.drawn else set()
    found |= {document.layered["verification_code"]} if "verification_code" in document.layered else set()
    found |= {code.code for code in document.codes if code.code} | {link.code for link in document.links if link.code}
    return tuple(sorted(found, key=len, reverse=True))


def _masked(text: str, codes: tuple[str, ...]) -> str:
    for code in codes:
        text = text.replace(code, mask_code(code))
    return text


def _table(console: Console, header: list[str], rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for title in header:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print()
    console.print(table)


def _trust(trusted: bool | None, problems: tuple[str, ...], words: dict[str, str]) -> str:
    if trusted is None:
        return ""
    return words["trusted"] if trusted else ", ".join((words["foreign"], *problems))


def _place(page: int | None, box: Box | None) -> str:
    return "" if page is None or box is None else f"{page} · " + ", ".join(f"{value:.0f}" for value in box)
