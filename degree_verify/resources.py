"""The only code that knows where the data files (templates/) are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def templates() -> Path:
    """The folder of data files: inside the installed package, or the checkout's when run from one.

    An editable install does not see the wheel's copy; the checkout's folder counts only when pyproject.toml stands
    beside it, so that a stray folder named templates in site-packages is never taken.
    """
    packaged = _HERE / "templates"
    if packaged.is_dir():
        return packaged
    checkout = _HERE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "templates").is_dir():
        return checkout / "templates"
    raise FileNotFoundError(f"the data folder is missing from this installation: {packaged}")
