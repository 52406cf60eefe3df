"""The flow of one process or sub-process as a graph, and where branches come together again."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from engine.bpmn.model import Element, EventKind, Flow, ProcessModel

LARGEST = 1500
"""Steps of one scope up to which branches are nested."""
CLEARLY = 2
"""How many times as long as every other one a branch is that reads better as the way on than as a branch."""
LONG = 4


@dataclass(slots=True)
class Graph:
    """`after`: element -> flows that leave it; a jump over a link is a flow without an id."""

    elements: dict[str, Element] = field(default_factory=dict)
    after: dict[str, list[Flow]] = field(default_factory=dict)
    before: dict[str, list[Flow]] = field(default_factory=dict)

    def targets(self, key: str) -> list[str]:
        return [flow.target for flow in self.after.get(key, ())]

    def edges(self, host: str) -> list[Element]:
        """The events at the edge of a step."""
        return [e for e in self.elements.values() if e.attached_to == host]

    def reach(self, start: str, blocked: Container[str]) -> dict[str, int]:
        """Element -> how many steps away it is, the start included."""
        found: dict[str, int] = {}
        todo = deque([(start, 0)])
        while todo:
            key, distance = todo.popleft()
            if key in found or key in blocked:
                continue
            found[key] = distance
            todo.extend((target, distance + 1) for target in self.targets(key))
        return found

    def join(self, targets: Iterable[str], blocked: Container[str]) -> str | None:
        """Where most of the branches come together first; else the beginning of the one that is the way on."""
        wanted = list(targets)
        if len(self.elements) > LARGEST:
            return wanted[0] if wanted else None
        ways = [self.reach(target, blocked) for target in wanted]
        counts: dict[str, int] = {}
        for way in ways:
            for key in way:
                counts[key] = counts.get(key, 0) + 1
        most = max(counts.values(), default=0)
        if most > 1:
            meeting = [key for key, count in counts.items() if count == most]
            return min(meeting, key=lambda key: (sum(way.get(key, 0) for way in ways), key))
        sizes = [len(way) for way in ways]
        longest = max(sizes, default=0)
        others = sorted(sizes)[:-1]
        if longest >= LONG and others and longest >= CLEARLY * max(others):
            return wanted[sizes.index(longest)]
        return None


def graphs(process: ProcessModel) -> Mapping[str | None, Graph]:
    """Of the process itself (None) and of every sub-process."""
    found: dict[str | None, Graph] = {None: Graph()}
    for element in process.elements.values():
        found.setdefault(element.parent, Graph()).elements[element.id] = element
    for flow in (*process.flows, *_jumps(process)):
        source = process.elements.get(flow.source)
        graph = found.get(source.parent) if source is not None else None
        if graph is not None and flow.target in graph.elements:
            graph.after.setdefault(flow.source, []).append(flow)
            graph.before.setdefault(flow.target, []).append(flow)
    return found


def _jumps(process: ProcessModel) -> Iterable[Flow]:
    links = [e for e in process.elements.values() if e.event is EventKind.LINK and e.definitions]
    catching = {(e.parent, e.definitions[0].link): e.id for e in links if e.type == "intermediateCatchEvent"}
    for element in links:
        if element.type == "intermediateThrowEvent":
            target = catching.get((element.parent, element.definitions[0].link))
            if target is not None:
                yield Flow("", "", element.id, target)
