"""Saving: what was changed is written into the document that the designer brought, and nothing else.

`before` is what a modeller exports right after it has read the original, `after` what it exports now: whatever the
modeller itself loses or writes otherwise is the same in both and no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NoReturn

from lxml import etree

from engine.bpmn.addresses import Address, Index, name_of, parent_of, text_in
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Place, Removed, Retyped, TextChanged
from engine.bpmn.comparing import edited
from engine.bpmn.edits import Circle, Edits
from engine.bpmn.reading import read_tree
from engine.bpmn.source import Source, source
from engine.bpmn.writing import Part, Writer, attribute, quoted, rebound
from engine.errors import InvalidInput
from engine.sentences import both, say

_Node = etree._Element


def patch(original: bytes, before: bytes, after: bytes) -> bytes:
    """The original with what differs between the two exports. Without a difference: the same bytes.

    Raises InvalidInput("bpmn.unpatchable") where the original lacks what was changed, InvalidInput("bpmn.unreadable")
    where one of the three is no XML document of ours.
    """
    if before == after:
        return original
    return apply(original, edited(before, after))


def apply(original: bytes, wanted: Sequence[Change]) -> bytes:
    """The original with these changes, whose addresses are the original's. Raises like `patch`."""
    if not wanted:
        return original
    patched = _Patch(source(original)).apply(wanted)
    try:
        read_tree(patched)
    except InvalidInput as fault:
        _refuse("", say("Das Ergebnis wäre nicht lesbar. {sentence}", sentence=fault.sentence))
    return patched


def _refuse(element: str, why: str) -> NoReturn:
    at = say("Die Änderung an „{element}“", element=element) if element else say("Die Änderung")
    refused = say("{at} kann nicht gespeichert werden: {why}", at=at, why=why)
    way_out = say("Laden Sie den Entwurf neu und wiederholen Sie die Änderung.")
    raise InvalidInput("bpmn.unpatchable", both(refused, way_out))


