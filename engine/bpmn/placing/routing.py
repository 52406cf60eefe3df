"""Orthogonal ways between shapes: the shortest with few bends that passes through no shape and no name.

A* over the lines that run beside obstacles (Wybrow, Marriott, Stuckey: Orthogonal Connector Routing, 2009).
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.bpmn.placing.geometry import Point, Rect, Segment, straightened

STUB = 12.0
"""How far a line leaves a shape before it may turn."""
CLEAR = 6.0
"""How far lines keep from shapes."""
BEND, CROSSING, ALONG = 30.0, 14.0, 4.0
"""What a bend and a crossing cost, in pixels of detour; and each pixel on top of another line."""
SIDES: tuple[tuple[int, int], ...] = ((1, 0), (0, 1), (0, -1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line may leave or enter: a point of the border, and which way is out."""

    at: Point
    out: tuple[int, int]
    cost: float


@dataclass(slots=True)
class Ground:
    """What lies on the plane. `bounds`: where the line has to stay."""

    walls: Sequence[Rect]
    lines: Sequence[Segment]
    bounds: Rect | None = None
    stub: float = STUB


@dataclass(slots=True)
class _Grid:
    ground: Ground
    xs: list[float]
    ys: list[float]
    shut: dict[tuple[int, int], list[tuple[float, float]]] = field(default_factory=dict)
    run: dict[tuple[int, int], list[tuple[float, float]]] = field(default_factory=dict)
    met: dict[tuple[int, int], list[float]] = field(default_factory=dict)

    def blocked(self, axis: int, row: int) -> list[tuple[float, float]]:
        """Stretches of a line of the grid that pass through walls. Axis 0: along x, at ys[row]."""
        if (axis, row) not in self.shut:
            at = (self.ys if axis == 0 else self.xs)[row]
            found = []
            for wall in self.ground.walls:
                low, high = (wall.y, wall.bottom) if axis == 0 else (wall.x, wall.right)
                if low < at < high:
                    found.append((wall.x, wall.right) if axis == 0 else (wall.y, wall.bottom))
            self.shut[axis, row] = found
        return self.shut[axis, row]

    def shared(self, axis: int, row: int) -> list[tuple[float, float]]:
        """Stretches on which another line runs already."""
        if (axis, row) not in self.run:
            at, other = (self.ys if axis == 0 else self.xs)[row], 1 - axis
            self.run[axis, row] = [
                (min(a[axis], b[axis]), max(a[axis], b[axis]))
                for a, b in self.ground.lines
                if a[other] == b[other] and abs(a[other] - at) < 4
            ]
        return self.run[axis, row]

    def crossings(self, axis: int, row: int) -> list[float]:
        if (axis, row) not in self.met:
            at, other = (self.ys if axis == 0 else self.xs)[row], 1 - axis
            self.met[axis, row] = sorted(
                a[axis]
                for a, b in self.ground.lines
                if a[axis] == b[axis] and min(a[other], b[other]) < at < max(a[other], b[other])
            )
        return self.met[axis, row]

    def step(self, axis: int, row: int, low: float, high: float) -> float | None:
        """What it costs to go from `low` to `high`; None: a wall is between."""
        for a, b in self.blocked(axis, row):
            if a < high and low < b:
                return None
        cost = high - low
        for a, b in self.shared(axis, row):
            cost += ALONG * max(0.0, min(b, high) - max(a, low))
        crossed = self.crossings(axis, row)
        return cost + CROSSING * (bisect_left(crossed, high) - bisect_right(crossed, low))


def route(sources: Sequence[Port], targets: Sequence[Port], where: Ground) -> list[Point] | None:
    """The points of a line from one of these ports to one of those; None where no way is free."""
    starts = [port for port in sources if _free(port, where)]
    ends = [port for port in targets if _free(port, where)]
    if not starts or not ends:
        return None
    grid = _grid(starts, ends, where)
    found = _search(grid, starts, ends)
    return straightened(found) if found else None


def _stub(port: Port, where: Ground) -> Point:
    return port.at[0] + port.out[0] * where.stub, port.at[1] + port.out[1] * where.stub


