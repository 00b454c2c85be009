"""The roster of candidates and the explained match of a document to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DIFFERS = "-differs-between-rows"
"""Ends what is said of a column in which two rows of one person differ."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the roster. Text is normalised lightly (outer spaces, full width); empty cells are None.

    `id` is the 准考证号 (or 考籍号), else the row number as text with a leading "#". `row` counts from 1 as a
    spreadsheet shows it. `birth_date` and `gender` come from their own columns or from a valid `id_number`.
    `problems` name what is wrong with single cells (a failed check digit, a contradiction between columns, an `id` that
    another person has too, a column in which another row of the same person says otherwise).
    """

    id: str
    row: int
    name: str | None = None
    id_number: str | None = None
    gender: str | None = None
    birth_date: str | None = None
    school: str | None = None
    level: str | None = None
    certificate_number: str | None = None
    graduation_date: str | None = None
    problems: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def person(self) -> tuple[str, str] | None:
        """What two rows of one person share: number and name. None where the number may be a mere placeholder."""
        number = self.id_number or ""
        real = len(number) >= 6 and sum(map(str.isdigit, number)) >= 4
        return (number, self.name or "") if real else None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A roster row, or a cell of it, that could not be used."""

    row: int
    column: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Roster:
    """All usable candidates, and the rows that are not. `columns` maps our names to the header texts found."""

    candidates: tuple[Candidate, ...]
    problems: tuple[RowProblem, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One compared field: the named level of agreement and its weight (log2 odds; negative speaks against).

    `field` is name, birth_date, gender, certificate_number, school, level, graduation_date, or `hint`: an
    identifying number in the file or folder name.
    """

    field: str
    level: str  # exact, variant, close, different, unknown …
    weight: float
    document: str | None
    roster: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """The best candidate for a document. `status`: matched, ambiguous, none, or no-roster.

    `score` is between 0 and 1, `margin` its distance to the runner-up's. `tied_by` names the strong evidence
    (file-name, folder-name, certificate-number) that makes a differing name a `name-mismatch`.
    """

    status: str
    candidate: Candidate | None = None
    score: float = 0.0
    margin: float = 0.0
    comparisons: tuple[Comparison, ...] = ()
    runner_up: Candidate | None = None
    tied_by: str | None = None
    rivals: tuple[str, ...] = ()  # ids of the candidates that fit as well, when ambiguous
