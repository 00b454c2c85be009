"""This tool beside other ways to read the same papers: time and accuracy, in one run.

    python -m bench.compare [--rounds N] [--papers N] [--scans N] [--write]

Processor time for each paper (with that of programs that it runs), after start-up, interleaved within each round.
Accuracy: of the values that stand on the papers, how many were given right; and how many were given wrong: none is
better than a wrong one.
`--write` puts table and plot into docs/.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import floor, rivals
from degree_verify.pipeline import read_file

DOCS = Path(__file__).parent.parent / "docs"
LAYOUTS = ("registration-record-a", "registration-record-b", "registration-record-c", "certification-report-electronic")
ROUNDS = 3

Reader = Callable[[bytes], Mapping[str, str]]


@dataclass
class Way:
    """One way to read, and what came of it."""

    name: str
    read: Reader
    times: dict[str, list[float]] = field(default_factory=dict)
    right: int = 0
    wrong: int = 0
    asked: int = 0

    def median(self, path: str) -> float:
        return statistics.median(self.times[path])


@dataclass(frozen=True)
class Paper:
    """A fixture with the values that stand on it, and the page on which they do."""

    path: str
    data: bytes
    values: Mapping[str, str]
    page: int


def papers(most: int) -> list[Paper]:
    found = []
    for layout in LAYOUTS:
        for path in sorted((floor.FIXTURES / layout).glob("*.pdf"))[:most]:
            expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
            values, (page, *_) = expected.get("fields", {}), expected["pages"]
            found.append(Paper(f"{layout}/{path.name}", path.read_bytes(), values, page))
    return found


def tool(data: bytes) -> Mapping[str, str]:
    """Everything that `check` reads, of which the fields count."""
    first = read_file(data, "paper.pdf", floor.TOOLS)[0]
    return {name: reading.value for name, reading in first.fields.items()}


def least(symbols: Mapping[bytes, int], data: bytes) -> Mapping[str, str]:
    floor.floor(floor.Sample("", data, symbols[data], "", ""))
    return {}


def spent() -> float:
    """Seconds of processor time of this process and of the programs that it has run."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(ways: Sequence[Way], found: Sequence[Paper], rounds: int) -> None:
    """Times every way over every paper; the first round counts the values and fills the caches."""
    for number in range(rounds + 1):
        for paper in found:
            for place in range(len(ways)):
                way = ways[(place + number) % len(ways)]
                start = spent()
                values = way.read(paper.data)
                taken = spent() - start
                if number:
                    way.times.setdefault(paper.path, []).append(taken)
                    continue
                for name in rivals.PATTERNS:
                    truth, given = paper.values.get(name), values.get(name)
                    way.asked += truth is not None
                    way.right += truth is not None and given == truth
                    way.wrong += given is not None and given != truth


def table(ways: Sequence[Way], base: Way) -> list[str]:
    """A row a way; ratios are of each paper's times, with the tenth and ninetieth percentile."""
    lines = [
        "| way | ms a paper | times the first | values right | values wrong |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for way in ways:
        each = [1000 * way.median(path) for path in way.times]
        ratios = sorted(way.median(path) / base.median(path) for path in way.times)
        low, high = (ratios[round(share * (len(ratios) - 1))] for share in (0.1, 0.9))
        accuracy = ("–", "–") if way is base and not way.right else (f"{way.right / way.asked:.1%}", str(way.wrong))
        lines.append(
            f"| {way.name} | {statistics.median(each):.1f} | {statistics.median(ratios):.2f} ({low:.2f}–{high:.2f})"
            f" | {accuracy[0]} | {accuracy[1]} |"
        )
    return lines


def plot(ways: Sequence[Way]) -> str:
    """The medians as bars, each with its value."""
    medians = [(way.name, 1000 * statistics.median(way.median(path) for path in way.times)) for way in ways]
    longest = max(value for _, value in medians)
    rows = "".join(
        f'<text x="290" y="{34 * n + 24}" text-anchor="end">{name}</text>'
        f'<rect x="300" y="{34 * n + 8}" width="{max(360 * value / longest, 1):.1f}" height="22" fill="#3b6ea5"/>'
        f'<text x="{306 + 360 * value / longest:.1f}" y="{34 * n + 24}">{value:.1f} ms</text>'
        for n, (name, value) in enumerate(medians)
    )
    size = f'width="760" height="{34 * len(medians) + 10}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">{rows}</svg>\n'


def machine() -> str:
    """Where and when, and what else was running: without that a number says little."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {model}, {os.cpu_count()} cores, Python {platform.python_version()}, load averages {load}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description="This tool beside others.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--papers", type=int, default=40, help="papers of each layout")
    parser.add_argument("--scans", type=int, default=8, help="papers to read as scans too")
    parser.add_argument("--write", action="store_true", help="write docs/speed-table.md and docs/speed.svg")
    options = parser.parse_args(arguments)
    found = papers(options.papers)
    symbols = {sample.data: sample.symbol for sample in floor.samples(floor.FIXTURES)}
    found = [paper for paper in found if paper.data in symbols]
    ways = [Way("the least: open, words, code", partial(least, symbols)), Way("degree-verify", tool)]
    ways.append(Way("pdfplumber, regex, pyzbar", rivals.script))
    for module in ("pdftotext", "pdfium"):
        if by_templates := rivals.templates(module):
            ways.append(Way(f"invoice2data, {module}", by_templates))
    measure(ways, found, options.rounds)
    text = [
        f"Measured: {machine()}. {len(found)} born-digital papers, {options.rounds} rounds.",
        "",
        *table(ways, ways[0]),
    ]
    if options.scans and (page := rivals.whole_page()):
        firsts = [paper for paper in found if paper.page == 1]  # of which a scan is made
        chosen = firsts[:: len(firsts) // options.scans]
        scans = [replace(paper, data=rivals.scanned(paper.data)) for paper in chosen]
        on_scans = [Way("RapidOCR, whole page, regex", page), Way("degree-verify", tool)]
        measure(on_scans, scans, 1)
        text += ["", f"{len(scans)} scans of 200 dpi, one round.", "", *table(on_scans, on_scans[0])]
    print("\n".join(text))
    if options.write:
        (DOCS / "speed-table.md").write_text("\n".join(text) + "\n", encoding="utf-8")
        (DOCS / "speed.svg").write_text(plot(ways), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
