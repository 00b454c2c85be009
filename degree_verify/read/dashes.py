"""Rulings that are drawn in short pieces: dashed and dotted borders, and the edges of low cells one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from degree_verify.model.geometry import Box
from degree_verify.read.rulings import Rulings

SLIM = 1.0
"""Points that a piece of a ruling is thick at most; the modules of codes and the strokes of letters are thicker, or
curved."""

ALIGNED = 0.3
"""Points by which pieces of one ruling may lie beside each other."""

TOUCHING, APART = 0.5, 4.5
"""Points of free space between the pieces of an unbroken ruling, and of a dashed one."""

SHORTEST, SHORTEST_DASHED, LEAST_DASHES = 16.0, 40.0, 8
"""Points that a ruling in pieces is long at least, unbroken and dashed, and the pieces of a dashed one. Strokes of
drawn letters line up over shorter stretches, and never without crooked ones beside them."""


def without_dashes(figures: tuple[Box, ...]) -> tuple[tuple[Box, ...], Rulings, Rulings]:
    """The small things on a page less those that are pieces of rulings; and these rulings, across and down."""
    if not figures:
        return figures, (), ()
    level = list(_chains(box for box in figures if box.height < SLIM))
    upright = list(_chains(Box(box.y0, box.x0, box.y1, box.x1) for box in figures if box.width < SLIM))
    pieces = {box for chain in level for box in chain}
    pieces |= {Box(box.y0, box.x0, box.y1, box.x1) for chain in upright for box in chain}
    others = tuple(box for box in figures if box not in pieces) if pieces else figures
    return others, tuple(map(_ruling, level)), tuple(map(_ruling, upright))


def _ruling(chain: list[Box]) -> tuple[float, float, float]:
    return min(box.x0 for box in chain), max(box.x1 for box in chain), chain[0].middle


def _chains(boxes: Iterable[Box]) -> Iterator[list[Box]]:
    """Level pieces that make a ruling together."""
    rows: dict[int, list[Box]] = {}
    for box in sorted(set(boxes)):
        rows.setdefault(round(box.middle / ALIGNED), []).append(box)
    for row in rows.values():
        chain, end = row[:1], row[0].x1
        for box in row[1:]:
            if box.x0 - end > APART:
                if _is_ruling(chain):
                    yield chain
                chain = []
            end = max(end, box.x1) if chain else box.x1
            chain.append(box)
        if _is_ruling(chain):
            yield chain


def _is_ruling(chain: list[Box]) -> bool:
    length = max(box.x1 for box in chain) - chain[0].x0
    if length >= SHORTEST_DASHED and len(chain) >= LEAST_DASHES:
        return True
    ends = chain[0].x1
    for box in chain[1:]:
        if box.x0 - ends > TOUCHING:
            return False
        ends = max(ends, box.x1)
    return length >= SHORTEST
