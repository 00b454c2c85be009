"""What can go wrong around a run: disks, pipes, kills, changing inboxes, hanging and starving workers."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import degree_verify as dv
from degree_verify.batch import prepare_worker, read_one
from degree_verify.executors import SupervisedProcesses
from degree_verify.load.inbox import list_inbox
from degree_verify.model.policy import Limits
from degree_verify.outputs import DATABASE, OUTPUTS
from tests.kills import MOST_SECONDS, WAYS, Trials

FIXTURES = Path(__file__).parents[1] / "fixtures" / "documents"
SOME = [file for file in list_inbox(FIXTURES)[0] if file.path.endswith(".pdf")][::30]
RESULTS = ("results.jsonl", "results.csv", "results.xlsx", "index.html")
POLICY = dv.load_policy("anhui-2023h1")


def command(inbox: Path, out: Path, *more: str) -> list[str]:
    check = [sys.executable, "-m", "degree_verify", "check", str(inbox), "--as-of", "2023-06-05", "--out", str(out)]
    # Recognition is the larger part of a run's time, and no fault here has to do with it.
    return [*check, "--workers", "2", "--no-images", "--ocr", "never", "-q", *more]


def check(inbox: Path, out: Path, *more: str, **keywords: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(inbox, out, *more), capture_output=True, check=False, timeout=600, **keywords)


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs here, most of them killed or starved, are not measured: that takes half their time, and writes files."""
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "inbox"
    folder.mkdir()
    for number, source in enumerate(sorted(FIXTURES.glob("registration-record-*/*.pdf"))[::8]):
        shutil.copy(source, folder / f"{number:02d}.pdf")
    return folder


@pytest.fixture(scope="module")
def calm(inbox: Path) -> Path:
    out = inbox.parent / "calm"
    assert check(inbox, out).returncode == 1
    return out


def same_results(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in RESULTS)


def test_random_kills_lose_nothing_and_end_in_the_same_bytes(tmp_path: Path) -> None:
    trials = Trials(tmp_path, papers=5, pictures=1, seed=20230605, ocr="never")
    trials.run(len(WAYS))
    assert trials.faults == []
    assert trials.done == Counter(WAYS.keys())
    assert trials.slowest < MOST_SECONDS


