"""The planes of a document: which one shows which (sub-)process, and new ones where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from engine.bpmn.modelling import FLOW_NODES, SUBPROCESSES
from engine.bpmn.namespaces import BPMNDI, bpmn, local, reference
from engine.bpmn.placing.geometry import Rect
from engine.bpmn.placing.scene import Node, Scene, Shape

LEFT, TOP, WIDTH, LANE = 160.0, 80.0, 400.0, 160.0
"""Where the first pool begins, how wide a new one is, and how high a lane."""
HEADER, APART = 30.0, 60.0


def sheets(root: Node, elements: dict[str, Node]) -> list[Scene]:
    """The planes that there are; a document without any gets one for the collaboration, or for each process."""
    planes = list(root.iter(f"{{{BPMNDI}}}BPMNPlane"))
    if not planes:
        pools = root.find(bpmn("collaboration"))
        shown = [pools] if pools is not None else root.findall(bpmn("process"))
        planes = [_plane(root, node.get("id") or "", elements) for node in shown]
    scenes = [Scene(plane, elements) for plane in planes]
    collaboration = root.find(bpmn("collaboration"))
    if collaboration is not None:
        _complete_pools(scenes, collaboration)
    return scenes


def _plane(root: Node, element: str, elements: dict[str, Node]) -> Node:
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": _new(f"diagramm_{element}", elements)})
    attributes = {"id": _new(f"ebene_{element}", elements), "bpmnElement": element}
    return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", attributes)


def _new(wanted: str, elements: dict[str, Node]) -> str:
    found, number = wanted, 1
    while found in elements:
        number += 1
        found = f"{wanted}_{number}"
    elements[found] = etree.Element("taken")
    return found


def _complete_pools(scenes: Sequence[Scene], collaboration: Node) -> None:
    """Pools that no plane shows stand below those of the collaboration's own."""
    shown = {key for scene in scenes for key in scene.shapes}
    drawn = {reference(scene.plane.get("bpmnElement")) for scene in scenes}
    scene = next((s for s in scenes if reference(s.plane.get("bpmnElement")) == collaboration.get("id")), None)
    for pool in collaboration.iterchildren(bpmn("participant")) if scene is not None else ():
        key, process = pool.get("id") or "", reference(pool.get("processRef"))
        if scene is None or key in shown or process in drawn:
            continue
        top = max((s.box.bottom + APART for s in scene.shapes.values()), default=TOP)
        left = min((s.box.x for s in scene.shapes.values() if s.kind == "participant"), default=LEFT)
        height = LANE if process else APART
        shape = Shape(key, pool, Rect(left, top, WIDTH, height), holds=True)
        scene.shapes[key] = shape


def complete_lanes(scene: Scene, scope: Node) -> None:
    """Lanes that are not drawn: all of them, one below the other; some, at the bottom of their pool."""
    for lanes in scope.iterchildren(bpmn("laneSet")):
        missing = [lane for lane in lanes.iterchildren(bpmn("lane")) if lane.get("id") not in scene.shapes]
        pool = next((s for s in scene.shapes.values() if _shows(s, scope)), None)
        if not missing or pool is None:
            continue
        drawn = [s for lane in lanes.iterchildren(bpmn("lane")) if (s := scene.shapes.get(lane.get("id") or ""))]
        for index, lane in enumerate(missing):
            top = pool.box.bottom if drawn or index else pool.box.y
            if drawn or index:
                scene.stretch(1, pool.box.bottom + 0.5, LANE)
                pool.box.height += LANE
            else:
                over = LANE - pool.box.height
                if over > 0:
                    scene.stretch(1, pool.box.bottom - 0.5, over)
            height = LANE if drawn or index else pool.box.height
            box = Rect(pool.box.x + HEADER, top, pool.box.width - HEADER, height)
            key = lane.get("id") or ""
            scene.shapes[key] = Shape(key, lane, box, holds=True)


def _shows(shape: Shape, scope: Node) -> bool:
    if shape.kind == "participant":
        return reference(shape.node.get("processRef")) == scope.get("id")
    return shape.node is scope and shape.holds


def scene_of(scenes: list[Scene], scope: Node, root: Node, elements: dict[str, Node]) -> Scene | None:
    """The plane that shows what is in a process or sub-process; a sub-process that is drawn closed gets its own."""
    key = scope.get("id") or ""
    for scene in scenes:
        if reference(scene.plane.get("bpmnElement")) == key or any(_shows(s, scope) for s in scene.shapes.values()):
            return scene
    inside = [node.get("id") for node in scope if local(node) in FLOW_NODES]
    for scene in scenes:
        if any(step in scene.shapes for step in inside):
            return scene
    if not inside:
        return None
    if local(scope) in SUBPROCESSES or not scenes or local(scope) == "process":
        scenes.append(Scene(_plane(root, key, elements), elements))
        return scenes[-1]
    return None
