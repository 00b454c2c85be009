"""The only code that knows where the data files (templates/) are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def templates() -> Path:
    """The folder of layouts, policies, texts and the table of schools."""
    return _folder("templates", "templates")


@cache
def demo() -> Path:
    """The folder of the sample inbox and its roster."""
    return _folder("demo", "fixtures/demo")


def _folder(packaged: str, in_checkout: str) -> Path:
    """A data folder: inside the installed package, or the checkout's when run from one.

    An editable install does not see the wheel's copy; the checkout's folder counts only when pyproject.toml stands
    beside it, so that a stray folder of that name in site-packages is never taken.
    """
    inside = _HERE / packaged
    if inside.is_dir():
        return inside
    checkout = _HERE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / in_checkout).is_dir():
        return checkout / in_checkout
    raise FileNotFoundError(f"the data folder is missing from this installation: {inside}")
