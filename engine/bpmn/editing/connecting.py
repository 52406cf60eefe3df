"""Flows: where they lead, which is the default, a further branch."""

from __future__ import annotations

from engine.bpmn.editing.deleting import target_of
from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Node, Tree, refuse
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.reading import Document

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
        refuse(f"Diese Verbindung führt schon zu »{tree.label(target)}«.")
    tree.lead(flow, target)
    name = flow.get("name")
    what = f"Der Zweig »{name}«" if name else f"Der Weg nach »{tree.label(source)}«"
    return f"{what} führt jetzt zu »{tree.label(target)}«.", key


def _branch(tree: Tree, source: str, name: str, target: str) -> tuple[str, str]:
    node = tree.step(source)
    _insist_reachable(tree, source, target)
    existing = tree.outgoing(source)
    if local(node) == "endEvent" or (existing and not local(node).endswith("Gateway")):
        refuse(
            f"Von »{tree.label(source)}« kann nur ein Weg weiterführen. Fügen Sie danach eine Verzweigung ein, "
            "und geben Sie ihr Zweige."
        )
    named = " ".join(name.split())
    if existing and not named:
        refuse("Geben Sie dem Zweig einen Namen.")
    flow = tree.connect(source, target, named)
    what = f"Der Zweig »{named}«" if named else f"Der Weg nach »{tree.label(source)}«"
    return f"{what} führt zu »{tree.label(target)}«.", flow.get("id") or ""


def _insist_reachable(tree: Tree, source: str, target: str) -> None:
    node, other = tree.step(source), tree.step(target)
    if tree.scope(node) is not tree.scope(other):
        refuse("Eine Verbindung kann nicht in einen anderen Teilprozess oder Pool führen.")
    if local(other) in ("startEvent", "boundaryEvent"):
        refuse(f"Zu »{tree.label(target)}« kann keine Verbindung führen: dort beginnt etwas.")
    if source == target:
        refuse("Ein Schritt kann nicht zu sich selbst führen.")


def _default(tree: Tree, key: str) -> tuple[str, str]:
    flow = tree.flow(key)
    source = tree.step(reference(flow.get("sourceRef")) or "")
    if local(source) not in DECIDING:
        refuse("Nur eine Verzweigung hat einen Zweig für alle übrigen Fälle.")
    make_default(source, flow)
    return f"»{flow.get('name') or key}« gilt jetzt, wenn keine andere Bedingung zutrifft.", key


def make_default(source: Node, flow: Node) -> None:
    source.set("default", flow.get("id") or "")
    for condition in flow.findall(bpmn("conditionExpression")):
        flow.remove(condition)
