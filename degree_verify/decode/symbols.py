"""The decoders of two-dimensional codes: pixels to payloads."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import zxingcpp

from degree_verify.model.geometry import Box

Grey = npt.NDArray[np.uint8]

FORMATS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.PDF417)
OTHER_FORMATS = (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec, zxingcpp.BarcodeFormat.MicroQRCode)
"""What the papers never have, and telephones read as well; each doubles the time of a search."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One decoded symbol. `orientation` is its turn in degrees, None where the decoder does not tell."""

    payload: str
    symbology: str
    box: Box  # in pixels of the picture that was searched
    orientation: float | None = None


def symbols_in(grey: Grey, formats: Sequence[zxingcpp.BarcodeFormat] = FORMATS) -> list[Symbol]:
    """The symbols that zxing decodes in a picture."""
    # Made anew each time: one that outlives the module is reported as a leak when the process ends.
    wanted = zxingcpp.BarcodeFormats(formats)
    found = zxingcpp.read_barcodes(grey, formats=wanted, text_mode=zxingcpp.TextMode.Plain)
    return [_symbol_of(barcode) for barcode in found if barcode.valid]


def _symbol_of(barcode: Any) -> Symbol:
    corners = barcode.position
    xs = [corners.top_left.x, corners.top_right.x, corners.bottom_left.x, corners.bottom_right.x]
    ys = [corners.top_left.y, corners.top_right.y, corners.bottom_left.y, corners.bottom_right.y]
    return Symbol(
        _text(bytes(barcode.bytes), barcode.text),
        barcode.format.name if hasattr(barcode.format, "name") else str(barcode.format),
        Box(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))),
        float(barcode.orientation),
    )


def _text(data: bytes, guessed: str) -> str:
    """The payload as text: UTF-8 if it is that, else GB 18030 if it is that, else the decoder's guess."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return guessed


@cache
def zbar_decoder() -> Any:
    """pyzbar's decode function, or None where the system's libzbar is missing."""
    try:
        return importlib.import_module("pyzbar.pyzbar").decode
    except (ImportError, OSError):  # its search for the library fails otherwise where no file may be written
        return None


def symbols_by_zbar(grey: Grey) -> list[Symbol]:
    """The symbols that zbar decodes in a picture; none where its library is missing."""
    decode = zbar_decoder()
    if decode is None:
        return []
    symbols = []
    for found in decode(grey):
        if found.type != "QRCODE":
            continue
        left, top, width, height = found.rect
        text = _text(found.data, found.data.decode("utf-8", "replace"))
        symbols.append(Symbol(text, "QRCode", Box(left, top, left + width, top + height)))
    return symbols
