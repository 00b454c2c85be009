"""A real browser: Debian's Chromium, driven by Playwright.

Where there is none these tests are skipped with the reason; in CI (CI=true) that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from degree_verify.model.run import Run
from degree_verify.resources import demo
from tests.report.runs import hostile_run
from tests.report.written import write_report
from tests.test_demo import CONDITIONS, run

Open = Callable[..., Any]


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, so the report cannot be tested")
    pytest.skip(f"{what} is missing: apt-get install chromium, pip install playwright")


@pytest.fixture(scope="package")  # a running browser keeps an event loop, in which later tests could not start theirs
def browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        _missing("a Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_report(browser: Any) -> Iterator[Open]:
    """Opens index.html of a folder from disk; fails on any error of the page and on any request but to that disk."""
    contexts, troubles = [], []

    def watched(out: Path, address: str = "", *, context: Any = None, ready: bool = True, **options: Any) -> Any:
        if context is None:
            context = browser.new_context(**({"viewport": {"width": 1366, "height": 768}} | options))
            contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: troubles.append(request.url) if not _local(request.url) else None)
        page.goto((out / "index.html").as_uri() + address)
        if ready:
            page.wait_for_selector("body[data-ready]")
        return page

    watched.troubles = troubles  # type: ignore[attr-defined]
    yield watched
    for context in contexts:
        context.close()
    assert troubles == []


def _local(address: str) -> bool:
    return address.startswith(("file:", "data:", "blob:"))


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample inbox, checked from the command line, with pictures."""
    out = tmp_path_factory.mktemp("browser") / "out"
    run("check", demo() / "inbox", *CONDITIONS, "--out", out)
    return out


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Run], Path]:
    """Writes the report of a run that was made by hand."""

    def written(of: Run, **options: Any) -> Path:
        write_report(of, tmp_path / "index.html", **options)
        return tmp_path

    return written


@pytest.fixture
def hostile(write: Callable[[Run], Path]) -> Path:
    return write(hostile_run())
