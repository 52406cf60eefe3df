"""New steps: after another one, or at the beginning of a branch; decisions come with their branches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from engine.bpmn.editing.edited import Edited, edited
from engine.bpmn.editing.tree import Dialect, Node, Tree, refuse
from engine.bpmn.modelling import ACTIVITIES, FLOW_NODES
from engine.bpmn.namespaces import bpmn, local, reference, zeebe
from engine.bpmn.reading import Document
from engine.naming import slug
from engine.sentences import say

MOST_BRANCHES = 12


class StepKind(StrEnum):
    USER = "aufgabe"
    MAIL = "mail"
    SCRIPT = "berechnung"
    DECISION = "entscheidung"
    CALL = "teilprozess"
    CHOICE = "verzweigung"
    PARALLEL = "gleichzeitig"
    WAIT = "warten"
    DEADLINE = "frist"
    """An event at the edge of a step, which fires after a time."""
    END = "ende"


ELEMENTS = {
    StepKind.USER: "userTask",
    StepKind.MAIL: "serviceTask",
    StepKind.SCRIPT: "scriptTask",
    StepKind.DECISION: "businessRuleTask",
    StepKind.CALL: "callActivity",
    StepKind.CHOICE: "exclusiveGateway",
    StepKind.PARALLEL: "parallelGateway",
    StepKind.WAIT: "intermediateCatchEvent",
    StepKind.DEADLINE: "boundaryEvent",
    StepKind.END: "endEvent",
}
_OTHERWISE = {
    StepKind.USER: "aufgabe", StepKind.MAIL: "mail", StepKind.SCRIPT: "berechnung", StepKind.DECISION: "entscheidung",
    StepKind.CALL: "teilprozess", StepKind.CHOICE: "verzweigung", StepKind.PARALLEL: "gleichzeitig",
    StepKind.WAIT: "warten", StepKind.DEADLINE: "frist", StepKind.END: "ende",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddStep:
    """After the step `after`, or as the first on the sequence flow `flow`. `branches`: names, of a decision; the last
    one is taken when no other is."""

    kind: StepKind
    name: str
    after: str = ""
    flow: str = ""
    branches: tuple[str, ...] = ()


def add_step(document: Document, command: AddStep) -> Edited:
    """Raises InvalidInput("outline.refused"), InvalidInput("outline.unknown")."""
    return edited(document, lambda tree: _add(tree, command))


def _add(tree: Tree, command: AddStep) -> tuple[str, str]:
    name = " ".join(command.name.split())
    if not name and command.kind not in (StepKind.PARALLEL, StepKind.CHOICE):
        refuse(say("Geben Sie dem Schritt einen Namen."))
    if command.kind is StepKind.MAIL and tree.dialect is not Dialect.ZEEBE:
        refuse(say("E-Mails kann nur ein Prozess im Format von Camunda 8 versenden."))
    if command.kind is StepKind.DEADLINE:
        return _at_the_edge(tree, command.after, name)
    flow = _place(tree, command)
    source = tree.step(reference(flow.get("sourceRef")) or "") if flow is not None else tree.step(command.after)
    key = tree.new_id(slug(name, _OTHERWISE[command.kind]))
    first = _make(tree, source, command.kind, key, name)
    if command.kind in (StepKind.CHOICE, StepKind.PARALLEL):
        last = _branches(tree, first, command)
    else:
        last = first
    _connect(tree, source, flow, first, None if command.kind is StepKind.END else last)
    before = tree.label(source.get("id") or "")
    called = name or say("Gleichzeitig")
    if command.flow and flow is not None and flow.get("name"):
        return say("»{name}« steht jetzt am Anfang von »{branch}«.", name=called, branch=flow.get("name")), key
    return say("»{name}« steht jetzt nach »{before}«.", name=called, before=before), key


def _place(tree: Tree, command: AddStep) -> Node | None:
    """The flow that the new step goes on; None: there is none yet."""
    if command.flow:
        return tree.flow(command.flow)
    source = tree.step(command.after)
    if local(source) == "endEvent":
        refuse(
            say(
                "Nach dem Ende »{after}« kann kein Schritt stehen. Fügen Sie ihn davor ein.",
                after=tree.label(command.after),
            )
        )
    if source.find(bpmn("linkEventDefinition")) is not None and local(source) == "intermediateThrowEvent":
        refuse(
            say(
                "»{after}« springt an eine andere Stelle. Fügen Sie den Schritt davor ein.",
                after=tree.label(command.after),
            )
        )
    flows = tree.outgoing(command.after)
    if len(flows) > 1:
        refuse(
            say(
                "Nach »{after}« gehen {count} Zweige weiter. Fügen Sie den Schritt am Anfang eines Zweigs ein.",
                after=tree.label(command.after),
                count=len(flows),
            )
        )
    return flows[0] if flows else None


def _make(tree: Tree, beside: Node, kind: StepKind, key: str, name: str) -> Node:
    """The new element behind its predecessor in the file, and in the same lane."""
    scope = tree.scope(beside)
    named = {"name": name} if name else {}
    found = tree.make(scope, ELEMENTS[kind], key, named, scope.index(beside) + 1)
    lane = tree.lane_of(beside.get("id") or "")
    if lane is not None:
        lane_member(lane, key)
    if tree.dialect is Dialect.ZEEBE and kind in (StepKind.USER, StepKind.MAIL):
        box = etree.SubElement(found, bpmn("extensionElements"))
        tag, attributes = ("userTask", {}) if kind is StepKind.USER else ("taskDefinition", {"type": "mail"})
        etree.SubElement(box, zeebe(tag), attributes)
    if kind in (StepKind.WAIT, StepKind.DEADLINE):
        definition = tree.new_id(f"zeit_{key}")
        tree.make(found, "timerEventDefinition", definition)
    return found


def lane_member(lane: Node, key: str) -> None:
    last = [child for child in lane if local(child) in ("flowNodeRef", "extensionElements", "documentation")]
    found = etree.Element(bpmn("flowNodeRef"))
    found.text = key
    lane.insert(lane.index(last[-1]) + 1 if last else 0, found)


def _connect(tree: Tree, source: Node, flow: Node | None, first: Node, last: Node | None) -> None:
    """`last` None: nothing comes after it."""
    key = first.get("id") or ""
    if flow is None:
        tree.connect(source.get("id") or "", key)
        return
    target = reference(flow.get("targetRef")) or ""
    tree.lead(flow, key)
    if last is not None:
        tree.connect(last.get("id") or "", target)


def _branches(tree: Tree, split: Node, command: AddStep) -> Node:
    """The branches, empty yet, and the gateway where they come together: the last step of the block."""
    names = [name for branch in command.branches if (name := " ".join(branch.split()))]
    if not 2 <= len(names) <= MOST_BRANCHES:
        refuse(say("Nennen Sie zwei bis {most} Zweige, jeden in einer eigenen Zeile.", most=MOST_BRANCHES))
    key = split.get("id") or ""
    kind = command.kind
    join = _make(tree, split, kind, tree.new_id(f"{key}_zusammen"), "")
    flows = [tree.connect(key, join.get("id") or "", name) for name in names]
    if kind is StepKind.CHOICE:
        split.set("default", flows[-1].get("id") or "")
    return join


def _at_the_edge(tree: Tree, host: str, name: str) -> tuple[str, str]:
    """A time after which something else happens as well, and the step goes on: with an end of its own."""
    owner = tree.step(host)
    if local(owner) not in ACTIVITIES:
        refuse(say("»{host}« ist kein Schritt, der dauert: hier kann keine Frist ablaufen.", host=tree.label(host)))
    key = tree.new_id(slug(name, "frist"))
    event = _make(tree, owner, StepKind.DEADLINE, key, name)
    event.set("attachedToRef", host)
    event.set("cancelActivity", "false")
    end = _make(tree, event, StepKind.END, tree.new_id(f"{key}_ende"), f"{name}: Ende")
    tree.connect(key, end.get("id") or "")
    return say("»{name}« gehört jetzt zu »{host}«.", name=name, host=tree.label(host)), key


def is_step(node: Node) -> bool:
    return local(node) in FLOW_NODES
