"""What is wrong in a diagram, as sentences: overlaps, names on shapes, lines that end nowhere or pass through."""

from __future__ import annotations

from itertools import combinations

from lxml import etree

from engine.bpmn.drawing.interchange import Item, planes, read_plane
from engine.bpmn.modelling import FLOW_NODES
from engine.bpmn.namespaces import bpmn, reference, text_of
from engine.bpmn.placing.geometry import Rect, segments

SLACK = 1.5


def faults(xml: bytes) -> set[str]:
    root = etree.fromstring(xml)
    found: set[str] = set()
    for plane in planes(root):
        items = read_plane(root, plane).items
        found |= _overlaps(items)
        found |= _lines(items)
        found |= _lanes(root, items)
    return found


def undrawn(xml: bytes) -> set[str]:
    """Steps and flows that no plane shows."""
    root = etree.fromstring(xml)
    drawn = {reference(di.get("bpmnElement")) for di in root.iter("{*}BPMNShape", "{*}BPMNEdge")}
    wanted = root.iter(*(bpmn(name) for name in (*FLOW_NODES, "sequenceFlow", "lane", "participant")))
    return {node.get("id", "") for node in wanted} - {key for key in drawn if key}


def _rect(item: Item) -> Rect:
    assert item.box is not None
    return Rect(item.box.x, item.box.y, item.box.width, item.box.height)


def _solid(item: Item) -> bool:
    holds = item.kind in ("participant", "lane", "group") or (item.kind.endswith("rocess") and item.expanded)
    return item.box is not None and not holds


def _overlaps(items: tuple[Item, ...]) -> set[str]:
    shapes = [item for item in items if _solid(item)]
    found = set()
    for one, other in combinations(shapes, 2):
        hosts = {one.node.get("attachedToRef"), other.node.get("attachedToRef")}
        if not hosts & {one.id, other.id} and _rect(one).grown(-SLACK).meets(_rect(other)):
            found.add(f"{one.id} on {other.id}")
    labels = [(item, Rect(b.x, b.y, b.width, b.height)) for item in items if (b := item.label) is not None]
    for item, label in labels:
        for shape in shapes:
            if label.grown(-SLACK).meets(_rect(shape)):
                found.add(f"name of {item.id} on {shape.id}")
    for (one, a), (other, b) in combinations(labels, 2):
        if a.grown(-SLACK).meets(b):
            found.add(f"name of {one.id} on that of {other.id}")
    return found


def _lines(items: tuple[Item, ...]) -> set[str]:
    by_id = {item.id: item for item in items}
    found = set()
    for edge in items:
        if edge.kind not in ("sequenceFlow", "messageFlow"):
            continue
        ends = [by_id.get(reference(edge.node.get(name)) or "") for name in ("sourceRef", "targetRef")]
        for end, point in zip(ends, (edge.points[0], edge.points[-1]), strict=True):
            if end is not None and not _rect(end).grown(SLACK).meets(Rect(point[0] - 0.1, point[1] - 0.1, 0.2, 0.2)):
                found.add(f"{edge.id} does not end at {end.id}")
        for segment in segments(edge.points):
            (ax, ay), (bx, by) = segment
            if abs(ax - bx) > SLACK and abs(ay - by) > SLACK:
                found.add(f"{edge.id} is slanting")
            for shape in items:
                if _solid(shape) and shape not in ends and _rect(shape).grown(-SLACK).crossed(segment):
                    hosts = {end.node.get("attachedToRef") for end in ends if end is not None}
                    edge_of = shape.node.get("attachedToRef") in {end.id for end in ends if end is not None}
                    if shape.id not in hosts and not edge_of:
                        found.add(f"{edge.id} through {shape.id}")
    return found


def _lanes(root: etree._Element, items: tuple[Item, ...]) -> set[str]:
    by_id = {item.id: item for item in items if item.box is not None}
    found = set()
    for lane in root.iter(bpmn("lane")):
        for member in lane.iterchildren(bpmn("flowNodeRef")):
            step, around = by_id.get(text_of(member) or ""), by_id.get(lane.get("id", ""))
            if step is None or around is None or step.node.get("attachedToRef"):
                continue
            if not _rect(around).grown(SLACK).holds(_rect(step)):
                found.add(f"{step.id} outside {around.id}")
    return found
