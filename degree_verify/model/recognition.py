"""Which part of a file is which kind of paper."""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.document import LayoutTrial
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a page that belong to one document (all of them unless a page holds two papers)."""

    page: Page
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """One paper of a file: its layout (None when no layout fits) and the parts of pages that it covers."""

    layout: Layout | None
    parts: tuple[Part, ...]
    trials: tuple[LayoutTrial, ...]
