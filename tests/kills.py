"""Kills runs at random moments and looks whether each ends, once resumed, in the bytes of an undisturbed run.

    python -m tests.kills [KILLS] [--papers N] [--seed N]

A trial starts a run over a copied sample inbox with some pictures, and kills it: the parent, a worker or all of them by
SIGKILL, a worker by SIGSEGV, or a stop by SIGTERM or Ctrl-C, once or twice. The same command goes on from there until
the next kill; when it comes to its end, everything in the output folder is compared and a new folder is begun.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from degree_verify.resources import demo
from tests.support.degrade import degraded

REVIEW, FAILED, STOPPED = 1, 3, 130
"""Exit codes: something needs a person, the tool failed on a file, interrupted."""

_STOP = (STOPPED, REVIEW, -signal.SIGTERM, -signal.SIGINT)
"""A run that is told to stop: interrupted, or it ended before it heard of that, or it had hardly begun."""

WAYS = {
    "parent": (-signal.SIGKILL,),
    "all": (-signal.SIGKILL,),
    "worker": (REVIEW, FAILED),
    "worker-fault": (REVIEW, FAILED),
    "terminate": _STOP,
    "interrupt": _STOP,
    "interrupt-twice": _STOP,
}
"""Ways to kill a run, with the exit codes that it may have then."""
MOST_SECONDS = 60
"""For all processes of a killed run to be gone: what a worker has in hand may take its time limit."""


def write_inbox(folder: Path, papers: int, pictures: int) -> None:
    """The sample papers over and over, each under a name of its own, and some of them as pictures."""
    sources = sorted((demo() / "inbox").rglob("*.pdf"))
    folder.mkdir()
    for number, source in enumerate(islice(cycle(sources), papers)):
        shutil.copy(source, folder / f"{number:04}.pdf")
    for number, source in enumerate(sources[:pictures]):
        (folder / f"picture-{number}.jpg").write_bytes(degraded(source.read_bytes(), "scan-200"))


def command(inbox: Path, out: Path, ocr: str) -> list[str]:
    check = [sys.executable, "-m", "degree_verify", "check", str(inbox), "--roster", str(demo() / "roster.xlsx")]
    check += ["--policy", "anhui-2023h1", "--as-of", "2023-06-05", "--workers", "2", "--ocr", ocr, "-q"]
    return [*check, "--out", str(out)]


def outputs(out: Path) -> dict[str, bytes]:
    """Everything that a run leaves for its readers, by name; the times in run.json apart."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = str(path.relative_to(out))
        if path.is_file() and not name.startswith("run.sqlite"):
            found[name] = path.read_bytes()
    told = json.loads(found["run.json"])
    found["run.json"] = repr({key: told[key] for key in told if key not in ("started", "finished")}).encode()
    return found


