"""What the elements of three states of one path or decision are called, whichever of them has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.addresses import Index
from engine.bpmn.calling import Callings, callings_in
from engine.bpmn.namespaces import reference
from engine.bpmn.reading import read_tree
from engine.catalogue.telling.process import local
from engine.catalogue.telling.words import KINDS, SUBJECTS
from engine.errors import InvalidInput
from engine.sentences import say

Node = etree._Element
FLOW = "sequenceFlow"
SHOWN = frozenset((*SUBJECTS, FLOW))
"""Elements that people see."""


@dataclass(frozen=True, slots=True)
class State:
    """One document."""

    index: Index
    callings: Callings

    def shown(self, key: str) -> Node | None:
        """The element that people see, around one of this id."""
        node: Node | None = self.index.ids.get(key)
        while node is not None and local(node.tag) not in SHOWN:
            node = node.getparent()
        return node if node is not None and node.get("id") else None

    def lane_of(self, key: str) -> str:
        """Id of the innermost lane, "" without one."""
        found = ""
        for lane in (node for node in self.index.ids.values() if local(node.tag) == "lane"):
            if any(reference(ref.text) == key for ref in lane.iterchildren("{*}flowNodeRef")):
                found = lane.get("id") or ""
        return found


class Naming:
    """The states in the order in which they are asked. What cannot be read is left out."""

    def __init__(self, documents: Iterable[bytes | None]) -> None:
        self.states = list(_states(documents))

    def shown(self, key: str) -> str:
        """Id of the element that people see around one of this id; itself where there is none."""
        found = (node.get("id") for state in self.states if (node := state.shown(key)) is not None)
        return next(found, None) or key

    def name(self, key: str) -> str:
        """As it is called, else where it stands; its id only where nothing there has a name."""
        for state in self.states:
            node = state.index.ids.get(key)
            if node is not None:
                text = " ".join((node.findtext("{*}text") or "").split())[:40]
                return " ".join((node.get("name") or "").split()) or text or state.callings.node(key)
        return key

    def phrase(self, key: str) -> str:
        """Kind and name: „Schritt „Prüfen““, „Pfeil von „Prüfen“ zu „Enden““."""
        for state in self.states:
            node = state.shown(key)
            if node is not None:
                own = node.get("id") or ""
                if local(node.tag) == FLOW:
                    return state.callings.arrow(own)
                return say("{kind} „{name}“", kind=say(SUBJECTS[local(node.tag)]), name=self.name(own))
        return say("„{name}“", name=key)

    def is_flow(self, key: str) -> bool:
        return any(key in state.callings.arrows for state in self.states)

    def form(self, key: str) -> str:
        """Id of the form of a step, "" without one."""
        for state in self.states:
            node = state.index.ids.get(key)
            found = None if node is None else node.find("{*}extensionElements/{*}formDefinition")
            if found is not None:
                return found.get("formId") or ""
        return ""

    def kind(self, tag: str) -> str:
        """What an element of this tag is called."""
        return say(KINDS.get(local(tag)) or SUBJECTS.get(local(tag)) or local(tag))


def _states(documents: Iterable[bytes | None]) -> Iterator[State]:
    for content in documents:
        if content is not None:
            try:
                index = Index(read_tree(content))
            except InvalidInput:
                continue
            yield State(index, callings_in(index.ids.values()))
