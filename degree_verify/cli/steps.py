"""Steps that the commands share: the folder and its record, the workers, judging, drawing, writing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from degree_verify.cli.options import Lang
from degree_verify.cli.telling import Told

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from degree_verify.model.policy import Policy
    from degree_verify.model.run import RunInfo
    from degree_verify.model.worklist import Paper
    from degree_verify.run import Bench, Progress
    from degree_verify.store import Store

LOCAL = "local"

_LARGE = 50_000_000
"""Bytes of a page in one file from which browsers become slow."""


def kept_redacted(store: Store, asked: bool | None) -> bool:
    """Whether the outputs are redacted: as was asked, else as those before were. The run remembers it."""
    redact = store.meta("redacted") == "yes" if asked is None else asked
    store.set_meta({"redacted": "yes" if redact else "no"})
    return redact


def warn_of_facts() -> None:
    """Says that not everything in the folder is redacted."""
    typer.echo(
        "输出已隐去姓名、号码和路径，但 run.sqlite 里是未隐去的内容，请勿外传\n"
        "the outputs are redacted, but run.sqlite holds the unmasked facts; do not pass it on",
        err=True,
    )


def judge_facts(store: Store, on: Bench, info: RunInfo, tell: Progress) -> None:
    """Judges all facts of a store."""
    from degree_verify import run as runs

    store.save_candidates(on.roster)
    runs.judge_all(store, on, info, tell)


def keep_pictures(
    store: Store, out: Path, policy: Policy, pool: tuple[Executor, int] | None, tell: Progress, *, wanted: bool
) -> None:
    """The pictures of the run's pages: drawn where they are missing, or removed where none are wanted."""
    from degree_verify import album

    if not wanted:
        album.remove(store, out)
        return
    if pool is not None:
        album.draw_missing(store, out, policy.limits, *pool, tell)
    album.tidy(store, out)


def written(
    store: Store,
    out: Path | None,
    lang: Lang,
    redact: bool,
    single: bool,
    tell: Progress,
    started: str,
    recorded: frozenset[Paper] = frozenset(),
) -> Told:
    """Writes the outputs of a judged store, if there is a folder for them, and gives what is to be told of it."""
    from degree_verify import outputs
    from degree_verify import run as runs
    from degree_verify.report.passes import pass_over

    run = runs.finished_run(store)
    told = Told(run, redact=redact)
    if out is None:
        pass_over(run, [told.take], redact=redact)
    else:
        times = {"started": started, "finished": outputs.now()}
        store.set_meta(times)
        outputs.write_outputs(
            run,
            out,
            lang=lang,
            redact=redact,
            extra=times,
            tell=tell,
            single=single,
            recorded=recorded,
            also=[told.take],
        )
        page = out / "index.html"
        if single and page.stat().st_size > _LARGE:
            typer.echo(
                f"{page} 有 {megabytes(page.stat().st_size)} MB，打开会很慢；请去掉 --single-file 或加 --no-images\n"
                f"{page} is large and slow to open; leave --single-file out, or add --no-images",
                err=True,
            )
    return told


def megabytes(size: int) -> str:
    """Bytes in megabytes, to one decimal."""
    return f"{size / 1_000_000:.1f}"


@contextlib.contextmanager
def run_store(out: Path | None, *, fresh: bool) -> Iterator[Store]:
    """The record of a run in a folder; one in memory without a folder."""
    from degree_verify import outputs
    from degree_verify.store import Store

    os.umask(0o077)  # whatever is written from here on is for its owner only
    with Store(Path(":memory:")) if out is None else outputs.prepare_folder(out, fresh=fresh) as store:
        yield store


def existing_run(out: Path) -> Store:
    """The record of a run that is there already. Raises RunFolderError."""
    from degree_verify import outputs

    os.umask(0o077)
    return outputs.open_run(out)


@contextlib.contextmanager
def reading_pool(executor: str, workers: int | None, policy: Policy) -> Iterator[tuple[Executor, int]]:
    """The executor to read on, and for how many workers to keep files ready."""
    if executor != LOCAL:
        from degree_verify.cluster import ClusterExecutor

        cluster = ClusterExecutor(executor, policy)
        try:
            yield cluster, cluster.workers
        finally:
            cluster.kill()
        return
    from degree_verify.batch import prepare_worker
    from degree_verify.executors import SupervisedProcesses

    count = workers or os.cpu_count() or 1
    pool = SupervisedProcesses(count, policy.limits, prepare_worker)
    try:
        yield pool, count
    finally:
        pool.kill()
