"""The command that takes a filled look-up list back in."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from degree_verify.cli.options import (
    ExitZeroOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    NoImagesOption,
    QuietOption,
    RedactOption,
    SingleOption,
)
from degree_verify.cli.steps import judge_facts, keep_pictures, kept_redacted, warn_of_facts, written
from degree_verify.cli.terminal import Stop, progress
from degree_verify.errors import UsageError


def record(
    out: Annotated[Path, typer.Argument(help="上次运行的输出文件夹 / output folder of a run")],
    file: Annotated[Path, typer.Argument(help="填好的核验清单 csv、xlsx / the filled look-up list")],
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.ZH,
    redact: RedactOption = None,
    no_images: NoImagesOption = False,
    single_file: SingleOption = False,
    exit_zero: ExitZeroOption = False,
    quiet: QuietOption = False,
) -> None:
    """登记核验清单里填好的结果，并按原策略重新判断。 / Takes a filled look-up list in and judges again."""
    from degree_verify import online, outputs
    from degree_verify import run as runs
    from degree_verify.api import make_bench, today
    from degree_verify.load.worklist import read_worklist
    from degree_verify.rules.registry import all_rules

    entries = read_worklist(file)
    if not entries:
        raise UsageError(
            f"{file} 里还没有填结果，请在“结果”一栏填写后再登记",
            f"no result is noted in {file}; write into the column 结果 / result first",
        )
    with contextlib.ExitStack() as stack:
        stack.enter_context(Stop())
        store = stack.enter_context(outputs.open_run(out))
        redact = kept_redacted(store, redact)
        tell = stack.enter_context(progress(quiet))
        before = store.info()
        if before.policy is None:
            raise UsageError(
                f"{out} 是旧版本的运行，没有保存策略；请先用 check 重新运行",
                f"{out} is an older version's run without its policy; run check again first",
            )
        recorded, problems = online.record(store, entries, today())
        chosen = {name: rule for name, rule in all_rules().items() if name in before.rules}
        on = make_bench(before.policy, runs.stored_roster(store), before.as_of, chosen, online=before.online)
        info = runs.run_info(before.inbox, on, before.ignored, before.select, before.ignore)
        started = outputs.now()
        judge_facts(store, on, info, tell)
        if redact or no_images:
            keep_pictures(store, out, before.policy, None, tell, wanted=False)
        told = written(store, out, lang, redact, single_file, tell, started, recorded)
        told.print(format_, lang, quiet=quiet, out=out)
        if redact and not quiet:
            warn_of_facts()
        code = max(told.exit_code, 1 if problems else 0)
    for problem in problems:
        sys.stderr.write(f"{file.name} 第 {problem.row} 行，{problem.column}：{problem.zh}\n")
        sys.stderr.write(f"{file.name} row {problem.row}: {problem.en}\n")
    sys.stderr.write(f"已登记 {len(recorded)} 份 / {len(recorded)} papers recorded\n")
    raise typer.Exit(0 if exit_zero and code == 1 else code)
