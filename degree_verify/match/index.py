"""Finds the candidates that a document might belong to, without comparing it with all of them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from degree_verify.model.document import Document
from degree_verify.model.roster import Candidate, Roster
from degree_verify.normalise.certificate_numbers import number_key
from degree_verify.normalise.id_numbers import find_id_numbers
from degree_verify.normalise.names import MIDDLE_DOT, fold_variants, name_key, normalise_name
from degree_verify.normalise.text import fold

SHORTEST_NUMBER = 5
"""Characters. A shorter number in a file name is a counter, not a candidate's."""

_WORDS = re.compile(r"[0-9A-Za-z]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af·]+")
_SHORTEST_NAME = 2
_LONGEST_NAME = 6
"""Han characters; longer names in file names are found by their number only."""

_EMPTY: tuple[int, ...] = ()
_POSITION_BITS = 32
_HASHES = (1 << 64) - 1


class Table:
    """The positions of candidates by one kind of key, in twelve bytes an entry however long the keys are.

    Hashes of the keys stand sorted beside the positions; a look-up verifies the keys of what it finds.
    """

    def __init__(self, candidates: Sequence[Candidate], keys_of: Callable[[Candidate], Iterable[str]]) -> None:
        self._candidates = candidates
        self._keys_of = keys_of
        entries = [
            (hash(key) & _HASHES) << _POSITION_BITS | position
            for position, candidate in enumerate(candidates)
            for key in keys_of(candidate)
        ]
        entries.sort()
        self._hashes = array("Q", (entry >> _POSITION_BITS for entry in entries))
        self._positions = array("I", (entry & ((1 << _POSITION_BITS) - 1) for entry in entries))

    def __getitem__(self, key: str) -> tuple[int, ...]:
        """The positions of the candidates with a key, in the order of the roster; none if nobody has it."""
        sought = hash(key) & _HASHES
        start = bisect_left(self._hashes, sought)
        end = bisect_right(self._hashes, sought, start)
        if start == end:
            return _EMPTY
        return tuple(p for p in self._positions[start:end] if key in self._keys_of(self._candidates[p]))


@dataclass(frozen=True, slots=True)
class Index:
    """A roster with its candidates by every key that a document or a file name can hold."""

    candidates: Sequence[Candidate]
    by_number: Table  # 准考证号, 考籍号, identity number
    by_name: Table  # in simplified writing
    by_birth_date: Table
    by_certificate: Table


def build_index(roster: Roster) -> Index:
    """The index of a roster; its cost grows with the roster, that of a look-up hardly does."""
    candidates = roster.candidates
    keys = (_numbers, _names, _birth_dates, _certificates)
    return Index(candidates, *(Table(candidates, keys_of) for keys_of in keys))


def _numbers(candidate: Candidate) -> set[str]:
    own = {candidate.id, candidate.id_number, *candidate.extra.values()}
    keys = {number_key(number) for number in own if number}
    return keys | {key.lstrip("0") for key in keys if key.startswith("0")} - {""}


def _names(candidate: Candidate) -> tuple[str, ...]:
    return (fold_variants(name_key(candidate.name)),) if candidate.name else ()


def _birth_dates(candidate: Candidate) -> tuple[str, ...]:
    return (candidate.birth_date,) if candidate.birth_date else ()


def _certificates(candidate: Candidate) -> tuple[str, ...]:
    return (number_key(candidate.certificate_number),) if candidate.certificate_number else ()


def numbered_in(path: str, index: Index) -> dict[int, str]:
    """The candidates whose number stands in a path, each with where: file-name or folder-name."""
    folder, _, file = path.rpartition("/")
    found: dict[int, str] = {}
    for part, place in ((file, "file-name"), (folder, "folder-name")):
        text = fold(part)
        words = (word.upper() for word in _WORDS.findall(text))
        numbers = [word for word in words if len(word) >= SHORTEST_NUMBER and any(c.isdigit() for c in word)]
        for number in (*numbers, *find_id_numbers(text)):
            # Spreadsheets take a number's leading zeros off, on the roster or where the file's name came from.
            bare = number.lstrip("0")
            for position in index.by_number[number] or (index.by_number[bare] if len(bare) >= SHORTEST_NUMBER else ()):
                found.setdefault(position, place)
    return found


def named_in(path: str, index: Index) -> frozenset[int]:
    """The candidates whose name stands in a path."""
    return frozenset(
        position
        for name in _names_in(normalise_name(path.replace("/", " / ")).value)
        for position in index.by_name[name]
    )


def named_by(path: str, index: Index) -> frozenset[int]:
    """The candidates after whom a file or folder is named, so far as nothing else can be meant.

    Names of two characters count only where they stand alone: many words begin or end like one.
    """
    text = normalise_name(path.replace("/", " / ")).value
    alone = {word.strip("·") for word in _HAN.findall(fold_variants(text))}
    return frozenset(
        position
        for name in _names_in(text)
        if len(name) > _SHORTEST_NAME or name in alone
        for position in index.by_name[name]
    )


def blocked(document: Document, index: Index) -> frozenset[int]:
    """The candidates that share the name, the date of birth or a certificate number with a document."""
    fields = document.fields
    found: set[int] = set()
    if name := fields.get("name"):
        found.update(index.by_name[fold_variants(name_key(name.value))])
    if born := fields.get("birth_date"):
        found.update(index.by_birth_date[born.value])
    return frozenset(found) | certified(document, index)


def certified(document: Document, index: Index) -> frozenset[int]:
    """The candidates whose certificate number stands on a document."""
    readings = (document.fields.get(name) for name in ("certificate_number", "original_certificate_number"))
    return frozenset(
        position for reading in readings if reading for position in index.by_certificate[number_key(reading.value)]
    )


def _names_in(text: str) -> Iterator[str]:
    for run in _HAN.findall(fold_variants(text)):
        for start in range(len(run)):
            for end in range(start + _SHORTEST_NAME, min(start + _LONGEST_NAME, len(run)) + 1):
                yield run[start:end].replace(MIDDLE_DOT, "").casefold()
