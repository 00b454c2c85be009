"""Pictures of the report for the README, of the sample inbox: `python -m tests.support.make_screenshots`."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from degree_verify.cli import app
from degree_verify.resources import demo
from tests.support.make_docs import DOCS

FOLDER = DOCS / "pictures"
_COLOURS = 96
_CONDITIONS = ("--as-of", "2023-06-05", "-q", "--exit-zero")
_SIZE = {"width": 1280, "height": 760}


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(demo() / "inbox", Path(folder) / "收件夹")
        shutil.copy(demo() / "roster.xlsx", Path(folder) / "名册.xlsx")
        out = Path(folder) / "结果"
        with contextlib.chdir(folder):
            CliRunner().invoke(app, ["check", "收件夹", "--roster", "名册.xlsx", *_CONDITIONS, "--out", "结果"])
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport=_SIZE)
        page.goto((out / "index.html").as_uri())
        page.wait_for_selector("body[data-ready]")
        _take(page, "overview")
        page.evaluate("() => { location.hash = '#list?verdict=review' }")
        page.wait_for_selector(".line .name a")
        _take(page, "list")
        page.evaluate("() => { location.hash = '#list?finding=name-mismatch' }")
        page.wait_for_timeout(300)
        page.locator(".line .name a").first.click()
        page.wait_for_selector(".sheet img")
        page.keyboard.press("2")
        page.keyboard.type("王审核")
        page.keyboard.press("Enter")
        page.wait_for_selector("#save")
        page.wait_for_timeout(300)
        _take(page, "case")
        sheet = pymupdf.open(stream=page.pdf(prefer_css_page_size=True), filetype="pdf")
        _save(sheet[0].get_pixmap(dpi=72).tobytes("png"), "print")
        browser.close()


def _take(page: Any, name: str) -> None:
    page.evaluate("() => scrollTo(0, 0)")
    _save(page.screenshot(), name)


def _save(png: bytes, name: str) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS)
    picture.save(FOLDER / f"report-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