class _Patch:
    def __init__(self, document: Source) -> None:
        self.source = document
        self.index = Index(document.root)
        self.writer = Writer(document, self._relocated)
        self.edits = Edits(document.text)
        self.gone: set[_Node] = set()
        self.names: dict[_Node, str] = {}
        """Elements that are called otherwise now."""
        self.placed: list[int] = []
        """The edits that write new and moved elements: each of them has to be in the result, once."""
        self.bodies: dict[_Node, list[Part]] = {}
        """What goes into elements that were written without an end tag."""
        self.last: dict[_Node, _Node | None] = {}

    def apply(self, wanted: Sequence[Change]) -> bytes:
        housed = {at for change in wanted if isinstance(change, Added) for at in _housed(change.content)}
        for change in wanted:
            if isinstance(change, Retyped):
                self._retype(change)
            elif isinstance(change, Removed | Moved) and (node := self._target(change)) is not None:
                if node is self.source.root:
                    _refuse(change.at.owner, say("Das oberste Element bleibt, wo es ist."))
                self.gone.add(node)
        for node in self.gone:
            self._edit(*self.source.extent(node))
        for change in wanted:
            if isinstance(change, AttributeChanged):
                self._attribute(change)
            elif isinstance(change, TextChanged):
                self._text(change)
            elif isinstance(change, Added):
                self._place(change.place, change.content)
            elif isinstance(change, Moved) and change.at not in housed:
                self._place(change.place, change.at)
        self._finish()
        try:
            result = self.edits.result()
        except Circle:
            _refuse("", say("Ein Element kann nicht in sich selbst verschoben werden."))
        written = Counter(self.edits.written)
        if any(written[number] != 1 for number in self.placed):
            _refuse("", say("Ein Element soll in etwas stehen, das zugleich entfernt wird oder in ihm selbst liegt."))
        return self.source.encode(result)

    # Where

    def _node(self, address: Address) -> _Node | None:
        if address.owner in self.index.doubled:
            _refuse(address.owner, say("Diese Kennung kommt in der Datei mehrmals vor."))
        return self.index.find(address)

    def _by_address(self, address: Address) -> _Node:
        node = self._node(address)
        if node is None:
            what = (
                say("Ein Teil davon ({tag})", tag=name_of(address.path[-1].tag)) if address.path else say("Das Element")
            )
            _refuse(address.owner, say("{what} ist in der gespeicherten Datei nicht vorhanden.", what=what))
        return node

    def _target(self, change: Removed | Moved) -> _Node | None:
        """None: a reference that a modeller had added by itself is not there to be taken away."""
        step = change.at.path[-1] if change.at.path else None
        if isinstance(change, Removed) and step is not None and step.key and not change.content.attributes:
            return self._node(change.at)
        return self._by_address(change.at)

    # What

    def _edit(self, start: int, end: int, *parts: Part) -> int:
        spans = self.source.spans
        return self.edits.add(start, end, *(part if isinstance(part, str) else spans[part] for part in parts))

    def _retype(self, change: Retyped) -> None:
        node = self._by_address(change.at)
        parent = node.getparent()
        old, span = self.source.name(node), self.source.spans[node]
        # Its own prefix where it fits, so that a local declaration goes on holding.
        self.names[node] = self.writer.name(
            change.new, node if parent is None or node.nsmap != parent.nsmap else parent
        )
        self._edit(span.start + 1, span.start + 1 + len(old), self.names[node])
        if not span.empty:
            self._edit(span.closing + 2, span.closing + 2 + len(old), self.names[node])
        if (keeps := change.keeps) is not None:
            for name, spot in self.source.attributes(node).items():
                if not name.startswith(("{", "xmlns")) and name not in keeps:
                    self._edit(spot.start, spot.end)

    def _attribute(self, change: AttributeChanged) -> None:
        node = self._by_address(change.at)
        present = self.source.attributes(node)
        spot = present.get(change.name)
        if change.new is None:
            if spot is not None:
                self._edit(spot.start, spot.end)
            return
        value = self.writer.value(change.name, change.new, node)
        if spot is not None:
            end = spot.value_start + len(spot.value)
            self._edit(spot.value_start, end, quoted(value, spot.quote, spot.value))
        else:
            name = self.writer.name(change.name, node, attribute=True)
            at = self.source.attributes_end(node)
            self._edit(at, at, attribute(name, value, tuple(present.values())))

    def _text(self, change: TextChanged) -> None:
        node = self._by_address(change.at)
        written = text_in(node)
        if change.at.path and not change.at.path[-1].key and written.strip() != change.old.strip():
            node = self._told_apart(node, change)
        if next(node.iterchildren(etree.Element), None) is not None and (change.new.strip() or text_in(node)):
            _refuse(change.at.owner, say("Der Text enthält Auszeichnungen, die der Editor nicht zeigt."))
        span = self.source.spans[node]
        if span.empty:
            self.bodies.setdefault(node, []).append(self.writer.text("", "", change.new))
            return
        inner = self.source.text[span.opened : span.closing]
        self._edit(span.opened, span.closing, self.writer.text(inner, change.old, change.new))

    def _told_apart(self, node: _Node, change: TextChanged) -> _Node:
        """Among siblings that only their number tells apart, the one that says what the change thinks it says."""
        alike = [sibling for sibling in parent_of(node) if sibling.tag == node.tag]
        if len(alike) == 1:
            return node
        same = [sibling for sibling in alike if text_in(sibling).strip() == change.old.strip()]
        if len(same) != 1:
            _refuse(change.at.owner, say("Der Text in der gespeicherten Datei ist ein anderer als der geänderte."))
        return same[0]

    # New and moved elements

    def _place(self, place: Place, what: Fragment | Address) -> None:
        parent = self._by_address(place.parent)
        span = self.source.spans[parent]
        newline = self.writer.newline
        if (anchor := self._anchor(place.after, parent)) is None and place.after:
            anchor = self._last_child(parent)
        if anchor is not None:
            indent = self.source.indent(self.source.spans[anchor].start)
            at = self.source.behind(anchor)
            self.placed.append(
                self._edit(at, at, *([] if indent is None else [newline + indent]), *self._parts(what, parent, indent))
            )
        elif (following := self._anchor(place.before, parent)) is not None:
            at = self.source.spans[following].start
            indent = self.source.indent(at)
            self.placed.append(
                self._edit(at, at, *self._parts(what, parent, indent), *([] if indent is None else [newline + indent]))
            )
        else:
            indent = self._inner_indent(parent)
            lead = [] if indent is None else [newline + indent]
            parts = [*lead, *self._parts(what, parent, indent)]
            if span.empty or not self.source.text[span.opened : span.closing]:
                self.bodies.setdefault(parent, []).extend(parts)
            else:
                self.placed.append(self._edit(span.opened, span.opened, *parts))

    def _parts(self, what: Fragment | Address, parent: _Node, indent: str | None) -> list[Part]:
        if isinstance(what, Fragment):
            return self.writer.markup(what, parent, indent)
        return [self._relocated(what, parent, indent)]

    def _relocated(self, address: Address, scope: _Node, indent: str | None) -> _Node:
        """An element that moves, with the declarations and the indentation that it needs within `scope`."""
        node = self._by_address(address)
        own = parent_of(node)
        if own is not scope:
            at, present = self.source.attributes_end(node), self.source.attributes(node)
            for name, uri in rebound(node, own, scope):
                if name not in present:
                    self._edit(at, at, f' {name}="{quoted(uri)}"')
        old = self.source.indent(self.source.spans[node].start)
        if old is not None and indent is not None and old != indent:
            self._reindent(node, old, indent)
        return node

    def _reindent(self, node: _Node, old: str, new: str) -> None:
        """Where a tag begins its line, and never within text."""
        for inner in node.iter(etree.Element):
            if text_in(inner):
                continue
            children = list(inner.iterchildren(etree.Element))
            ends = [self.source.spans[inner].closing] if children else []
            for start in [*(self.source.spans[child].start for child in children), *ends]:
                blank = self.source.indent(start)
                if blank is not None and blank.startswith(old):
                    self._edit(start - len(blank), start, new + blank[len(old) :])

    def _anchor(self, addresses: Sequence[Address], parent: _Node) -> _Node | None:
        for address in addresses:
            node = self._node(address)
            if node is not None and node.getparent() is parent and node not in self.gone:
                return node
        return None

    def _last_child(self, parent: _Node) -> _Node | None:
        if parent not in self.last:
            children = parent.iterchildren(etree.Element, reversed=True)
            self.last[parent] = next((child for child in children if child not in self.gone), None)
        return self.last[parent]

    def _inner_indent(self, parent: _Node) -> str | None:
        for child in parent.iterchildren(etree.Element):
            return self.source.indent(self.source.spans[child].start)
        own = self.source.indent(self.source.spans[parent].start)
        return None if own is None else own + self.writer.unit

    # Together

    def _finish(self) -> None:
        root = self.source.root
        at = self.source.attributes_end(root)
        for node, parts in self.bodies.items():
            span = self.source.spans[node]
            own = self.source.indent(span.start)
            if own is not None and isinstance(parts[0], str) and parts[0].startswith(self.writer.newline):
                parts = [*parts, self.writer.newline + own]
            if span.empty:
                name = self.names.get(node) or self.source.name(node)
                self.placed.append(self._edit(self.source.attributes_end(node), span.end, ">", *parts, f"</{name}>"))
            else:
                self.placed.append(self._edit(span.opened, span.opened, *parts))
        for uri, prefix in self.writer.declared.items():
            self._edit(at, at, f' xmlns:{prefix}="{quoted(uri)}"')


def _housed(content: Fragment) -> set[Address]:
    """The elements that move into a new one."""
    found: set[Address] = set()
    for piece in content.content:
        if isinstance(piece, Address):
            found.add(piece)
        elif isinstance(piece, Fragment):
            found |= _housed(piece)
    return found
