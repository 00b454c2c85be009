"""The plain list, for browsers without scripts: its first part stands in the report itself, the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from degree_verify.report.cases import Case
from degree_verify.report.environment import SYMBOLS, TAGS, assets, environment
from degree_verify.report.packs import FOLDER, write_beside
from degree_verify.report.view import title
from degree_verify.rules.registry import all_rules

CASES_IN_PART = 1_000
"""Cases in one part of the list: about a megabyte, which opens at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list: its first and last case, counted from 1, and where it lies.

    `address` is seen from the report, `beside` from another part.
    """

    first: int
    last: int
    address: str
    beside: str


def parts_of(total: int) -> list[Part]:
    """The parts of a list of so many cases. The first is the report's own."""
    starts = [*range(0, max(total, 1), CASES_IN_PART), total]
    found = []
    for number, (before, last) in enumerate(pairwise(starts), start=1):
        name = f"list-{number:05}.html"
        places = (f"{FOLDER}/{name}", name) if number > 1 else ("#list", "../index.html#list")
        found.append(Part(before + 1, last, *places))
    return found


def write_parts(cases: Sequence[Case], out: Path, lang: str) -> list[Part]:
    """Writes all parts but the first below `out`, and returns them with the first."""
    parts = parts_of(len(cases))
    template = environment().get_template("plain.html")
    titles = {name: title(name) for name in all_rules()}
    for number, part in enumerate(parts[1:], start=2):
        text = template.render(
            cases=cases[part.first - 1 : part.last],
            part=part,
            parts=parts,
            at=number,
            titles=titles,
            symbols=SYMBOLS,
            tags=TAGS,
            lang="en" if lang == "en" else "zh",
            **assets(),
        )
        write_beside(out, part.beside, text)
    return parts
