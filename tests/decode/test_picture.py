"""Codes in pictures of whole pages: faint and blurred ones are found where they stand."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import segno
from PIL import Image

from degree_verify.decode.picture import Seen, read_picture_codes

PAYLOAD = "https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG"


def _seen(side: int, blur: float, contrast: float) -> Seen:
    """What is found on a page of print with a code at its foot, `side` pixels wide."""
    stream = io.BytesIO()
    segno.make(PAYLOAD, error="m", micro=False).save(stream, kind="png", scale=4, border=2)
    symbol = np.asarray(Image.open(io.BytesIO(stream.getvalue())).convert("L"), np.uint8)
    page = np.full((1100, 780), 248, np.uint8)
    page[840 : 840 + side, 100 : 100 + side] = cv2.resize(symbol, (side, side), interpolation=cv2.INTER_AREA)
    for y in range(150, 700, 34):
        cv2.putText(page, "name 1234567890", (90, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 60, 1)
    soft = 110 + (cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32) - 128) * contrast
    grain = np.random.default_rng(1).normal(0, 2, soft.shape)
    grey = np.clip(soft + grain, 0, 255).astype(np.uint8)
    return read_picture_codes(np.repeat(grey[..., None], 3, axis=2), 1, ["www.chsi.com.cn"], thorough=True)


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
