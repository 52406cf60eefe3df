"""New lanes: at the bottom of their pool, with a group of their own."""

from __future__ import annotations

from engine.bpmn.editing.adding import lane_member
from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Tree, refuse
from engine.bpmn.modelling import FLOW_NODES
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.reading import Document
from engine.naming import slug
from engine.sentences import say


def add_lane(document: Document, process: str, name: str) -> Edited:
    """Its group is called as the lane's id until it gets another one. In a process without lanes the first one takes
    all steps. Raises InvalidInput("outline.refused"), InvalidInput("outline.unknown")."""
    return edited(document, lambda tree: _add(tree, process, name))


def _add(tree: Tree, process: str, name: str) -> tuple[str, str]:
    node, named = tree.node(process), " ".join(name.split())
    if local(node) != "process" or not any(
        reference(pool.get("processRef")) == process for pool in tree.root.iter(bpmn("participant"))
    ):
        refuse(say("Bahnen hat nur ein Prozess, der in einem Pool steht."))
    if not named:
        refuse(say("Geben Sie der Bahn einen Namen."))
    lanes = node.find(bpmn("laneSet"))
    steps = [child.get("id") or "" for child in node if local(child) in FLOW_NODES] if lanes is None else []
    if lanes is None:
        before = sum(1 for child in node if local(child) in ("documentation", "extensionElements"))
        lanes = tree.make(node, "laneSet", tree.new_id(f"bahnen_{process}"), at=before)
    key = tree.new_id(slug(named, "bahn"))
    lane = tree.make(lanes, "lane", key, {"name": named})
    for step in steps:
        lane_member(lane, step)
    return say("Die Bahn »{named}« steht jetzt unten im Pool.", named=named), key
