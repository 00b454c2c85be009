"""The commands that run: check, rejudge, report, purge."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from degree_verify.cli.options import (
    DEFAULT_POLICY,
    AsOfOption,
    ExitZeroOption,
    Format,
    FormatOption,
    IgnoreOption,
    Lang,
    LangOption,
    NoImagesOption,
    OcrOption,
    PolicyOption,
    QuietOption,
    RedactOption,
    SelectOption,
    SingleOption,
    ThoroughOption,
    TimingsOption,
    chosen_rules,
    day,
    rule_names,
)
from degree_verify.cli.options import columns as column_names
from degree_verify.cli.steps import (
    LOCAL,
    existing_run,
    judge_facts,
    keep_pictures,
    kept_redacted,
    megabytes,
    reading_pool,
    run_store,
    warn_of_facts,
    written,
)
from degree_verify.cli.stopwatch import stopwatch
from degree_verify.cli.terminal import Stop, log_to_stderr, progress
from degree_verify.errors import UsageError
from degree_verify.model.ocr import Ocr

if TYPE_CHECKING:
    from degree_verify.model.policy import Policy
    from degree_verify.run import Progress
    from degree_verify.store import Store

WorkersOption = Annotated[int | None, typer.Option("--workers", min=1, help="同时处理的进程数 / worker processes")]


def check(
    inbox: Annotated[str, typer.Argument(help="材料文件夹，或 s3://、zip:// / folder of papers, or s3://, zip://")],
    roster: Annotated[Path | None, typer.Option("--roster", help="名册 xlsx、xls、csv、jsonl / roster")] = None,
    policy: PolicyOption = DEFAULT_POLICY,
    as_of: AsOfOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="输出文件夹 / output folder")] = None,
    workers: WorkersOption = None,
    executor: Annotated[str, typer.Option("--executor", help="local / dask://HOST:PORT")] = LOCAL,
    ocr: OcrOption = Ocr.AUTO,
    thorough: ThoroughOption = False,
    online: Annotated[
        bool, typer.Option("--online", help="按策略联网查询验证码，只送验证码 / ask the issuer; sends codes only")
    ] = False,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.ZH,
    redact: RedactOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    columns: Annotated[
        list[str] | None, typer.Option("--columns", help="名册栏目，如 id=考生编号 / roster headers, ours=theirs")
    ] = None,
    no_images: NoImagesOption = False,
    single_file: SingleOption = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="全部重新读取 / start over")] = False,
    exit_zero: ExitZeroOption = False,
    timings: TimingsOption = False,
    quiet: QuietOption = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="详细日志 / detailed log")] = False,
) -> None:
    """核对一个文件夹的材料；同一命令可继续未完成的运行。 / Checks a folder; the same command resumes."""
    from degree_verify import outputs
    from degree_verify import run as runs
    from degree_verify.api import load_policy, make_bench, read_roster
    from degree_verify.load.stores import open_inbox

    log_to_stderr(verbose)
    if executor != LOCAL and not executor.startswith("dask://"):
        raise UsageError(
            f"--executor 应为 local 或 dask://主机:端口，而不是 {executor}",
            f"--executor takes local or dask://HOST:PORT, not {executor}",
        )
    source = open_inbox(inbox)
    chosen = load_policy(policy)
    headers = dict(chosen.roster_columns) | column_names(columns)
    with progress(quiet) as tell:
        listed = read_roster(roster, headers, lambda rows: tell("roster", rows, 0)) if roster else None
    on = make_bench(chosen, listed, day(as_of), chosen_rules(select, ignore), ocr, thorough=thorough, online=online)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop())
        store = stack.enter_context(run_store(out, fresh=fresh))
        redact = kept_redacted(store, redact)
        tell = stack.enter_context(progress(quiet))
        pool, count = stack.enter_context(reading_pool(executor, workers, chosen))
        reading = stack.enter_context(stopwatch(pool, count, lang, on=timings, redact=redact))
        leave_out = [path for path in (roster, out) if path]
        started = outputs.now()
        stop.orderly = True
        made = outputs.own_files(out) if out and isinstance(source, Path) and source.resolve() == out.resolve() else ()
        ignored = runs.read_inbox(store, source, on.tools, reading, count, leave_out, tell, stop.asked, made)
        stop.orderly = False
        if online:
            _look_up(store, chosen, tell)
        info = runs.run_info(str(source), on, ignored, rule_names(select), rule_names(ignore))
        store.set_meta({"inbox": str(source.resolve())})
        judge_facts(store, on, info, tell)
        if out is not None:
            wanted = not (redact or no_images)
            here = (pool, count) if executor == LOCAL else stack.enter_context(reading_pool(LOCAL, workers, chosen))
            keep_pictures(store, out, chosen, here, tell, wanted=wanted)
        told = written(store, out, lang, redact, single_file, tell, started)
        told.print(format_, lang, quiet=quiet, out=out)
        if redact and out is not None and not quiet:
            warn_of_facts()
        code = told.exit_code
    raise typer.Exit(0 if exit_zero and code == 1 else code)


def rejudge(
    out: Annotated[Path, typer.Argument(help="上次运行的输出文件夹 / output folder of a run")],
    policy: PolicyOption = DEFAULT_POLICY,
    as_of: AsOfOption = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.ZH,
    redact: RedactOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    no_images: NoImagesOption = False,
    single_file: SingleOption = False,
    exit_zero: ExitZeroOption = False,
    quiet: QuietOption = False,
) -> None:
    """用另一策略重新判断，不打开任何材料。 / Judges the stored facts anew; opens no document."""
    from degree_verify import outputs
    from degree_verify import run as runs
    from degree_verify.api import load_policy, make_bench

    with contextlib.ExitStack() as stack:
        stack.enter_context(Stop())
        store = stack.enter_context(existing_run(out))
        redact = kept_redacted(store, redact)
        tell = stack.enter_context(progress(quiet))
        before, chosen = store.info(), load_policy(policy)
        judged_for = day(as_of) or chosen.as_of or before.as_of  # the run's own day, unless another is asked for
        rules = chosen_rules(select, ignore)
        on = make_bench(chosen, runs.stored_roster(store), judged_for, rules, online=before.online)
        info = runs.run_info(before.inbox, on, before.ignored, rule_names(select), rule_names(ignore))
        started = outputs.now()
        judge_facts(store, on, info, tell)
        if redact or no_images:
            keep_pictures(store, out, chosen, None, tell, wanted=False)
        told = written(store, out, lang, redact, single_file, tell, started)
        told.print(format_, lang, quiet=quiet, out=out)
        if redact and out is not None and not quiet:
            warn_of_facts()
        code = told.exit_code
    raise typer.Exit(0 if exit_zero and code == 1 else code)


def report(
    out: Annotated[Path, typer.Argument(help="上次运行的输出文件夹 / output folder of a run")],
    lang: LangOption = Lang.ZH,
    redact: RedactOption = None,
    no_images: NoImagesOption = False,
    single_file: SingleOption = False,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
) -> None:
    """从已保存的结果重新生成报告；材料还在时补上缺少的图片。 / Builds the reports again; draws missing pictures."""
    from degree_verify import album, outputs
    from degree_verify import run as runs
    from degree_verify.api import load_policy

    with contextlib.ExitStack() as stack:
        stack.enter_context(Stop())
        store = stack.enter_context(existing_run(out))
        redact = kept_redacted(store, redact)
        tell = stack.enter_context(progress(quiet))
        run = runs.finished_run(store)
        policy, wanted = load_policy(DEFAULT_POLICY), not (redact or no_images)
        pool = stack.enter_context(reading_pool(LOCAL, workers, policy)) if wanted and album.missing(store) else None
        keep_pictures(store, out, policy, pool, tell, wanted=wanted)
        times = {key: time for key in ("started", "finished") if (time := store.meta(key)) is not None}
        outputs.write_outputs(run, out, lang=lang, redact=redact, extra=times, tell=tell, single=single_file)
    if redact and not quiet:
        warn_of_facts()
    page, pictures = outputs.report_size(out)
    typer.echo(f"{out / 'index.html'}  {megabytes(page)} MB，图片 / pictures {megabytes(pictures)} MB")


def purge(out: Annotated[Path, typer.Argument(help="上次运行的输出文件夹 / output folder of a run")]) -> None:
    """删除一次运行的图片和读取内容，保留结论和已合并的审核决定；浏览器里的决定请先导出合并。

    Removes a run's pictures and facts, keeps its verdicts and merged decisions; export those in browsers first.
    """
    from degree_verify import outputs

    removed, kept = outputs.purge(out)
    for name in removed:
        typer.echo(f"已删除 / removed: {name}")
    for name in kept:
        typer.echo(f"已保留 / kept: {name}")


def _look_up(store: Store, policy: Policy, tell: Progress) -> None:
    """Asks the issuer, each answer kept at once: it may be stopped at any moment."""
    from degree_verify import online
    from degree_verify.api import today
    from degree_verify.lookup.client import Client

    ask = Client(policy.lookup, store.answers.count_request).ask
    told = partial(tell, "ask")
    online.look_up(store.answers, ask, store.documents(), today(), policy.lookup, told)
