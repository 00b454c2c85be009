"""Two workers against one over the same papers, by the command that people run.

    python -m bench.workers [--papers N] [--rounds N] [FOLDER]

Wall time of the whole command, start-up, matching and reports included, and of its reading alone; the two take turns.
Other load on the machine falls on both, and a second worker gains nothing from a core that others use.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.compare import machine
from degree_verify.resources import demo

ROUNDS = 3


def inbox(folder: Path, papers: int, sources: Sequence[Path] = ()) -> Path:
    """Papers, the demo's unless others are given, over and over, each under a name of its own."""
    sources = sources or sorted((demo() / "inbox").rglob("*.pdf"))
    for number in range(papers):
        place = folder / f"{number // 500:02}"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(sources[number % len(sources)], place / f"{number:06}.pdf")
    return folder


def run(papers: Path, out: Path, workers: int) -> tuple[float, float]:
    """Seconds of the whole command, and those in which it read."""
    command = [sys.executable, "-m", "degree_verify", "check", str(papers), "--roster", str(demo() / "roster.xlsx")]
    command += ["--out", str(out), "--workers", str(workers), "--exit-zero", "--format", "csv", "-v", "--quiet"]
    start = time.time()
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    whole = time.time() - start
    shutil.rmtree(out)
    clock = re.findall(r"(\d\d):(\d\d):(\d\d),(\d\d\d) file", ended.stderr)
    first, last = (int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000 for h, m, s, ms in (clock[0], clock[-1]))
    return whole, (last - first) % 86_400


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description="Two workers against one.")
    parser.add_argument("folder", nargs="?", type=Path, help="where to take papers from; the demo's inbox otherwise")
    parser.add_argument("--papers", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    times: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        sources = sorted(options.folder.rglob("*.pdf")) if options.folder else ()
        papers = inbox(Path(folder) / "inbox", options.papers, sources)
        for number in range(options.rounds):
            for workers in (1, 2) if number % 2 == 0 else (2, 1):
                times[workers].append(run(papers, Path(folder) / "out", workers))
    print(machine())
    for place, name in enumerate(("whole command", "reading")):
        one, two = (statistics.median(taken[place] for taken in times[workers]) for workers in (1, 2))
        ratios = [a[place] / b[place] for a, b in zip(times[1], times[2], strict=True)]
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(f"{name:14} {options.papers} papers: {one:7.1f} s, {two:7.1f} s, {one / two:.2f} times ({spread})")


if __name__ == "__main__":
    main(sys.argv[1:])
