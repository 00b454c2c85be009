"""Whose fault an error is that came up while a file was read."""

from __future__ import annotations

import traceback

_READERS = frozenset({"PIL", "pdfminer", "pdfplumber", "pillow_heif", "pymupdf"})
"""Packages that are handed a file's bytes."""


def is_of_reader(error: BaseException) -> bool:
    """Whether an error was raised inside a library that reads files.

    On damaged content they raise any type, TypeError among them, so that no list of types is ever complete; what they
    raise tells of the file. What is raised in our own code is a fault of ours.
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and str(frames[-1].f_globals.get("__name__", "")).partition(".")[0] in _READERS