def _free(port: Port, where: Ground) -> bool:
    x, y = _stub(port, where)
    if any(wall.x < x < wall.right and wall.y < y < wall.bottom for wall in where.walls):
        return False
    return where.bounds is None or (
        where.bounds.x <= x <= where.bounds.right and where.bounds.y <= y <= where.bounds.bottom
    )


def _grid(starts: Iterable[Port], ends: Iterable[Port], where: Ground) -> _Grid:
    xs: set[float] = set()
    ys: set[float] = set()
    stubs = [_stub(port, where) for port in (*starts, *ends)]
    for x, y in stubs:
        xs.add(x)
        ys.add(y)
    for wall in where.walls:
        xs |= {wall.x - CLEAR, wall.x - 3 * CLEAR, wall.right + CLEAR, wall.right + 3 * CLEAR}
        ys |= {wall.y - CLEAR, wall.y - 3 * CLEAR, wall.bottom + CLEAR, wall.bottom + 3 * CLEAR}
    for (ax, ay), (bx, by) in pairwise(stubs):
        xs.add(round((ax + bx) / 2))
        ys.add(round((ay + by) / 2))
    bounds = where.bounds
    if bounds is not None:
        xs = {x for x in xs if bounds.x <= x <= bounds.right}
        ys = {y for y in ys if bounds.y <= y <= bounds.bottom}
    return _Grid(where, sorted(xs), sorted(ys))


_State = tuple[int, int, int]


def _search(grid: _Grid, starts: Sequence[Port], ends: Sequence[Port]) -> list[Point] | None:
    xs, ys = grid.xs, grid.ys
    column, row = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    goals: dict[_State, Port] = {}
    for port in ends:
        x, y = _stub(port, grid.ground)
        inward = SIDES.index((-port.out[0], -port.out[1]))
        goals[column[x], row[y], inward] = port
    marks = [_stub(port, grid.ground) for port in ends]
    queue: list[tuple[float, float, _State]] = []
    best: dict[_State, float] = {}
    came: dict[_State, _State | Port] = {}
    for port in starts:
        x, y = _stub(port, grid.ground)
        state = (column[x], row[y], SIDES.index(port.out))
        if port.cost < best.get(state, 1e18):
            best[state], came[state] = port.cost, port
            heapq.heappush(queue, (port.cost, port.cost, state))
    finish: tuple[float, _State] | None = None
    while queue:
        estimate, cost, state = heapq.heappop(queue)
        if finish is not None and estimate >= finish[0]:
            break
        if cost > best[state]:
            continue
        i, j, d = state
        if state in goals and (finish is None or cost + goals[state].cost < finish[0]):
            finish = (cost + goals[state].cost, state)
        for turn, (dx, dy) in enumerate(SIDES):
            if (dx, dy) == (-SIDES[d][0], -SIDES[d][1]):
                continue
            if turn != d:
                following, price = (i, j, turn), BEND
            else:
                ni, nj = i + dx, j + dy
                if not (0 <= ni < len(xs) and 0 <= nj < len(ys)):
                    continue
                if dx:
                    way = grid.step(0, j, min(xs[i], xs[ni]), max(xs[i], xs[ni]))
                else:
                    way = grid.step(1, i, min(ys[j], ys[nj]), max(ys[j], ys[nj]))
                if way is None:
                    continue
                following, price = (ni, nj, d), way
            total = cost + price
            if total < best.get(following, 1e18):
                best[following], came[following] = total, state
                x, y = xs[following[0]], ys[following[1]]
                ahead = min(abs(x - mx) + abs(y - my) for mx, my in marks)
                heapq.heappush(queue, (total + ahead, total, following))
    if finish is None:
        return None
    return _points(grid, came, finish[1], goals[finish[1]])


def _points(grid: _Grid, came: dict[_State, _State | Port], state: _State, end: Port) -> list[Point]:
    found: list[Point] = [end.at]
    step: _State | Port = state
    while not isinstance(step, Port):
        found.append((grid.xs[step[0]], grid.ys[step[1]]))
        step = came[step]
    found.append(step.at)
    return found[::-1]
