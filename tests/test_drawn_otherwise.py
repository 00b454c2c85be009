"""Papers whose fonts draw other characters than their text says: found and shown; nothing of the kind in clean ones."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from typer.testing import CliRunner

import degree_verify as dv
from degree_verify import proofing
from degree_verify.cli import app
from degree_verify.model.document import Document
from degree_verify.model.geometry import Box
from degree_verify.model.policy import Comparison, Policy
from degree_verify.read import glyphs, proof
from degree_verify.read.ocr import OcrUnavailableError
from tests.support import alterations
from tests.support.renderings import RENDERINGS, render_pymupdf
from tests.support.sheets import VALUES, Text
from tests.support.specimens import Draft, draft, render

AS_OF = date(2023, 6, 5)
NAME = "text-layer-mismatch"
BROWSER = Path(__file__).parents[1] / "fixtures/documents/registration-record-c/browser.pdf"
TRUE = draft(seed="drawn otherwise", name="李建国", completion="毕业", level="专科")


def _policy(share: float) -> Policy:
    return replace(dv.load_policy(), comparison=Comparison(share))


def _forged(shown: Draft, said: dict[str, str]) -> bytes:
    """The specimen `shown`, whose font of values says other characters."""
    return alterations.lying(render_pymupdf(shown.sheets(), separate_fonts=True), said, [VALUES])


def _result(data: bytes, share: float = 0.0, **options: Any) -> dv.Result:
    (result,) = dv.Verifier(_policy(share), as_of=AS_OF, **options).verify(data)
    return result


def _finding(result: dv.Result) -> dict[str, object]:
    found = [finding for finding in result.to_dict()["findings"] if finding["name"] == NAME]
    return found[0] if found else {}


FORGERIES = {
    "name": ("name", _forged(TRUE.changed(name="李建军"), {"军": "国"}), "李建国", "李建军"),
    "completion": ("completion", _forged(TRUE.changed(completion="结业"), {"结": "毕"}), "毕业", "结业"),
    "level": ("level", _forged(TRUE.changed(level="高中"), {"高": "专", "中": "科"}), "专科", "高中"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_other_character_on_the_page_is_found_without_any_draw(forgery: str) -> None:
    field, data, said, shown = FORGERIES[forgery]
    result = _result(data)
    facts = _finding(result)["facts"]
    assert isinstance(facts, dict)
    drawn = dict(zip(facts["fields"], zip(facts["text"], facts["shown"], strict=True), strict=True))
    assert drawn[field] == (said, shown)  # letters that other fields share may be changed there too
    assert field not in result.document.fields
    assert result.verdict != "accept"


@pytest.mark.parametrize("space", ["\u3000", "\u00a0"])
def test_white_space_that_draws_something_is_found(space: str) -> None:
    result = _result(_forged(TRUE.changed(completion="毕业未"), {"未": space}))
    assert result.document.drawn == {"completion": "毕业" + proof.NOTHING}
    assert result.verdict != "accept"


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("教育部学籍在线验证报告样本页", "教育部学历证书电子注册备案表"),
        ("失效日期：", "更新日期："),
        ("未（结）业日期", "毕（结）业日期"),
    ],
)
def test_title_and_labels_that_are_drawn_otherwise_are_found(shown: str, said: str) -> None:
    sheets = [
        replace(
            sheet,
            items=tuple(
                replace(mark, text=mark.text.replace(said, shown), font=VALUES)
                if isinstance(mark, Text) and said in mark.text
                else mark
                for mark in sheet.items
            ),
        )
        for sheet in TRUE.sheets()
    ]
    data = alterations.lying(render_pymupdf(sheets, separate_fonts=True), dict(zip(shown, said, strict=True)), [VALUES])
    result = _result(data)
    facts = _finding(result)["facts"]
    assert isinstance(facts, dict)
    told = dict(zip(facts["text"], facts["shown"], strict=True))
    assert told[unicodedata.normalize("NFKC", said)] == unicodedata.normalize("NFKC", shown)
    assert result.verdict != "accept"


def test_study_form_is_compared_though_nothing_is_decided_by_it() -> None:
    result = _result(_forged(TRUE.changed(study_form="函授"), {"函": "业", "授": "余"}))
    assert result.document.drawn == {"study_form": "函授"}


def test_fonts_that_share_a_name_are_told_apart_by_what_they_draw_where() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        for row, name in enumerate(("helv", "tiro"), start=1):
            page.insert_font(fontname=name + "x", fontbuffer=pymupdf.Font(name).buffer)
            page.insert_text((72, 100 * row), "ABC 1", fontname=name + "x")
        for xref, *_ in page.get_fonts():
            _, descendants = document.xref_get_key(xref, "DescendantFonts")
            inner = int(descendants.strip("[]").split()[0])
            for one in (xref, inner):
                document.xref_set_key(one, "BaseFont", "/ABCDEF+Same")
        saved = document.tobytes()
    with pymupdf.open(stream=saved, filetype="pdf") as document:
        page = document[0]
        traced = [(span["font"], *char) for span in page.get_texttrace() for char in span["chars"]]
        looks = glyphs.Looks(page, {name for name, *_ in traced})
        assert len(looks.shared) == 1
        printed = {
            (chr(code), box[1] < 110): glyphs.Printed(name, number, chr(code), Box(*box))
            for name, code, number, _, box in traced
        }
        swapped = [replaced._replace(char="C") for (char, _), replaced in printed.items() if char == "A"]
        seen = looks.of([*printed.values(), *swapped])
        assert {seen[one] for one in printed.values()} == {glyphs.Look.ALIKE}
        assert {seen[one] for one in swapped} == {glyphs.Look.UNLIKE}
        fonts = {int(looks._font(printed["A", upper]).m_internal.this) for upper in (True, False)}
        assert len(fonts) == 2


def test_glyphs_drawn_on_one_sheet_have_the_shapes_that_they_have_alone() -> None:
    from tests.support.sheets import font

    own = [(font().this, font().has_glyph(ord(char))) for char in "国一（Wj，0 \u3000書鬱" * 80]
    together, alone = glyphs.shapes_of(own), [glyphs.shape_of(*one) for one in own]
    assert [_ink(shape) for shape in together] == [_ink(shape) for shape in alone]


def _ink(shape: glyphs.Shape) -> dict[tuple[int, int], int]:
    """The pixels of a shape that show something, by their place."""
    at = (divmod(number, shape.width) for number in range(len(shape.rows)))
    return {(shape.left + x, shape.top + y): ink for (y, x), ink in zip(at, shape.rows, strict=True) if ink}


def test_soft_hyphen_that_draws_a_dash_is_none_of_it() -> None:
    dash = glyphs.Shape(b"\xff" * 12 * 3, 12, 3, 2, -12)
    numeral = glyphs.Shape(b"\xff" * 30 * 3, 30, 3, 2, -12)  # 一

    assert not glyphs._draws(dash)
    assert glyphs._draws(numeral)


def test_glyph_that_draws_more_than_a_character_reaches_out_and_a_character_does_not() -> None:
    wide = glyphs.Shape(b"\xff" * 5 * glyphs.SIZE**2, 5 * glyphs.SIZE, glyphs.SIZE, 0, -glyphs.SIZE)
    from tests.support.sheets import font

    assert glyphs._reaches_out(wide)
    assert not any(
        glyphs._reaches_out(glyphs.shape_of(font().this, font().has_glyph(ord(char)))) for char in "国一（Wj，"
    )


def test_digits_that_are_other_digits_are_found_in_every_number() -> None:
    digits = "0123456789"
    said = dict(zip(digits, "5038271964", strict=True))
    result = _result(_forged(TRUE, said))
    assert {"certificate_number", "verification_code"} <= result.document.drawn.keys()
    assert result.document.drawn["certificate_number"] == TRUE.record["certificate_number"]
    assert result.verdict != "accept"


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_that_is_another_is_found(digit: int) -> None:
    said = {str(digit): str((digit + 3) % 10)}
    paper = TRUE.changed(certificate_number="100221200106" + str(digit) * 6)
    assert "certificate_number" in _result(_forged(paper, said)).document.drawn


@pytest.mark.parametrize(("said", "unlike"), [("<34> <0034>", False), ("<34> <0039>", True)])
def test_font_that_the_file_does_not_hold_is_looked_at_as_well(said: str, unlike: bool) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "TEST 12345", fontname="helv")
        font, table = page.get_fonts()[0][0], document.get_new_xref()
        document.update_object(table, "<<>>")
        document.update_stream(table, alterations._cmap([said]).replace(b"<0000> <FFFF>", b"<00> <FF>"))
        document.xref_set_key(font, "ToUnicode", f"{table} 0 R")
        saved = document.tobytes()
    with pymupdf.open(stream=saved, filetype="pdf") as document:
        page = document[0]
        assert ("9" in page.get_text()) is unlike
        traced = [(s["font"], number, chr(code)) for s in page.get_texttrace() for code, number, *_ in s["chars"]]
        looks = glyphs.Looks(page, {font for font, *_ in traced}).of([glyphs.Printed(*one, None) for one in traced])
        assert (glyphs.Look.UNLIKE in looks.values()) is unlike


def test_name_that_the_page_does_not_show_is_found() -> None:
    blank = TRUE.looking(printed={"name": "\u3000\u3000"})
    result = _result(_forged(blank, {"\u3000": "李"}))
    assert result.document.drawn == {"name": "□□"}
    assert result.verdict != "accept"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_that_are_displayed_turned_are_compared_as_well(degrees: int) -> None:
    field, data, _, shown = FORGERIES["completion"]
    assert _result(alterations.turned(data, degrees)).document.drawn == {field: shown}
    assert _result(alterations.turned(render([TRUE]), degrees), 1.0).document.drawn == {}


@pytest.mark.parametrize("rendering", [*RENDERINGS, "browser"])
@pytest.mark.parametrize("seed", range(3))
def test_clean_papers_of_four_producers_show_what_they_say(rendering: str, seed: int) -> None:
    paper = draft(seed=f"clean {seed}")
    data = BROWSER.read_bytes() if rendering == "browser" else render([paper], rendering)
    result = _result(data, thorough=True)
    assert result.document.drawn == {}
    assert not _finding(result)
    assert result.document.problems == ()


@pytest.mark.parametrize("name", ["买买提·艾力", "喆", "王羴", "欧阳馨懿", "赵一一", "闫彧翀"])
def test_names_of_rare_characters_are_no_finding(name: str) -> None:
    assert not _finding(_result(render([TRUE.changed(name=name)], "reportlab-cid"), 1.0))


def test_without_recognition_nothing_is_compared_and_the_result_says_so() -> None:
    for data in (FORGERIES["name"][1], render([TRUE])):
        result = _result(data, 1.0, ocr="never")
        assert not _finding(result)
        assert [(p.stage, p.kind, p.detail) for p in result.document.problems] == [
            ("compare", "not-compared", "--ocr never")
        ]


def test_missing_models_cost_the_comparison_and_not_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise OcrUnavailableError("ImportError: no models")

    monkeypatch.setattr(proofing, "proofread", missing)
    result = _result(render([TRUE]), 1.0)
    assert result.document.problem is None
    assert result.document.fields["name"].value == "李建国"
    assert [(p.kind, p.detail) for p in result.document.problems] == [("not-compared", "ImportError: no models")]


def _compared(monkeypatch: pytest.MonkeyPatch, data: list[bytes], share: float, **options: Any) -> list[bool]:
    """Which files' fields are compared with their picture."""
    asked: list[object] = []

    def watched(lines: Any) -> list[proof.Proof]:
        asked.append(lines)
        return proof.proofread(lines)

    monkeypatch.setattr(proofing, "proofread", watched)
    found = []
    for one in data:
        asked.clear()
        _result(one, share, **options)
        found.append(bool(asked))
    return found


