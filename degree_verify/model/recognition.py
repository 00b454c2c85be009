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

    def reaches(self, page: int, box: Box) -> bool:
        """Whether a displayed place lies between the first line of this part and that of the next one of its page."""
        if page != self.page.number or not self.lines:
            return False
        whole, end = self.page.lines, self.lines[-1]
        top = self.lines[0].y0 if self.lines[0] is not whole[0] else float("-inf")
        bottom = whole[whole.index(end) + 1].y0 if end is not whole[-1] else float("inf")
        return top <= self.page.upright(box).middle < bottom


@dataclass(frozen=True, slots=True)
class Recognition:
    """One paper of a file: its layout (None when no layout fits) and the parts of pages that it covers."""

    layout: Layout | None
    parts: tuple[Part, ...]
    trials: tuple[LayoutTrial, ...]
