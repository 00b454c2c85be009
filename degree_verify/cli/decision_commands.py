"""The commands on reviewers' decisions: merge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from degree_verify.cli.options import ExitZeroOption, Lang, LangOption
from degree_verify.cli.terminal import console


def merge(
    out: Annotated[Path, typer.Argument(help="运行的输出文件夹 / output folder of the run")],
    files: Annotated[list[Path], typer.Argument(help="各审核人导出的决定文件 / decisions that reviewers exported")],
    lang: LangOption = Lang.ZH,
    exit_zero: ExitZeroOption = False,
) -> None:
    """合并各审核人的决定，写出最终名单和前置学历复查表；意见不一致的只列出，不代为取舍。

    Merges reviewers' decisions into the final list and the 前置学历复查表; disagreement is shown, never settled.
    """
    from degree_verify import decisions
    from degree_verify.report.console import print_merge

    merged = decisions.merge(out, files)
    print_merge(merged.outcomes, merged.strange, lang, console())
    for name in decisions.FILES:
        typer.echo(str(out / name))
    raise typer.Exit(0 if exit_zero or merged.complete else 1)
