"""The diagram interchange: complete, and drawn so that a person can read it."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.processes.files import BPMN_FILES, NS, edges, flow_nodes, labels, local, shapes, tree

each_file = pytest.mark.parametrize("path", BPMN_FILES, ids=lambda p: p.stem)


def _around(node: etree._Element) -> set[str]:
    """The sub-processes around a node, and for a boundary event its host."""
    found = {node.get("attachedToRef", "")}
    at = node.getparent()
    while local(at) != "process":
        found.add(at.get("id", ""))
        at = at.getparent()
    return found - {""}


@each_file
def test_everything_is_drawn_once_and_nothing_else(path: Path) -> None:
    root = tree(path)
    nodes = [*flow_nodes(root), *root.iterfind(".//bpmn:lane", NS), *root.iterfind(".//bpmn:participant", NS)]
    assert set(shapes(root)) == {n.get("id") for n in nodes}
    flows = [*root.iterfind(".//bpmn:sequenceFlow", NS), *root.iterfind(".//bpmn:messageFlow", NS)]
    assert set(edges(root)) == {f.get("id") for f in flows}
    drawn = [s.get("bpmnElement") for s in root.iterfind(".//bpmndi:BPMNPlane/*", NS)]
    assert len(drawn) == len(set(drawn))


@each_file
def test_no_two_shapes_overlap(path: Path) -> None:
    root = tree(path)
    boxes = shapes(root)
    nodes = {n.get("id", ""): n for n in flow_nodes(root)}
    clashes = [
        (a, b)
        for a, b in combinations(nodes, 2)
        if a not in _around(nodes[b]) and b not in _around(nodes[a]) and boxes[a].overlaps(boxes[b])
    ]
    assert clashes == []


@each_file
def test_every_shape_lies_inside_its_pool_and_lane(path: Path) -> None:
    root = tree(path)
    boxes = shapes(root)
    for lane in root.iterfind(".//bpmn:lane", NS):
        band = boxes[lane.get("id", "")]
        for ref in lane.iterfind("bpmn:flowNodeRef", NS):
            box = boxes[ref.text or ""]
            assert band.x < box.x and box.x + box.width < band.x + band.width, ref.text
            assert band.y < box.y + box.height / 2 < band.y + band.height, ref.text


@each_file
def test_flows_are_orthogonal_start_and_end_at_their_shapes_and_cross_no_other(path: Path) -> None:
    root = tree(path)
    boxes = shapes(root)
    nodes = {n.get("id", ""): n for n in flow_nodes(root)}
    for flow in root.iterfind(".//bpmn:sequenceFlow", NS):
        points = edges(root)[flow.get("id", "")]
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        assert boxes[source].touches(*points[0]) and boxes[target].touches(*points[-1]), flow.get("id")
        for start, end in pairwise(points):
            assert start[0] == end[0] or start[1] == end[1], f"{flow.get('id')} is not orthogonal"
            cut = [
                n
                for n in nodes
                if n not in ({source, target} | _around(nodes[source]) | _around(nodes[target]))
                and boxes[n].cut_by(start, end)
            ]
            assert cut == [], f"{flow.get('id')} runs through {cut}"


@each_file
def test_labels_lie_on_no_shape_and_no_other_label(path: Path) -> None:
    root = tree(path)
    boxes, texts = shapes(root), labels(root)
    nodes = {n.get("id", ""): n for n in flow_nodes(root)}
    solid = [n for n in nodes if local(nodes[n]) != "subProcess"]
    on_shapes = [(label, n) for label in texts for n in solid if n != label and texts[label].overlaps(boxes[n])]
    on_labels = [(a, b) for a, b in combinations(texts, 2) if texts[a].overlaps(texts[b])]
    assert on_shapes == [] and on_labels == []
