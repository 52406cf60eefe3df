"""One plane of the diagram interchange as boxes and lines that can be moved, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.drawing.interchange import LABELLED_OUTSIDE
from engine.bpmn.drawing.places import DC, DD, Box, box_of, label_box, waypoints
from engine.bpmn.drawing.text import OUTSIDE, line_height, wrapped
from engine.bpmn.modelling import SUBPROCESSES
from engine.bpmn.namespaces import BPMNDI, flag, local, reference
from engine.bpmn.placing.geometry import Point, Rect

Node = etree._Element
LABEL_WIDTH = 90
_NO_LABEL = etree.Element("none")


@dataclass(slots=True, eq=False)
class Shape:
    """`node`: the element; `di` None: not drawn before. `holds`: other shapes lie inside it."""

    key: str
    node: Node
    box: Rect
    di: Node | None = None
    label: Rect | None = None
    holds: bool = False
    host: str = ""
    """Of an event at an edge: the step."""
    expanded: bool | None = None

    @property
    def kind(self) -> str:
        return local(self.node)

    def shift(self, across: float, down: float) -> None:
        for box in (self.box, self.label):
            if box is not None:
                box.x, box.y = box.x + across, box.y + down


@dataclass(slots=True, eq=False)
class Edge:
    key: str
    node: Node
    points: list[Point]
    source: str
    target: str
    di: Node | None = None
    label: Rect | None = None

    @property
    def name(self) -> str:
        return (self.node.get("name") or "").strip()

    def shift(self, across: float, down: float) -> None:
        self.points = [(x + across, y + down) for x, y in self.points]
        if self.label is not None:
            self.label.x, self.label.y = self.label.x + across, self.label.y + down


class Scene:
    def __init__(self, plane: Node, elements: dict[str, Node]) -> None:
        self.plane = plane
        self.elements = elements
        self.shapes: dict[str, Shape] = {}
        self.edges: dict[str, Edge] = {}
        self.broken: set[str] = set()
        """Edges that were straight and are not any more."""
        for di in plane.iterchildren(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
            key = reference(di.get("bpmnElement")) or ""
            node = elements.get(key)
            if node is not None:
                self._read(key, node, di)

    def _read(self, key: str, node: Node, di: Node) -> None:
        holder = di.find(f"{{{BPMNDI}}}BPMNLabel")
        given = box_of(holder) if holder is not None else None
        label = Rect(given.x, given.y, given.width, given.height) if given is not None and given.width > 0 else None
        if di.tag.endswith("}BPMNEdge"):
            source, target = _ends(node)
            self.edges.setdefault(key, Edge(key, node, list(waypoints(di)), source, target, di, label))
            return
        box = box_of(di)
        if box is None:
            return
        kind = local(node)
        holds = kind in ("participant", "lane", "group") or (kind in SUBPROCESSES and flag(di, "isExpanded"))
        host = reference(node.get("attachedToRef")) or "" if kind == "boundaryEvent" else ""
        shape = Shape(key, node, Rect(box.x, box.y, box.width, box.height), di, label, holds, host)
        self.shapes.setdefault(key, shape)

    # ------------------------------------------------------------------ looking
    def solid(self) -> Iterator[Shape]:
        """What nothing else may lie on."""
        return (shape for shape in self.shapes.values() if not shape.holds)

    def labels(self) -> Iterator[Rect]:
        items: list[Shape | Edge] = [*self.shapes.values(), *self.edges.values()]
        for item in items:
            if item.label is not None and item.node.get("name"):
                yield item.label
            elif item.di is not None and (usual := self._usual(item)) is not None:
                yield usual

    def _usual(self, item: Shape | Edge) -> Rect | None:
        """Where a name is drawn of which the file does not say where."""
        name = item.node.get("name") or ""
        if not name or local(item.node) not in LABELLED_OUTSIDE:
            return None
        if isinstance(item, Edge):
            found = label_box(name, _NO_LABEL, None, tuple(item.points)) if len(item.points) > 1 else None
        else:
            box = Box(item.box.x, item.box.y, item.box.width, item.box.height)
            found = label_box(name, _NO_LABEL, box, ())
        return None if found is None else Rect(found.x, found.y, found.width, found.height)

    # ------------------------------------------------------------------ making room
    def stretch(self, axis: int, cut: float, by: float) -> None:
        """Everything from `cut` on moves by `by` to the right (axis 0) or down (1); what holds others and lies on both
        sides grows. Nothing that was apart meets: places keep their order."""
        moved: set[str] = set()
        grown: set[str] = set()
        for shape in self.shapes.values():
            low, high = _span(shape.box, axis)
            if shape.holds and low < cut < high:
                _grow(shape.box, axis, by)
                grown.add(shape.key)
            elif low >= cut:
                moved.add(shape.key)
        for shape in self.shapes.values():
            if shape.host in self.shapes and shape.host not in grown:
                (moved.add if shape.host in moved else moved.discard)(shape.key)
        for key in moved:
            _shift(self.shapes[key].box, axis, by)
        for shape in self.shapes.values():
            if shape.label is not None and (
                shape.key in moved or (shape.key in grown and _span(shape.label, axis)[0] >= cut)
            ):
                _shift(shape.label, axis, by)
        for edge in self.edges.values():
            self._stretch_edge(edge, axis, cut, by, moved, grown)

    def _stretch_edge(self, edge: Edge, axis: int, cut: float, by: float, moved: set[str], grown: set[str]) -> None:
        before = edge.points
        last = len(before) - 1
        after: list[Point] = []
        for index, point in enumerate(before):
            end = {0: edge.source, last: edge.target}.get(index)
            if end in self.shapes and end not in grown:
                goes = end in moved
            else:
                goes = point[axis] >= cut
            after.append(_moved(point, axis, by) if goes else point)
        edge.points = after
        straight = [abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1 for a, b in zip(before, before[1:], strict=False)]
        still = [abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1 for a, b in zip(after, after[1:], strict=False)]
        if any(was and not now for was, now in zip(straight, still, strict=True)):
            self.broken.add(edge.key)
        if edge.label is not None and _span(edge.label, axis)[0] >= cut:
            _shift(edge.label, axis, by)

    # ------------------------------------------------------------------ back into the document
    def write(self) -> None:
        for shape in self.shapes.values():
            self._write_shape(shape)
        for edge in self.edges.values():
            self._write_edge(edge)

    def _drawn(self, tag: str, key: str) -> Node:
        wanted, number = f"{key}_di", 1
        while wanted in self.elements:
            number += 1
            wanted = f"{key}_di_{number}"
        attributes = {"id": wanted, "bpmnElement": key}
        found = etree.SubElement(self.plane, f"{{{BPMNDI}}}{tag}", attributes)
        self.elements[wanted] = found
        return found

    def _write_shape(self, shape: Shape) -> None:
        if shape.di is None:
            shape.di = self._drawn("BPMNShape", shape.key)
            if shape.kind in ("participant", "lane"):
                shape.di.set("isHorizontal", "true")
            if shape.kind == "exclusiveGateway":
                shape.di.set("isMarkerVisible", "true")
            if shape.expanded is not None:
                shape.di.set("isExpanded", "true" if shape.expanded else "false")
        _write_box(shape.di, shape.box, at=0)
        _write_label(shape.di, shape.label)

    def _write_edge(self, edge: Edge) -> None:
        if edge.di is None:
            if len(edge.points) < 2:
                return
            edge.di = self._drawn("BPMNEdge", edge.key)
        if list(waypoints(edge.di)) != edge.points:
            old = list(edge.di.iterchildren(f"{{{DD}}}waypoint"))
            for point, (x, y) in zip(old, edge.points, strict=False):
                point.set("x", _text(x))
                point.set("y", _text(y))
            for point in old[len(edge.points) :]:
                edge.di.remove(point)
            at = len(old)
            for x, y in edge.points[len(old) :]:
                edge.di.insert(at, etree.Element(f"{{{DD}}}waypoint", {"x": _text(x), "y": _text(y)}))
                at += 1
        _write_label(edge.di, edge.label)


def label_size(name: str) -> tuple[int, int]:
    """Width and height of a name beside a shape or line."""
    lines = wrapped(name, LABEL_WIDTH, OUTSIDE)
    width = int(max(line.width for line in lines)) + 1
    while width < LABEL_WIDTH and len(wrapped(name, width, OUTSIDE)) > len(lines):
        width += 1  # lines break by the share of the width, not by the words alone
    return width, int(len(lines) * line_height(OUTSIDE)) + 1


def _ends(node: Node) -> tuple[str, str]:
    """Only what is an attribute: data flows keep their points."""
    return reference(node.get("sourceRef")) or "", reference(node.get("targetRef")) or ""


def _span(box: Rect, axis: int) -> tuple[float, float]:
    return (box.x, box.right) if axis == 0 else (box.y, box.bottom)


def _shift(box: Rect, axis: int, by: float) -> None:
    if axis == 0:
        box.x += by
    else:
        box.y += by


def _grow(box: Rect, axis: int, by: float) -> None:
    if axis == 0:
        box.width += by
    else:
        box.height += by


def _moved(point: Point, axis: int, by: float) -> Point:
    return (point[0] + by, point[1]) if axis == 0 else (point[0], point[1] + by)


def _text(value: float) -> str:
    return f"{value:.10g}"


def _write_box(holder: Node, box: Rect, at: int) -> None:
    bounds = holder.find(f"{{{DC}}}Bounds")
    if bounds is None:
        bounds = etree.Element(f"{{{DC}}}Bounds")
        holder.insert(at, bounds)
    for name, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)):
        try:
            same = float(bounds.get(name) or "") == value
        except ValueError:
            same = False
        if not same:
            bounds.set(name, _text(value))


def _write_label(di: Node, label: Rect | None) -> None:
    holder = di.find(f"{{{BPMNDI}}}BPMNLabel")
    if label is None:
        return
    if holder is None:
        holder = etree.SubElement(di, f"{{{BPMNDI}}}BPMNLabel")
    _write_box(holder, label, at=0)
