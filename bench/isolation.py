"""What it costs that every file is opened in a supervised child process: the same reading with and without.

    python -m bench.isolation [--papers N] [--rounds N]

Clean papers with a text layer go through the run's own reading (batch.read_files) and into a store, once in the
process itself and once in one child that does nothing else: one worker either way. The two take turns, each in a
process of its own. A child reads TASKS_PER_CHILD papers before it is replaced, so that fewer overstate what its start
costs. Processor time is that of all processes, start-up included; wall time is that of the reading, the start of the
child included.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from bench.compare import machine
from bench.workers import inbox
from degree_verify.api import load_policy
from degree_verify.batch import prepare_worker, read_files
from degree_verify.executors import InlineExecutor, SupervisedProcesses
from degree_verify.load.inbox import list_inbox
from degree_verify.model.ocr import Ocr
from degree_verify.outputs import prepare_folder

WAYS = ("within", "child")
PAPERS = 500
FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
LAYOUTS = ("registration-record-b", "registration-record-c", "certification-report-electronic")


def clean_papers() -> list[Path]:
    """Fixtures with one paper of which everything can be read."""
    found = []
    for layout in LAYOUTS:
        for path in sorted((FIXTURES / layout).glob("*.pdf")):
            expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
            if expected.get("codes") and not expected["unread"] and not {"problem", "undecoded"} & expected.keys():
                found.append(path)
    return found


def read(papers: Path, way: str) -> None:
    """Reads all papers and prints the seconds: of the processors, and of the clock."""
    policy = load_policy("anhui-2023h1")
    executor: Executor
    with tempfile.TemporaryDirectory() as folder, prepare_folder(Path(folder) / "out", fresh=False) as store:
        files, _ = list_inbox(papers, ())
        start = time.perf_counter()
        if way == "within":
            prepare_worker()
            executor = InlineExecutor()
        else:
            executor = SupervisedProcesses(1, policy.limits, prepare_worker)
        for done in read_files(files, papers, policy, Ocr.AUTO, executor, 1, lambda: False):
            store.save_file(done.file.key, done.file.path, done.file.stamp, done.documents)
        wall = time.perf_counter() - start
        executor.shutdown()
    used = os.times()
    print(used.user + used.system + used.children_user + used.children_system, wall)


def measured(papers: Path, way: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "bench.isolation", "--one", way, "--inbox", str(papers)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    processors, wall = map(float, ended.stdout.split())
    return processors, wall


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.isolation", description="The cost of child processes.")
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--inbox", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        read(options.inbox, options.one)
        return
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        papers = inbox(Path(folder) / "inbox", options.papers, clean_papers())
        for number in range(options.rounds):
            for way in WAYS if number % 2 == 0 else WAYS[::-1]:
                times[way].append(measured(papers, way))
    print(machine())
    for place, name in enumerate(("processor time", "wall time")):
        within, child = (statistics.median(taken[place] for taken in times[way]) for way in WAYS)
        ratios = [b[place] / a[place] for a, b in zip(times["within"], times["child"], strict=True)]
        each = 1000 / options.papers
        print(
            f"{name:14} {options.papers} papers: {within * each:6.1f} ms a paper within, {child * each:6.1f} ms in a "
            f"child, {statistics.median(ratios):.3f} times ({min(ratios):.3f}-{max(ratios):.3f})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
