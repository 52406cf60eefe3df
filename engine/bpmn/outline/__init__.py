"""The outline: a BPMN document as nested lists, for those who do not see the diagram and for those who prefer to read.

Steps stand in the order of the flow; below a gateway its branches, below a step the events at its edge, below a
sub-process what it holds. The same document always gives the same outline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.bpmn.model import ProcessModel
from engine.bpmn.modelling import models
from engine.bpmn.namespaces import bpmn, reference
from engine.bpmn.outline.items import Item, Leads, Outline, Part, PartKind, Position, Section, Way
from engine.bpmn.outline.listing import List, Node, listed
from engine.bpmn.outline.words import deadline_of, words_for
from engine.bpmn.reading import Document
from engine.sentences import joined, say

__all__ = ["Item", "Leads", "Outline", "Part", "PartKind", "Position", "Section", "Way", "outline"]


def outline(document: Document) -> Outline:
    """Every process of the file, those of pools in their order."""
    pools = {reference(p.get("processRef")): p.get("name") or "" for p in document.root.iter(bpmn("participant"))}
    found = [_section(model, pools.get(model.id, "")) for model in models(document)]
    return Outline(tuple(found))


def _section(process: ProcessModel, pool: str) -> Section:
    parts = listed(process)
    labels: dict[str, str] = {}
    _Naming(process, labels).parts(parts, "", top=True)
    return Section(process.id, process.name, pool, _Freezing(process, labels).parts(parts, "", 1, top=True))


class _Naming:
    """What each step is called, for those that lead to it from elsewhere."""

    def __init__(self, process: ProcessModel, labels: dict[str, str]) -> None:
        self.process = process
        self.after = {flow.source: flow.target for flow in process.flows}
        self.labels = labels

    def parts(self, parts: Sequence[List], number: str, *, top: bool = False) -> None:
        for part, prefix, first in _numbered(parts, number, top=top):
            if part.event is not None:
                self.node(part.event, prefix)
            for index, node in enumerate(part.nodes, first):
                self.node(node, _below(prefix, index))

    def node(self, node: Node, number: str) -> None:
        words = words_for(node.element, joins=node.joins)
        following = self._following(node.element.id) if node.joins else ""
        told_apart = (
            say("{words} vor ›{name}‹", words=words, name=following) if following else joined((words, number), " ")
        )
        self.labels[node.element.id] = node.element.name or told_apart
        self.parts(node.parts, number)

    def _following(self, key: str) -> str:
        """The name of the first step that has one behind a place where ways come together."""
        seen: set[str] = set()
        while key in self.after and key not in seen:
            seen.add(key)
            key = self.after[key]
            if key in self.process.elements and self.process.elements[key].name:
                return self.process.elements[key].name
        return ""


def _numbered(parts: Sequence[List], number: str, *, top: bool) -> list[tuple[List, str, int]]:
    """Each part with the number before those of its steps and that of its first step: the lists of a process, and a
    list that is the only one below its step, count on without a level of their own."""
    if not top and len(parts) > 1:
        return [(part, _below(number, index), 1) for index, part in enumerate(parts, 1)]
    found, first = [], 1
    for part in parts:
        found.append((part, number, first))
        first += len(part.nodes)
    return found


def _below(number: str, index: int) -> str:
    return f"{number}.{index}" if number else str(index)


class _Freezing:
    def __init__(self, process: ProcessModel, labels: Mapping[str, str]) -> None:
        self.process = process
        self.labels = labels

    def parts(self, parts: Sequence[List], number: str, level: int, *, top: bool = False) -> tuple[Part, ...]:
        return tuple(self.part(*found, level) for found in _numbered(parts, number, top=top))

    def part(self, part: List, number: str, first: int, level: int) -> Part:
        total = len(part.nodes)
        name = part.name or part.condition
        branch = name if part.kind in (PartKind.BRANCH, PartKind.EVENT) else ""
        steps = tuple(
            self.item(node, _below(number, first + index), level, Position(index + 1, total, branch))
            for index, node in enumerate(part.nodes)
        )
        leads = Leads(part.way, part.target, self.labels.get(part.target, part.target), part.flow)
        event = self.item(part.event, number, level, Position(1, 1)) if part.event is not None else None
        return Part(part.kind, part.id, number, name, part.condition, part.default, steps, leads, event)

    def item(self, node: Node, number: str, level: int, position: Position) -> Item:
        element = node.element
        return Item(
            element.id,
            element.type,
            "" if element.event.value == "none" else element.event.value,
            words_for(element, joins=node.joins),
            element.name,
            self.labels[element.id],
            number,
            level,
            position,
            self.process.id,
            element.parent,
            element.lane or "",
            element.candidate_groups or element.group,
            deadline_of(element),
            element.form_id or "",
            element.documentation,
            node.incoming,
            self.parts(node.parts, number, level + 1),
        )
