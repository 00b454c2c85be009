"""Pages of a PDF as pictures: the scan that is the page where there is one, else a rendering."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image

from degree_verify.load.picture import LONGEST_SIDE, Colours, too_many_pixels, upright
from degree_verify.model.geometry import Box
from degree_verify.model.policy import Limits

Matrix = npt.NDArray[np.float64]

LOWEST_DPI, HIGHEST_DPI = 200, 300
"""Resolution of a rendering: that of its picture within these bounds. Small print needs 200, and nothing needs more."""

WHOLE_PAGE = 0.97
"""Share of a page's width and height that the scan of a whole page covers."""


class PagePicture(NamedTuple):
    """A page as displayed, in pixels. `to_page` takes pixels to points of the displayed page."""

    colours: Colours
    to_page: Matrix


def page_picture(handle: Any, number: int, limits: Limits) -> PagePicture:
    """The picture of page `number` (from 1) of an opened PDF. Raises what the reader raises on damaged content."""
    page = handle[number - 1]
    images = page.get_image_info(xrefs=True)
    if len(images) == 1 and not page.first_annot and not page.get_cdrawings() and not _visible_text(page):
        colours = _scan(handle, page, images[0], limits)
        if colours is not None:
            turned = np.ascontiguousarray(np.rot90(colours, -(page.rotation // 90) % 4))
            return _placed(turned, Box(*page.rect))
    shown = [image for image in images if image["width"] > 1]
    sharp = max((72 * image["width"] / max(image["bbox"][2] - image["bbox"][0], 1) for image in shown), default=0)
    return rendered(page, Box(*page.rect), min(max(sharp, LOWEST_DPI), HIGHEST_DPI), limits)


def rendered(page: Any, place: Box, dpi: float, limits: Limits) -> PagePicture:
    """A place of a page as displayed, with as many dots an inch as the limit of pixels lets."""
    clip = pymupdf.Rect(*place) & page.rect
    most = (limits.megapixels * 1e6 / max(clip.width * clip.height, 1)) ** 0.5
    zoom = min(dpi / 72, most, LONGEST_SIDE / max(clip.width, clip.height, 1))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False, clip=clip)
    return _placed(_array(pixmap), Box(clip.x0, clip.y0, clip.x1, clip.y1))


def _placed(colours: Colours, place: Box) -> PagePicture:
    height, width = colours.shape[:2]
    x, y = place.width / width, place.height / height
    return PagePicture(colours, np.array([[x, 0, place.x0], [0, y, place.y0], [0, 0, 1.0]]))


def _visible_text(page: Any) -> bool:
    return any(span["type"] != 3 and span["opacity"] > 0 for span in page.get_texttrace())


def _scan(handle: Any, page: Any, info: Any, limits: Limits) -> Colours | None:
    """The page's only picture as it is stored, if it is the whole page, upright, unmasked and fit to be decoded."""
    a, b, c, d, *_ = info["transform"]
    sheet = page.rect * page.derotation_matrix
    x0, y0, x1, y1 = info["bbox"]
    covers = x1 - x0 > WHOLE_PAGE * abs(sheet.width) and y1 - y0 > WHOLE_PAGE * abs(sheet.height)
    inside = x1 - x0 < abs(sheet.width) / WHOLE_PAGE and y1 - y0 < abs(sheet.height) / WHOLE_PAGE
    if not (a > 0 and d > 0 and abs(b) + abs(c) < 0.01 and covers and inside) or not info["xref"]:
        return None
    masks = {xref: mask for xref, mask, *_ in page.get_images(full=True)}
    if masks.get(info["xref"], 0) or info.get("has-mask"):
        return None
    if info["width"] * info["height"] > limits.megapixels * 1e6 and not _is_jpeg(handle, info["xref"]):
        return None
    if max(info["width"], info["height"]) > LONGEST_SIDE:
        return None
    if _is_jpeg(handle, info["xref"]) and info["cs-name"] in ("DeviceRGB", "DeviceGray", "ICCBased"):
        with Image.open(io.BytesIO(handle.xref_stream_raw(info["xref"])), formats=["JPEG"]) as image:
            if image.mode in ("RGB", "L") and not too_many_pixels(image, limits.megapixels):
                image.getexif().clear()  # a PDF reader knows nothing of EXIF
                return upright(image, limits.megapixels)
        return None
    pixmap = pymupdf.Pixmap(handle, info["xref"])
    return _array(pymupdf.Pixmap(pymupdf.csRGB, pixmap)) if pixmap.colorspace is not None else None


def _is_jpeg(handle: Any, xref: int) -> bool:
    return handle.xref_get_key(xref, "Filter")[1] in ("/DCTDecode", "[/DCTDecode]")


def _array(pixmap: Any) -> Colours:
    rows = np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.stride)
    return np.ascontiguousarray(rows[:, : pixmap.width * 3].reshape(pixmap.height, pixmap.width, 3))
