"""Pieces of ruling lines made one: none is lost, none reaches over a gap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from degree_verify.read.rulings import SAME_RULING, merged

PLACES = st.integers(0, 60).map(float)
PIECES = st.lists(
    st.tuples(PLACES, PLACES, st.sampled_from([10.0, 10.4, 10.9, 11.3, 30.0])).map(
        lambda p: (min(p[:2]), max(p[:2]) + 1, p[2])
    )
)


@given(PIECES)
def test_every_piece_lies_within_a_merged_line_close_by(pieces: list[tuple[float, float, float]]) -> None:
    lines = merged(pieces)
    for start, end, at in pieces:
        assert any(s <= start and end <= e and abs(at - where) < SAME_RULING for s, e, where in lines)


@given(PIECES)
def test_no_merged_line_covers_what_no_piece_does(pieces: list[tuple[float, float, float]]) -> None:
    for start, end, at in merged(pieces):
        for place in range(int(start), int(end)):
            middle = place + 0.5
            near = SAME_RULING / 2 + 0.01
            assert any(s - near <= middle <= e + near and abs(at - where) < SAME_RULING for s, e, where in pieces)


def test_edges_of_neighbouring_cells_at_two_heights_are_one_line() -> None:
    pieces = [(49.5, 129.0, 422.25), (349.5, 429.0, 422.25), (48.75, 129.0, 422.62), (129.0, 349.5, 422.62)]
    pieces += [(349.5, 429.75, 422.62), (429.75, 547.5, 422.62)]
    assert merged(pieces) == ((48.75, 547.5, 422.25),)