def test_the_share_of_the_policy_is_drawn_by_content_and_thorough_takes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [render([draft(seed=f"draw {number}")], "reportlab-cid") for number in range(16)]
    compared = partial(_compared, monkeypatch, papers)
    assert not any(compared(0.0))
    half = compared(0.5)
    assert 2 <= sum(half) <= 14
    assert compared(0.5) == half
    assert all(compared(0.0, thorough=True))


def test_a_sign_asks_for_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = alterations.saved_again(render([TRUE], "reportlab-cid"))
    assert _compared(monkeypatch, [saved, render([TRUE], "reportlab-cid")], 0.0) == [True, False]


def test_every_digit_looks_like_itself_and_like_no_other() -> None:
    from tests.support.sheets import font

    shapes = {char: glyphs.shape_of(font().this, font().has_glyph(ord(char))) for char in "0123456789"}
    pairs = [(char, other) for char in shapes for other in shapes]
    alike = glyphs.are_like([(shapes[char], other) for char, other in pairs])
    assert {pair for pair, like in zip(pairs, alike, strict=True) if like} == {(char, char) for char in shapes}


def test_stored_facts_tell_it_again_without_the_file_and_redaction_masks_it(tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "1.pdf").write_bytes(FORGERIES["name"][1])
    run = CliRunner().invoke
    assert run(app, ["check", str(inbox), "--out", str(out), "--as-of", "2023-06-05", "-q"]).exit_code == 1
    (inbox / "1.pdf").unlink()
    assert run(app, ["rejudge", str(out), "-q"]).exit_code == 1
    (line,) = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    (found,) = [finding for finding in json.loads(line)["findings"] if finding["name"] == NAME]
    assert "李建军" in found["message"]
    assert run(app, ["report", str(out), "--redact", "-q"]).exit_code == 0
    for name in ("results.jsonl", "results.csv", "lookup.csv"):
        text = (out / name).read_text(encoding="utf-8-sig")
        assert "李建" not in text, name


def test_inspect_looks_at_the_file_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "1.pdf"
    path.write_bytes(FORGERIES["completion"][1])
    shown = CliRunner().invoke(app, ["inspect", str(path), "--format", "json"])
    document = json.loads(shown.stdout)
    assert document["drawn"] == {"completion": "结业"}
    assert Document.__dataclass_fields__.keys() >= document.keys()