def test_killed_workers_cost_no_result(inbox: Path, calm: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(command(inbox, tmp_path / "out"), stdout=subprocess.DEVNULL)
    chance, killed = random.Random(7), 0
    while process.poll() is None and killed < 6:
        time.sleep(0.25)
        children = _children(process.pid)
        if children:
            killed += 1
            os.kill(chance.choice(children), chance.choice((signal.SIGKILL, signal.SIGSEGV)))
    process.wait(60)
    again = check(inbox, tmp_path / "out")  # a file whose worker was shot twice is tried again by the next run
    assert again.returncode == 1
    assert killed
    assert same_results(tmp_path / "out", calm)


def _children(parent: int) -> list[int]:
    """The workers of a run: its children, less the one that keeps count of shared resources."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=", "-o", "args=", "--ppid", str(parent)], capture_output=True, check=False
    )
    return [int(line.split()[0]) for line in listed.stdout.decode().splitlines() if "spawn_main" in line]


def test_second_run_is_refused_and_names_the_first(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen(command(inbox, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (out / f".{DATABASE}.in-use").exists():
            assert first.poll() is None
            time.sleep(0.02)
        first.send_signal(signal.SIGSTOP)  # so that it does not end before the second has started
        second = check(inbox, out)
    finally:
        first.send_signal(signal.SIGCONT)
        first.wait(60)
    assert second.returncode == 2
    assert f"PID {first.pid}" in second.stderr.decode()
    assert first.returncode == 1
    assert not (out / f".{DATABASE}.in-use").exists()


@pytest.mark.parametrize("kilobytes", [2, 100])
def test_full_disk_is_said_keeps_earlier_outputs_and_resumes(
    inbox: Path, calm: Path, tmp_path: Path, kilobytes: int
) -> None:
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    (out / DATABASE).unlink()
    for name in OUTPUTS:
        (out / name).unlink()
    limit = (kilobytes * 1024,) * 2
    full = check(inbox, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    message = full.stderr.decode()
    assert full.returncode == 2
    assert "Traceback" not in message
    assert message.count("\n") == 2
    assert not list(out.glob("*.part"))
    assert check(inbox, out).returncode == 1
    assert same_results(out, calm)


def mounted(folder: Path, size: str) -> None:
    """A small file system of its own on a folder, until the test ends; skips where that is not allowed."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("no file system can be mounted here: " + done.stderr.decode())


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    yield folder
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize("size", ["60k", "200k"])
def test_full_file_system_is_said_and_the_run_goes_on_when_there_is_room(
    inbox: Path, calm: Path, small: Path, size: str
) -> None:
    mounted(small, size)
    full = check(inbox, small / "out")
    message = full.stderr.decode()
    assert full.returncode == 2
    assert "无法写入" in message
    assert "Traceback" not in message
    assert not list(small.rglob("*.part"))
    subprocess.run(["mount", "-o", "remount,size=60m", str(small)], check=True)
    assert check(inbox, small / "out").returncode == 1
    assert same_results(small / "out", calm)


def test_full_folder_for_temporary_files_stops_nothing(inbox: Path, calm: Path, small: Path, tmp_path: Path) -> None:
    mounted(small, "4k")
    (small / "full").write_bytes(bytes(4096))
    done = check(inbox, tmp_path / "out", env={**os.environ, "TMPDIR": str(small)})
    assert (done.returncode, done.stderr) == (1, b"")
    assert same_results(tmp_path / "out", calm)


def test_output_folder_deleted_while_it_is_written_ends_the_run(inbox: Path, calm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = subprocess.Popen(command(inbox, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not (out / DATABASE).exists():
        assert run.poll() is None
        time.sleep(0.02)
    while not _children(run.pid):  # reading has begun
        assert run.poll() is None
        time.sleep(0.02)
    shutil.rmtree(out)
    message = run.communicate(timeout=60)[1].decode()
    assert run.returncode == 2
    assert "被删除或移走" in message
    assert "Traceback" not in message
    assert not out.exists()
    assert check(inbox, out).returncode == 1
    assert same_results(out, calm)


def test_reports_that_cannot_be_written_leave_the_old_ones(inbox: Path, calm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    largest = (out / DATABASE).stat().st_size
    (out / "results.jsonl").write_bytes(b"old")
    (out / "results.xlsx").unlink()
    (out / "results.xlsx").mkdir()  # nothing can take its place
    done = check(inbox, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4 * largest,) * 2))
    assert done.returncode == 2
    assert "results.xlsx" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("place", ["/proc/out", "{file}/out"])
def test_output_folder_that_cannot_be_made_is_said(inbox: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = check(inbox, Path(place.format(file=tmp_path / "file")))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()
    assert "输出文件夹" in done.stderr.decode()


def test_closed_pipe_is_quiet_and_keeps_the_exit_code(inbox: Path, tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    out = tmp_path / "out"
    done = subprocess.run(
        command(inbox, out, "--format", "jsonl"), stdout=write, stderr=subprocess.PIPE, check=False, timeout=600
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (out / "index.html").exists()


def test_everything_written_is_for_the_owner_only(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o755)  # made by the user, who may want it so; what is in it is still nobody else's
    check(inbox, out)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()}
    assert {DATABASE, *OUTPUTS} <= set(modes)
    assert {name for name, mode in modes.items() if mode & 0o077} == set()


def test_inbox_that_changes_while_it_is_read(inbox: Path, tmp_path: Path) -> None:
    changing = tmp_path / "inbox"
    shutil.copytree(inbox, changing)
    names = sorted(path.name for path in changing.iterdir())
    stop = threading.Event()

    def disturb() -> None:
        chance = random.Random(1)
        while not stop.wait(0.02):
            path = changing / chance.choice(names)
            action = chance.randrange(3)
            if action == 0:
                path.unlink(missing_ok=True)
            elif action == 1:
                path.write_bytes(b"%PDF-1.7 cut short")
            else:
                shutil.copy(inbox / path.name, path)

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        done = check(changing, tmp_path / "out")
    finally:
        stop.set()
        thread.join()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    for name in names:
        shutil.copy2(inbox / name, changing / name)
    assert check(changing, tmp_path / "out").returncode == 1
    assert check(changing, tmp_path / "new").returncode == 1
    assert same_results(tmp_path / "out", tmp_path / "new")


def test_clock_that_jumps_changes_no_result(inbox: Path, calm: Path, tmp_path: Path) -> None:
    copied, out = tmp_path / "inbox", tmp_path / "out"
    shutil.copytree(inbox, copied)
    for number, path in enumerate(sorted(copied.iterdir())):
        os.utime(path, (0, 0) if number % 2 else (4_000_000_000, 4_000_000_000))
    jump = tmp_path / "jump"
    jump.mkdir()
    (jump / "sitecustomize.py").write_text(
        "import itertools, time\n"
        "count, true = itertools.count(), time.time\n"
        "time.time = lambda: true() - 86400 * 365 * next(count)\n",
        encoding="utf-8",
    )
    done = check(copied, out, env={**os.environ, "PYTHONPATH": f"{jump}:{Path(__file__).parents[1]}"})
    assert done.returncode == 1, done.stderr.decode()
    assert (out / "results.jsonl").read_bytes() == (calm / "results.jsonl").read_bytes()


def prepare_reader() -> None:
    """Loads all that reading needs before the bound is set: a library that cannot be loaded ends in any error."""
    prepare_worker()
    read_one(FIXTURES, SOME[0], POLICY)


def test_want_of_memory_is_said_and_alters_no_reading() -> None:
    pool = SupervisedProcesses(1, Limits(seconds=30, memory_megabytes=1), prepare_reader)
    starved = 0
    try:
        for file in SOME:
            future = pool.submit(read_one, FIXTURES, file, POLICY)
            if (failure := future.exception(60)) is None:
                assert future.result() == read_one(FIXTURES, file, POLICY)
            else:
                assert isinstance(failure, MemoryError)
                starved += 1
    finally:
        pool.kill()
    assert starved


def loop_for_ever() -> None:
    while True:
        pass


def test_worker_whose_run_was_killed_does_not_loop_for_ever(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from degree_verify.executors import SupervisedProcesses\n"
        "from degree_verify.model.policy import Limits\n"
        "from tests.test_faults import loop_for_ever, nothing\n"
        "if __name__ == '__main__':\n"
        "    pool = SupervisedProcesses(1, Limits(seconds=1), nothing)\n"
        "    pool.submit(loop_for_ever)\n"
        "    time.sleep(60)\n"
    )
    (tmp_path / "orphan.py").write_text(script, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, str(tmp_path / "orphan.py")],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    while not (children := _children(run.pid)):
        assert run.poll() is None
        time.sleep(0.05)
    time.sleep(0.3)
    run.kill()
    run.wait()
    most = time.monotonic() + 60
    while _lives(children[0]) and time.monotonic() < most:
        time.sleep(0.2)
    assert not _lives(children[0])


def nothing() -> None: ...


def _lives(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
