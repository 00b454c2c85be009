"""Writes fixtures/: `python -m tests.support.make_fixtures [--browser]`.

Files printed by a browser cannot be made again byte for byte; they are kept unless --browser is given.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.cases import notice, others, registration, web
from tests.support.cases.case import Case
from tests.support.demo import write_demo
from tests.support.hostile import write_hostile
from tests.support.readme import readme

FIXTURES = Path(__file__).parents[2] / "fixtures"


def all_cases() -> Iterator[Case]:
    """The cases of fixtures/documents."""
    yield from registration.old_form()
    yield from registration.ruled_form()
    yield from registration.single_column_form()
    yield from registration.spoilt_single_column_form()
    yield from registration.certificate_form()
    yield from others.certification()
    yield from others.no_evidence()
    yield from others.no_paper()
    yield from notice.samples()
    yield from web.pages()


def main(browser: bool) -> None:
    folder = FIXTURES / "documents"
    written = set()
    cases = sorted(all_cases(), key=lambda case: case.folder)
    for case in cases:
        pdf = folder / case.folder / f"{case.name}.pdf"
        pdf.parent.mkdir(parents=True, exist_ok=True)
        if case.reproducible or browser or not pdf.exists():
            pdf.write_bytes(case.make())
        expected = pdf.with_name(f"{case.name}.expected.json")
        expected.write_text(json.dumps(case.expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written |= {pdf, expected}
    written |= write_demo(FIXTURES / "demo", browser)
    written |= write_hostile(FIXTURES / "hostile")
    demo = json.loads((FIXTURES / "demo" / "expected.json").read_text(encoding="utf-8"))
    (FIXTURES / "README.md").write_text(readme(cases, demo), encoding="utf-8")
    for old in (*folder.rglob("*"), *(FIXTURES / "demo").rglob("*"), *(FIXTURES / "hostile").rglob("*")):
        if old.is_file() and old not in written:
            old.unlink()


if __name__ == "__main__":
    main("--browser" in sys.argv[1:])
