"""A working copy of a document, to be changed freely; what was changed is told afterwards as Changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NoReturn

from lxml import etree

from engine.bpmn.calling import callings_in
from engine.bpmn.modelling import FLOW_NODES
from engine.bpmn.namespaces import CAMUNDA, MODELER, ZEEBE, bpmn, local, reference, text_of
from engine.bpmn.reading import Document, read_tree
from engine.errors import InvalidInput
from engine.naming import unique
from engine.sentences import say

Node = etree._Element
_BEFORE_FLOWS = frozenset(("documentation", "extensionElements", "incoming", "outgoing"))


class Dialect(StrEnum):
    """Where a file keeps what BPMN itself has no place for. PLAIN: nowhere."""

    ZEEBE = "zeebe"
    CAMUNDA = "camunda"
    PLAIN = "plain"


def refuse(sentence: str) -> NoReturn:
    raise InvalidInput("outline.refused", sentence)


def dialect_of(root: Node) -> Dialect:
    """What the file says of itself; else whose words it uses; else whose it declares."""
    platform = root.get(f"{{{MODELER}}}executionPlatform") or ""
    if platform in ("Camunda Cloud", "Camunda Platform"):
        return Dialect.ZEEBE if platform == "Camunda Cloud" else Dialect.CAMUNDA
    used = {uri for uri in (ZEEBE, CAMUNDA) if next(root.iter(f"{{{uri}}}*"), None) is not None}
    used |= {CAMUNDA for node in root.iter(bpmn("*")) if any(str(a).startswith(f"{{{CAMUNDA}}}") for a in node.attrib)}
    for uri, found in ((ZEEBE, Dialect.ZEEBE), (CAMUNDA, Dialect.CAMUNDA)):
        if uri in (used or set(root.nsmap.values())):
            return found
    return Dialect.PLAIN


class Tree:
    """`rerouted`: flows whose way in the diagram has to be found anew; `moved`: steps that need another place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = read_tree(document.content, file=document.file)
        self.dialect = dialect_of(self.root)
        self.ids: dict[str, Node] = {}
        for node in self.root.iter(etree.Element):
            if (key := node.get("id")) is not None:
                self.ids.setdefault(key, node)
        self.noted = next(self.root.iter(bpmn("incoming"), bpmn("outgoing")), None) is not None
        """Whether the steps of this file list their flows, as most modellers write them."""
        self.rerouted: set[str] = set()
        self.moved: set[str] = set()
        self.redrawn = False
        """Whether anything was made or taken away."""

    def content(self) -> bytes:
        return etree.tostring(self.root.getroottree(), encoding="utf-8", xml_declaration=True)

    # ------------------------------------------------------------------ looking
    def node(self, key: str) -> Node:
        """Raises InvalidInput("outline.unknown")."""
        found = self.ids.get(key)
        if found is None or not local(found):
            sentence = say("Dieses Element gibt es im Entwurf nicht mehr. Laden Sie die Seite neu.")
            raise InvalidInput("outline.unknown", sentence)
        return found

    def step(self, key: str) -> Node:
        found = self.node(key)
        if local(found) not in FLOW_NODES:
            refuse(say("„{name}“ ist kein Schritt des Ablaufs.", name=self.label(key)))
        return found

    def flow(self, key: str) -> Node:
        found = self.node(key)
        if local(found) != "sequenceFlow":
            refuse(say("„{name}“ ist keine Verbindung.", name=self.label(key)))
        return found

    def label(self, key: str) -> str:
        """The name, else where it stands."""
        found = self.ids.get(key)
        name = " ".join((found.get("name") or "").split()) if found is not None else ""
        if name or found is None:
            return name or key
        callings = callings_in(self.ids.values())
        return callings.arrow(key) if local(found) == "sequenceFlow" else callings.node(key)

    def scope(self, node: Node) -> Node:
        """The process or sub-process around it."""
        parent = node.getparent()
        if parent is None:
            raise LookupError("the root has no parent")
        return parent

    def flows(self, scope: Node) -> Iterator[Node]:
        return scope.iterchildren(bpmn("sequenceFlow"))

    def outgoing(self, key: str) -> list[Node]:
        return [f for f in self.flows(self.scope(self.node(key))) if reference(f.get("sourceRef")) == key]

    def incoming(self, key: str) -> list[Node]:
        return [f for f in self.flows(self.scope(self.node(key))) if reference(f.get("targetRef")) == key]

    def edges(self, key: str) -> list[Node]:
        """The events at the edge of a step."""
        found = self.scope(self.node(key)).iterchildren(bpmn("boundaryEvent"))
        return [event for event in found if reference(event.get("attachedToRef")) == key]

    def lane_of(self, key: str) -> Node | None:
        """The innermost lane that names it."""
        found = None
        for lane in self.root.iter(bpmn("lane")):
            if any(text_of(ref) == key for ref in lane.iterchildren(bpmn("flowNodeRef"))):
                found = lane
        return found

    # ------------------------------------------------------------------ making
    def new_id(self, wanted: str) -> str:
        return unique(wanted, self.ids)

    def make(
        self, parent: Node, name: str, key: str, attributes: Mapping[str, str] = {}, at: int | None = None
    ) -> Node:
        """A BPMN element with this (unique) id, at this index or as the last child."""
        found = etree.Element(bpmn(name), {"id": key, **attributes})
        parent.insert(len(parent) if at is None else at, found)
        self.ids[key] = found
        self.redrawn = True
        return found

    def connect(self, source: str, target: str, name: str = "") -> Node:
        """A new sequence flow, after the last one of its scope."""
        scope = self.scope(self.node(source))
        last = [*self.flows(scope)] or [c for c in scope if local(c) in FLOW_NODES]
        named = {"name": name} if name else {}
        ends = {"sourceRef": source, "targetRef": target}
        key = self.new_id(f"von_{source}_zu_{target}"[:80])
        found = self.make(scope, "sequenceFlow", key, {**named, **ends}, scope.index(last[-1]) + 1 if last else None)
        self._note(source, "outgoing", key)
        self._note(target, "incoming", key)
        self.rerouted.add(key)
        return found

    def lead(self, flow: Node, target: str) -> None:
        """The flow goes to another step now."""
        key, former = flow.get("id") or "", reference(flow.get("targetRef")) or ""
        if former == target:
            return
        flow.set("targetRef", target)
        self._forget(former, "incoming", key)
        self._note(target, "incoming", key)
        self.rerouted.add(key)

    def _note(self, owner: str, name: str, flow: str) -> None:
        if not self.noted:
            return
        node = self.node(owner)
        before = _BEFORE_FLOWS - {"outgoing"} if name == "incoming" else _BEFORE_FLOWS
        at = max((index + 1 for index, child in enumerate(node) if local(child) in before), default=0)
        found = etree.Element(bpmn(name))
        found.text = flow
        node.insert(at, found)

    def _forget(self, owner: str, name: str, flow: str) -> None:
        node = self.ids.get(owner)
        for child in list(node.iterchildren(bpmn(name))) if node is not None else ():
            if reference(text_of(child)) == flow:
                cut(child)

    # ------------------------------------------------------------------ taking away
    def drop_flow(self, flow: Node) -> None:
        key = flow.get("id") or ""
        source, target = reference(flow.get("sourceRef")) or "", reference(flow.get("targetRef")) or ""
        self._forget(source, "outgoing", key)
        self._forget(target, "incoming", key)
        owner = self.ids.get(source)
        if owner is not None and owner.get("default") == key:
            del owner.attrib["default"]
        self.drop(flow)

    def drop(self, node: Node) -> None:
        """With what is in it, and with all that only refers to it: its place in a lane, messages and notes that end
        at it, and its drawing."""
        self.redrawn = True
        gone = {key for inner in node.iter(etree.Element) if (key := inner.get("id")) is not None}
        cut(node)
        for other in list(self.root.iter(etree.Element)):
            if other.getparent() is None:
                continue
            kind = local(other)
            drawn = reference(other.get("bpmnElement")) in gone
            named = kind == "flowNodeRef" and reference(text_of(other)) in gone
            ends = kind in ("messageFlow", "association") and (
                reference(other.get("sourceRef")) in gone or reference(other.get("targetRef")) in gone
            )
            if drawn or named:
                cut(other)
            elif ends:
                gone |= {other.get("id") or ""}
                cut(other)
        for other in list(self.root.iter("{*}BPMNEdge", "{*}BPMNShape")):
            if reference(other.get("bpmnElement")) in gone:
                cut(other)
        for key in gone:
            self.ids.pop(key, None)
            self.rerouted.discard(key)
            self.moved.discard(key)


def cut(node: Node) -> None:
    """Out of its parent; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail and node.tail.strip():
        previous = node.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