class Trials:
    """Kills over one inbox."""

    def __init__(self, folder: Path, papers: int, pictures: int, seed: int, ocr: str = "auto") -> None:
        self._folder, self._chance, self._ocr = folder, random.Random(seed), ocr
        write_inbox(folder / "inbox", papers, pictures)
        start = time.monotonic()
        self.faults: list[str] = []
        self._finish(folder / "calm")
        self._seconds = time.monotonic() - start
        self._calm = outputs(folder / "calm")
        self.done: Counter[str] = Counter()
        self.compared = 0
        self.slowest = 0.0

    def run(
        self, kills: int, ways: Sequence[str] = tuple(WAYS), tell: Callable[[str], object] = lambda line: None
    ) -> None:
        """Kills that many times, in every way in turn."""
        out, waiting = self._folder / "out", iter(cycle(ways))
        way = next(waiting)
        while self.done.total() < kills:
            if self._killed(out, way):
                self.done[way] += 1
                tell(f"{self.done.total()} of {kills}: {way}")
                way = next(waiting)
            else:  # it had ended before
                self._compare(out)
        self._compare(out)

    def _killed(self, out: Path, way: str) -> bool:
        """Starts or resumes a run and kills it at a random moment; whether that came before its end."""
        run = subprocess.Popen(
            self._command(out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a group of its own, as a terminal makes it
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(self._chance.uniform(0.2, self._seconds))
        killed = run.poll() is None and self._kill(run, way)
        begun = time.monotonic()
        run.wait()
        if way.startswith("worker"):  # the run went on without it
            begun = time.monotonic()
        while _group(run.pid):
            if time.monotonic() - begun > MOST_SECONDS:
                self.faults.append(f"{way}: processes were left")
                os.killpg(run.pid, signal.SIGKILL)
            time.sleep(0.05)
        if killed and not way.startswith("worker"):
            self.slowest = max(self.slowest, time.monotonic() - begun)
        assert run.stderr is not None
        said = run.stderr.read().decode("utf-8", "replace")
        run.stderr.close()
        if "Traceback" in said:
            self.faults.append(f"{way}: {said}")
        if run.returncode not in (WAYS[way] if killed else (REVIEW, FAILED)):
            self.faults.append(f"{way}: exit code {run.returncode}")
        return killed

    def _kill(self, run: subprocess.Popen[bytes], way: str) -> bool:
        """Whether there was something to kill."""
        if way.startswith("worker"):
            workers = _workers(run.pid)
            if not workers:
                return False
            try:
                os.kill(self._chance.choice(workers), signal.SIGSEGV if way == "worker-fault" else signal.SIGKILL)
            except ProcessLookupError:
                return False
        elif way == "parent":
            run.kill()
        elif way == "all":
            os.killpg(run.pid, signal.SIGKILL)
        elif way == "terminate":
            run.terminate()
        else:
            os.killpg(run.pid, signal.SIGINT)
            if way == "interrupt-twice":
                time.sleep(self._chance.uniform(0, 0.5))
                if run.poll() is None:
                    os.killpg(run.pid, signal.SIGINT)
        return True

    def _compare(self, out: Path) -> None:
        """Takes a run to its end and compares everything that it left."""
        self._finish(out)
        found = outputs(out)
        differing = sorted(name for name in self._calm.keys() | found.keys() if self._calm.get(name) != found.get(name))
        self.compared += 1
        if differing:
            self.faults.append(f"other than undisturbed: {differing[:9]}")
        shutil.rmtree(out)  # nothing is read in a finished folder, so that no worker could be killed

    def _finish(self, out: Path) -> None:
        """Runs undisturbed. A file whose workers were shot twice stands as the tool's failure until the next run."""
        ended = subprocess.run(self._command(out), capture_output=True, check=False)
        if ended.returncode == FAILED:
            ended = subprocess.run(self._command(out), capture_output=True, check=False)
        if ended.returncode != REVIEW:
            self.faults.append(f"exit code {ended.returncode}: {ended.stderr.decode()}")

    def _command(self, out: Path) -> list[str]:
        return command(self._folder / "inbox", out, self._ocr)


def _workers(group: int) -> list[int]:
    return [p for p in _group(group) if b"spawn_main" in _read(f"/proc/{p}/cmdline")]


def _group(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        state, _, its_group = (_read(f"{place}/stat").rpartition(b") ")[2].split() or [b"Z", b"", b""])[:3]
        if state != b"Z" and its_group == str(group).encode():
            found.append(int(place.name))
    return found


def _read(path: str) -> bytes:
    """What the system tells of a process; nothing if it has ended meanwhile."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description="Kills runs at random and resumes them.")
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--pictures", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder), options.papers, options.pictures, options.seed)
        trials.run(options.kills, tell=lambda line: print(line, file=sys.stderr))
    for way, times in sorted(trials.done.items()):
        print(f"{times:4} {way}")
    print(f"{trials.compared} runs compared, at most {trials.slowest:.1f} s from a kill to the end of all processes")
    print("\n".join(trials.faults) or "every run ended in the bytes of the undisturbed one")
    return 1 if trials.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
