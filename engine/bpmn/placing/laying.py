"""Which steps need a place, in which order, and which flows a way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.modelling import FLOW_NODES, SUBPROCESSES
from engine.bpmn.namespaces import bpmn, local, reference, text_of
from engine.bpmn.placing.geometry import Rect
from engine.bpmn.placing.lines import connected, draw_edge, ends_at_shapes, name_edge, name_shape, pool_of
from engine.bpmn.placing.ranks import ranks
from engine.bpmn.placing.rooms import Wish, attach, lane_for, settle, size_of
from engine.bpmn.placing.scene import Edge, Node, Scene, Shape
from engine.bpmn.placing.sheets import complete_lanes, scene_of, sheets


def lay_out(root: Node, moved: frozenset[str], rerouted: frozenset[str]) -> None:
    elements = {key: node for node in root.iter(etree.Element) if (key := node.get("id")) is not None}
    scenes = sheets(root, elements)
    lanes = {
        text_of(member) or "": lane.get("id") or ""
        for lane in root.iter(bpmn("lane"))
        for member in lane.iterchildren(bpmn("flowNodeRef"))
    }
    wanted: dict[int, list[Node]] = {}
    for scope in _scopes(root):
        scene = scene_of(scenes, scope, root, elements)
        if scene is not None:
            complete_lanes(scene, scope)
            steps = [node for node in scope if local(node) in FLOW_NODES]
            wanted.setdefault(id(scene), []).extend(steps)
    for scene in scenes:
        _Laying(scene, lanes, moved, rerouted).run(wanted.get(id(scene), []))
        scene.write()


def _scopes(root: Node) -> Iterator[Node]:
    yield from root.iter(bpmn("process"), *(bpmn(name) for name in SUBPROCESSES))


class _Laying:
    def __init__(self, scene: Scene, lanes: Mapping[str, str], moved: frozenset[str], rerouted: frozenset[str]) -> None:
        self.scene = scene
        self.lanes = lanes
        self.moved = moved
        self.rerouted = set(rerouted)
        self.placed: list[Shape] = []

    def run(self, steps: list[Node]) -> None:
        scene = self.scene
        self._find_edges(steps)
        former = {key: scene.shapes.pop(key) for key in self.moved if key in scene.shapes}
        taken = {s.key for s in scene.shapes.values() if s.host in former} | set(former)
        self.rerouted |= connected(scene.edges.values(), taken)
        order = ranks(steps)
        new = [n for n in steps if (n.get("id") or "") not in scene.shapes]
        for node in sorted(new, key=lambda n: order[n.get("id") or ""]):
            self._place(node, former.get(node.get("id") or ""), order)
        for shape in self.placed:
            self._follow(shape)
        self._draw()

    def _find_edges(self, steps: list[Node]) -> None:
        """Flows between the steps of this plane, drawn or not."""
        scene = self.scene
        scopes = {id(p): p for node in steps if (p := node.getparent()) is not None}
        for scope in scopes.values():
            for node in scope.iterchildren(bpmn("sequenceFlow")):
                self._find_edge(node)
        for node in scene.elements.values():
            if local(node) in ("messageFlow", "association"):
                self._find_edge(node, both=True)

    def _find_edge(self, node: Node, *, both: bool = False) -> None:
        key = node.get("id") or ""
        source, target = reference(node.get("sourceRef")) or "", reference(node.get("targetRef")) or ""
        found = self.scene.edges.get(key)
        if found is None:
            if both and not {source, target} <= self.scene.shapes.keys():
                return
            self.scene.edges[key] = Edge(key, node, [], source, target)
            self.rerouted.add(key)

    def _place(self, node: Node, former: Shape | None, order: Mapping[str, int]) -> None:
        key = node.get("id") or ""
        if local(node) == "boundaryEvent":
            host = self.scene.shapes.get(reference(node.get("attachedToRef")) or "")
            if host is None:
                return
            shape = former or Shape(key, node, Rect(0, 0, *size_of(local(node))))
            attach(self.scene, shape, host)
            self.placed.append(shape)
            return
        shape = Shape(key, node, Rect(0, 0, *size_of(local(node))))
        shape.expanded = False if local(node) in SUBPROCESSES and former is None else None
        if former is None:
            settle(self.scene, shape, self._wish(shape, order))
        else:
            self._move(former, shape, order)
        self.placed.append(shape)

    def _move(self, former: Shape, shape: Shape, order: Mapping[str, int]) -> None:
        """With its events, and with what is drawn in it."""
        shape.di, shape.holds, shape.box = former.di, former.holds, former.box.copy()
        scene = self.scene
        inner = {k for k, s in scene.shapes.items() if any(a is former.node for a in s.node.iterancestors())}
        shapes = {key: scene.shapes.pop(key) for key in inner}
        edges = {k: scene.edges.pop(k) for k, e in [*scene.edges.items()] if {e.source, e.target} <= inner}
        settle(scene, shape, self._wish(shape, order))
        across, down = shape.box.x - former.box.x, shape.box.y - former.box.y
        for inner_shape in shapes.values():
            inner_shape.shift(across, down)
        for inner_edge in edges.values():
            inner_edge.shift(across, down)
        scene.shapes |= shapes
        scene.edges |= edges
        for event in [s for s in scene.shapes.values() if s.host == shape.key]:
            attach(scene, event, shape)
            self.placed.append(event)

    def _wish(self, shape: Shape, order: Mapping[str, int]) -> Wish:
        own, shapes = order.get(shape.key, 0), self.scene.shapes
        behind, before = [], []
        for edge in self.scene.edges.values():
            if edge.target == shape.key and edge.source in shapes and order.get(edge.source, own) < own:
                behind.append(shapes[edge.source])
            if edge.source == shape.key and edge.target in shapes and order.get(edge.target, own) > own:
                before.append(shapes[edge.target])
        lane = lane_for(self.scene, shape.key, self.lanes)
        return Wish(tuple(behind), tuple(before), lane, frozenset(self.rerouted))

    def _follow(self, shape: Shape) -> None:
        self.rerouted |= connected(self.scene.edges.values(), {shape.key}) if shape.di is not None else set()
        name_shape(self.scene, shape)

    def _draw(self) -> None:
        scene = self.scene
        wanted = [e for e in scene.edges.values() if self._needs_way(e)]
        for edge in wanted:
            edge.points, edge.label = [], None
        for edge in wanted:
            draw_edge(scene, edge, pool_of(scene, edge.source))
        for edge in wanted:
            name_edge(scene, edge)

    def _needs_way(self, edge: Edge) -> bool:
        if edge.source not in self.scene.shapes or edge.target not in self.scene.shapes:
            return False
        return (
            edge.key in self.rerouted
            or edge.key in self.scene.broken
            or (not ends_at_shapes(self.scene, edge) and any(s.key in (edge.source, edge.target) for s in self.placed))
        )
