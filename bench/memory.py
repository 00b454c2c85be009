"""What a run's parent process holds, from a thousand papers to a hundred thousand.

    python -m bench.memory [--sizes 1000 100000] [--roster N]

Synthetic facts (one real record, with another person, number and code for each) go through the real store, judgement
and reports, each size in a process of its own. For each step: seconds, and the most memory that was resident during it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.roster import rows, write
from degree_verify.api import load_policy, make_bench, read_roster
from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import Document
from degree_verify.model.roster import Roster
from degree_verify.model.tools import Tools
from degree_verify.outputs import prepare_folder, write_outputs
from degree_verify.rules.registry import all_rules
from degree_verify.run import finished_run, judge_all, run_info, stored_roster
from degree_verify.store import Store

SIZES = (1_000, 100_000)
AS_OF = date(2023, 6, 5)
FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"


def documents(size: int, listed: int) -> Iterator[Document]:
    """Facts of papers of the people on a roster; one in ten says another name, one in a hundred repeats a number."""
    from degree_verify.api import read_documents  # noqa: PLC0415  (brings the readers: only for the one paper)

    paper = min((FIXTURES / "registration-record-c").glob("*.pdf"))
    (first,) = read_documents(paper, Tools(load_layouts(), load_schools(), load_policy()))
    people = list(rows(listed))[: max(size, 1)]
    for number in range(size):
        _, name, gender, identity, school, _, certificate = people[number % len(people)]
        born = f"{identity[6:10]}-{identity[10:12]}-{identity[12:14]}"
        values = {
            "name": "某某某" if number % 10 == 0 else name,
            "gender": gender,
            "birth_date": born,
            "school": school,
            "certificate_number": "103571201706990000" if number % 100 == 7 else certificate,
            "verification_code": f"ATEST{number:011}",
        }
        fields = {
            key: replace(reading, value=values.get(key, reading.value), raw=values.get(key, reading.raw))
            for key, reading in first.fields.items()
        }
        yield replace(first, path=f"batch-{number // 1000:03}/{number:07}.pdf", sha256=f"{number:064x}", fields=fields)


class Meter:
    """Prints what each step takes."""

    def step(self, name: str, work: Callable[[], object]) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
        start = time.perf_counter()
        work()
        seconds, peak = time.perf_counter() - start, _status("VmHWM")
        print(f"    {name:12} {seconds:8.1f} s  {peak:7.0f} MB", flush=True)


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) / 1024


def quiet(stage: str, done: int, total: int) -> None: ...


def run(size: int, listed: int, folder: Path) -> None:
    """All steps of one size."""
    out, roster_file = folder / "out", folder / "roster.csv"
    subprocess.run([sys.executable, "-m", "bench.memory", "--fill", str(out), str(size), str(listed)], check=True)
    write(roster_file, listed)
    meter = Meter()
    with prepare_folder(out, fresh=False) as store:
        judge(meter, store, lambda: read_roster(roster_file), AS_OF, "judge")
        judge(meter, store, lambda: stored_roster(store), date(2023, 9, 1), "rejudge")
        made = finished_run(store)
        meter.step("outputs", lambda: write_outputs(made, out, lang="zh", redact=False, extra={}, tell=quiet))


def judge(meter: Meter, store: Store, roster: Callable[[], Roster | None], as_of: date, name: str) -> None:
    """A judgement of all facts, with the roster kept no longer than a run keeps it."""
    on = make_bench("anhui-2023h1", roster(), as_of, all_rules())
    print(f"    with the roster's index {_status('VmRSS'):15.0f} MB")
    meter.step("roster", lambda: store.save_candidates(on.roster))
    meter.step(name, lambda: judge_all(store, on, run_info("inbox", on, ()), quiet))


def fill(out: Path, size: int, listed: int) -> None:
    """Facts into a store, as a run saves them. In a process of its own: it holds the readers and the people."""
    with prepare_folder(out, fresh=False) as store:
        start = time.perf_counter()
        for document in documents(size, listed):
            store.save_file(document.path.encode(), document.path, "1-2-3", [document])
        taken = time.perf_counter() - start
        print(f"    {'store':12} {taken:8.1f} s  {1000 * taken / size:7.2f} ms a paper", flush=True)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description="What a run's parent process holds.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--roster", type=int, default=30_000)
    parser.add_argument("--fill", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.fill:
        fill(Path(options.fill[0]), *map(int, options.fill[1:]))
    elif options.one:
        run(int(options.one[0]), options.roster, Path(options.one[1]))
    else:
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as folder:
                print(f"{size} papers, {options.roster} candidates", flush=True)
                own = ["--roster", str(options.roster), "--one", str(size), folder]
                subprocess.run([sys.executable, "-m", "bench.memory", *own], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
