"""A picture of a sheet made level and upright, as far as geometry alone can tell.

Two things are done in pixels: the sheet is cut out along its outline, which takes the perspective off, and the picture
is turned by quarters. What is left of slope is only measured and taken off the coordinates: a line of text that leans
by a degree is read as well as a level one, and pixels stay as they were taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from degree_verify.read.ocr import Colours, Quad, sides
from degree_verify.read.shrink import shrunk

Matrix = npt.NDArray[np.float64]
"""3 × 3, from places of one picture to places of another."""

OUTLINE_SIDE = 640
"""Pixels of the longer side in which the sheet's outline is looked for."""

SMALLEST_SHEET, LARGEST_SHEET = 0.2, 0.96
"""Share of the picture that a sheet on a table takes. What fills more of it needs no cutting."""

FIT = 0.93
"""Share of the corners' quadrilateral that the found shape fills at least: a hand or a second sheet spoils it."""

EDGE_CONTRAST = 10.0
"""Grey levels between the sheet and what it lies on. A frame printed on the sheet has the same paper outside."""

DARK, MOSTLY_DARK = 60, 0.7
"""Lightness, and the share of a picture under it from which on the text is light on dark: a screen in dark mode."""

LARGEST_SIDE = 3600
"""Pixels: an A4 sheet at 300 dpi and a little skew. More resolve nothing on it; less costs the time to make it so."""

LEAST_SLOPE = 0.2
"""Degrees that are worth mentioning."""


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """A picture with the way back: `back` takes its places to those of the picture as it came; `steps` were taken."""

    picture: Colours
    back: Matrix
    steps: tuple[str, ...] = ()


def straighten(picture: Colours) -> Straightened:
    """The sheet cut out of its surroundings, where there are any, dark on light, and not larger than is needed."""
    quad = sheet_outline(picture)
    if quad is not None:
        return _cut_out(picture, quad)
    if (picture[::8, ::8].max(axis=2) < DARK).mean() > MOSTLY_DARK:
        flat = straighten(np.ascontiguousarray(255 - picture))
        return replace(flat, steps=("inverted", *flat.steps))
    height, width = picture.shape[:2]
    scale = min(1.0, LARGEST_SIDE / max(height, width))
    if scale == 1.0:
        return Straightened(picture, np.eye(3))
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return Straightened(np.ascontiguousarray(small, np.uint8), np.diag([width / size[0], height / size[1], 1.0]))


def turned(sheet: Straightened, quarters: int) -> Straightened:
    """The sheet turned by quarters clockwise."""
    quarters %= 4
    if not quarters:
        return sheet
    height, width = sheet.picture.shape[:2]
    back = {
        1: np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, -1, width], [1, 0, 0], [0, 0, 1.0]]),
    }[quarters]
    picture = np.ascontiguousarray(np.rot90(sheet.picture, -quarters))
    return Straightened(picture, sheet.back @ back, (*sheet.steps, f"{quarters * 90}°"))


def levelled(sheet: Straightened, angle: float) -> Straightened:
    """The sheet turned in pixels by some degrees anticlockwise: for slopes at which lines are no longer found."""
    height, width = sheet.picture.shape[:2]
    there = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), [0, 0, 1]])
    corners = _moved(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64), there)
    low, high = corners.min(axis=0), corners.max(axis=0)
    there = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]]) @ there
    size = tuple(np.ceil(high - low).astype(int).tolist())
    picture = cv2.warpPerspective(sheet.picture, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Straightened(
        np.ascontiguousarray(picture, np.uint8),
        sheet.back @ inverse(there),
        (*sheet.steps, f"deskew {angle:.1f}°"),
    )


def slope_of(quads: list[Quad], width: float, height: float) -> tuple[Matrix, float]:
    """The change of places that makes lines of text level, and the slope it takes off in degrees.

    Lines that converge (a sheet seen from one side) have slopes that grow with the height; both are fitted at once,
    the widest boxes counting most.
    """
    wide = [quad for quad in quads if np.linalg.norm(quad[1] - quad[0]) > 4 * np.linalg.norm(quad[3] - quad[0])]
    if len(wide) < 3:
        return np.eye(3), 0.0
    ends = np.array([((quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2) for quad in wide], np.float64)
    along = ends[:, 1] - ends[:, 0]
    slopes, weights = along[:, 1] / along[:, 0], np.abs(along[:, 0])
    middles = ends.mean(axis=1) - (width / 2, height / 2)
    usual = _weighted_median(slopes, weights)
    kept = np.abs(slopes - usual) < 0.05
    tilt, converge = usual, 0.0
    if kept.sum() >= 6:
        design = np.stack([np.ones(int(kept.sum())), middles[kept, 1]], axis=1) * weights[kept, None]
        (tilt, converge), *_ = np.linalg.lstsq(design, slopes[kept] * weights[kept], rcond=None)
    centre = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]])
    angle = np.arctan(tilt)
    cos, sin = np.cos(angle), np.sin(angle)
    level = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1.0]])
    # x/(1+gx), y/(1+gx) gives a level line at y the slope -g·y.
    spread = np.array([[1, 0, 0], [0, 1, 0], [converge, 0, 1.0]])
    return inverse(centre) @ spread @ level @ centre, float(np.degrees(angle))


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def sheet_outline(picture: Colours) -> Quad | None:
    """The corners of a sheet that lies on something else, from the top left clockwise; None where there is none."""
    scale = min(1.0, OUTLINE_SIDE / max(picture.shape[:2]))
    height, width = picture.shape[:2]
    small = cv2.medianBlur(shrunk(picture, max(1, round(width * scale)), max(1, round(height * scale))), 5)
    area = small.shape[0] * small.shape[1]
    best: tuple[float, Any] | None = None
    for mask in _masks(small):
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
            found = _corners(outline, area, small)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return None if best is None else np.asarray(best[1] / scale, np.float32)


