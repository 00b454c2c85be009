"""What is made smaller loses nothing thin, and stays in its place."""

from __future__ import annotations

import numpy as np
import pytest

from degree_verify.read.shrink import shrunk


@pytest.mark.parametrize("size", [(400, 300), (401, 301), (1601, 1203)])
def test_hairline_is_still_there_and_where_it_was(size: tuple[int, int]) -> None:
    height, width = size
    picture = np.full((height, width), 255, np.uint8)
    picture[height // 2] = 0
    small = shrunk(picture, 100, 80)
    assert small.shape == (80, 100)
    darkest = small.mean(axis=1).argmin()
    assert abs(int(darkest) - 40) <= 1
    assert 255 - small[darkest].mean() == pytest.approx(255 * 80 / height, rel=0.6)


def test_colours_stay() -> None:
    picture = np.zeros((333, 777, 3), np.uint8)
    picture[:] = (200, 40, 90)
    assert (shrunk(picture, 97, 41) == (200, 40, 90)).all()
