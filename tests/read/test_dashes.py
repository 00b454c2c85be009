"""Borders that browsers draw in pieces are rulings; what is drawn in a value's place is none."""

from __future__ import annotations

from typing import Any

import pytest

from degree_verify.model.document import UnreadReason
from degree_verify.model.geometry import Box
from degree_verify.read.dashes import without_dashes
from tests.read.drawing import FIELDS, LABEL_X, VALUE_X, read, record, row_of

THICK = 0.75


def _pieces(length: float, dash: float, gap: float, at: float = 100.0) -> tuple[Box, ...]:
    starts = [50 + n * (dash + gap) for n in range(int(length / (dash + gap)))]
    return tuple(Box(x, at, x + dash, at + THICK) for x in starts)


@pytest.mark.parametrize(("dash", "gap"), [(THICK, THICK), (2.25, 1.6), (4.0, 3.0), (15.75, 0.0)])
@pytest.mark.parametrize("upright", [False, True])
def test_border_in_pieces_is_a_ruling(dash: float, gap: float, upright: bool) -> None:
    level = _pieces(120, dash, gap)
    figures = tuple(Box(b.y0, b.x0, b.y1, b.x1) for b in level) if upright else level

    left, across, down = without_dashes(figures)

    (ruling,) = down if upright else across
    assert left == ()
    assert ruling == pytest.approx((50, max(box.x1 for box in level), 100 + THICK / 2))


@pytest.mark.parametrize(
    "figures",
    [
        _pieces(30, 2.25, 1.6),  # hardly longer than a sign
        _pieces(120, 2.25, 8.0),  # far apart
        tuple(box._replace(y1=box.y0 + 3) for box in _pieces(120, 3.0, 0.5)),  # as thick as strokes
    ],
)
def test_other_small_things_are_no_ruling(figures: tuple[Box, ...]) -> None:
    assert without_dashes(figures) == (figures, (), ())


def _draw_edges(page: Any, dash: float, gap: float) -> None:
    shape = page.new_shape()
    for label in FIELDS:
        for y in (row_of(label) - 12, row_of(label) + 5):
            x = LABEL_X - 4
            while x < 400:
                shape.draw_rect((x, y, x + dash, y + THICK))
                shape.finish(color=None, fill=(0.4, 0.4, 0.4))
                x += dash + gap
    shape.commit()


@pytest.mark.parametrize(("dash", "gap"), [(THICK, THICK), (2.25, 1.6)])
def test_values_in_cells_with_dashed_borders_are_read(dash: float, gap: float) -> None:
    document = read(record(change=lambda page: _draw_edges(page, dash, gap)))

    assert document.fields == read(record()).fields


def test_dashed_line_through_a_value_strikes_it_out() -> None:
    def strike(page: Any) -> None:
        for n in range(40):
            x = VALUE_X - 10 + 1.5 * n
            page.draw_rect((x, row_of("层次") - 4, x + 0.75, row_of("层次") - 3.25), color=None, fill=(0, 0, 0))

    assert read(record(change=strike)).unread["level"].reason is UnreadReason.OVERLAID