def _masks(small: Any) -> list[Any]:
    """Places that may be the sheet: what is lighter than the rest, what is less coloured, what edges enclose."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    light = lab[..., 0]
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[..., 1]
    kernel = np.ones((9, 9), np.uint8)
    masks = []
    for channel, invert in ((light, False), (saturation, True)):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        masks.append(cv2.morphologyEx(255 - mask if invert else mask, cv2.MORPH_CLOSE, kernel))
    edges = cv2.dilate(cv2.Canny(light, 20, 60), np.ones((3, 3), np.uint8))
    outside = np.zeros((small.shape[0] + 2, small.shape[1] + 2), np.uint8)
    flooded = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    for corner in ((0, 0), (small.shape[1] - 1, 0), (0, small.shape[0] - 1), (small.shape[1] - 1, small.shape[0] - 1)):
        if flooded[corner[1], corner[0]] == 0:
            cv2.floodFill(flooded, outside, corner, 128)
    enclosed = np.where(flooded == 128, 0, 255).astype(np.uint8)
    masks.append(cv2.morphologyEx(enclosed, cv2.MORPH_OPEN, kernel))
    return masks


def _corners(outline: Any, area: int, small: Any) -> tuple[float, Any] | None:
    """The four corners of an outline with their score, if it has the shape of a sheet and stands out all around."""
    hull = cv2.convexHull(outline)
    size = cv2.contourArea(hull)
    if not SMALLEST_SHEET * area < size < LARGEST_SHEET * area:
        return None
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)[:, 0].astype(np.float32)
        if len(corners) == 4:
            break
    else:
        return None
    quad = _clockwise(corners)
    filled = cv2.contourArea(outline) / max(cv2.contourArea(quad), 1.0)
    if not FIT < filled < 2 - FIT or not _upright_angles(quad) or not _stands_out(quad, small):
        return None
    return size * filled, quad


def _clockwise(corners: Any) -> Any:
    """From the top left clockwise."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _upright_angles(quad: Any) -> bool:
    """Whether all corners are between 55 and 125 degrees: a sheet seen from the side, not a triangle."""
    before, after = np.roll(quad, 1, axis=0) - quad, np.roll(quad, -1, axis=0) - quad
    cosines = (before * after).sum(axis=1) / (np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1))
    return bool(np.abs(cosines).max() < 0.57)


def _stands_out(quad: Any, small: Any) -> bool:
    """Whether the picture changes across at least three of the edges, or ends there."""
    height, width = small.shape[:2]
    middle = quad.mean(axis=0)
    told = 0
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        points = start + (end - start) * np.linspace(0.1, 0.9, 25)[:, None]
        normal = np.array([end[1] - start[1], start[0] - end[0]]) / max(float(np.linalg.norm(end - start)), 1.0)
        normal = normal if np.dot(points.mean(axis=0) - middle, normal) > 0 else -normal
        inside, outside = points - 8 * normal, points + 8 * normal
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if seen.sum() < 8:
            continue
        there, here = (
            small[side[seen, 1].astype(int).clip(0, height - 1), side[seen, 0].astype(int).clip(0, width - 1)]
            for side in (outside, inside)
        )
        told += np.abs(np.median(here.astype(float) - there.astype(float), axis=0)).max() > EDGE_CONTRAST
    return told >= 3


def _cut_out(picture: Colours, quad: Quad) -> Straightened:
    """The sheet seen from straight above, in about the resolution in which it was taken."""
    across, down = sides(quad)
    scale = min(1.0, LARGEST_SIDE / max(across, down))
    size = (round(across * scale), round(down * scale))
    goal = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    there = cv2.getPerspectiveTransform(quad, goal)
    flat = cv2.warpPerspective(picture, there, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Straightened(np.ascontiguousarray(flat, np.uint8), inverse(np.asarray(there, np.float64)), ("quad",))


def even_light(picture: Colours) -> Colours:
    """A picture with shadows taken off: each place divided by the paper's own lightness around it."""
    scale = 320 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (0, 0), 5)
    ground = cv2.resize(paper, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(cv2.divide(picture, ground, scale=245), np.uint8)


def moved(quad: Quad, matrix: Matrix) -> Quad:
    """A box's corners in another picture."""
    return np.asarray(_moved(quad.astype(np.float64), matrix), np.float32)


def inverse(matrix: Matrix) -> Matrix:
    """The way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def _moved(points: Any, matrix: Matrix) -> Any:
    there = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    return there[:, :2] / there[:, 2:]
