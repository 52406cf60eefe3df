"""What LaKI locks is LaKI's to say: that a clone lost the mark, or never had it, is no wish of the municipality. What a
lock holds, and what breaks it; see engine.bpmn.locks for how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from engine.bpmn.addresses import Address, Index, name_of
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.subjects import ENDS, LANE, ids_in
from engine.bpmn.namespaces import text_of
from engine.sentences import say

LOCKED = "pflicht"
UNTIL = "pflicht_bis"
MARKS = (LOCKED, UNTIL)
"""Properties; `pflicht.frist` is one of them, too."""
CONTAINERS = frozenset(("extensionElements", "properties"))
FRAMES = frozenset(("process", "participant", "lane", "collaboration"))
"""What is around many elements: its lock is about itself."""
RULE = "rule"
_ANNOTATION = re.compile(rf"{LOCKED}\b(?:\s+bis\s+(?P<until>[^\s:]+))?[^:]*:?(?P<reason>.*)", re.IGNORECASE | re.DOTALL)
_Node = etree._Element


@dataclass(frozen=True, slots=True)
class Lock:
    """`what`: the one thing that is locked, "" for all. `reason`: LaKI's, "" where it gave none. `until`: YYYY-MM-DD,
    "" where there is no haste. `name`: what the element is called."""

    element: str
    what: str
    reason: str
    until: str = ""
    name: str = ""

    @property
    def day(self) -> date | None:
        return day_in(self.until)


def day_in(until: str) -> date | None:
    """None for what is no day."""
    try:
        return date.fromisoformat(until)
    except ValueError:
        return None


def locks_in(index: Index) -> Iterator[Lock]:
    for node in index.root.iter(etree.Element):
        tag = name_of(node.tag)
        if tag == "property":
            name, _, what = (node.get("name") or "").partition(".")
            owner = next((index.own[above] for above in node.iterancestors() if above in index.own), "")
            if name == LOCKED and owner:
                reason = " ".join((node.get("value") or "").split())
                yield Lock(
                    owner,
                    what,
                    "" if reason.casefold() == "ja" else reason,
                    _beside(node, UNTIL),
                    " ".join((index.ids[owner].get("name") or "").split()) or owner,
                )
        elif tag == RULE and (said := _ANNOTATION.fullmatch(text_of(node.find("{*}description")) or "")):
            number = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
            name = say("Regel {number}", number=number)
            yield Lock(index.own.get(node, ""), "", said["reason"].strip(), said["until"] or "", name)


def _beside(node: _Node, name: str) -> str:
    """Another property of the same element."""
    parent = node.getparent()
    found = (each.get("value") for each in (() if parent is None else parent) if each.get("name") == name)
    return (next(found, "") or "").strip()


def untouched(lock: Lock, old: Index, new: Index) -> bool:
    """Whether what is locked reads the same in both, as it nearly always does: then nothing has to be compared."""
    was, now = old.ids.get(lock.element), new.ids.get(lock.element)
    if was is None or now is None:
        return False
    if lock.what and was.get(lock.what) == now.get(lock.what):
        found = [[_plain(piece) for piece in node.iter(etree.Element) if _is(piece, lock.what)] for node in (was, now)]
        return found[0] == found[1] and bool(found[0] or was.get(lock.what))
    return not lock.what and name_of(was.tag) not in FRAMES and _plain(was) == _plain(now)


def _is(node: _Node, what: str) -> bool:
    return name_of(node.tag) == what or (name_of(node.tag) == "property" and node.get("name") == what)


def _plain(node: _Node) -> tuple[object, ...]:
    """An element without prefixes, blanks, and what follows from its flows."""
    children = (child for child in node.iterchildren(etree.Element) if str(child.tag) not in ENDS)
    inner = tuple(_plain(child) for child in children if not _is_mark_node(child))
    return str(node.tag), tuple(sorted(node.attrib.items())), " ".join((node.text or "").split()), inner


def _is_mark_node(node: _Node) -> bool:
    """Nothing but the lock itself, with the boxes around it: a clone is held to it with or without."""
    if name_of(node.tag) == "property":
        return (node.get("name") or "").partition(".")[0] in MARKS
    return name_of(node.tag) in CONTAINERS and all(_is_mark_node(child) for child in node.iterchildren(etree.Element))


def counts(change: Change, ground: Ground) -> bool:
    """Whether this is a change of the path, and not of its drawing, of who owns it, or what follows from a flow."""
    if ground.shows(change) is not None or ground.is_identity(change) or isinstance(change, Moved):
        return False
    return not (
        isinstance(change, Added | Removed)
        and (change.content.tag in (*ENDS, LANE) or _holds_marks_alone(change.content))
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """What a lock holds. `framed`: only what the element says of itself. `within`: ids of the element and of all in
    it."""

    lock: Lock
    framed: bool
    within: frozenset[str]

    def broken_by(self, change: Change) -> bool:
        """`change`: one that counts."""
        element, what = self.lock.element, self.lock.what
        if isinstance(change, Removed) and element in ids_in(change.content):
            return True
        at = change.place.parent if isinstance(change, Added) else change.at
        if self.framed or what:
            if at.owner != element or (isinstance(change, Added | Removed) and change.content.id and not at.path):
                return False
        elif at.owner not in self.within:
            return False
        return not what or what in _names(change, at)


def reach(lock: Lock, ground: Ground) -> Reach:
    """`lock`: of an element that is there."""
    return Reach(lock, name_of(ground.index.ids[lock.element].tag) in FRAMES, ground.within(lock.element))


def _names(change: Change, at: Address) -> set[str]:
    """What a change is about, in the words of a lock."""
    names = {name_of(step.tag) for step in at.path} | {step.key for step in at.path}
    if isinstance(change, AttributeChanged):
        if not at.path:
            names.add(name_of(change.name))
    elif isinstance(change, Added | Removed):
        names |= set(_named_in(change.content))
    return names


def _named_in(content: Fragment) -> Iterator[str]:
    yield name_of(content.tag)
    yield dict(content.attributes).get("name", "")
    for piece in content.content:
        if isinstance(piece, Fragment):
            yield from _named_in(piece)


def without_marks(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if not _is_mark(change)]


def _is_mark(change: Change) -> bool:
    if isinstance(change, AttributeChanged):
        last = change.at.path[-1] if change.at.path else None
        return last is not None and name_of(last.tag) == "property" and _names_mark(last.key)
    return isinstance(change, Added | Removed) and _holds_marks_alone(change.content)


def _holds_marks_alone(content: Fragment) -> bool:
    tag = name_of(content.tag)
    if tag == "property":
        return _names_mark(dict(content.attributes).get("name", ""))
    inner = [piece for piece in content.content if isinstance(piece, Fragment)]
    return tag in CONTAINERS and bool(inner) and all(map(_holds_marks_alone, inner))


def _names_mark(name: str) -> bool:
    return name.partition(".")[0] in MARKS
