"""What a page draws, step by step: the library calls back for the kinds of drawing that a device asks for."""

from __future__ import annotations

from typing import Any

from pymupdf import mupdf


class Device(mupdf.FzDevice2):  # type: ignore[misc]
    """Is told of what a page draws, annotations aside, and passes by what it has not asked for."""

    def watch(self, page: Any, matrix: Any = None) -> None:
        """Runs a page through the device; `matrix` takes places on the page as displayed to the device's own."""
        mupdf.fz_run_page_contents(page.this, self, matrix or mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(self)

    def follow(self, steps: Any, matrix: Any) -> None:
        """Runs a display list of a page through the device."""
        everywhere = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
        mupdf.fz_run_display_list(steps.this, self, matrix, everywhere, mupdf.FzCookie())
        mupdf.fz_close_device(self)
