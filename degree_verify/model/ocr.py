"""When pages are read from their picture."""

from __future__ import annotations

from enum import StrEnum


class Ocr(StrEnum):
    """`auto` reads pictures, and of PDF pages what their text does not give; `always` reads every page as a picture."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"
