"""Finding a place for a step: behind what leads to it, in its lane, on nothing; where there is none, making one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.modelling import GATEWAYS, SUBPROCESSES
from engine.bpmn.namespaces import local
from engine.bpmn.placing.geometry import Rect, segments
from engine.bpmn.placing.lines import label_places, name_shape, outside_named, pool_of
from engine.bpmn.placing.scene import Node, Scene, Shape, label_size

GAP = 50.0
"""Between one step and the next."""
AIR = 20.0
"""Between steps of different ways, and between a step and the border of its lane."""
HEADER = 30.0
SIZES = {"task": (100.0, 80.0), "event": (36.0, 36.0), "gateway": (50.0, 50.0), "textAnnotation": (100.0, 50.0)}
_EPSILON = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a shape would like to be. `behind`: shapes that lead to it, `before`: shapes that it leads to. `lane`: the
    box that it has to lie in; None: nothing does. `ignore`: edges that will find another way."""

    behind: tuple[Shape, ...]
    before: tuple[Shape, ...]
    lane: Shape | None
    ignore: frozenset[str]


def size_of(kind: str) -> tuple[float, float]:
    if kind.endswith("Event"):
        return SIZES["event"]
    return SIZES["gateway"] if kind in GATEWAYS else SIZES.get(kind, SIZES["task"])


def settle(scene: Scene, shape: Shape, wish: Wish) -> None:
    """Gives the shape its place and adds it to the scene."""
    if wish.lane is None and not wish.behind and not wish.before and not scene.shapes:
        shape.box.x, shape.box.y = 180.0, 160.0
    else:
        _Search(scene, shape, wish).run()
    _enclose(scene, shape, wish.lane)
    scene.shapes[shape.key] = shape


class _Search:
    def __init__(self, scene: Scene, shape: Shape, wish: Wish) -> None:
        self.scene = scene
        self.shape = shape
        self.wish = wish
        self.name = (shape.node.get("name") or "").strip() if outside_named(shape) else ""
        width = label_size(self.name)[0] if self.name else 0.0
        self.aside = max(0.0, (width - shape.box.width) / 2)
        """How far the name reaches beyond the shape, to both sides."""

    def run(self) -> None:
        box = self.shape.box
        left = self._left()
        wanted = box.width + GAP + self.aside
        ahead = [s for s in self.wish.before if s.box.x >= left - GAP + _EPSILON]
        nearest = min((min(s.box.x, s.label.x + GAP / 2) if s.label else s.box.x for s in ahead), default=None)
        if nearest is not None and nearest < left + wanted:
            self.scene.stretch(0, left - GAP / 2, left + wanted - nearest)
        if self._down_from(left):
            return
        self.scene.stretch(0, left - GAP / 2, box.width + GAP + 2 * self.aside)
        if self._down_from(left):
            return
        self._below(left)

    def _left(self) -> float:
        """Where it begins: behind all that leads to it, else before what it leads to, else where its lane begins."""
        right = max((shape.box.right for shape in self.wish.behind), default=None)
        lane = self.wish.lane
        start = lane.box.x + self._header() + AIR + self.aside if lane is not None else None
        if right is not None:
            return max(right + GAP + self.aside, start if start is not None else right)
        if self.wish.before:
            found = min(shape.box.x for shape in self.wish.before) - GAP - self.aside - self.shape.box.width
            return found if start is None else max(found, start)
        if start is not None:
            return start
        return min((shape.box.x for shape in self.scene.solid()), default=180.0)

    def _header(self) -> float:
        lane = self.wish.lane
        return HEADER if lane is not None and lane.kind in ("lane", "participant") else 0.0

    def _down_from(self, left: float) -> bool:
        """The nearest free height to the one that is wished for."""
        for y in self._heights():
            box = Rect(left, y, self.shape.box.width, self.shape.box.height)
            if self._fits(box):
                self.shape.box = box
                return True
        return False

    def _heights(self) -> Iterator[float]:
        height, lane = self.shape.box.height, self.wish.lane
        neighbours = [s for s in (*self.wish.behind, *self.wish.before) if lane is None or _within(lane, s)]
        if neighbours:
            wished = neighbours[0].box.middle[1] - height / 2
            if neighbours[0].host:
                wished = neighbours[0].box.bottom + AIR
        elif lane is not None:
            wished = lane.box.middle[1] - height / 2
        else:
            near = (*self.wish.behind, *self.wish.before)
            wished = near[0].box.middle[1] - height / 2 if near else self._lowest() + AIR
        low = lane.box.y + AIR if lane is not None else wished - 2000
        high = lane.box.bottom - AIR - height if lane is not None else wished + 2000
        if low <= wished <= high:
            yield wished
        for step in range(1, 200):
            for y in (wished + 10.0 * step, wished - 10.0 * step):
                if low <= y <= high:
                    yield y

    def _lowest(self) -> float:
        return max((shape.box.bottom for shape in self.scene.shapes.values()), default=160.0)

    def _fits(self, box: Rect) -> bool:
        roomy = box.grown(AIR)
        label = self._label(box)
        scene = self.scene
        for shape in scene.shapes.values():
            if shape.holds and not self._foreign(shape):
                continue
            if roomy.meets(shape.box) or (label is not None and label.meets(shape.box.grown(4))):
                return False
        for name in scene.labels():
            if box.grown(6).meets(name) or (label is not None and label.grown(2).meets(name)):
                return False
        clear = box.grown(10)
        for edge in scene.edges.values():
            if edge.key in self.wish.ignore:
                continue
            if any(clear.crossed(s) or (label is not None and label.crossed(s)) for s in segments(edge.points)):
                return False
        lane = self.wish.lane
        return lane is None or label is None or lane.box.holds(label)

    def _foreign(self, holder: Shape) -> bool:
        """A sub-process drawn with its content, which the step is not part of."""
        if holder.kind in ("participant", "lane", "group"):
            return False
        return not any(parent is holder.node for parent in self.shape.node.iterancestors())

    def _label(self, box: Rect) -> Rect | None:
        if not self.name:
            return None
        return label_places(Shape(self.shape.key, self.shape.node, box), self.name)[0]

    def _below(self, left: float) -> None:
        """A new row at the bottom of the lane: with the new column there is nothing in it."""
        lane, box = self.wish.lane, self.shape.box
        tall = box.height + (label_size(self.name)[1] + 10 if self.name else 0)
        if lane is None:
            self.shape.box = Rect(left, self._lowest() + 2 * AIR + tall, box.width, box.height)
            return
        bottom = lane.box.bottom
        self.scene.stretch(1, bottom - _EPSILON, tall + 2 * AIR)
        over = tall - box.height if local(self.shape.node) in GATEWAYS else 0.0
        self.shape.box = Rect(left, bottom + over, box.width, box.height)


