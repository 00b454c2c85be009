"""Sheets are found on what they lie on, turned, levelled; and every place leads back to where it was."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from degree_verify.read.straighten import inverse, moved, sheet_outline, slope_of, straighten, turned

TABLES = [(60, 45, 30), (205, 200, 192), (30, 60, 40)]


def _scene(table: tuple[int, int, int]) -> tuple[Any, Any]:
    """A light sheet with a printed frame on a table, and the sheet's corners."""
    scene = np.full((900, 700, 3), table, np.uint8)
    corners = np.array([[110, 90], [600, 120], [580, 820], [90, 780]], np.float32)
    cv2.fillConvexPoly(scene, corners.astype(np.int32), (246, 245, 240))
    frame = np.array([[180, 200], [520, 220], [510, 700], [170, 680]], np.int32)
    cv2.polylines(scene, [frame], isClosed=True, color=(40, 40, 40), thickness=2)
    return scene, corners


def test_light_text_on_a_dark_screen_becomes_dark_on_light() -> None:
    screen = np.full((900, 500, 3), (12, 12, 16), np.uint8)
    cv2.putText(screen, "name", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, (240, 240, 240), 4)
    sheet = straighten(screen)
    assert sheet.steps == ("inverted",)
    assert sheet.picture[0, 0].min() > 230
    assert np.allclose(sheet.back, np.eye(3))


def test_sheet_on_a_dark_table_is_not_inverted() -> None:
    scene, _ = _scene((20, 20, 24))
    assert straighten(scene).steps == ("quad",)


@pytest.mark.parametrize("table", TABLES)
def test_outline_of_a_sheet_is_found_on_any_ground(table: tuple[int, int, int]) -> None:
    scene, corners = _scene(table)
    found = sheet_outline(scene)
    assert found is not None
    assert np.abs(found - corners).max() < 8


def test_frame_printed_on_a_scan_is_no_outline() -> None:
    scan = np.full((900, 700, 3), 244, np.uint8)
    cv2.rectangle(scan, (80, 120), (620, 700), (30, 30, 30), 3)
    assert sheet_outline(scan) is None
    assert straighten(scan).steps == ()


def test_places_of_a_sheet_cut_out_and_turned_lead_back_to_the_picture() -> None:
    scene, corners = _scene(TABLES[0])
    sheet = turned(straighten(scene), 1)
    assert sheet.steps == ("quad", "90°")
    height, width = sheet.picture.shape[:2]
    # Turned a quarter clockwise, the sheet's top left corner is at the top right.
    ends = moved(np.array([[width, 0], [width, height], [0, height], [0, 0]], np.float32), sheet.back)
    assert np.abs(ends - corners).max() < 8


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_picture_shows_at_each_place_what_the_way_back_leads_to(quarters: int) -> None:
    picture = np.random.default_rng(quarters).integers(0, 255, (40, 30, 3)).astype(np.uint8)
    sheet = turned(straighten(picture), quarters)
    for x, y in ((3, 5), (20, 11), (7, 25)):
        (back_x, back_y), *_ = moved(np.array([[x + 0.5, y + 0.5]], np.float32), sheet.back)
        assert (sheet.picture[y, x] == picture[int(back_y), int(back_x)]).all()


def test_slope_of_converging_lines_is_taken_off() -> None:
    quads = []
    for y in range(100, 900, 60):
        slope = 0.02 + 0.00004 * (y - 500)
        left, right = 50.0, 650.0
        rise = slope * (right - left) / 2
        quads.append(
            np.array([[left, y - rise], [right, y + rise], [right, y + rise + 20], [left, y - rise + 20]], np.float32)
        )
    matrix, angle = slope_of(quads, 700, 1000)
    assert angle == pytest.approx(1.15, abs=0.1)
    for quad in quads:
        level = moved(quad, matrix)
        assert abs(level[0, 1] - level[1, 1]) < 2
    assert np.allclose(matrix @ inverse(matrix), np.eye(3), atol=1e-9)
