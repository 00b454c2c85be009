"""Picture files are opened by content, upright, on white, and within limits."""

from __future__ import annotations

import io
import sys
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from degree_verify.load.picture import OpenedPicture, open_picture, source_of
from degree_verify.load.sniff import sniff
from degree_verify.model.document import Source
from degree_verify.model.file import FileProblem
from degree_verify.model.policy import Limits


def _file(form: str, image: Image.Image | None = None, **how: Any) -> bytes:
    stream = io.BytesIO()
    (image or _half_dark()).save(stream, form, **how)
    return stream.getvalue()


def _half_dark(width: int = 60, height: int = 40) -> Image.Image:
    """Dark on the left, light on the right."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((20, 30, 40), (0, 0, width // 2, height))
    return image


def _opened(data: bytes, limits: Limits | None = None) -> OpenedPicture | FileProblem:
    return open_picture(data, sniff(data[:1024]) or "", limits or Limits())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_picture_is_opened_by_its_content(form: str) -> None:
    opened = _opened(_file(form))
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    assert page.shape == (40, 60, 3)
    assert page[20, 5].mean() < 60
    assert page[20, 55].mean() > 200


@pytest.mark.parametrize(("turn", "shape", "dark"), [(1, (80, 120), (40, 20)), (6, (120, 80), (20, 40))])
def test_heic_picture_of_a_phone_is_opened_upright(turn: int, shape: tuple[int, int], dark: tuple[int, int]) -> None:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "maker"
    data = _file("HEIF", _half_dark(120, 80), exif=exif.tobytes())
    assert sniff(data[:1024]) == "heic"
    opened = _opened(data)
    assert isinstance(opened, OpenedPicture)
    assert opened.camera
    (page,) = opened.pages()
    assert page.shape[:2] == shape
    assert page[dark].mean() < 60
    assert page[shape[0] - dark[0], shape[1] - dark[1]].mean() > 200


def test_heic_picture_without_its_decoder_is_a_fault_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    found = _opened(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64))
    assert isinstance(found, FileProblem)
    assert found.tool_failure
    assert found.kind == "heic-unavailable"


def test_every_page_of_a_tiff_file_is_given() -> None:
    pages = [_half_dark(), _half_dark(30, 30), _half_dark(20, 50)]
    opened = _opened(_file("TIFF", pages[0], save_all=True, append_images=pages[1:]))
    assert isinstance(opened, OpenedPicture)
    assert opened.facts.page_count == 3
    assert [page.shape[:2] for page in opened.pages()] == [(40, 60), (30, 30), (50, 20)]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
@pytest.mark.parametrize("hidden", [False, True], ids=["first", "before the first"])
def test_every_picture_of_an_animation_is_given(form: str, hidden: bool) -> None:
    how: dict[str, Any] = {"default_image": True} if hidden and form == "PNG" else {}
    light = Image.new("RGB", (60, 40), "white")
    opened = _opened(_file(form, save_all=True, append_images=[light], duration=1000, **how))
    assert isinstance(opened, OpenedPicture)
    assert opened.facts.page_count == 2
    assert [int(page[20, 5].mean()) > 200 for page in opened.pages()] == [False, True]


def _heic(*images: Image.Image, primary: int = 0) -> bytes:
    pillow_heif.register_heif_opener()
    file, stream = pillow_heif.HeifFile(), io.BytesIO()
    for image in images:
        file.add_from_pillow(image)
    file.save(stream, quality=90, primary_index=primary)
    return stream.getvalue()


def test_heic_file_begins_with_the_picture_that_viewers_show() -> None:
    light, dark = Image.new("RGB", (120, 80), "white"), _half_dark(120, 80)
    opened = _opened(_heic(light, dark, light, primary=1))
    assert isinstance(opened, OpenedPicture)
    assert opened.facts.page_count == 3
    assert [page[40, 20].mean() > 200 for page in opened.pages()] == [False, True, True]


def test_preview_is_told_from_a_small_picture_of_something_else() -> None:
    whole, small = _half_dark(640, 480), _half_dark(320, 240)
    other = small.copy()
    other.paste("black", (200, 100, 220, 120))
    opened = _opened(_heic(whole, small, other, _half_dark(600, 450)))
    assert isinstance(opened, OpenedPicture)
    first, *further = opened.pages()
    assert [opened.is_preview(page, first) for page in further] == [True, False, False]


def test_small_picture_behind_a_photograph_is_shown_by_no_viewer() -> None:
    whole, gains = _half_dark(640, 480), Image.new("L", (320, 240), 90)
    opened = _opened(_file("MPO", whole, save_all=True, append_images=[gains, _half_dark(640, 480)]))
    assert isinstance(opened, OpenedPicture)
    first, *further = opened.pages()
    assert [opened.is_preview(page, first) for page in further] == [True, False]


def test_picture_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif[0x010F] = "camera"
    opened = _opened(_file("JPEG", exif=exif))
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    assert page.shape == (60, 40, 3)
    assert page[5].mean() < 60
    assert page[55].mean() > 200
    assert opened.camera


def test_transparent_picture_is_laid_on_white() -> None:
    opened = _opened(_file("PNG", Image.new("RGBA", (30, 30), (0, 0, 0, 0))))
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    assert page.min() == 255


def test_picture_of_sixteen_bits_keeps_its_shades() -> None:
    samples = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (32, 1))
    opened = _opened(_file("PNG", Image.fromarray(samples)))
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    assert abs(int(page[0, 32, 0]) - 128) < 6


def test_large_jpeg_is_decoded_smaller_and_others_are_refused() -> None:
    limits = Limits(megapixels=1)
    large = _half_dark(1600, 1200)
    opened = _opened(_file("JPEG", large), limits)
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    assert page.shape[0] * page.shape[1] <= 1_000_000
    refused = _opened(_file("PNG", large), limits)
    assert isinstance(refused, FileProblem) and refused.kind == "too-large"


@pytest.mark.parametrize("orientation", [1, 6])
def test_places_in_a_large_jpeg_are_told_in_the_files_own_pixels(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = _opened(_file("JPEG", _half_dark(1601, 1203), exif=exif), Limits(megapixels=1))
    assert isinstance(opened, OpenedPicture)
    (page,) = opened.pages()
    across, down = opened.scale(page)
    whole = (1601, 1203) if orientation == 1 else (1203, 1601)
    assert (page.shape[1] * across, page.shape[0] * down) == pytest.approx(whole)
    assert page.shape[1] < whole[0]
    small = _opened(_file("JPEG", _half_dark(), exif=exif))
    assert isinstance(small, OpenedPicture)
    assert small.scale(next(small.pages())) == (1.0, 1.0)


def test_file_of_too_many_pages_or_damaged_is_a_problem_with_its_cause() -> None:
    many = _file("TIFF", save_all=True, append_images=[_half_dark()] * 3)
    assert _opened(many, Limits(pages=2)) == FileProblem("too-many-pages", "4 > 2")
    damaged = open_picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "png", Limits())
    assert isinstance(damaged, FileProblem) and damaged.kind == "damaged"


def test_damaged_data_about_a_picture_is_damage_of_the_file() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = _file("WEBP", exif=exif)
    assert isinstance(_opened(data), OpenedPicture)
    damaged = data.replace(b"MM\x00*", b"MM\x00!")
    assert damaged != data
    assert _opened(damaged) == FileProblem("damaged", "SyntaxError")


def test_format_that_is_not_allowed_is_not_opened_under_another_name() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("subprocess.Popen", None)  # EPS would start Ghostscript
        problem = open_picture(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "jpeg", Limits())
    assert isinstance(problem, FileProblem) and problem.kind == "damaged"


def test_flat_colours_are_taken_for_a_screenshot_and_grain_for_a_photograph() -> None:
    flat = np.full((200, 300, 3), 250, np.uint8)
    flat[50:60, 20:200] = 30
    grain = np.random.default_rng(1).normal(200, 6, (200, 300, 3)).clip(0, 255).astype(np.uint8)
    assert source_of(flat) is Source.SCREENSHOT
    assert source_of(grain) is Source.PHOTO
