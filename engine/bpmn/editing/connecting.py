"""Flows: where they lead, which is the default, a further branch."""

from __future__ import annotations

from engine.bpmn.editing.deleting import target_of
from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Node, Tree, refuse
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.reading import Document
from engine.sentences import say

DECIDING = ("exclusiveGateway", "inclusiveGateway")


def connect(document: Document, flow: str, target: str) -> Edited:
    """The flow leads to another step of the same (sub-)process.

    Raises InvalidInput("outline.refused"), InvalidInput("outline.unknown")."""
    return edited(document, lambda tree: _lead(tree, flow, target))


def add_branch(document: Document, source: str, name: str, target: str) -> Edited:
    """One more way from a step to another. Raises as `connect`."""
    return edited(document, lambda tree: _branch(tree, source, name, target))


def set_default(document: Document, flow: str) -> Edited:
    """The branch that is taken when no other is; its condition goes. Raises as `connect`."""
    return edited(document, lambda tree: _default(tree, flow))


def _lead(tree: Tree, key: str, target: str) -> tuple[str, str]:
    flow = tree.flow(key)
    source = reference(flow.get("sourceRef")) or ""
    _insist_reachable(tree, source, target)
    if target_of(flow) == target:
        refuse(say("Diese Verbindung führt schon zu »{target}«.", target=tree.label(target)))
    tree.lead(flow, target)
    name = flow.get("name")
    return say("{what} führt jetzt zu »{target}«.", what=_way(tree, name, source), target=tree.label(target)), key


def _branch(tree: Tree, source: str, name: str, target: str) -> tuple[str, str]:
    node = tree.step(source)
    _insist_reachable(tree, source, target)
    existing = tree.outgoing(source)
    if local(node) == "endEvent" or (existing and not local(node).endswith("Gateway")):
        refuse(
            say(
                "Von »{source}« kann nur ein Weg weiterführen. Fügen Sie danach eine Verzweigung ein, "
                "und geben Sie ihr Zweige.",
                source=tree.label(source),
            )
        )
    named = " ".join(name.split())
    if existing and not named:
        refuse(say("Geben Sie dem Zweig einen Namen."))
    flow = tree.connect(source, target, named)
    said = say("{what} führt zu »{target}«.", what=_way(tree, named, source), target=tree.label(target))
    return said, flow.get("id") or ""


def _way(tree: Tree, name: str | None, source: str) -> str:
    if name:
        return say("Der Zweig »{name}«", name=name)
    return say("Der Weg nach »{source}«", source=tree.label(source))


def _insist_reachable(tree: Tree, source: str, target: str) -> None:
    node, other = tree.step(source), tree.step(target)
    if tree.scope(node) is not tree.scope(other):
        refuse(say("Eine Verbindung kann nicht in einen anderen Teilprozess oder Pool führen."))
    if local(other) in ("startEvent", "boundaryEvent"):
        refuse(say("Zu »{target}« kann keine Verbindung führen: dort beginnt etwas.", target=tree.label(target)))
    if source == target:
        refuse(say("Ein Schritt kann nicht zu sich selbst führen."))


def _default(tree: Tree, key: str) -> tuple[str, str]:
    flow = tree.flow(key)
    source = tree.step(reference(flow.get("sourceRef")) or "")
    if local(source) not in DECIDING:
        refuse(say("Nur eine Verzweigung hat einen Zweig für alle übrigen Fälle."))
    make_default(source, flow)
    return say("»{name}« gilt jetzt, wenn keine andere Bedingung zutrifft.", name=flow.get("name") or key), key


def make_default(source: Node, flow: Node) -> None:
    source.set("default", flow.get("id") or "")
    for condition in flow.findall(bpmn("conditionExpression")):
        flow.remove(condition)
