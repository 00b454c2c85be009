"""How much longer reading takes than the least that any reader must do.

    python -m bench.floor [--rounds N] [FOLDER]

Per document, in processor time of one process, after start-up, interleaved within each round so that other load on the
machine falls on all alike:

* floor: open the file, ask for the words of the first page, decode the symbol once from its embedded picture;
* read: everything that the pipeline does to get the facts of the document;
* judged: the same, and all rules.

Read ratios, not times. Each document gives the median over the rounds; groups show the median of their documents and,
in brackets, the tenth and ninetieth percentile.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pymupdf
import zxingcpp

from degree_verify.judging import judge
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.policy import Policy
from degree_verify.model.roster import Match
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.rules import registry

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
ROUNDS = 15
AS_OF = date(2023, 6, 5)
TOOLS = Tools(load_layouts(), load_schools(), Policy("bench", "", ""))


@dataclass(frozen=True)
class Sample:
    """A document to measure: its bytes, the picture of its symbol (0 without one), and its groups."""

    path: str
    data: bytes
    symbol: int
    layout: str
    producer: str


@dataclass(frozen=True)
class Times:
    """Median seconds of one document."""

    floor: float
    read: float
    judged: float


def samples(folder: Path) -> list[Sample]:
    """The documents of a folder that open; drawn ones when there is none."""
    files = [(str(path.relative_to(folder)), path.read_bytes()) for path in sorted(folder.rglob("*.pdf"))]
    if not files:
        from tests.read.drawing import record, vector_symbol  # noqa: PLC0415 (only where the fixtures are missing)

        drawn = record(symbol=None, change=_vector(vector_symbol))
        files = [("drawn/picture.pdf", record()), ("drawn/vector.pdf", drawn)]
    found = []
    for name, data in files:
        handle = pymupdf.open(stream=data, filetype="pdf")
        if handle.needs_pass or handle.page_count == 0:
            continue
        producer = (handle.metadata or {}).get("producer") or "none"
        found.append(Sample(name, data, _symbol(handle), Path(name).parts[0], producer.split(" ")[0]))
    return found


def _vector(draw: Callable[..., None]) -> Callable[[object], None]:
    return lambda page: draw(page, "https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG")


def _symbol(handle: pymupdf.Document) -> int:
    """The picture on the first page that holds a symbol, 0 when none does."""
    for entry in handle[0].get_images():
        if min(entry[2:4]) >= 21 and _decoded(handle, entry[0]):
            return int(entry[0])
    return 0


def _decoded(handle: pymupdf.Document, xref: int) -> bool:
    pixmap = pymupdf.Pixmap(handle, xref)
    if pixmap.colorspace is None or pixmap.colorspace.n != 1 or pixmap.alpha:
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pixmap)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    return bool(zxingcpp.read_barcodes(np.ascontiguousarray(rows), formats=zxingcpp.BarcodeFormat.QRCode))


def floor(sample: Sample) -> None:
    """The least that any reader must do."""
    handle = pymupdf.open(stream=sample.data, filetype="pdf")
    handle[0].get_text("words")
    if sample.symbol:
        _decoded(handle, sample.symbol)
    handle.close()


def read(sample: Sample) -> None:
    """Everything up to the facts."""
    read_file(sample.data, sample.path, TOOLS)


def judged(sample: Sample) -> None:
    """Everything up to the results of a document judged alone."""
    for document in read_file(sample.data, sample.path, TOOLS):
        judge(document, Match("no-roster"), TOOLS, AS_OF, None, registry.all_rules())


def measure(found: Sequence[Sample], rounds: int) -> dict[Sample, Times]:
    """Median times of each document over the rounds; one more round goes first and is not counted."""
    jobs = (floor, read, judged)
    taken: dict[Sample, list[list[float]]] = {sample: [[] for _ in jobs] for sample in found}
    gc.disable()
    for number in range(rounds + 1):
        for sample in found:
            for place in range(len(jobs)):
                job = (place + number) % len(jobs)
                start = time.process_time()
                jobs[job](sample)
                if number:
                    taken[sample][job].append(time.process_time() - start)
        gc.collect()
    gc.enable()
    return {sample: Times(*(statistics.median(times) for times in lists)) for sample, lists in taken.items()}


def show(times: dict[Sample, Times]) -> None:
    """The table: one line a group, then all documents together."""
    groups: dict[str, list[Times]] = defaultdict(list)
    for sample, entry in times.items():
        groups[sample.layout].append(entry)
    for sample, entry in times.items():
        groups[f"made by {sample.producer}"].append(entry)
    groups["all"] = list(times.values())
    width = max(map(len, groups))
    print(f"{'group':{width}}  docs  floor ms  read ms  read / floor        judged / floor")
    for name, entries in groups.items():
        reads, judges = ([getattr(e, kind) / e.floor for e in entries] for kind in ("read", "judged"))
        least, most = (1000 * statistics.median(getattr(e, kind) for e in entries) for kind in ("floor", "read"))
        print(f"{name:{width}}  {len(entries):4}  {least:8.2f}  {most:7.2f}  {_spread(reads):18}  {_spread(judges)}")
    slowest = sorted(times, key=lambda sample: times[sample].floor / times[sample].read)[:5]
    print("\nfurthest from the floor:")
    for sample in slowest:
        print(f"  {times[sample].read / times[sample].floor:5.1f}  {sample.path}")


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    low, high = (ordered[round(share * (len(ordered) - 1))] for share in (0.1, 0.9))
    return f"{statistics.median(values):4.2f} ({low:.2f}-{high:.2f})"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.floor", description="Times reading against its floor.")
    parser.add_argument("folder", nargs="?", type=Path, default=FIXTURES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    found = samples(options.folder)
    show(measure(found, options.rounds))


if __name__ == "__main__":
    main(sys.argv[1:])