def _within(lane: Shape, shape: Shape) -> bool:
    y = shape.box.middle[1]
    return lane.box.y <= y <= lane.box.bottom


def _enclose(scene: Scene, shape: Shape, lane: Shape | None) -> None:
    """What the step lies in reaches beyond it."""
    if lane is None:
        return
    around = lane.box
    over = shape.box.right + GAP - around.right
    if over > 0:
        scene.stretch(0, around.right - _EPSILON, over)
    under = shape.box.bottom + AIR - around.bottom
    if under > 0:
        scene.stretch(1, around.bottom - _EPSILON, under)


def attach(scene: Scene, event: Shape, host: Shape) -> None:
    """An event at the lower edge of its step, else at the upper one, beside those that are there already."""
    event.host = host.key
    scene.shapes.pop(event.key, None)
    if (found := _free_edges(scene, event, host)) is None:
        scene.stretch(1, host.box.bottom + _EPSILON, 2 * event.box.height)
        found = _free_edges(scene, event, host) or _apart(scene, event, host)
    event.box = found
    scene.shapes[event.key] = event
    for shape in scene.shapes.values():
        if shape.label is not None and shape.label.meets(found):
            name_shape(scene, shape)


def _free_edges(scene: Scene, event: Shape, host: Shape) -> Rect | None:
    return next((box for box in _edges_of(event.box, host.box) if _free_edge(scene, box, host)), None)


def _apart(scene: Scene, event: Shape, host: Shape) -> Rect:
    """Where only names are in the way."""
    walls = [shape.box for shape in scene.solid() if shape is not host]
    free = (box for box in _edges_of(event.box, host.box) if not any(box.meets(wall) for wall in walls))
    return next(free, next(_edges_of(event.box, host.box)))


def _edges_of(box: Rect, host: Rect) -> Iterator[Rect]:
    for y in (host.bottom - box.height / 2, host.y - box.height / 2):
        x = host.right - 20 - box.width / 2
        while x >= host.x - box.width / 2 + 10:
            yield Rect(x, y, box.width, box.height)
            x -= box.width + 8


def _free_edge(scene: Scene, box: Rect, host: Shape) -> bool:
    around = box.grown(4)
    if any(around.meets(shape.box) for shape in scene.solid() if shape is not host):
        return False
    return not any(around.meets(label) for label in scene.labels())


def scope_of_lane(lane: Node) -> Node | None:
    """The process or sub-process whose lane it is."""
    return next((a for a in lane.iterancestors() if local(a) in ("process", *SUBPROCESSES)), None)


def lane_for(scene: Scene, key: str, lanes: Mapping[str, str]) -> Shape | None:
    """The innermost drawn lane of a step, else what is drawn around it."""
    lane, node = scene.shapes.get(lanes.get(key, "")), scene.elements.get(key)
    if lane is not None and node is not None and scope_of_lane(lane.node) is node.getparent():
        return lane
    around = pool_of(scene, key)
    return next((shape for shape in scene.shapes.values() if shape.box is around), None)
