"""How the report behaves with many candidates: `python -m bench.report [10000 100000]`. Needs Chromium and playwright.

Prints for each size: seconds to write it, megabytes, time until the list stands, time of one filter and one search from
the key to the drawn rows, frames while scrolling, and the memory of the page. Compare sizes with one another; absolute
times depend on the machine.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from degree_verify.model.outcome import Verdict
from degree_verify.model.result import Result
from degree_verify.model.roster import Candidate
from degree_verify.model.run import Run
from tests.report.runs import accepted, candidate, run, usual_run
from tests.report.written import write_report

_FRAMES = """() => new Promise((resolve) => {
  const grid = document.querySelector(".grid");
  let frames = 0, worst = 0, before = performance.now(), start = before;
  const next = (now) => {
    worst = Math.max(worst, now - before); before = now; frames += 1;
    grid.scrollTop += 400;
    if (now - start < 2000) requestAnimationFrame(next); else resolve([frames / 2, worst]);
  };
  requestAnimationFrame(next);
})"""
_CHANGE = """(address) => new Promise((resolve) => {
  const start = performance.now();
  const grid = document.getElementById("count");
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - start));
  });
  seen.observe(grid, { childList: true, characterData: true, subtree: true });
  location.hash = address;
})"""


def many(size: int) -> Run:
    """Candidates of whom every fourth has findings, made anew whenever they are asked for."""
    models = [
        accepted(1),
        accepted(2),
        accepted(3),
        *(r for r in usual_run().results() if r.verdict is Verdict.REVIEW),
    ][:4]

    def somebody(number: int) -> Candidate:
        return candidate(number % 50_000, id=f"3401{number:08}", row=number + 2)

    people = [somebody(number) for number in range(size)]

    def results() -> Iterator[Result]:
        for number, person in enumerate(people):
            model = models[number % 4]
            assert model.document is not None
            paper = replace(model.document, path=f"城市{number % 16}/{person.id}.pdf", sha256=f"{number:064x}")
            yield replace(model, document=paper, match=replace(model.match, candidate=person))

    return Run(run([]).info, results, lambda: iter(people))


def measure(size: int, browser: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        of = many(size)
        start = time.perf_counter()
        write_report(of, out / "index.html")
        written = time.perf_counter() - start
        index = (out / "index.html").stat().st_size / 1e6
        packs = sum(path.stat().st_size for path in (out / "report").iterdir()) / 1e6
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        start = time.perf_counter()
        page.goto((out / "index.html").as_uri() + "#list")
        page.wait_for_selector(".line", timeout=120_000)
        opened = time.perf_counter() - start
        filtered = page.evaluate(_CHANGE, "#list?verdict=review")
        searched = page.evaluate(_CHANGE, f"#list?q={size - 7:08}")
        sorted_ = page.evaluate(_CHANGE, "#list?sort=name&verdict=accept")
        page.evaluate("() => { location.hash = '#list' }")
        page.wait_for_timeout(500)
        frames, worst = page.evaluate(_FRAMES)
        memory = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
        start = time.perf_counter()
        page.click(".line a")
        page.wait_for_selector(".decide", timeout=60_000)
        case = time.perf_counter() - start
        page.close()
        print(
            f"{size:>7} candidates: written in {written:.1f} s, index.html {index:.1f} MB, packs {packs:.1f} MB, "
            f"list after {opened:.1f} s, filter {filtered:.0f} ms, search {searched:.0f} ms, sort {sorted_:.0f} ms, "
            f"{frames:.0f} frames/s (longest {worst:.0f} ms), heap {memory:.0f} MB, case after {case:.2f} s"
        )


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    sizes = [int(size) for size in sys.argv[1:]] or [500, 10_000, 100_000]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        for size in sizes:
            measure(size, browser)
        browser.close()


if __name__ == "__main__":
    main()
