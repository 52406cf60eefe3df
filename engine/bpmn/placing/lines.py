"""Edges: from which side of a shape they leave, and where their names stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn.modelling import GATEWAYS
from engine.bpmn.namespaces import local, reference
from engine.bpmn.placing.geometry import Point, Rect, Segment, segments, touches
from engine.bpmn.placing.routing import CLEAR, SIDES, STUB, Ground, Port, route
from engine.bpmn.placing.scene import Edge, Scene, Shape, label_size

FLOWS = ("sequenceFlow", "messageFlow")
_LEAVING = {(1, 0): 0.0, (0, 1): 25.0, (0, -1): 26.0, (-1, 0): 70.0}
_ENTERING = {(-1, 0): 0.0, (0, 1): 25.0, (0, -1): 26.0, (1, 0): 70.0}
_BRANCHING = {(1, 0): 0.0, (0, 1): 6.0, (0, -1): 7.0, (-1, 0): 70.0}
_JOINING = {(-1, 0): 0.0, (0, 1): 6.0, (0, -1): 7.0, (1, 0): 70.0}
_BETWEEN_POOLS = {(1, 0): 60.0, (0, 1): 0.0, (0, -1): 0.0, (-1, 0): 60.0}
TAKEN, SAME = 60.0, 40.0
"""What it costs to use a side where another line comes or goes: the other way round, or the same way."""
BORDER = 4.0
NEARBY = 120.0


def draw_edge(scene: Scene, edge: Edge, pool: Rect | None) -> None:
    """Finds a new way for it, and a place for its name."""
    source, target = scene.shapes.get(edge.source), scene.shapes.get(edge.target)
    if source is None or target is None:
        return
    edge.label = None
    if local(edge.node) in FLOWS:
        edge.points = _way(scene, edge, source, target, pool)
    else:
        edge.points = [source.box.middle, target.box.middle]


def _way(scene: Scene, edge: Edge, source: Shape, target: Shape, pool: Rect | None) -> list[Point]:
    lines = [s for other in scene.edges.values() if other is not edge for s in segments(other.points)]
    bounds = pool.grown(-BORDER) if pool is not None and local(edge.node) == "sequenceFlow" else None
    starts = list(_ports(scene, edge, source, leaving=True))
    ends = list(_ports(scene, edge, target, leaving=False))
    names = list(scene.labels())
    around = _between(source.box, target.box, bounds)
    for margin, labels, stub, where in (
        (CLEAR - 0.5, names, STUB, around),
        (CLEAR - 0.5, names, STUB, bounds),
        (CLEAR - 0.5, [], STUB, bounds),
        (0.0, [], 4.0, bounds),
        (0.0, [], 4.0, None),
    ):
        walls = [shape.box.grown(margin) for shape in _obstacles(scene, source, target)]
        walls += [label.grown(1) for label in labels]
        if where is not None:
            walls = [wall for wall in walls if wall.meets(where)]
        found = route(starts, ends, Ground(walls, lines, where, stub))
        if found is not None:
            return found
    return route(starts, ends, Ground([], lines)) or [source.box.middle, target.box.middle]


def _between(one: Rect, other: Rect, bounds: Rect | None) -> Rect:
    """Where most ways between two shapes are found."""
    x, y = min(one.x, other.x) - NEARBY, min(one.y, other.y) - NEARBY
    right, bottom = max(one.right, other.right) + NEARBY, max(one.bottom, other.bottom) + NEARBY
    if bounds is not None:
        x, y = max(x, bounds.x), max(y, bounds.y)
        right, bottom = min(right, bounds.right), min(bottom, bounds.bottom)
    return Rect(x, y, right - x, bottom - y)


def _obstacles(scene: Scene, source: Shape, target: Shape) -> Iterator[Shape]:
    """Sub-processes that are drawn with their content are in the way of what is not within them."""
    inner = {id(source), id(target)}
    for shape in scene.shapes.values():
        if not shape.holds or id(shape) in inner:
            yield shape
        elif shape.kind not in ("participant", "lane", "group"):
            within = [end for end in (source, target) if shape.box.holds(end.box)]
            if not within:
                yield shape


def _ports(scene: Scene, edge: Edge, shape: Shape, *, leaving: bool) -> Iterator[Port]:
    box = shape.box
    x, y = box.middle
    at = {(1, 0): (box.right, y), (-1, 0): (box.x, y), (0, 1): (x, box.bottom), (0, -1): (x, box.y)}
    if local(edge.node) == "messageFlow":
        costs = _BETWEEN_POOLS
    elif shape.kind in GATEWAYS:
        costs = _BRANCHING if leaving else _JOINING
    else:
        costs = _LEAVING if leaving else _ENTERING
    outside = _outside(scene, shape)
    for side in SIDES:
        if outside is None or side == outside:
            yield Port(at[side], side, costs[side] + _taken(scene, edge, shape, at[side], leaving=leaving))


def _outside(scene: Scene, shape: Shape) -> tuple[int, int] | None:
    """Which way an event at an edge looks; None: all ways."""
    host = scene.shapes.get(shape.host)
    if host is None:
        return None
    (x, y), box = shape.box.middle, host.box
    gaps = {(0, 1): abs(y - box.bottom), (0, -1): abs(y - box.y), (-1, 0): abs(x - box.x), (1, 0): abs(x - box.right)}
    return min(gaps, key=lambda side: gaps[side])


def _taken(scene: Scene, edge: Edge, shape: Shape, at: Point, *, leaving: bool) -> float:
    cost = 0.0
    for other in scene.edges.values():
        if other is edge or len(other.points) < 2:
            continue
        if other.source == shape.key and _near(other.points[0], at):
            cost = max(cost, SAME if leaving else TAKEN)
        if other.target == shape.key and _near(other.points[-1], at):
            cost = max(cost, TAKEN if leaving else 0.0)
    return cost


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < 6 and abs(one[1] - other[1]) < 6


# ------------------------------------------------------------------ names
def name_edge(scene: Scene, edge: Edge) -> None:
    """A place for its name beside one of its lines: on no shape and no other name, and if possible on no line."""
    edge.label = None
    if not edge.name or len(edge.points) < 2:
        return
    width, height = label_size(edge.name)
    lines = [s for other in scene.edges.values() for s in segments(other.points)]
    edge.label = _first_free(scene, list(_beside(edge.points, width, height)), lines)


def name_shape(scene: Scene, shape: Shape) -> None:
    """Below it, else above it, else where there is room."""
    shape.label = None
    name = (shape.node.get("name") or "").strip()
    if not name or not outside_named(shape):
        return
    lines = [s for other in scene.edges.values() for s in segments(other.points)]
    shape.label = _first_free(scene, label_places(shape, name), lines)


def outside_named(shape: Shape) -> bool:
    return shape.kind.endswith(("Event", "Gateway")) or shape.kind.startswith(("dataObject", "dataStore"))


def label_places(shape: Shape, name: str) -> list[Rect]:
    width, height = label_size(name)
    (x, _), box = shape.box.middle, shape.box
    below = Rect(round(x - width / 2), box.bottom + 5, width, height)
    above = Rect(round(x - width / 2), box.y - height - 5, width, height)
    right = Rect(box.right + 4, box.bottom, width, height)
    left = Rect(box.x - width - 4, box.bottom, width, height)
    upper = Rect(box.right + 4, box.y - height, width, height)
    if shape.host:
        return [right, left, below, upper]
    return [above, below, right, upper, left] if shape.kind in GATEWAYS else [below, above, right, left, upper]


def _first_free(scene: Scene, places: list[Rect], lines: list[Segment]) -> Rect:
    walls = [shape.box for shape in scene.solid()] + list(scene.labels())
    heads = [
        Rect(s.box.x, s.box.y, 30, s.box.height) for s in scene.shapes.values() if s.kind in ("participant", "lane")
    ]
    for place in places:
        if not any(place.meets(wall) for wall in (*walls, *heads)) and not any(place.crossed(line) for line in lines):
            return place
    everywhere = [*places, *_around(places[0])]
    return next((place for place in everywhere if not any(place.meets(wall) for wall in walls)), places[0])


def _beside(points: list[Point], width: float, height: float) -> Iterator[Rect]:
    roomy = [s for s in segments(points) if abs(s[0][0] - s[1][0]) > width + 8 or abs(s[0][1] - s[1][1]) > height + 8]
    for (ax, ay), (bx, by) in (*roomy, *segments(points)):
        if ay == by:
            low, high = min(ax, bx), max(ax, bx)
            middles = [low + width / 2 + 4, high - width / 2 - 4, (low + high) / 2]
            if bx < ax:
                middles = [middles[1], middles[0], middles[2]]
            for x in middles:
                yield Rect(round(x - width / 2), ay - height - 3, width, height)
                yield Rect(round(x - width / 2), ay + 3, width, height)
        elif ax == bx:
            low, high = min(ay, by), max(ay, by)
            tops = [low + 4, high - height - 4, (low + high - height) / 2]
            if by < ay:
                tops = [tops[1], tops[0], tops[2]]
            for y in tops:
                yield Rect(ax + 4, round(y), width, height)
                yield Rect(ax - width - 4, round(y), width, height)


def _around(place: Rect) -> Iterator[Rect]:
    for distance in range(10, 400, 10):
        for dx in range(-distance, distance + 1, 10):
            yield Rect(place.x + dx, place.y - distance, place.width, place.height)
            yield Rect(place.x + dx, place.y + distance, place.width, place.height)
        for dy in range(-distance, distance + 1, 10):
            yield Rect(place.x - distance, place.y + dy, place.width, place.height)
            yield Rect(place.x + distance, place.y + dy, place.width, place.height)


def ends_at_shapes(scene: Scene, edge: Edge) -> bool:
    source, target = scene.shapes.get(edge.source), scene.shapes.get(edge.target)
    if source is None or target is None or len(edge.points) < 2:
        return True
    return touches(source.box, edge.points[0]) and touches(target.box, edge.points[-1])


def connected(edges: Iterable[Edge], keys: set[str]) -> set[str]:
    """The edges that end at one of these shapes."""
    return {edge.key for edge in edges if edge.source in keys or edge.target in keys}


def pool_of(scene: Scene, key: str) -> Rect | None:
    """What a sequence flow from this shape stays within: the sub-process around it, else its pool; None: all."""
    node = scene.elements.get(key)
    while node is not None:
        parent = node.getparent()
        if parent is None:
            return None
        around = scene.shapes.get(parent.get("id") or "")
        if around is not None and around.holds:
            return around.box
        if local(parent) == "process":
            return next((s.box for s in scene.shapes.values() if _shows(s, parent.get("id"))), None)
        node = parent
    return None


def _shows(shape: Shape, process: str | None) -> bool:
    return shape.kind == "participant" and reference(shape.node.get("processRef")) == process
