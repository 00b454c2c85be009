"""Codes in pictures of whole pages: faint and blurred ones are found where they stand."""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import segno
from PIL import Image

from degree_verify.decode.picture import Seen, read_further_codes, read_picture_codes
from degree_verify.model.geometry import Box

PAYLOAD = "https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG"
HOSTS = ["www.chsi.com.cn"]


def _symbol(side: int, payload: str) -> npt.NDArray[np.uint8]:
    stream = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(stream, kind="png", scale=4, border=2)
    symbol = np.asarray(Image.open(io.BytesIO(stream.getvalue())).convert("L"), np.uint8)
    return np.asarray(cv2.resize(symbol, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _page(side: int, blur: float, contrast: float) -> npt.NDArray[np.uint8]:
    """A page of print with a code at its foot, `side` pixels wide."""
    page = np.full((1100, 780), 248, np.uint8)
    page[840 : 840 + side, 100 : 100 + side] = _symbol(side, PAYLOAD)
    for y in range(150, 700, 34):
        cv2.putText(page, "name 1234567890", (90, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 60, 1)
    soft = 110 + (cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32) - 128) * contrast
    grain = np.random.default_rng(1).normal(0, 2, soft.shape)
    grey = np.clip(soft + grain, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _seen(side: int, blur: float, contrast: float) -> Seen:
    return read_picture_codes(_page(side, blur, contrast), 1, HOSTS, thorough=True)


@pytest.mark.parametrize(("side", "blur", "contrast"), [(110, 0.5, 1.0), (100, 1.2, 0.3), (110, 1.6, 0.3)])
def test_code_is_read_however_faint(side: int, blur: float, contrast: float) -> None:
    (code,) = _seen(side, blur, contrast).codes
    assert code.payload == PAYLOAD
    assert 90 < code.box.x0 < 130
    assert 830 < code.box.y0 < 870


def test_page_without_a_readable_code_lists_what_was_tried() -> None:
    seen = _seen(40, 2.0, 1.0)
    assert seen.codes == ()
    assert any("zbar" in attempt for attempt in seen.attempts)


@pytest.mark.parametrize("degrees", [0, 7, 90])
def test_code_whose_data_are_gone_is_told(degrees: int) -> None:
    page = _page(110, 0.5, 1.0)
    page[890:960, 150:220] = 255
    middle = cv2.getRotationMatrix2D((155, 895), degrees, 1)
    turned = cv2.warpAffine(page, middle, page.shape[1::-1], borderValue=(255, 255, 255))
    seen = read_picture_codes(np.asarray(turned, np.uint8), 1, HOSTS, thorough=True)
    assert not seen.codes
    (place,) = seen.undecoded
    assert place.overlaps(Box(145, 885, 165, 905))


def _further(page: npt.NDArray[np.uint8]) -> Seen:
    """What is found on a page beside a clear code that is put on it."""
    page[840:960, 500:620] = _symbol(120, "#090888693519#")[..., None]
    first = read_picture_codes(page, 1, HOSTS, thorough=False)
    assert [code.code for code in first.codes] == ["090888693519"], "the other one is not read in the whole picture"
    return read_further_codes(page, 1, HOSTS, [code.box for code in first.codes])


def test_second_code_that_the_first_try_passed_over_is_read() -> None:
    (code,) = _further(_page(120, 2.0, 1.0)).codes
    assert code.payload == PAYLOAD
    assert 90 < code.box.x0 < 130


def test_second_code_that_cannot_be_read_is_told() -> None:
    page = _page(110, 0.5, 1.0)
    page[868:922, 128:182] = 128  # its middle is torn out
    seen = _further(page)
    assert not seen.codes
    (place,) = seen.undecoded
    assert 80 < place.x0 < 130


def test_page_with_one_code_has_no_further_one() -> None:
    page = _page(110, 0.5, 1.0)
    known = [code.box for code in read_picture_codes(page, 1, HOSTS, thorough=False).codes]
    seen = read_further_codes(page, 1, HOSTS, known)
    assert len(known) == 1
    assert (seen.codes, seen.undecoded) == ((), ())
