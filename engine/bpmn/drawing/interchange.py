"""The diagram interchange of a BPMN file: what is drawn where, in the order in which it is painted.

Elements, their nesting and the places of labels are found as bpmn-js 18 finds them (lib/import, lib/util/LabelUtil).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from engine.bpmn.drawing.places import Box, Point, box_of, label_box, waypoints
from engine.bpmn.drawing.text import rounded
from engine.bpmn.namespaces import BPMNDI, bpmn, flag, local, reference
from engine.errors import InvalidInput

MOST_ITEMS = 5000

EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})
SUB_PROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
TASKS = frozenset(
    {"task", "userTask", "serviceTask", "sendTask", "receiveTask", "manualTask", "scriptTask", "businessRuleTask"}
)
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
FLOW_NODES = EVENTS | GATEWAYS | ACTIVITIES
DATA = frozenset({"dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"})
POOLS = frozenset({"participant", "lane"})
DATA_FLOWS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
LABELLED_OUTSIDE = EVENTS | GATEWAYS | DATA | {"sequenceFlow", "messageFlow", "group"}


@dataclass(slots=True, eq=False)
class Item:
    """A shape with its box, or an edge with its waypoints. `node` is the element, `di` its shape or edge."""

    id: str
    kind: str
    node: etree._Element
    di: etree._Element
    name: str = ""
    box: Box | None = None
    points: tuple[Point, ...] = ()
    label: Box | None = None
    """Where the name stands when it does not stand inside."""
    expanded: bool = True
    hidden: bool = False
    source: Item | None = None
    refers: tuple[etree._Element, ...] = ()
    """Elsewhere in the file: its message, data object or event definitions."""
    children: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plane:
    """One diagram of the file; `items` in the order of painting, hidden ones left out."""

    element: str
    name: str
    items: tuple[Item, ...]


def planes(root: etree._Element) -> tuple[str, ...]:
    """The ids of the elements that have a diagram of their own, in the order of the file."""
    return tuple(reference(plane.get("bpmnElement")) or "" for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"))


def read_plane(root: etree._Element, element: str | None = None) -> Plane:
    """The diagram of a collaboration, process or sub-process; without `element` the first of the file.

    Raises InvalidInput: there is none, or it is too large to draw.
    """
    found = list(root.iter(f"{{{BPMNDI}}}BPMNPlane"))
    if not found:
        raise InvalidInput("drawing.missing", "Diese Datei enthält keine Zeichnung, nur den Ablauf selbst.")
    plane = next((one for one in found if element and reference(one.get("bpmnElement")) == element), found[0])
    return _Walk(root, plane, element or reference(plane.get("bpmnElement"))).plane()


class _Walk:
    """One way through the elements, which collects those that have a shape or an edge in the plane."""

    def __init__(self, root: etree._Element, plane: etree._Element, element: str | None) -> None:
        self.root = root
        self.elements = {node.get("id", ""): node for node in root.iter(bpmn("*")) if node.get("id")}
        self.drawn: dict[str, etree._Element] = {}
        for di in plane.iterchildren(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
            self.drawn.setdefault(reference(di.get("bpmnElement")) or "", di)
        if len(self.drawn) > MOST_ITEMS:
            sentence = f"Dieses Diagramm hat {len(self.drawn)} Teile und ist zu groß für eine Zeichnung."
            raise InvalidInput("drawing.too_large", f"{sentence} Gezeichnet werden höchstens {MOST_ITEMS} Teile.")
        self.start = self.elements.get(element or "")
        if self.start is None:
            self.start = next((node for node in root if local(node) in ("process", "collaboration")), None)
        self.top: list[Item] = []
        self.found: dict[str, Item] = {}
        self.walked: set[str] = set()
        self.later: deque[Callable[[], object]] = deque()

    def plane(self) -> Plane:
        if self.start is None:
            raise InvalidInput("drawing.missing", "Diese Datei enthält keinen Ablauf, der gezeichnet werden kann.")
        if local(self.start) == "collaboration":
            self.collaboration(self.start)
            for process in self.root.iterchildren(bpmn("process")):
                if process.get("id") not in self.walked and process.find(bpmn("laneSet")) is not None:
                    self.container(process, None)
        else:
            self.container(self.start, None)
        while self.later:
            self.later.popleft()()
        items = tuple(_painted(self.top))
        if not items:
            raise InvalidInput("drawing.missing", "Diese Datei enthält keine Zeichnung, nur den Ablauf selbst.")
        return Plane(self.start.get("id", ""), self.name_of(self.start), items)

    def name_of(self, start: etree._Element) -> str:
        """A collaboration without a name is called what its first named process or pool is called."""
        pools = list(start.iterchildren(bpmn("participant")))
        processes = [self.elements.get(reference(pool.get("processRef")) or "") for pool in pools]
        named = (one.get("name") for one in (start, *processes, *pools) if one is not None)
        return next((name for name in named if name), "")

    def collaboration(self, node: etree._Element) -> None:
        for participant in node.iterchildren(bpmn("participant")):
            pool = self.shape(participant, None)
            process = self.elements.get(reference(participant.get("processRef")) or "")
            if process is not None and local(process) == "process":
                self.container(process, pool)
        for flow in node.iterchildren(bpmn("messageFlow")):
            self.later.append(partial(self.edge, flow, None))
        self.artifacts(node, None)

    def container(self, node: etree._Element, parent: Item | None) -> None:
        """A process or sub-process: what flows, lanes, data, and what explains it."""
        if node.get("id", "") in self.walked:
            return
        self.walked.add(node.get("id", ""))
        for child in node.iterchildren(bpmn("*")):
            kind = local(child)
            if kind == "sequenceFlow":
                self.later.append(partial(self.edge, child, parent))
            elif kind == "boundaryEvent":
                self.later.appendleft(partial(self.flow_node, child, parent))
            elif kind in FLOW_NODES:
                self.flow_node(child, parent)
            elif kind in ("dataObjectReference", "dataStoreReference"):
                self.shape(child, parent)
        for lanes in node.iterchildren(bpmn("laneSet")):
            self.lanes(lanes, parent)
        self.inputs(node, parent)
        self.artifacts(node, parent)

    def flow_node(self, node: etree._Element, parent: Item | None) -> None:
        item = self.shape(node, parent)
        if local(node) in SUB_PROCESSES:
            self.container(node, item or parent)
        elif local(node) in ACTIVITIES:
            self.inputs(node, parent)
        for name in sorted(DATA_FLOWS):
            for association in node.iterchildren(bpmn(name)):
                self.later.append(partial(self.edge, association, parent))

    def lanes(self, lanes: etree._Element, parent: Item | None) -> None:
        for lane in lanes.iterchildren(bpmn("lane")):
            self.later.append(partial(self.lane, lane, parent))

    def lane(self, lane: etree._Element, parent: Item | None) -> None:
        item = self.shape(lane, parent)
        for inner in lane.iterchildren(bpmn("childLaneSet")):
            self.lanes(inner, item or parent)

    def inputs(self, node: etree._Element, parent: Item | None) -> None:
        for specification in node.iterchildren(bpmn("ioSpecification")):
            for child in specification.iterchildren(bpmn("dataInput"), bpmn("dataOutput")):
                self.shape(child, parent)

    def artifacts(self, node: etree._Element, parent: Item | None) -> None:
        for child in node.iterchildren(bpmn("*")):
            if local(child) in ("textAnnotation", "group"):
                self.shape(child, parent)
            elif local(child) == "association":
                self.later.append(partial(self.edge, child, parent))

    def shape(self, node: etree._Element, parent: Item | None) -> Item | None:
        di = self.drawn.get(node.get("id", ""))
        box = box_of(di) if di is not None else None
        if di is None or box is None:
            return None
        box = Box(rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height))
        item = self.item(node, di)
        item.box, item.expanded = box, _is_expanded(item)
        self.add(item, parent)
        return item

    def edge(self, node: etree._Element, parent: Item | None) -> Item | None:
        di = self.drawn.get(node.get("id", ""))
        if di is None:
            return None
        item = self.item(node, di)
        item.points, (item.source, target) = waypoints(di), self.ends(node)
        if len(item.points) < 2:
            ends = [end.box.middle for end in (item.source, target) if end is not None and end.box is not None]
            item.points = tuple(ends)
        if len(item.points) >= 2:
            self.add(item, None if item.kind in DATA_FLOWS else parent)
        return item

    def ends(self, node: etree._Element) -> tuple[Item | None, Item | None]:
        around = node.getparent()
        own = around.get("id") if around is not None else None
        source = node.get("sourceRef") or node.findtext(bpmn("sourceRef"))
        target = node.get("targetRef") or node.findtext(bpmn("targetRef"))
        if local(node) == "dataInputAssociation":
            target = own
        elif local(node) == "dataOutputAssociation":
            source = own
        return self.found.get(reference(source) or ""), self.found.get(reference(target) or "")

    def item(self, node: etree._Element, di: etree._Element) -> Item:
        kind = local(node)
        name = node.get("name", "")
        if kind == "textAnnotation":
            name = node.findtext(bpmn("text")) or ""
        elif kind == "group":
            value = self.elements.get(reference(node.get("categoryValueRef")) or "")
            name = value.get("value", "") if value is not None else ""
        wanted = [node.get("messageRef"), node.get("dataObjectRef")] if kind not in FLOW_NODES else []
        wanted += [child.text for child in node.iterchildren(bpmn("eventDefinitionRef"))]
        refers = (self.elements.get(reference(one) or "") for one in wanted)
        return Item(node.get("id", ""), kind, node, di, name, refers=tuple(one for one in refers if one is not None))

    def add(self, item: Item, parent: Item | None) -> None:
        if item.id in self.found:
            return
        item.hidden = parent is not None and (parent.hidden or not parent.expanded)
        siblings = parent.children if parent is not None else self.top
        siblings.insert(0 if item.kind == "lane" else len(siblings), item)
        if item.kind in LABELLED_OUTSIDE and item.name:
            under = item.kind != "group"
            item.label = label_box(item.name, item.di, item.box, item.points, under=under)
        self.found[item.id] = item


def _painted(items: list[Item]) -> Iterator[Item]:
    for item in items:
        if not item.hidden:
            yield item
        yield from _painted(item.children)


def _is_expanded(item: Item) -> bool:
    """Whether what is inside is drawn. A pool without a process has nothing inside."""
    if item.kind in SUB_PROCESSES:
        return flag(item.di, "isExpanded")
    if item.kind == "participant":
        return bool(item.node.get("processRef"))
    return item.kind != "callActivity"
