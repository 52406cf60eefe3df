"""Steps to another place in the flow: up and down in their list, to another branch, to another lane."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.editing.adding import lane_member
from engine.bpmn.editing.deleting import target_of
from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Node, Tree, cut, refuse
from engine.bpmn.modelling import SUBPROCESSES
from engine.bpmn.namespaces import bpmn, local, reference, text_of
from engine.bpmn.outline import Item, Part, outline
from engine.bpmn.reading import Document
from engine.sentences import both, say

_SCOPES = ("process", *SUBPROCESSES)
FIXED = {
    "startEvent": say("Ein Beginn bleibt, wo er ist."),
    "endEvent": say("Ein Ende bleibt, wo es ist."),
    "boundaryEvent": say("Ein Ereignis am Rand bleibt, wo es ist."),
}


def move_up(document: Document, key: str) -> Edited:
    """Before what stands before it in its list. Raises InvalidInput("outline.refused" or "outline.unknown")."""
    found = outline(document)
    return edited(document, lambda tree: _up(tree, found.part_of(key), key))


def move_down(document: Document, key: str) -> Edited:
    """As `move_up`, the other way."""
    found = outline(document)
    return edited(document, lambda tree: _down(tree, found.part_of(key), key))


def move_onto(document: Document, key: str, flow: str) -> Edited:
    """Onto a sequence flow of the same (sub-)process: to the beginning of a branch, or between two steps."""
    return edited(document, lambda tree: _onto(tree, key, flow))


def move_to_lane(document: Document, key: str, lane: str) -> Edited:
    """The flow stays as it is."""
    return edited(document, lambda tree: _to_lane(tree, key, lane))


def _up(tree: Tree, part: Part | None, key: str) -> tuple[str, str]:
    steps, index = _standing(tree, part, key)
    if index == 0 or steps[index - 1].kind == "startEvent":
        refuse(say("»{name}« steht schon am Anfang.", name=tree.label(key)))
    entry = steps[index - 1]
    if _joins(tree, entry):
        if index < 2 or not steps[index - 2].splits:
            refuse(
                say(
                    "Vor »{name}« laufen Zweige zusammen. Verschieben Sie den Schritt mit „An eine andere Stelle“.",
                    name=tree.label(key),
                )
            )
        entry = steps[index - 2]
    _detach(tree, key)
    for flow in tree.incoming(entry.id):
        if reference(flow.get("sourceRef")) != key:
            tree.lead(flow, key)
    _attach(tree, key, entry.id)
    return say("»{name}« steht jetzt vor »{entry}«.", name=tree.label(key), entry=entry.label), key


def _down(tree: Tree, part: Part | None, key: str) -> tuple[str, str]:
    steps, index = _standing(tree, part, key)
    following = steps[index + 1 : index + 3]
    if not following or following[0].kind == "endEvent":
        refuse(say("»{name}« steht schon am Ende.", name=tree.label(key)))
    last = following[0]
    if last.splits:
        if len(following) < 2 or not _joins(tree, following[1]):
            refuse(
                say(
                    "Nach »{name}« kommt »{last}«, und die Zweige danach laufen nicht an einer Stelle zusammen. "
                    "Verschieben Sie den Schritt mit „An eine andere Stelle“.",
                    name=tree.label(key),
                    last=last.label,
                )
            )
        last = following[1]
    _detach(tree, key)
    flows = tree.outgoing(last.id)
    if len(flows) != 1:
        refuse(say("Nach »{last}« geht es nicht weiter.", last=last.label))
    target = target_of(flows[0])
    tree.lead(flows[0], key)
    _attach(tree, key, target)
    return say("»{name}« steht jetzt nach »{before}«.", name=tree.label(key), before=last.label), key


def _onto(tree: Tree, key: str, flow_key: str) -> tuple[str, str]:
    _insist_movable(tree, key)
    flow = tree.flow(flow_key)
    source, target = reference(flow.get("sourceRef")) or "", target_of(flow)
    if tree.scope(flow) is not tree.scope(tree.node(key)):
        refuse(say("In einen anderen Teilprozess kann ein Schritt nicht verschoben werden."))
    if key in (source, target):
        refuse(say("»{name}« steht schon dort.", name=tree.label(key)))
    _detach(tree, key)
    tree.lead(flow, key)
    _attach(tree, key, target)
    name = flow.get("name")
    if name:
        return say("»{name}« steht jetzt am Anfang von »{branch}«.", name=tree.label(key), branch=name), key
    return say("»{name}« steht jetzt nach »{before}«.", name=tree.label(key), before=tree.label(source)), key


def _standing(tree: Tree, part: Part | None, key: str) -> tuple[tuple[Item, ...], int]:
    _insist_movable(tree, key)
    if part is None:
        refuse(say("»{name}« steht in keiner Folge von Schritten.", name=tree.label(key)))
    return part.steps, next(i for i, item in enumerate(part.steps) if item.id == key)


def _insist_movable(tree: Tree, key: str) -> None:
    node = tree.step(key)
    if local(node) in FIXED:
        refuse(both(FIXED[local(node)], say("Verschieben Sie die anderen Schritte.")))
    if len(tree.outgoing(key)) > 1 or _merges(tree, node):
        refuse(
            say(
                "»{name}« hält Zweige zusammen und bleibt, wo es ist. Verschieben Sie die Schritte davor, "
                "dahinter oder darin.",
                name=tree.label(key),
            )
        )
    sources = [reference(flow.get("sourceRef")) or "" for flow in tree.incoming(key)]
    if not tree.outgoing(key) and any(len(tree.outgoing(source)) > 1 for source in sources):
        refuse(
            say(
                "»{name}« ist der letzte Schritt seines Zweigs. Führen Sie den Zweig zuerst weiter.",
                name=tree.label(key),
            )
        )


def _merges(tree: Tree, node: Node) -> bool:
    return local(node).endswith("Gateway") and len(tree.incoming(node.get("id") or "")) > 1


def _joins(tree: Tree, item: Item) -> bool:
    return _merges(tree, tree.node(item.id)) and not item.splits


def _detach(tree: Tree, key: str) -> None:
    """What led to the step leads to what came after it, or nowhere; the step keeps its way out."""
    out = next(iter(tree.outgoing(key)), None)
    target = target_of(out) if out is not None else ""
    for flow in tree.incoming(key):
        if not target or reference(flow.get("sourceRef")) == target:
            tree.drop_flow(flow)
        elif flow is not out:
            tree.lead(flow, target)
    tree.moved.add(key)


def _attach(tree: Tree, key: str, target: str) -> None:
    out = next(iter(tree.outgoing(key)), None)
    if out is None:
        out = tree.connect(key, target)
    tree.lead(out, target)
    tree.rerouted.add(out.get("id") or "")


def _to_lane(tree: Tree, key: str, lane_key: str) -> tuple[str, str]:
    put_into_lane(tree, key, lane_key)
    return say("»{name}« gehört jetzt zu »{host}«.", name=tree.label(key), host=tree.label(lane_key)), key


def put_into_lane(tree: Tree, key: str, lane_key: str) -> None:
    """With the events at its edge."""
    tree.step(key)
    lane = tree.ids.get(lane_key)
    if lane is None or local(lane) != "lane":
        refuse(say("Wählen Sie eine Bahn aus."))
    if next((a for a in lane.iterancestors() if local(a) in _SCOPES), None) is not tree.scope(tree.node(key)):
        refuse(say("Diese Bahn gehört zu einem anderen Pool oder Teilprozess."))
    for step in (key, *(event.get("id") or "" for event in tree.edges(key))):
        for found in list(_places(tree, step)):
            cut(found)
        lane_member(lane, step)
    tree.moved.add(key)


def _places(tree: Tree, key: str) -> Iterator[Node]:
    for found in tree.root.iter(bpmn("flowNodeRef")):
        if reference(text_of(found)) == key:
            yield found
