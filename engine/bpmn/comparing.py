"""Two documents -> Changes. Elements are matched by id wherever they stand, all others by their step below it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from engine.bpmn.addresses import DI, Address, Index, attributes_of, name_of, parent_of, split, text_in
from engine.bpmn.bookkeeping import measured, placed
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Place, Removed, Retyped, TextChanged
from engine.bpmn.namespaces import BPMN, CAMUNDA, MODELER, ZEEBE
from engine.bpmn.ordering import alike, standing
from engine.bpmn.reading import MAX_BYTES, read_tree

ORDERED = frozenset(("sequenceFlow", "outgoing", "lane"))
"""BPMN elements whose order among their like means something: in which order conditions are asked."""
KNOWN = frozenset((BPMN, CAMUNDA, MODELER, ZEEBE, *DI))
ANCHORS = 8
"""How many siblings a Place names: enough to find one of them in a document that lacks a few."""

Node = etree._Element
Pair = tuple[Node, Node]


def changes(before: bytes, after: bytes, *, renames: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """What has to be done to `before` so that it says what `after` says, parents before children.

    `renames`: ids before -> after that mean one element; without it a new id is a new element. Comments, formatting,
    prefixes and the order of what has none are no change. Raises InvalidInput("bpmn.unreadable").
    """
    if before == after:
        return ()
    old, new = _tree(before), _tree(after)
    if not renames and etree.tostring(old) == etree.tostring(new):  # written otherwise, and the same
        return ()
    return tuple(_Comparison(Index(old), Index(new), renames or {}).run())


def edited(before: bytes, after: bytes) -> tuple[Change, ...]:
    """What a person changed in a modeller: as `changes`, but an element whose id was changed stays the same one, and
    where a modeller puts labels by itself is no wish of anybody's."""
    if before == after:
        return ()
    old, new = _index(before), _index(after)
    return tuple(_Comparison(old, new, _renamed(old, new), measuring=True).run())


def renamed(before: bytes, after: bytes) -> dict[str, str]:
    """Ids before -> after that a modeller changed: whatever referred to the one that is gone refers to the new one,
    of the same tag. Only references on elements that are in both documents count. A shape or edge that was drawn anew
    for the same element is the same one."""
    return {} if before == after else _renamed(_index(before), _index(after))


def _tree(xml: bytes) -> Node:
    return read_tree(xml, limit=2 * MAX_BYTES)


def _index(xml: bytes) -> Index:
    return Index(_tree(xml))


def _renamed(old: Index, new: Index) -> dict[str, str]:
    gone, come = old.ids.keys() - new.ids.keys(), new.ids.keys() - old.ids.keys()
    found: dict[str, str] = {}
    for key in (old.ids.keys() & new.ids.keys()) if gone and come else ():
        was = old.ids[key].attrib
        for name, value in new.ids[key].attrib.items():
            source = str(was.get(name, ""))
            if source in gone and value in come and old.ids[source].tag == new.ids[str(value)].tag:
                found.setdefault(source, str(value))
    drawn = {(node.tag, node.get("bpmnElement")): key for key in come if (node := new.ids[key]).get("bpmnElement")}
    for key in gone if drawn else ():
        node = old.ids[key]
        element = node.get("bpmnElement") or ""
        if (shape := drawn.get((node.tag, found.get(element, element)))) is not None:
            found.setdefault(key, shape)
    return found if len(set(found.values())) == len(found) else {}


