"""The index: what it finds, and that its work does not grow with the roster."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from degree_verify.load.schools import load_schools
from degree_verify.match.compare import Comparer
from degree_verify.match.index import Table, build_index, named_in, numbered_in
from degree_verify.match.rank import match
from degree_verify.model.policy import Thresholds
from degree_verify.model.roster import Candidate, Roster
from degree_verify.normalise.names import name_key
from tests.match.test_rank import document


class Alike(str):
    """A key whose hash is that of every other."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 1


def people(size: int) -> tuple[Candidate, ...]:
    """Everybody has a name and a day of birth of his own."""
    return tuple(
        Candidate(
            f"01{n:010}",
            n,
            f"王{chr(0x4E00 + n)}",
            birth_date=f"{1900 + n // 300}-{1 + n % 12:02}-{1 + n // 12 % 25:02}",
        )
        for n in range(size)
    )


def test_a_key_finds_everybody_who_has_it_in_the_order_of_the_roster() -> None:
    candidates = people(50)
    table = Table(candidates, lambda candidate: ("even" if candidate.row % 2 == 0 else "odd", candidate.id))
    assert table["even"] == tuple(range(0, 50, 2))
    assert table[candidates[7].id] == (7,)
    assert table["nobody"] == ()


def test_keys_with_the_same_hash_are_told_apart() -> None:
    def keys(candidate: Candidate) -> Iterable[str]:
        return (Alike(candidate.id),)

    candidates = people(20)
    table = Table(candidates, keys)
    assert [table[Alike(candidate.id)] for candidate in candidates] == [(n,) for n in range(20)]
    assert table[Alike("nobody")] == ()


@pytest.mark.parametrize("size", [100, 3_000])
def test_a_paper_is_compared_with_a_few_however_long_the_roster(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    index = build_index(Roster(people(size)))
    compared: list[str] = []
    score = Comparer.score

    def counted(self: Comparer, candidate: Candidate, hint: str | None) -> float:
        compared.append(candidate.id)
        return score(self, candidate, hint)

    monkeypatch.setattr(Comparer, "score", counted)
    owner = index.candidates[42]
    paper = document(name=owner.name or "", birth_date=owner.birth_date or "")
    found = match(paper, index, load_schools(), Thresholds())
    assert found.candidate is owner
    assert owner.id in compared
    assert len(compared) <= 3  # a character and its traditional form are one key


@pytest.mark.parametrize(("listed", "written"), [("19902320012", "019902320012"), ("019902320012", "19902320012")])
def test_a_number_is_found_though_a_spreadsheet_took_its_zero(listed: str, written: str) -> None:
    index = build_index(Roster((Candidate(listed, 1, "韩志成"), Candidate("019902320099", 2, "葛晓岚"))))
    assert numbered_in(f"{written}.pdf", index) == {0: "file-name"}


def test_a_name_without_its_dot_is_found() -> None:
    index = build_index(Roster((Candidate("1", 1, "古丽娜尔买买提"), Candidate("2", 2, "艾力·江"))))
    assert index.by_name[name_key("古丽娜尔·买买提")] == (0,)
    assert named_in("艾力·江.pdf", index) == {1}
