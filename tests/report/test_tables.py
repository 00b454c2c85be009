"""results.csv and results.xlsx."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from degree_verify.model.document import FIELDS
from degree_verify.model.outcome import Verdict
from degree_verify.model.result import Result
from degree_verify.model.roster import Match
from degree_verify.model.run import Run
from degree_verify.report import workbook
from degree_verify.report.cells import LONGEST
from degree_verify.report.tables import csv_to
from tests.report.runs import (
    CERTIFICATE,
    CODE,
    HOSTILE,
    PHONE,
    Held,
    accepted,
    candidate,
    document,
    heavy_run,
    hostile_run,
    matched,
    outcome,
    result,
    run,
    usual_run,
)
from tests.report.written import write_csv, write_xlsx

FORMULA = re.compile(r"[\s\"'“”‘’]*[=+\-@\t\r＝＋－＠]")
SHEETS = ["candidates", "documents", "findings", "unmatched files", "前置学历复查表"]


def lines_of(of: Run, folder: Path, redact: bool = False) -> list[dict[str, str]]:
    write_csv(of, folder / "results.csv", redact=redact)
    text = (folder / "results.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def sheets_of(of: Run, folder: Path, redact: bool = False) -> dict[str, list[dict[str, object]]]:
    write_xlsx(of, folder / "results.xlsx", redact=redact)
    book = CalamineWorkbook.from_path(str(folder / "results.xlsx"))
    tables = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in tables.items()}


def markup_of(path: Path) -> dict[str, str]:
    with ZipFile(path) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name}


def test_csv_has_a_line_for_each_result_in_order(tmp_path: Path) -> None:
    lines = lines_of(usual_run(), tmp_path)
    assert [line["verdict"] for line in lines] == [
        "accept",
        "accept",
        "review",
        "review",
        "review",
        "reject",
        "review",
        "review",
    ]
    assert list(lines[0])[9:-5] == list(FIELDS)
    first = candidate(0)
    assert (lines[0]["path"], lines[0]["candidate_id"], lines[0]["candidate_name"]) == (
        f"{first.id}.pdf",
        first.id,
        first.name,
    )
    assert (lines[0]["certificate_number"], lines[0]["reason"]) == (CERTIFICATE, "")
    assert (lines[2]["review"], lines[2]["info"]) == ("name-mismatch validity-unconfirmed", "layout-era")
    assert lines[4]["problems"] == "文件已损坏"
    assert lines[5]["reject"] == "qr-untrusted-host graduation-after-cutoff"
    assert (lines[6]["path"], lines[6]["candidate_id"]) == ("", candidate(4).id)


def test_no_cell_of_the_csv_starts_a_formula(tmp_path: Path) -> None:
    lines = lines_of(hostile_run(), tmp_path)
    assert len(lines) == len(HOSTILE)
    cells = [value for line in lines for value in line.values()]
    assert [cell for cell in cells if FORMULA.match(cell) and not cell.startswith("'")] == []
    assert lines[2]["name"] == "'" + HOSTILE[2]
    assert max(map(len, cells)) <= LONGEST
    assert not any(re.search(r"[\x00-\x1f\x7f]", cell) for cell in cells)


def test_csv_on_a_stream_leaves_it_open() -> None:
    stream = io.BytesIO()
    csv_to(usual_run(), stream)
    assert not stream.closed
    assert stream.getvalue().count(b"\r\n") == 9


def test_the_workbook_has_the_sheets_with_fixed_headers_and_filters(tmp_path: Path) -> None:
    assert list(sheets_of(usual_run(), tmp_path)) == SHEETS
    for markup in markup_of(tmp_path / "results.xlsx").values():
        assert '<pane ySplit="1"' in markup
        assert "<autoFilter" in markup


def test_candidates_have_the_verdict_of_all_their_papers(tmp_path: Path) -> None:
    rows = sheets_of(usual_run(), tmp_path)["candidates"]
    assert [row["结论"] for row in rows] == [
        "未发现矛盾",
        "未发现矛盾",
        "需人工核对",
        "不符合要求",
        "需人工核对",
        "需人工核对",
    ]
    assert [row["材料份数"] for row in rows] == [1, 1, 1, 1, 0, 0]
    assert rows[0]["身份证号"] == candidate(0).id_number


def test_recheck_lists_the_flagged_with_full_numbers_and_room_for_the_clerk(tmp_path: Path) -> None:
    rows = sheets_of(usual_run(), tmp_path)["前置学历复查表"]
    assert [row["准考证号"] for row in rows] == [candidate(number).id for number in (2, 3, 4, 5)]
    assert list(rows[0])[:7] == ["准考证号", "姓名", "身份证号", "前置学历学校", "层次", "毕业日期", "证书编号"]
    assert list(rows[0])[7:] == ["材料类型", "在线验证码/报告编号", "问题说明", "处理建议", "复查结果", "经办人"]
    assert (rows[0]["身份证号"], rows[0]["在线验证码/报告编号"]) == (candidate(2).id_number, CODE)
    assert str(rows[0]["问题说明"]).count("\n") == 1
    assert "版式" not in str(rows[0]["问题说明"])
    assert (rows[1]["复查结果"], rows[1]["经办人"]) == ("", "")
    assert rows[2]["前置学历学校"] == "测试样本学院"


def test_recheck_has_a_line_for_each_course_that_somebody_takes(tmp_path: Path) -> None:
    first = candidate(1)
    second = replace(candidate(2), name=first.name, id_number=first.id_number)
    flagged = result(document("a.pdf"), matched(first), [outcome("qr-missing")], Verdict.REVIEW)
    sheets = sheets_of(run([flagged], [first, second]), tmp_path)
    assert [row["准考证号"] for row in sheets["前置学历复查表"]] == [first.id, second.id]
    assert [row["材料份数"] for row in sheets["candidates"]] == [1, 1]


def test_of_many_files_of_one_person_the_first_are_named(tmp_path: Path) -> None:
    papers = [result(document(f"{number:02}.pdf"), matched(candidate(1))) for number in range(25)]
    row = sheets_of(run(papers, [candidate(1)]), tmp_path)["candidates"][0]
    assert row["材料份数"] == 25
    assert str(row["材料文件"]).split("\n")[-2:] == ["19.pdf", "…"]


def test_recheck_without_a_roster_names_who_stands_on_the_paper(tmp_path: Path) -> None:
    flagged = result(document("a.pdf", {"name": "测试样"}), Match("no-roster"), [outcome("qr-missing")], Verdict.REVIEW)
    rows = sheets_of(run([flagged], roster_source=None), tmp_path)["前置学历复查表"]
    assert [(row["准考证号"], row["姓名"]) for row in rows] == [("", "测试样")]


def test_unmatched_lists_papers_of_nobody_and_files_that_were_not_opened(tmp_path: Path) -> None:
    rows = sheets_of(usual_run(), tmp_path)["unmatched files"]
    assert [(row["文件"], row["原因"]) for row in rows] == [
        ("不知是谁.pdf", "名册上没有相符的考生"),
        ("坏文件.pdf", "文件已损坏"),
        ("说明.docx", "不是 PDF 或图片"),
    ]


def test_every_finding_has_a_line(tmp_path: Path) -> None:
    rows = sheets_of(usual_run(), tmp_path)["findings"]
    assert len(rows) == sum(len(each.findings) for each in usual_run().results()) == 9
    assert rows[0]["问题代号"] == "name-mismatch"
    assert (rows[0]["程度"], rows[0]["页"]) == ("需核对", "1")


@pytest.mark.parametrize("redact", [False, True])
def test_the_workbook_holds_no_formula_link_or_foreign_markup(tmp_path: Path, redact: bool) -> None:
    sheets = sheets_of(hostile_run(), tmp_path, redact)
    for markup in markup_of(tmp_path / "results.xlsx").values():
        assert "<f>" not in markup
        assert "<f " not in markup
        assert "<hyperlink" not in markup
        assert "<r>" not in markup
    if not redact:
        names = [row["名册姓名"] for row in sheets["documents"]]
        assert names[:3] == list(HOSTILE[:3])
        assert names[8:10] == ["<r><t>x</t></r> ", "_x003D_1"]
        assert len(str(names[10])) == LONGEST


def test_redacted_tables_hold_no_name_number_or_path(tmp_path: Path) -> None:
    sheets_of(usual_run(), tmp_path, redact=True)
    lines_of(usual_run(), tmp_path, redact=True)
    everything = "".join(markup_of(tmp_path / "results.xlsx").values()) + (tmp_path / "results.csv").read_text("utf-8")
    people = [candidate(number) for number in range(6)]
    secrets = [secret for somebody in people for secret in (somebody.name, somebody.id, somebody.id_number)]
    for secret in (*secrets, "无名氏", "坏文件", "说明.docx", "合肥", CERTIFICATE, CODE, PHONE):
        assert str(secret) not in everything


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    write_xlsx(usual_run(), tmp_path / "a.xlsx")
    write_csv(usual_run(), tmp_path / "a.csv")
    time.sleep(2.1)  # a zip archive counts time in steps of two seconds
    write_xlsx(usual_run(), tmp_path / "b.xlsx")
    write_csv(usual_run(), tmp_path / "b.csv")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_nothing_is_left_beside_the_tables(tmp_path: Path) -> None:
    write_xlsx(usual_run(), tmp_path / "results.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["results.xlsx"]


def test_an_error_midway_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Result]:
        yield accepted(1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_xlsx(Run(run([]).info, broken, lambda: iter(())), tmp_path / "results.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "results.xlsx").mkdir()
    with pytest.raises(OSError, match=r"results\.xlsx"):
        write_xlsx(usual_run(), tmp_path / "results.xlsx")


def test_a_full_sheet_goes_on_in_a_further_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 5)
    sheets = sheets_of(usual_run(), tmp_path)
    assert len(sheets["findings"]) == 5
    assert len(sheets["findings (2)"]) == 4
    assert list(sheets["findings (2)"][0]) == list(sheets["findings"][0])


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_results_are_streamed(tmp_path: Path, write: Callable[[Run, Path], None]) -> None:
    held = Held()
    write(heavy_run(5000, held), tmp_path / "results")
    assert held.made == 5000
    assert held.most <= 3
