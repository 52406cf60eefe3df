"""The content files as lxml trees, with the few questions that their tests ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
FORMS = ROOT / "forms" / "definitions"
BPMN_FILES = sorted([*PROCESSES.glob("*.bpmn"), *(PROCESSES / "_library").glob("*.bpmn")])
FORM_FILES = sorted(FORMS.glob("*.form"))
NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/",
}
FLOW_NODES = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "manualTask",
    "scriptTask",
    "businessRuleTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "subProcess",
    "callActivity",
)


def tree(path: Path) -> etree._Element:
    return etree.parse(str(path)).getroot()


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def flow_nodes(root: etree._Element) -> list[etree._Element]:
    wanted = {f"{{{NS['bpmn']}}}{name}" for name in FLOW_NODES}
    return [e for e in root.iterfind(".//bpmn:process//*", NS) if e.tag in wanted]


def properties(element: etree._Element) -> dict[str, str]:
    """Our own properties of an element, not those of elements inside it."""
    found = element.iterfind("bpmn:extensionElements/zeebe:properties/zeebe:property", NS)
    return {p.get("name", ""): p.get("value", "") for p in found}


def lane_of(root: etree._Element, node: etree._Element) -> etree._Element | None:
    """The lane of a node, or of the sub-process around it."""
    at: etree._Element | None = node
    while at is not None:
        for lane in root.iterfind(".//bpmn:lane", NS):
            if any(ref.text == at.get("id") for ref in lane.iterfind("bpmn:flowNodeRef", NS)):
                return lane
        at = at.getparent()
    return None


def zone_of(root: etree._Element, node: etree._Element) -> str:
    """Zone of secrecy: the element's own, that of a sub-process around it, that of its lane, else eingang."""
    at: etree._Element | None = node
    while at is not None and local(at) in FLOW_NODES:
        if "schutzzone" in properties(at):
            return properties(at)["schutzzone"]
        at = at.getparent()
    lane = lane_of(root, node)
    return properties(lane).get("schutzzone", "eingang") if lane is not None else "eingang"


def form(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def components(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every component of a form, depth first."""
    for component in holder.get("components", ()):
        yield component
        yield from components(component)


def variables(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The components that become process variables: those of a repeating group are part of its list."""
    for component in holder.get("components", ()):
        if component["type"] == "group" and not component.get("path"):
            yield from variables(component)
        elif component.get("key") or component.get("path"):
            yield component


def written_by_forms() -> Iterator[tuple[str, str, str]]:
    """(variable, zone, where) for each field of each user task of each process."""
    for path in BPMN_FILES:
        root = tree(path)
        for task in root.iterfind(".//bpmn:userTask", NS):
            definition = task.find(".//zeebe:formDefinition", NS)
            assert definition is not None, task.get("id")
            name = definition.get("formId", "")
            for field in variables(form(FORMS / f"{name}.form")):
                zone = field.get("properties", {}).get("zone") or zone_of(root, task)
                yield str(field.get("key") or field.get("path")), zone, f"{path.name}: {task.get('id')} ({name})"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def touches(self, x: float, y: float) -> bool:
        return self.x - 1 <= x <= self.x + self.width + 1 and self.y - 1 <= y <= self.y + self.height + 1

    def cut_by(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Does an upright or level line run through the inside?"""
        (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        return self.x < x1 and x0 < self.x + self.width and self.y < y1 and y0 < self.y + self.height


def _box(element: etree._Element) -> Box:
    bounds = element.find("dc:Bounds", NS)
    assert bounds is not None
    return Box(*(float(bounds.get(k, "nan")) for k in ("x", "y", "width", "height")))


def shapes(root: etree._Element) -> dict[str, Box]:
    return {s.get("bpmnElement", ""): _box(s) for s in root.iterfind(".//bpmndi:BPMNShape", NS)}


def labels(root: etree._Element) -> dict[str, Box]:
    return {e.getparent().get("bpmnElement", ""): _box(e) for e in root.iterfind(".//bpmndi:BPMNLabel", NS)}


def edges(root: etree._Element) -> dict[str, list[tuple[float, float]]]:
    return {
        e.get("bpmnElement", ""): [
            (float(w.get("x", "nan")), float(w.get("y", "nan"))) for w in e.iterfind("di:waypoint", NS)
        ]
        for e in root.iterfind(".//bpmndi:BPMNEdge", NS)
    }
