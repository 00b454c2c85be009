"""Chooses the candidate that a document belongs to, with the runner-up and the margin between them."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from degree_verify.match.compare import Comparer
from degree_verify.match.index import Index, blocked, certified, named_by, named_in, numbered_in
from degree_verify.model.document import Document
from degree_verify.model.policy import Thresholds
from degree_verify.model.roster import Candidate, Match
from degree_verify.model.schools import SchoolTable
from degree_verify.timings import stage

LISTED_ODDS = 19.0
"""Nineteen uploads in twenty belong to somebody on the roster, before anything of them was read."""

NO_ROSTER = Match("no-roster")


class _Ranked(NamedTuple):
    position: int
    share: float  # probability that the document is this candidate's


@stage("match")
def match(document: Document, index: Index, schools: SchoolTable, thresholds: Thresholds) -> Match:
    """The candidate of a document: matched, ambiguous or none; ties are never broken silently.

    A number in the file or folder name decides whose document it claims to be, whatever its content says: content that
    contradicts the claim is for the identity rules to report. Content decides otherwise.
    """
    comparer = Comparer(document, schools)
    numbered = numbered_in(document.path, index)
    named = named_in(document.path, index) if "name" not in document.fields else frozenset()
    ranked = _rank(document, index, comparer, frozenset(numbered), named)
    if not ranked:
        return Match("none")
    owners = certified(document, index)
    claimed = [entry for entry in ranked if entry.position in numbered]
    chosen = _decided(claimed, thresholds) if len(claimed) > 1 else next(iter(claimed), None)
    if claimed:
        tie = numbered[chosen.position] if chosen else None
    else:
        chosen = _decided(ranked, thresholds)
        if chosen is None and len(owners) == 1:
            chosen = next(entry for entry in ranked if entry.position in owners)
        tie = "certificate-number" if chosen and chosen.position in owners else None
    candidates = index.candidates
    if chosen is None:
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
        rivals = claimed or [entry for entry in ranked if entry.share > best.share / 4]
        if claimed or sum(entry.share for entry in ranked) >= thresholds.match_score:
            return Match(
                "ambiguous",
                score=best.share,
                margin=best.share - (second.share if second else 0.0),
                runner_up=candidates[second.position] if second else None,
                rivals=tuple(candidates[entry.position].id for entry in rivals),
            )
        return Match("none", score=best.share, runner_up=candidates[best.position])
    others = [entry for entry in ranked if entry is not chosen]
    second = others[0] if others else None
    # Whoever else has a claim: by a number in the path, by the certificate number, or by the content as a whole.
    claims = [
        entry.position
        for entry in others
        if entry.position in numbered
        or entry.position in owners
        or (second is entry and entry.share >= thresholds.match_score)
    ]
    # Or by the name of the file, where it is not the chosen one's.
    if chosen.position not in named_in(document.path, index):
        claims += sorted(named_by(document.path, index) - {*claims, chosen.position})
    return Match(
        "matched",
        candidates[chosen.position],
        chosen.share,
        chosen.share - (second.share if second else 0.0),
        comparer.compare(candidates[chosen.position], _hint(chosen.position, numbered, named)),
        candidates[second.position] if second else None,
        tie,
        tuple(candidates[position].id for position in claims),
    )


@stage("match")
def match_given(document: Document, candidate: Candidate, schools: SchoolTable) -> Match:
    """The match of a document that was handed in for a known candidate."""
    return Match("matched", candidate, 1.0, 1.0, Comparer(document, schools).compare(candidate, None), tied_by="given")


def _rank(
    document: Document, index: Index, comparer: Comparer, numbered: frozenset[int], named: frozenset[int]
) -> list[_Ranked]:
    """All candidates worth a look, the likeliest first, each with its share of the certainty."""
    positions = _persons(blocked(document, index) | numbered | named, numbered, index)
    prior = LISTED_ODDS / max(len(index.candidates), 1)
    odds = [
        prior * 2.0 ** comparer.score(index.candidates[position], _hint(position, numbered, named))
        for position in positions
    ]
    whole = 1.0 + sum(odds)  # 1: that it belongs to nobody on the roster
    ranked = [_Ranked(position, odd / whole) for position, odd in zip(positions, odds, strict=True)]
    return sorted(ranked, key=lambda entry: (-entry.share, entry.position))


def _hint(position: int, numbered: Container[int], named: Container[int]) -> str | None:
    """What the path says for a candidate."""
    return "number" if position in numbered else "name" if position in named else None


def _persons(positions: frozenset[int], numbered: frozenset[int], index: Index) -> list[int]:
    """One row for each person: somebody who takes two courses stands on the roster twice and is no rival to himself."""
    rows: dict[object, int] = {}
    for position in sorted(positions, key=lambda position: (position not in numbered, position)):
        rows.setdefault(index.candidates[position].person or position, position)
    return sorted(rows.values())


def _decided(ranked: list[_Ranked], thresholds: Thresholds) -> _Ranked | None:
    """The first, if it is sure enough and far enough ahead of the second."""
    if not ranked or ranked[0].share < thresholds.match_score:
        return None
    ahead = ranked[0].share - (ranked[1].share if len(ranked) > 1 else 0.0)
    return ranked[0] if ahead >= thresholds.match_margin else None
