"""What each command loads: a library that it does not need costs every start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from degree_verify.resources import demo

READING = {"pymupdf", "pdfplumber", "pdfminer", "pypdfium2", "cv2", "numpy", "PIL", "zxingcpp", "pyzbar", "pyhanko"}
WRITING = {"xlsxwriter", "jinja2"}
SHOWING = {"rich", "pygments"}
OTHER = {"opencc", "httpx", "pydantic", "rapidfuzz", "python_calamine", "distributed", "dask", "fsspec"}

_LOADED = """
import json, sys
from degree_verify.__main__ import main
try:
    main()
except SystemExit as stopped:
    code = stopped.code
sys.stderr.write("\\n" + json.dumps([code or 0, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def loaded(*arguments: str | Path) -> set[str]:
    """The heavy libraries that a command loads in its own process."""
    command = [sys.executable, "-c", _LOADED, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    code, modules = json.loads(ended.stderr.splitlines()[-1])
    assert code in (0, 1), ended.stderr
    return set(modules) & (READING | WRITING | SHOWING | OTHER)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over one paper."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "inbox").mkdir()
    paper = min((demo() / "inbox").rglob("*.pdf"))
    (folder / "inbox" / paper.name).write_bytes(paper.read_bytes())
    assert loaded("check", folder / "inbox", "--out", folder / "out", "--quiet", "--format", "csv") >= WRITING
    return folder / "out"


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["schools", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    assert loaded(*command) <= {"pydantic"}


@pytest.mark.parametrize("command", [["rules"], ["rules", "qr-missing"], ["policies"], ["templates"], ["schema"]])
def test_listings_load_neither_readers_nor_writers(command: list[str]) -> None:
    assert not loaded(*command) & (READING | WRITING | {"distributed", "fsspec", "httpx"})


def test_a_new_judgement_and_new_reports_load_no_reader(out: Path) -> None:
    assert not loaded("rejudge", out, "--quiet", "--format", "csv") & (READING | SHOWING)
    assert not loaded("report", out) & (READING | SHOWING)


def test_reading_loads_no_writer_and_no_cluster() -> None:
    paper = min((demo() / "inbox").rglob("*.pdf"))
    assert not loaded("inspect", paper) & (WRITING | {"distributed", "dask", "fsspec", "httpx"})


def test_purge_loads_no_reader(out: Path) -> None:
    assert not loaded("purge", out) & READING
