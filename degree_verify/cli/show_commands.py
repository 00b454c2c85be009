"""The commands that show: inspect, rules, policies, templates, schools, schema, doctor, demo."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from degree_verify.cli.options import DEFAULT_POLICY, Format, FormatOption, Lang, LangOption, OcrOption, PolicyOption
from degree_verify.cli.terminal import console, rows_out, text_out
from degree_verify.errors import UsageError
from degree_verify.model.ocr import Ocr


def inspect(
    file: Annotated[Path, typer.Argument(help="一份材料 / one file")],
    policy: PolicyOption = DEFAULT_POLICY,
    ocr: OcrOption = Ocr.AUTO,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", help="画出第一页识别到的文字 / draws page 1 with its text marked"),
    ] = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.ZH,
) -> None:
    """显示从一份材料读到的一切，以及每种版式为何相符或不符。 / Everything read from one file, and why."""
    from degree_verify.api import annotated_picture, load_policy, make_bench, read_documents
    from degree_verify.report.inspection import as_data, print_document, print_lines

    tools = make_bench(load_policy(policy), None, None, {}, ocr, thorough=True).tools
    documents = read_documents(file, tools)
    if format_ is not Format.TABLE:
        text_out("".join(json.dumps(as_data(d), ensure_ascii=False) + "\n" for d in documents))
        return
    terminal = console()
    for document in documents:
        print_document(document, lang, terminal)
    if picture is not None:
        drawn, lines = annotated_picture(file.read_bytes(), tools)
        picture.write_bytes(drawn)
        print_lines(documents, lines, lang, terminal)
        typer.echo(f"→ {picture}", err=True)


def rules(
    name: Annotated[str | None, typer.Argument(help="规则名 / a rule's name")] = None, lang: LangOption = Lang.ZH
) -> None:
    """列出规则，或解释其中一条。 / Lists the rules, or explains one."""
    from degree_verify.report.listings import rule_page, rule_rows

    if name:
        typer.echo(rule_page(name))
        return
    rows_out(("family", "name", "severity", "title"), rule_rows(lang))


def policies(
    words: Annotated[list[str] | None, typer.Argument(help="策略名，或 check 文件 / a name, or: check FILE")] = None,
) -> None:
    """列出或显示策略；`policies check 文件` 检查自己的策略。 / Lists or prints policies; `policies check FILE`."""
    from degree_verify.api import load_policy
    from degree_verify.load.policy import policy_file, policy_files

    if not words:
        found = [load_policy(name) for name in policy_files()]
        rows_out(
            ("name", "title", "fingerprint"), [(p.id, f"{p.title_zh} / {p.title_en}", p.fingerprint) for p in found]
        )
    elif words[0] == "check" and len(words) == 2:
        checked = load_policy(Path(words[1]))
        typer.echo(f"策略 {checked.id} 没有错误，指纹 {checked.fingerprint} / policy {checked.id} has no errors")
    elif len(words) == 1:
        typer.echo(policy_file(words[0]).read_text(encoding="utf-8"), nl=False)
    else:
        raise UsageError(
            "用法：policies [名称]，或 policies check 文件", "usage: policies [NAME], or policies check FILE"
        )


def layouts(
    words: Annotated[list[str] | None, typer.Argument(help="版式名，或 check 文件 / an id, or: check FILE")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """列出或显示版式；`templates check 文件` 检查自己的版式。 / Lists or prints layouts; `templates check FILE`."""
    from degree_verify.load.layouts import layout_file, load_layout, load_layouts

    if not words:
        title = "title_zh" if lang is Lang.ZH else "title_en"
        rows = [(layout.id, layout.type.value, getattr(layout, title)) for layout in load_layouts()]
        rows_out(("id", "type", "title"), rows)
    elif words[0] == "check" and len(words) == 2:
        checked = load_layout(Path(words[1]))
        typer.echo(f"版式 {checked.id} 没有错误 / layout {checked.id} has no errors")
    elif len(words) == 1:
        typer.echo(layout_file(words[0]).read_text(encoding="utf-8"), nl=False)
    else:
        raise UsageError(
            "用法：templates [版式]，或 templates check 文件", "usage: templates [ID], or templates check FILE"
        )


def import_table(
    files: Annotated[
        list[Path], typer.Argument(help="教育部学校名单，可多年一起 / the ministry's lists, several years")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="写入的文件，默认标准输出 / file to write")] = None,
) -> None:
    """从教育部历年学校名单生成学校代码表。 / Builds a table of schools from the ministry's yearly lists."""
    from degree_verify.load.schools import import_schools

    table = import_schools(files)
    if out is None:
        text_out(table)
        return
    out.write_text(table, encoding="utf-8")
    typer.echo(f"{table.count(chr(10)) - 1} 所学校 / schools → {out}", err=True)


def schema() -> None:
    """一条结果的 JSON Schema。 / JSON Schema of one result."""
    from degree_verify.report.schema import result_schema

    typer.echo(json.dumps(result_schema(), ensure_ascii=False, indent=2))


def doctor(lang: LangOption = Lang.ZH) -> None:
    """本机哪些功能可用，缺什么、怎么补。 / What works here, what is lost, and the remedy."""
    from degree_verify.doctor import examine, recogniser_failure

    parts = examine()
    rows = [
        (
            "✓" if part.works else "–" if part.optional else "✗",
            part.name,
            part.version or "-",
            part.purpose[lang],
            "" if part.works else part.lost[lang],
            "" if part.works else part.remedy,
        )
        for part in parts
    ]
    rows_out(("", "name", "version", "purpose", "lost", "remedy"), rows)
    failure = recogniser_failure()
    if failure is None:
        typer.echo("图像识别：可用 / OCR: works")
    else:
        typer.echo(
            f"图像识别：不可用，扫描件和图片将转人工核对（{failure}）"
            f" / OCR: does not work, scans and pictures go to a person ({failure})"
        )


def demo(folder: Annotated[Path, typer.Argument(help="写入的文件夹 / folder to write")]) -> None:
    """写出一个示例收件夹和名册（人物均为虚构）。 / Writes a sample inbox with roster; all people are fictional."""
    from degree_verify.resources import demo as sample

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} 已存在且不是空文件夹", f"{folder} exists and is no empty folder")
    shutil.copytree(sample(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.json"))
    typer.echo(
        f"degree-verify check {folder / 'inbox'} --roster {folder / 'roster.xlsx'}"
        f" --as-of 2023-06-05 --out {folder / 'report'}"
    )
