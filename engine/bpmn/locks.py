"""Pflichtelemente: what LaKI locked in a Mustervorlage, and whether a clone left it as it is.

`pflicht` on an element locks it with all that is in it; on a process, pool or lane only what it says of itself.
`pflicht.<what>` locks one thing: a property, an attribute or a part of that name (`pflicht.frist`, `pflicht.name`,
`pflicht.documentation`); the element must then be there, and its other sides are free. The value is the reason, or
"ja".
A rule of a decision is locked by an annotation that begins with "Pflicht". `pflicht_bis` beside it ("Pflicht bis
2027-01-31: …" in an annotation) is the day by which clones have to take it over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from engine.bpmn.addresses import Address, Index, name_of
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed
from engine.bpmn.comparing import changes
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.subjects import ENDS, LANE, ids_in
from engine.bpmn.namespaces import line_of, text_of
from engine.bpmn.reading import read_tree
from engine.sentences import say
from engine.terms import Finding

LOCKED = "pflicht"
UNTIL = "pflicht_bis"
FRAMES = frozenset(("process", "participant", "lane", "collaboration"))
"""What is around many elements: its lock is about itself."""
RULE = "rule"
_ANNOTATION = re.compile(rf"{LOCKED}(?:\s+bis\s+(?P<until>[^\s:]+))?[^:]*:?(?P<reason>.*)", re.IGNORECASE | re.DOTALL)
BOXES = frozenset(("extensionElements", "properties"))
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


def locks(content: bytes) -> tuple[Lock, ...]:
    """Of a Mustervorlage, in the order of the document. Raises InvalidInput("bpmn.unreadable")."""
    return tuple(_locks(Index(read_tree(content))))


def lock_findings(template: bytes, clone: bytes, file: str) -> list[Finding]:
    """What the clone removed or changed although it is locked; one finding for each lock. `template`: the state that
    the clone says it comes from."""
    broken = broken_locks(template, clone)
    if not broken:
        return []
    new = Index(read_tree(clone))
    return [_finding(lock, new, file) for lock in broken]


def broken_locks(template: bytes, clone: bytes, *, dated: bool = False) -> list[Lock]:
    """Locks of the one that the other does not keep. `dated`: only those with a day by which."""
    old = Index(read_tree(template))
    wanted = [lock for lock in _locks(old) if lock.until or not dated]
    new = Index(read_tree(clone)) if wanted else old
    held = [lock for lock in wanted if not untouched(lock, old, new)]
    if not held:
        return []
    ground = Ground(old)
    found = [change for change in changes(template, clone) if _counts(change, ground)]
    return [lock for lock in held if any(_breaks(change, lock, ground) for change in found)]


def _locks(index: Index) -> Iterator[Lock]:
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
    inner = tuple(_plain(child) for child in children if not _is_mark(child))
    return str(node.tag), tuple(sorted(node.attrib.items())), " ".join((node.text or "").split()), inner


def _is_mark(node: _Node) -> bool:
    """Nothing but the lock itself, with the boxes around it: a clone is held to it with or without."""
    if name_of(node.tag) == "property":
        return (node.get("name") or "").partition(".")[0] in (LOCKED, UNTIL)
    return name_of(node.tag) in BOXES and all(_is_mark(child) for child in node.iterchildren(etree.Element))


def _marks(content: Fragment) -> bool:
    """As `_is_mark`, of what was added or removed."""
    if name_of(content.tag) == "property":
        return dict(content.attributes).get("name", "").partition(".")[0] in (LOCKED, UNTIL)
    pieces = [piece for piece in content.content if isinstance(piece, Fragment)]
    return name_of(content.tag) in BOXES and bool(pieces) and all(map(_marks, pieces))


def _counts(change: Change, ground: Ground) -> bool:
    """Whether this is a change of the path, and not of its drawing, of who owns it, or what follows from a flow."""
    if ground.shows(change) is not None or ground.is_identity(change) or isinstance(change, Moved):
        return False
    return not (isinstance(change, Added | Removed) and (change.content.tag in (*ENDS, LANE) or _marks(change.content)))


def _breaks(change: Change, lock: Lock, ground: Ground) -> bool:
    if isinstance(change, Removed) and lock.element in ids_in(change.content):
        return True
    at = change.place.parent if isinstance(change, Added) else change.at
    node = ground.index.ids.get(lock.element)
    if node is None:
        return False
    if name_of(node.tag) in FRAMES or lock.what:
        if at.owner != lock.element or (isinstance(change, Added | Removed) and change.content.id and not at.path):
            return False
    elif at.owner not in ground.within(lock.element):
        return False
    return not lock.what or lock.what in _names(change, at)


def _names(change: Change, at: Address) -> set[str]:
    """What a change is about, in the words of a lock."""
    names = {name_of(step.tag) for step in at.path} | {step.key for step in at.path}
    if isinstance(change, AttributeChanged):
        if not at.path:
            names.add(name_of(change.name))
    elif isinstance(change, Added | Removed):
        content = change.content
        names |= {name_of(content.tag), dict(content.attributes).get("name", "")}
        names |= {dict(piece.attributes).get("name", "") for piece in content.content if hasattr(piece, "attributes")}
    return names


def _finding(lock: Lock, new: Index, file: str) -> Finding:
    now = new.ids.get(lock.element)
    name = lock.name or lock.element
    why = say(" Begründung der Landesstelle: {reason}.", reason=lock.reason.rstrip(".")) if lock.reason else ""
    if now is None:
        return Finding(
            "template.locked",
            say("„{name}“ ist ein Pflichtelement der Mustervorlage und fehlt.{why}", name=name, why=why),
            file=file,
            element_id=lock.element,
            element_name=name,
            hint=say(
                "Fügen Sie es mit der Kennung {element} wieder ein, oder nehmen Sie den früheren Stand zurück.",
                element=lock.element,
            ),
        )
    what = f" ({lock.what})" if lock.what else ""
    return Finding(
        "template.locked",
        say(
            "„{name}“ ist ein Pflichtelement der Mustervorlage und wurde geändert{what}.{why}",
            name=name,
            what=what,
            why=why,
        ),
        file=file,
        line=line_of(now),
        element_id=lock.element,
        element_name=name,
        hint=say("Stellen Sie her, was in der Mustervorlage steht, oder sprechen Sie mit der Landesstelle."),
    )
