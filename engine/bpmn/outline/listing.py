"""Process -> nested lists. Every element stands in exactly one place, and each place is the first that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.model import Element, Flow, ProcessModel
from engine.bpmn.modelling import GATEWAYS, SUBPROCESSES
from engine.bpmn.outline.graph import Graph, graphs
from engine.bpmn.outline.items import PartKind, Way
from engine.bpmn.outline.words import condition_in_words

DEEPEST = 24
"""Lists within lists; what would lie deeper is listed at the end."""


@dataclass(slots=True)
class Node:
    element: Element
    incoming: str = ""
    joins: bool = False
    parts: list[List] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A Part in the making."""

    kind: PartKind
    id: str
    name: str = ""
    condition: str = ""
    default: bool = False
    nodes: list[Node] = field(default_factory=list)
    way: Way = Way.ENDS
    target: str = ""
    flow: str = ""
    event: Node | None = None


def listed(process: ProcessModel) -> list[List]:
    found = graphs(process)
    return _Listing(found[None], found, 0).whole()


class _Listing:
    """One scope: `done` holds what stands somewhere, `path` what stands before the present step."""

    def __init__(self, graph: Graph, scopes: Mapping[str | None, Graph], depth: int) -> None:
        self.graph = graph
        self.scopes = scopes
        self.base = depth
        self.done: set[str] = set()
        self.path: list[str] = []

    def whole(self) -> list[List]:
        found: list[List] = []
        elements = self.graph.elements.values()
        for element in elements:
            if element.type == "startEvent" or (element.instantiate and not self.graph.before.get(element.id)):
                found.append(self._from(List(PartKind.START, element.id, element.name), element.id))
        if aside := [self._node(e, "") for e in elements if e.by_event]:
            found.append(List(PartKind.ASIDE, "aside", nodes=aside))
        while loose := [e for e in elements if e.id not in self.done and e.attached_to is None]:
            first = next((e for e in loose if not self.graph.before.get(e.id)), loose[0])
            found.append(self._from(List(PartKind.LOOSE, first.id, first.name), first.id))
        return found

    def _from(self, into: List, start: str) -> List:
        self.path = []
        self._sequence(into, start, "", frozenset(), self.base)
        return into

    def _sequence(self, into: List, start: str, flow: str, stops: frozenset[str], depth: int) -> None:
        key: str | None = start
        mark = len(self.path)
        while key is not None:
            if key in stops or key in self.done:
                into.way = Way.BACK if key in self.path else Way.ON
                into.target, into.flow = key, flow
                break
            element = self.graph.elements[key]
            node = self._node(element, flow)
            into.nodes.append(node)
            self.path.append(key)
            key, flow = self._onward(node, stops, depth)
        del self.path[mark:]

    def _node(self, element: Element, flow: str) -> Node:
        self.done.add(element.id)
        outgoing, incoming = self.graph.after.get(element.id, ()), self.graph.before.get(element.id, ())
        joins = element.type in GATEWAYS and len(outgoing) <= 1 and len(incoming) > 1
        node = Node(element, flow, joins)
        if element.type in SUBPROCESSES and element.id in self.scopes and self.base < DEEPEST:
            inner = _Listing(self.scopes[element.id], self.scopes, self.base + 1).whole()
            for part in inner:
                part.kind = PartKind.INSIDE if part.kind is PartKind.START else part.kind
            node.parts += inner
        return node

    def _onward(self, node: Node, stops: frozenset[str], depth: int) -> tuple[str | None, str]:
        """The next step of the same list, and the flow that leads there; branches are listed on the way."""
        flows = self.graph.after.get(node.element.id, [])
        self._edges(node, flows, stops, depth)
        if len(flows) == 1:
            return flows[0].target, flows[0].id
        if not flows or depth >= DEEPEST:
            return None, ""
        blocked = self.done | stops
        join = self.graph.join([flow.target for flow in flows], blocked)
        for flow in flows:
            part = List(PartKind.BRANCH, flow.id, flow.name)
            part.default = flow.is_default
            part.condition = condition_in_words(flow.condition, flow.is_default)
            self._sequence(part, flow.target, flow.id, stops | {join} if join else stops, depth + 1)
            node.parts.append(part)
        return (join, "") if join is not None and join not in self.done else (None, "")

    def _edges(self, node: Node, flows: list[Flow], stops: frozenset[str], depth: int) -> None:
        """What events at the edge lead to: none of it is on the ordinary way."""
        events = self.graph.edges(node.element.id)
        ordinary = frozenset(key for flow in flows for key in self.graph.reach(flow.target, ())) if events else stops
        for event in events:
            edge = self._node(event, "")
            part = List(PartKind.EVENT, event.id, event.name, event=edge)
            node.parts.append(part)
            leaving = self.graph.after.get(event.id, [])
            target = leaving[0].target if leaving else event.handler
            if target in self.graph.elements and depth < DEEPEST:
                flow = leaving[0].id if leaving else ""
                self._sequence(part, str(target), flow, stops | ordinary, depth + 1)
