"""Which part of a file is which kind of paper."""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.document import LayoutTrial
from degree_verify.model.geometry import Box
from degree_verify.model.layout import Layout
from degree_verify.model.page import Line, Page


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a page that belong to one document (all of them unless a page holds two papers)."""

    page: Page
    lines: tuple[Line, ...]

    @property
    def extent(self) -> tuple[float, float]:
        """The heights on the upright page from this part's first line to that of the next part. What stands above the
        first part belongs to it, and what stands below the last one to that."""
        whole = self.page.lines
        if self.lines == whole or not self.lines:
            return float("-inf"), float("inf")
        first, end = self.lines[0], whole.index(self.lines[-1]) + 1
        top = float("-inf") if first is whole[0] else first.y0
        return top, whole[end].y0 if end < len(whole) else float("inf")

    def reaches(self, page: int, box: Box) -> bool:
        """Whether a displayed place of a page stands within this part."""
        top, bottom = self.extent
        return page == self.page.number and top <= self.page.upright(box).middle < bottom


@dataclass(frozen=True, slots=True)
class Recognition:
    """One paper of a file: its layout (None when no layout fits) and the parts of pages that it covers."""

    layout: Layout | None
    parts: tuple[Part, ...]
    trials: tuple[LayoutTrial, ...]
