"""The common base of a merge: what its elements are, what lies within what, and what is nobody's to merge."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.bpmn.addresses import DI, Address, Index, name_of, split
from engine.bpmn.changes import Added, AttributeChanged, Change, Removed
from engine.bpmn.namespaces import ZEEBE, reference

OWN = frozenset(("ags", "art", "kreis", "kennung", "mustervorlage"))
"""Properties that say who somebody is."""
CALLED = frozenset(("process", "participant", "collaboration"))
"""Elements whose name is the municipality's."""


def shown_by(attributes: Mapping[str, str] | etree._Attrib) -> str:
    """Whose shape or edge this is, in BPMN or DMN; "" where it is nobody's."""
    return reference(attributes.get("bpmnElement") or attributes.get("dmnElementRef")) or ""


def _drawn_in(change: Added) -> str:
    return shown_by(dict(change.content.attributes)) if split(change.content.tag)[0] in DI else ""


class Ground:
    def __init__(self, index: Index) -> None:
        self.index = index
        self._within: dict[str, frozenset[str]] = {}

    def node(self, at: Address) -> etree._Element | None:
        return self.index.find(at)

    def within(self, element: str) -> frozenset[str]:
        """The ids of an element and of all in it."""
        if element not in self._within:
            node = self.index.ids.get(element)
            inner = () if node is None else node.iter(etree.Element)
            self._within[element] = frozenset((element, *(self.index.own[n] for n in inner if n in self.index.own)))
        return self._within[element]

    def covers(self, outer: Address, inner: Address) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        if outer.path:
            if inner.owner == outer.owner:
                return inner.path[: len(outer.path)] == outer.path
            node = self.index.find(outer)
            return node is not None and any(self.index.own.get(n) == inner.owner for n in node.iter(etree.Element))
        return inner.owner in self.within(outer.owner)

    def shows(self, change: Change) -> str | None:
        """The element whose drawing this change is about; "" for a diagram as such, None where it is no drawing."""
        if isinstance(change, Added) and (shown := _drawn_in(change)):
            return shown
        at = change.place.parent if isinstance(change, Added) else change.at
        node: etree._Element | None = self.index.ids.get(at.owner)
        if at.path and (found := self.index.find(at)) is not None:
            node = found
        while node is not None and split(str(node.tag))[0] in DI:
            if shown := shown_by(node.attrib):
                return shown
            node = node.getparent()
            if node is None or split(str(node.tag))[0] not in DI:
                return ""
        return "" if isinstance(change, Added | Removed) and split(change.content.tag)[0] in DI else None

    def is_identity(self, change: Change) -> bool:
        """Who the municipality is, and which program wrote the file: a clone's own from its first day."""
        at = change.place.parent if isinstance(change, Added) else change.at
        if isinstance(change, AttributeChanged):
            if not at.owner and not at.path:
                return True
            node = self.index.find(at)
            if node is None:
                return False
            if change.name == "name" and name_of(node.tag) in CALLED:
                return True
            if name_of(change.name) == "versionTag" or node.tag == f"{{{ZEEBE}}}versionTag":
                return True
            return name_of(node.tag) == "property" and node.get("name") in OWN
        if isinstance(change, Added | Removed):
            tag = name_of(change.content.tag)
            values = dict(change.content.attributes)
            return tag == "versionTag" or (tag == "property" and values.get("name") in OWN)
        return False