class _Comparison:
    def __init__(self, before: Index, after: Index, renames: Mapping[str, str], *, measuring: bool = False) -> None:
        self.before = before
        self.after = after
        self.measuring = measuring
        self.to_new = renames
        self.to_old = {new: old for old, new in renames.items()}
        self.pending: list[Pair] = [(before.root, after.root)]
        self.found: list[Change] = []
        self.retyped: set[Node] = set()

    def run(self) -> list[Change]:
        while self.pending:
            old, new = self.pending.pop()
            self._compare(old, new)
            begun = len(self.pending)
            self._children(old, new)
            self.pending[begun:] = reversed(self.pending[begun:])
        return self.found

    def _compare(self, old: Node, new: Node) -> None:
        if old.tag != new.tag:
            self.retyped.add(old)
            keeps = tuple(str(name) for name in new.attrib if not split(str(name))[0])
            self.found.append(Retyped(self.before.address(old), str(old.tag), str(new.tag), keeps))
        if old.attrib or new.attrib:
            was, now = attributes_of(old), attributes_of(new)
            if was != now and not (self.measuring and measured(old, was, now)):
                at = self.before.address(old)
                for name in (*was, *(name for name in now if name not in was)):
                    lost_foreign = name not in now and old in self.retyped and _foreign(name)
                    if was.get(name) != now.get(name) and not lost_foreign:
                        self.found.append(AttributeChanged(at, name, was.get(name), now.get(name)))
        text, changed = text_in(old), text_in(new)
        if text != changed:
            self.found.append(TextChanged(self.before.address(old), text, changed))

    def _children(self, old: Node, new: Node) -> None:
        if len(old) == 0 and len(new) == 0:
            return
        olds, news = list(old.iterchildren(etree.Element)), list(new.iterchildren(etree.Element))
        if not olds and not news:
            return
        partners = self._partners(old, olds, new, news)
        staying = {partner: child for child, partner in partners.items() if partner.getparent() is old}
        self._removals(olds, staying)
        order = {child: number for number, child in enumerate(olds)}
        still = standing([(order[partners[c]], _group(c)) for c in news if partners.get(c) in staying])
        fixed = dict(zip((c for c in news if partners.get(c) in staying), still, strict=True))
        spots = _spots(news, fixed)
        for number, child in enumerate(news):
            partner = partners.get(child)
            if partner is None:
                if self.measuring and placed(child):
                    continue
                self.found.append(Added(self._place(old, news, number, partners, spots), self._fragment(child)))
                continue
            if not fixed.get(child, False):
                place = self._place(old, news, number, partners, spots)
                origin = self.before.address(parent_of(partner))
                self.found.append(Moved(self.before.address(partner), origin, place))
            self.pending.append((partner, child))

    def _partners(self, old: Node, olds: Sequence[Node], new: Node, news: Sequence[Node]) -> dict[Node, Node]:
        """Children after -> the same elements before, wherever they were."""
        found = {child: partner for child in news if (partner := self._former(child)) is not None}
        lists: dict[tuple[str, str], tuple[list[Node], list[Node]]] = {}
        for side, (parent, index) in enumerate(((old, self.before), (new, self.after))):
            for child, step in index.steps(parent).items():
                lists.setdefault((step.tag, step.key), ([], []))[side].append(child)
        for was, now in lists.values():
            found.update((b, a) for a, b in alike(was, now))
        return found

    def _former(self, node: Node) -> Node | None:
        """The element before of the same id. An id that went from the diagram to the process is not the same."""
        key = self.after.own.get(node)
        if key is None or (key not in self.to_old and key in self.to_new):
            return None
        found = self.before.ids.get(self.to_old.get(key, key))
        if found is None or found.tag == node.tag:
            return found
        return found if split(str(found.tag))[0] == split(str(node.tag))[0] else None

    def _lives_on(self, node: Node) -> bool:
        """Whether an element with an id is somewhere in the document afterwards."""
        key = self.before.own.get(node)
        if key is None:
            return False
        found = self.after.ids.get(self.to_new.get(key, key))
        return found is not None and self._former(found) is node

    def _removals(self, olds: Sequence[Node], staying: Mapping[Node, Node]) -> None:
        for child in olds:
            if child in staying or self._lives_on(child):
                continue
            for node in self._without_foreign(child):
                content = fragment(self.before, node, self._lives_on)
                self.found.append(Removed(self.before.address(node), content))

    def _without_foreign(self, node: Node) -> Iterator[Node]:
        """A modeller that changes an element's type drops what it does not know in it: that is no wish of anybody's."""
        parent = node.getparent()
        if parent in self.retyped and name_of(node.tag) == "extensionElements":
            children = list(node.iterchildren(etree.Element))
            if any(_foreign(child.tag) for child in children):
                yield from (child for child in children if not _foreign(child.tag))
                return
        elif parent is not None and parent.getparent() in self.retyped and _foreign(node.tag):
            return
        yield node

    def _fragment(self, node: Node) -> Fragment:
        """What is new; elements in it that existed before are noted as moved into it."""

        def existed(child: Node) -> bool:
            partner = self._former(child)
            if partner is None:
                return False
            place = Place(self.after.address(parent_of(child)))
            origin = self.before.address(parent_of(partner))
            self.found.append(Moved(self.before.address(partner), origin, place))
            self.pending.append((partner, child))
            return True

        return fragment(self.after, node, existed, self.to_old)

    def _place(
        self,
        parent: Node,
        news: Sequence[Node],
        number: int,
        partners: Mapping[Node, Node],
        spots: Mapping[str | None, Sequence[int]],
    ) -> Place:
        """Behind its nearest like where order has a meaning, else behind whatever stands before it."""
        group = _group(news[number])

        def anchors(of: str | None, *, behind: bool = False) -> tuple[Address, ...]:
            standing_there = spots.get(of, ())
            at = bisect_left(standing_there, number)
            near = standing_there[at : at + ANCHORS] if behind else standing_there[max(at - ANCHORS, 0) : at][::-1]
            return tuple(self.before.address(partners[news[i]]) for i in near)

        at = self.before.address(parent)
        if group:
            if after := anchors(group):
                return Place(at, after + anchors(None))
            if before := anchors(group, behind=True):
                return Place(at, (), before)
        return Place(at, anchors(None))


def _spots(news: Sequence[Node], fixed: Mapping[Node, bool]) -> dict[str | None, list[int]]:
    """Where the elements are that stay in their order: by group, and all of them under None."""
    found: dict[str | None, list[int]] = {None: []}
    for number, child in enumerate(news):
        if fixed.get(child):
            found[None].append(number)
            found.setdefault(_group(child), []).append(number)
    return found


def fragment(
    index: Index, node: Node, elsewhere: Callable[[Node], bool], names: Mapping[str, str] | None = None
) -> Fragment:
    """An element as data. Where `elsewhere` says that a child exists apart from it, its Address stands instead."""
    content: list[Fragment | Address | str] = []
    children = list(node.iterchildren(etree.Element))
    keep_text = bool(text_in(node))
    if keep_text and node.text:
        content.append(node.text)
    for child in node:
        if isinstance(child.tag, str):
            if elsewhere(child):
                key = index.own[child]
                content.append(Address((names or {}).get(key, key)))
            else:
                content.append(fragment(index, child, elsewhere, names))
        if keep_text and child.tail:
            content.append(child.tail)
    if not children and keep_text:
        content = ["".join(piece for piece in content if isinstance(piece, str))]
    return Fragment(str(node.tag), tuple(attributes_of(node).items()), tuple(content), node.prefix or "")


def _group(node: Node) -> str:
    """Its tag where the order among its like has a meaning, else nothing."""
    namespace, name = split(str(node.tag))
    if namespace in DI or name == "property" or (namespace == BPMN and name not in ORDERED):
        return ""
    return str(node.tag)


def _foreign(tag: object) -> bool:
    """Whether a tag or attribute is of a namespace that neither BPMN nor its modellers know."""
    namespace = split(str(tag))[0]
    return bool(namespace) and namespace not in KNOWN
