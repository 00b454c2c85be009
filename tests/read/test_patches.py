"""Values that stand on a ground of their own in a picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from degree_verify.load.layouts import load_layouts
from degree_verify.load.schools import load_schools
from degree_verify.model.document import UnreadReason
from degree_verify.model.policy import Policy
from degree_verify.model.tools import Tools
from degree_verify.pipeline import read_file
from degree_verify.read.patches import patched
from tests.support.degrade import degraded
from tests.support.specimens import draft, render

ROWS = tuple(range(60, 660, 60))
NAMES = tuple(f"row {y}" for y in ROWS)


def _page() -> npt.NDArray[np.float64]:
    """A page of ten lines of digits, as a scanner sees it."""
    page = np.full((700, 500, 3), 240, np.uint8)
    for y in ROWS:
        cv2.putText(page, "2001 07 01", (100, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2)
    return page + np.random.default_rng(1).normal(0, 2, page.shape)


def _found(page: npt.NDArray[np.float64]) -> list[str]:
    quads = {
        name: np.array([[100, y - 22], [240, y - 22], [240, y + 4], [100, y + 4]], np.float32)
        for name, y in zip(NAMES, ROWS, strict=True)
    }
    return patched(np.clip(page, 0, 255).astype(np.uint8), quads)


def test_paper_has_no_patches() -> None:
    assert _found(_page()) == []


@pytest.mark.parametrize("light", [-20, 14])
def test_patch_is_found_that_is_longer_than_its_value(light: int) -> None:
    page = _page()
    page[180 - 28 : 180 + 9, 94:330] += light

    assert _found(page) == ["row 180"]


def test_white_on_coloured_paper_is_a_patch() -> None:
    page = _page()
    page[:, :, 0] -= 8
    page[180 - 28 : 180 + 9, 94:250, 0] += 8

    assert _found(page) == ["row 180"]


def test_red_letters_that_smear_are_no_patch() -> None:
    page = _page()
    page[180 - 22 : 180 + 4, 100:240] += (9, -2, -5)

    assert _found(page) == []


def test_highlighter_shadow_and_grounds_of_the_form_are_none() -> None:
    marked, shaded, form = _page(), _page(), _page()
    marked[180 - 28 : 180 + 9, 94:250, 2] -= 90
    shaded[:, 180:] -= np.linspace(0, 80, 320)[:, None]
    for y in ROWS:
        form[y - 28 : y + 9, 94:330] -= 20

    assert [_found(page) for page in (marked, shaded, form)] == [[], [], []]


@pytest.mark.parametrize("field", ["graduation_date", "verification_code"])
@pytest.mark.parametrize("condition", ["scan-150", "scan-200"])
def test_value_on_a_patch_is_left_open(condition: str, field: str) -> None:
    tools = Tools(load_layouts(), load_schools(), Policy("test", "", ""))
    picture = degraded(render([draft("registration-record-c", seed="patched")]), condition, seed=4)
    (clean,) = read_file(picture, "scan.png", tools)
    x0, y0, x1, y1 = map(int, clean.fields[field].box)
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    pad = (y1 - y0) // 4
    part = pixels[y0 - pad : y1 + pad, x0 - pad : x1 + 60]
    part[:] = cv2.convertScaleAbs(part, alpha=0.9)
    (document,) = read_file(bytes(cv2.imencode(".png", pixels)[1]), "scan.png", tools)

    assert document.unread[field].reason is UnreadReason.PATCHED
    assert set(document.fields) == set(clean.fields) - {field}
