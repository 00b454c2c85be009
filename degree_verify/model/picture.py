"""Pictures of pages, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A small picture of one page. `width` and `height` are the page's own, in the units of its boxes."""

    page: int
    width: float
    height: float
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that lies in the output folder. `name` is its path below that folder, with forward slashes."""

    page: int
    width: float
    height: float
    name: str
