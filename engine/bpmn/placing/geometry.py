"""Rectangles and orthogonal lines on a plane; pixels, y grows downwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Segment = tuple[Point, Point]
NEAR = 1.5
"""Pixels by which modellers round."""


@dataclass(slots=True, eq=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, across: float, down: float | None = None) -> Rect:
        down = across if down is None else down
        return Rect(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)

    def meets(self, other: Rect) -> bool:
        """Whether they share more than a border."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect) -> bool:
        inside = self.x <= other.x and other.right <= self.right
        return inside and self.y <= other.y and other.bottom <= self.bottom

    def crossed(self, segment: Segment) -> bool:
        """Whether a line passes through the inside."""
        (x1, y1), (x2, y2) = segment
        if x1 == x2 or y1 == y2:
            across = min(x1, x2) < self.right and max(x1, x2) > self.x
            return across and min(y1, y2) < self.bottom and max(y1, y2) > self.y
        return _clipped(self, segment)

    def copy(self) -> Rect:
        return Rect(self.x, self.y, self.width, self.height)


def _clipped(box: Rect, segment: Segment) -> bool:
    """Liang and Barsky: whether a slanting line has a part inside."""
    (x1, y1), (x2, y2) = segment
    begin, end = 0.0, 1.0
    for delta, low, high in ((x2 - x1, box.x - x1, box.right - x1), (y2 - y1, box.y - y1, box.bottom - y1)):
        enters, leaves = sorted((low / delta, high / delta))
        begin, end = max(begin, enters), min(end, leaves)
    return begin < end


def segments(points: Sequence[Point]) -> Iterator[Segment]:
    return zip(points, points[1:], strict=False)


def orthogonal(points: Sequence[Point]) -> bool:
    return all(abs(a[0] - b[0]) <= NEAR or abs(a[1] - b[1]) <= NEAR for a, b in segments(points))


def straightened(points: Iterable[Point]) -> list[Point]:
    """Without points in the middle of a straight line, and without doubles."""
    found: list[Point] = []
    for point in points:
        if found and point == found[-1]:
            continue
        if len(found) > 1:
            (ax, ay), (bx, by) = found[-2:]
            if (ax == bx == point[0]) or (ay == by == point[1]):
                found[-1] = point
                continue
        found.append(point)
    return found


def touches(box: Rect, point: Point) -> bool:
    """Whether a line that ends here ends at the shape: at its border or inside it."""
    x, y = point
    return box.x - NEAR <= x <= box.right + NEAR and box.y - NEAR <= y <= box.bottom + NEAR
