"""Pictures of pages."""

from __future__ import annotations

import io

import pymupdf
import pytest
from PIL import Image

from degree_verify.load.page_picture import DOTS_PER_INCH, LONGEST, draw_pages
from degree_verify.model.policy import Limits

LIMITS = Limits()


def pdf(*sizes: tuple[float, float], rotation: int = 0, password: str = "") -> bytes:
    document = pymupdf.open()
    for width, height in sizes:
        page = document.new_page(width=width, height=height)
        page.draw_rect(pymupdf.Rect(0, 0, width / 2, height / 2), fill=(1, 0, 0))
        page.set_rotation(rotation)
    if not password:
        return bytes(document.tobytes())
    return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password))


def photo(kind: str, size: tuple[int, int], **saving: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "blue").save(stream, kind, **saving)
    return stream.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def test_a_page_is_drawn_at_the_resolution_of_a_screen_with_its_size_in_points() -> None:
    (drawn,) = draw_pages(pdf((595, 842)), "pdf", [1], LIMITS)
    assert (drawn.page, drawn.width, drawn.height) == (1, 595, 842)
    assert opened(drawn.jpeg).size == pytest.approx((595 * DOTS_PER_INCH / 72, 842 * DOTS_PER_INCH / 72), abs=1)


@pytest.mark.parametrize(("rotation", "red"), [(0, (0.25, 0.25)), (90, (0.75, 0.25)), (180, (0.75, 0.75))])
def test_a_turned_page_is_drawn_as_it_is_displayed(rotation: int, red: tuple[float, float]) -> None:
    (drawn,) = draw_pages(pdf((400, 200), rotation=rotation), "pdf", [1], LIMITS)
    picture = opened(drawn.jpeg)
    assert (drawn.width > drawn.height) == (picture.width > picture.height) == (rotation != 90)
    pixel = picture.convert("RGB").getpixel((int(red[0] * picture.width), int(red[1] * picture.height)))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 50


def test_a_huge_page_is_scaled_down() -> None:
    (drawn,) = draw_pages(pdf((14_400, 300)), "pdf", [1], LIMITS)
    assert max(opened(drawn.jpeg).size) <= LONGEST


def test_what_cannot_be_drawn_is_left_out_and_costs_no_other_page() -> None:
    two = pdf((100, 100), (200, 200))
    assert [drawn.page for drawn in draw_pages(two, "pdf", [1, 7, 2], LIMITS)] == [1, 2]
    for data, kind in (
        (two[:40], "pdf"),
        (b"", "pdf"),
        (pdf((9, 9), password="x"), "pdf"),
        (b"x", "heic"),
        (b"x", None),
    ):
        assert draw_pages(data, kind, [1], LIMITS) == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP", "TIFF"])
def test_a_picture_is_its_own_page_scaled_down_with_its_size_in_pixels(kind: str) -> None:
    (drawn,) = draw_pages(photo(kind, (3200, 1600)), kind.lower(), [1], LIMITS)
    assert (drawn.width, drawn.height) == (3200, 1600)
    assert opened(drawn.jpeg).size == (LONGEST, LONGEST // 2)


def test_a_photograph_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (drawn,) = draw_pages(photo("JPEG", (300, 200), exif=exif), "jpeg", [1], LIMITS)
    assert (drawn.width, drawn.height) == (200, 300)
    assert opened(drawn.jpeg).size == (200, 300)


def test_a_jpeg_that_is_decoded_smaller_keeps_its_size_in_pixels() -> None:
    (drawn,) = draw_pages(photo("JPEG", (3200, 1600)), "jpeg", [1], Limits(megapixels=2))
    assert (drawn.width, drawn.height) == (3200, 1600)


def test_see_through_places_are_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")
    (drawn,) = draw_pages(stream.getvalue(), "png", [1], LIMITS)
    assert opened(drawn.jpeg).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_a_picture_beyond_the_limit_of_pixels_is_left_out() -> None:
    assert draw_pages(photo("PNG", (2000, 1001)), "png", [1], Limits(megapixels=2)) == ()
