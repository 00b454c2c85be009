"""Places on a page."""

from __future__ import annotations

from typing import NamedTuple

PLAIN = (1, 0, 0, 1, 0, 0)
"""The matrix that changes nothing."""


class Box(NamedTuple):
    """A rectangle on the page as displayed: PDF points (pixels for pictures), origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.y0 + self.y1) / 2

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """From the top left one clockwise."""
        return (self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def overlaps(self, other: Box) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The place of what a file has or does and no page shows."""
