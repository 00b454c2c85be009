"""Inks of which nothing is seen: the colour space Separation /None marks no page, whatever is drawn in it
(ISO 32000-1, 8.6.6.4). MuPDF draws it in its alternate colour, and a text layer could say by it what no paper shows.
"""

from __future__ import annotations

from typing import Any

import pymupdf
from pymupdf import mupdf

from degree_verify.read.signs import entries, get

DEEPEST = 8
"""Forms within each other that are looked into."""


def bleach(page: Any) -> None:
    """Gives inks that mark nothing the colour of paper, in memory: what is drawn in them then counts as hidden."""
    native = mupdf.pdf_page_from_fz_page(page.this)
    if _bleached(mupdf.pdf_page_resources(native), set(), 0):
        pymupdf.TOOLS.store_shrink(100)  # the library keeps colour spaces that it has made


def _bleached(resources: Any, known: set[int], depth: int) -> bool:
    """Whether resources, or those of the forms among them, had such an ink."""
    spaces = [*entries(resources, "ColorSpace"), *(get(drawn, "ColorSpace") for drawn in entries(resources, "XObject"))]
    blank = [space for space in spaces if _marks_nothing(space)]
    for space in blank:
        _make_white(space)
    found = bool(blank)
    if depth < DEEPEST:
        for kind in ("XObject", "Pattern", "Font"):  # what draws by operators of its own
            for entry in entries(resources, kind):
                own, number = get(entry, "Resources"), mupdf.pdf_to_num(entry)
                if not mupdf.pdf_is_dict(own) or (number and number in known):
                    continue
                known.add(number)
                found |= _bleached(own, known, depth + 1)
    return found


def _marks_nothing(space: Any) -> bool:
    if not mupdf.pdf_is_array(space) or mupdf.pdf_array_len(space) < 4:
        return False
    names = mupdf.pdf_array_get(space, 1)
    kind = mupdf.pdf_to_name(mupdf.pdf_array_get(space, 0))
    if kind == "Separation":
        return bool(mupdf.pdf_to_name(names) == "None")
    inks = range(mupdf.pdf_array_len(names)) if kind == "DeviceN" else ()
    return bool(inks) and all(mupdf.pdf_to_name(mupdf.pdf_array_get(names, ink)) == "None" for ink in inks)


def _make_white(space: Any) -> None:
    """Sets the colour that stands for the ink, whatever its tint."""
    names = mupdf.pdf_array_get(space, 1)
    inks = mupdf.pdf_array_len(names) if mupdf.pdf_is_array(names) else 1
    document = mupdf.pdf_get_bound_document(space)
    white = mupdf.pdf_new_dict(document, 4)
    mupdf.pdf_dict_puts(white, "FunctionType", mupdf.pdf_new_int(4))
    mupdf.pdf_dict_puts(white, "Domain", _numbers(document, [0, 1] * inks))
    mupdf.pdf_dict_puts(white, "Range", _numbers(document, [0, 1]))
    program = mupdf.fz_new_buffer_from_copied_data(b"{" + b" pop" * inks + b" 1 }")
    mupdf.pdf_array_put(space, 2, mupdf.pdf_new_name("DeviceGray"))
    mupdf.pdf_array_put(space, 3, mupdf.pdf_add_stream(document, program, white, 0))


def _numbers(document: Any, numbers: list[int]) -> Any:
    array = mupdf.pdf_new_array(document, len(numbers))
    for number in numbers:
        mupdf.pdf_array_push(array, mupdf.pdf_new_int(number))
    return array
