"""The terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from degree_verify.model.outcome import Verdict
from degree_verify.model.run import Run
from degree_verify.report.console import print_summary, print_table
from degree_verify.report.passes import pass_over
from degree_verify.report.view import MOST_ROWS, Counts, FirstRows
from tests.report.runs import CODE, PHONE, accepted, candidate, document, hostile_run, matched, result, run, usual_run


def printed(of: Run, lang: str = "zh", redact: bool = False, encoding: str = "utf-8", width: int = 100) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    console = Console(file=stream, width=width)
    first, counts = FirstRows(), Counts(of, redact)
    pass_over(of, [first.take, counts.take], redact=redact)
    print_table(first, lang, console)
    print_summary(counts.overview(), lang, console, Path("out/index.html"))
    return stream.buffer.getvalue().decode(encoding)


def test_the_flagged_come_first() -> None:
    text = printed(usual_run())
    places = [text.index(words) for words in ("不符合要求", "需人工核对", "未发现矛盾")]
    assert places == sorted(places)


def test_the_summary_counts() -> None:
    text = printed(usual_run())
    assert "材料 6 份：不符合要求 1，需人工核对 3，未发现矛盾 2" in text
    assert "考生 6 人：不符合要求 1，需人工核对 3，未发现矛盾 2" in text
    assert "没有材料的考生 2 人，找不到考生的材料 1 份，没能读取的材料 1 份" in text
    assert "名册中有 1 处问题" in text
    assert "说明.docx" in text
    assert text.rstrip().endswith("报告：out/index.html")
    assert "Papers: 6" in printed(usual_run(), "en")


def test_numbers_and_codes_are_masked() -> None:
    with_code = result(document(f"{CODE}.pdf"), matched(candidate(2)))
    text = printed(usual_run()) + printed(run([with_code], [candidate(2)]))
    for secret in (*(str(candidate(number).id_number) for number in range(6)), PHONE, CODE):
        assert secret not in text


def test_a_redacted_table_names_nobody() -> None:
    text = printed(usual_run(), redact=True)
    for somebody in map(candidate, range(6)):
        assert str(somebody.name) not in text
        assert somebody.id not in text
    assert "坏文件" not in text


def test_a_long_table_says_how_much_is_left_out_and_where_it_is() -> None:
    results = [accepted(number) for number in range(MOST_ROWS + 5)]
    flagged = result(document("last.pdf"), matched(candidate(99)), (), Verdict.REVIEW)
    text = printed(run([*results, flagged], map(candidate, range(MOST_ROWS + 5))))
    assert "另有 6 条没有列出" in text
    assert "results.xlsx" in text
    assert "last.pdf" in text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gb18030", "cp936"])
@pytest.mark.parametrize("width", [20, 80])
def test_hostile_text_breaks_no_terminal(encoding: str, width: int) -> None:
    text = printed(hostile_run(), encoding=encoding, width=width)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_markup_of_the_printer_is_text() -> None:
    odd = candidate(1, name="[bold red]x[/]", id="[link=http://a.test]1")
    text = printed(run([result(document("[/]"), matched(odd), (), Verdict.REVIEW)], [odd]))
    assert "[bold red]x[/]" in text


def test_columns_line_up_under_wide_characters() -> None:
    lines = [line for line in printed(usual_run(), width=100).splitlines() if line.startswith(" ")]
    table = [line for line in lines if "pdf" in line or "主要问题" in line]
    assert len(table) >= 4
    assert max(map(cell_len, table)) <= 100


def test_an_empty_run_is_said_to_be_empty() -> None:
    assert "没有材料，也没有考生。" in printed(run([], roster_source=None))
