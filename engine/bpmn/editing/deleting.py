"""Taking steps and branches away: what was before leads on to what was after."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Node, Tree, refuse
from engine.bpmn.modelling import FLOW_NODES, GATEWAYS
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.reading import Document
from engine.sentences import say


def delete_step(document: Document, key: str) -> Edited:
    """Raises InvalidInput("outline.refused"), InvalidInput("outline.unknown")."""
    return edited(document, lambda tree: _delete(tree, key))


def delete_branch(document: Document, flow: str) -> Edited:
    """With the steps that nothing else leads to. Raises as `delete_step`."""
    return edited(document, lambda tree: _delete_branch(tree, flow))


def _delete(tree: Tree, key: str) -> tuple[str, str]:
    node = tree.step(key)
    label = tree.label(key)
    outgoing = tree.outgoing(key)
    targets = list(dict.fromkeys(target_of(flow) for flow in outgoing))
    if len(targets) > 1:
        refuse(
            say(
                "»{name}« hat noch {count} Zweige. Löschen Sie zuerst die Zweige, die wegfallen sollen, "
                "oder führen Sie sie an dieselbe Stelle.",
                name=label,
                count=len(targets),
            )
        )
    neighbour = _neighbour(tree, key, targets)
    events = tree.edges(key)
    for event in events:
        for flow in tree.outgoing(event.get("id") or ""):
            tree.drop_flow(flow)
        tree.drop(event)
    close(tree, key, targets[0] if targets else None)
    tree.drop(node)
    for target in targets:
        _without_need(tree, target)
    return _deleted(label, len(events)), neighbour if neighbour in tree.ids else ""


def _deleted(label: str, events: int) -> str:
    if not events:
        return say("»{name}« ist gelöscht.", name=label)
    if events == 1:
        return say("»{name}« ist gelöscht, mit 1 Ereignis am Rand.", name=label)
    return say("»{name}« ist gelöscht, mit {count} Ereignissen am Rand.", name=label, count=events)


def close(tree: Tree, key: str, target: str | None) -> None:
    """What led to the step leads to `target`; without one it ends where it began. Its own flows go."""
    for flow in tree.outgoing(key):
        tree.drop_flow(flow)
    for flow in tree.incoming(key):
        if target is None or reference(flow.get("sourceRef")) == target:
            tree.drop_flow(flow)
        else:
            tree.lead(flow, target)


def _without_need(tree: Tree, key: str) -> None:
    """A gateway that brings together what is one way only now."""
    node = tree.ids.get(key)
    if node is None or local(node) not in GATEWAYS or node.get("name"):
        return
    outgoing = tree.outgoing(key)
    if len(tree.incoming(key)) == 1 and len(outgoing) == 1:
        close(tree, key, target_of(outgoing[0]))
        tree.drop(node)


def _delete_branch(tree: Tree, key: str) -> tuple[str, str]:
    flow = tree.flow(key)
    source, target = reference(flow.get("sourceRef")) or "", target_of(flow)
    if len(tree.outgoing(source)) < 2:
        refuse(say("Das ist der einzige Weg von hier. Löschen Sie stattdessen den Schritt."))
    name = flow.get("name") or say("nach »{target}«", target=tree.label(target))
    beginnings = _beginnings(tree, source)
    before = _reached(tree, source, beginnings)
    tree.drop_flow(flow)
    gone = before - _reached(tree, source, beginnings)
    onward = [target]
    for step in sorted(gone):
        if step in tree.ids:
            onward += [target_of(other) for other in tree.outgoing(step)]
            for other in (*tree.outgoing(step), *tree.incoming(step)):
                tree.drop_flow(other)
    for step in sorted(gone):
        if step in tree.ids:
            tree.drop(tree.ids[step])
    for other_step in onward:
        _without_need(tree, other_step)
    return _branch_deleted(name, len(gone)), source


def _branch_deleted(name: str, steps: int) -> str:
    if not steps:
        return say("Der Zweig »{name}« ist gelöscht.", name=name)
    if steps == 1:
        return say("Der Zweig »{name}« und 1 Schritt darin sind gelöscht.", name=name)
    return say("Der Zweig »{name}« und {count} Schritte darin sind gelöscht.", name=name, count=steps)


def _beginnings(tree: Tree, key: str) -> list[str]:
    """The steps of the scope to which nothing leads."""
    scope = tree.scope(tree.node(key))
    arrived = {target for targets in _onward(tree, scope).values() for target in targets}
    return [own for node in scope if local(node) in FLOW_NODES and (own := node.get("id") or "") not in arrived]


def _reached(tree: Tree, key: str, beginnings: Iterable[str]) -> set[str]:
    after, todo = _onward(tree, tree.scope(tree.node(key))), [*beginnings]
    found: set[str] = set()
    while todo:
        if (step := todo.pop()) not in found:
            found.add(step)
            todo += after.get(step, [])
    return found


def _onward(tree: Tree, scope: Node) -> dict[str, list[str]]:
    """Step -> where it leads to, events at its edge included."""
    after: dict[str, list[str]] = {}
    for flow in tree.flows(scope):
        after.setdefault(reference(flow.get("sourceRef")) or "", []).append(target_of(flow))
    for node in scope.iterchildren(bpmn("boundaryEvent")):
        after.setdefault(reference(node.get("attachedToRef")) or "", []).append(node.get("id") or "")
    return after


def target_of(flow: Node) -> str:
    return reference(flow.get("targetRef")) or ""


def _neighbour(tree: Tree, key: str, targets: Iterable[str]) -> str:
    """Where to look after the step is gone: what was before it, else what comes after it."""
    before = [reference(flow.get("sourceRef")) or "" for flow in tree.incoming(key)]
    return next((step for step in (*before, *targets) if step != key), "")
