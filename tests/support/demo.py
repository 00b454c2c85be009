"""Writes the demo: inbox, roster and the results that it is meant to have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.support.demo_inbox import Meant, Upload, ambiguous, borrowed, uploads
from tests.support.records import Record
from tests.support.renderings import render_cid
from tests.support.specimens import draft

HEADERS = ("准考证号", "姓名", "性别", "身份证号", "毕业院校", "前置学历层次", "前置证书编号")

IGNORED: Mapping[str, bytes] = {
    "说明.txt": "测试样本 TEST SPECIMEN：本文件夹中的人物均属虚构。\n".encode(),
    "合肥/申请表.docx": b"TEST SPECIMEN: not a paper, to be listed as ignored\n",
}
"""Files that are no papers."""


@dataclass(slots=True)
class Demo:
    """The demo while it is put together. `browser` names the files that only a browser can make."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    browser: set[str] = field(default_factory=set)
    documents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)

    def enter(self, record: Record, listed: Mapping[str, str]) -> str:
        """Puts a person on the roster as the paper has him, but for `listed`; returns the 准考证号."""
        number = f"0199{2301000 + 7 * len(self.rows):08d}"
        values = {
            "name": record["name"],
            "gender": record.person.gender,
            "id_number": record.person.id_number,
            "school": record["school"],
            "level": record["level"],
            "certificate_number": record["certificate_number"],
            **listed,
        }
        columns = ("name", "gender", "id_number", "school", "level", "certificate_number")
        self.rows.append((number, *(values[column] for column in columns)))
        return number

    def hand_in(self, upload: Upload, candidate: str | None, browser: bool) -> None:
        """Puts a file into the inbox for a candidate."""
        record = upload.drafts[0].record
        path = upload.path.format(id=candidate, name=record["name"], id_number=record.person.id_number)
        if upload.reproducible or browser:
            self.files[path] = upload.making.bytes_of(upload.drafts)
        else:
            self.browser.add(path)
        self.expect(path, upload.meant, candidate)

    def expect(self, path: str, meant: Sequence[Meant], candidate: str | None) -> None:
        self.documents[path] = [
            {
                "verdict": each.verdict,
                "findings": sorted(each.findings),
                "info": sorted(each.info),
                "candidate": candidate,
            }
            for each in meant
        ]


def build(browser: bool) -> Demo:
    demo = Demo()
    before: tuple[Upload, str | None] | None = None
    for upload in uploads():
        if upload.listed is None and before and before[0].drafts is upload.drafts:
            candidate = before[1]  # the same person once more
        else:
            candidate = None if upload.listed is None else demo.enter(upload.drafts[0].record, upload.listed)
        demo.hand_in(upload, candidate, browser)
        before = upload, candidate
    _borrow(demo)
    _twins(demo)
    for seed in ("absent 1", "absent 2"):
        demo.without.append(demo.enter(draft(seed=f"demo {seed}").record, {}))
    return demo


def _borrow(demo: Demo) -> None:
    owner, other, own, borrowed_paper = borrowed()
    data = render_cid(owner.sheets())
    for paper, meant in ((owner, own), (other, borrowed_paper)):
        number = demo.enter(paper.record, {})
        path = f"合肥/{number}-备案表.pdf"
        demo.files[path] = data
        demo.expect(path, (meant,), number)


def _twins(demo: Demo) -> None:
    paper, other, meant = ambiguous()
    unknown = {"school": "", "level": "", "certificate_number": ""}
    demo.without += [demo.enter(paper.record, unknown), demo.enter(paper.record, {**unknown, **other})]
    path = f"蚌埠/{paper.record['name']}.pdf"
    demo.files[path] = render_cid(paper.sheets())
    demo.expect(path, (meant,), None)


def roster(rows: list[tuple[str, ...]]) -> bytes:
    """The workbook: a title above the header, every cell text."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": "测试样本 TEST SPECIMEN", "created": datetime(2023, 6, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("名册")
        sheet.merge_range(
            0, 0, 0, len(HEADERS) - 1, "2023 年上半年自考毕业申请名册（测试样本 TEST SPECIMEN，人物均属虚构）"
        )
        for column, header in enumerate(HEADERS):
            sheet.write_string(1, column, header)
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row):
                if value:
                    sheet.write_string(number, column, value)
        sheet.set_column(0, len(HEADERS) - 1, 22)
    return written.getvalue()


def expected(demo: Demo) -> dict[str, Any]:
    return {
        "policy": "anhui-2023h1",
        "as_of": "2023-06-05",
        "documents": dict(sorted(demo.documents.items())),
        "without_document": sorted(demo.without),
        "ignored": sorted(IGNORED),
    }


def write_demo(folder: Path, browser: bool) -> set[Path]:
    """Writes the demo and returns the paths of its files."""
    demo = build(browser)
    contents = {
        **{f"inbox/{path}": data for path, data in (*demo.files.items(), *IGNORED.items())},
        "roster.xlsx": roster(demo.rows),
        "expected.json": (json.dumps(expected(demo), ensure_ascii=False, indent=1) + "\n").encode(),
    }
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {folder / name for name in contents} | {folder / "inbox" / path for path in demo.browser}
