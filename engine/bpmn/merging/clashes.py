"""Where two people want different things of one subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.bpmn.addresses import Address
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.subjects import ENDS, LANE, Subject, ids_in, key_in, mentions, subject_of
from engine.bpmn.merging.units import Unit


@dataclass(frozen=True, slots=True)
class Clash:
    """What both sides want of one subject; where one side takes an element away, `subject` is that element and the
    other side's changes are those that need it. `theirs` empty: they left it as it was, and lock it now."""

    subject: Subject
    theirs: tuple[Change, ...]
    ours: tuple[Change, ...]


def clashes(ground: Ground, theirs: Sequence[Unit], ours: Sequence[Unit]) -> Iterator[tuple[int, int, Clash]]:
    """(number of their unit, number of our unit, what clashes)."""
    holders = {subject: number for number, unit in enumerate(ours) for subject in unit.subjects}
    for number, unit in enumerate(theirs):
        for subject, wanted in unit.subjects.items():
            if (other := holders.get(subject)) is None:
                continue
            if not _agree(wanted, ours[other].subjects[subject]) or _apart(subject, unit, ours[other]):
                both = _sorted(wanted), _sorted(ours[other].subjects[subject])
                yield number, other, Clash(subject, *both)
    for number, unit in enumerate(theirs):
        for other, counterpart in enumerate(ours):
            for removed, needing in _bereft(ground, unit, counterpart):
                yield number, other, Clash(subject_of(removed), (removed,), needing)
            for removed, needing in _bereft(ground, counterpart, unit):
                yield number, other, Clash(subject_of(removed), needing, (removed,))


def _agree(theirs: frozenset[Change], ours: frozenset[Change]) -> bool:
    if {wish(change) for change in theirs} == {wish(change) for change in ours}:
        return True
    if len(theirs) == len(ours) == 1:
        (one,), (other,) = theirs, ours
        return isinstance(one, Added) and isinstance(other, Added) and united(one.content, other.content) is not None
    return False


def _apart(subject: Subject, unit: Unit, other: Unit) -> bool:
    """Whether both add a step of one id, but at different places of the path."""
    key = subject.at.owner
    return subject.aspect == "there" and not subject.at.path and _joints(unit, key) != _joints(other, key)


def _joints(unit: Unit, key: str) -> set[tuple[str | None, str | None]]:
    """How a step is joined to the path: the ends of new flows, and the flows that lead to or from it now."""
    added = (dict(c.content.attributes) for c in unit.changes if isinstance(c, Added))
    ends = {(values.get("sourceRef"), values.get("targetRef")) for values in added if "sourceRef" in values}
    led = {
        (c.at.owner, c.name)
        for c in unit.changes
        if isinstance(c, AttributeChanged) and c.name in ("sourceRef", "targetRef") and c.new == key
    }
    return {pair for pair in ends if key in pair} | led


def wish(change: Change) -> object:
    """What is wanted, whatever stands beside it."""
    if isinstance(change, Added):
        return ("added", change.place.parent, _without_ends(change.content))
    if isinstance(change, Removed):
        return ("removed", change.at)
    if isinstance(change, Moved):
        return ("moved", change.at, change.place)
    return change


def _without_ends(content: Fragment) -> Fragment:
    if not any(isinstance(piece, Fragment) and piece.tag in ENDS for piece in content.content):
        return content
    kept = tuple(piece for piece in content.content if not (isinstance(piece, Fragment) and piece.tag in ENDS))
    return Fragment(content.tag, tuple(sorted(content.attributes)), kept)


def united(one: Fragment, other: Fragment) -> Fragment | None:
    """Both in one: what holds properties, mappings and the like is no subject itself. None where they contradict each
    other, or where each is an element with an id of its own."""
    if one == other:
        return one
    attributes, others = dict(one.attributes), dict(other.attributes)
    if one.tag != other.tag or "id" in attributes or "id" in others:
        return None
    if any(attributes.get(name, value) != value for name, value in others.items()):
        return None
    content = list(one.content)
    places = {_key(piece): at for at, piece in enumerate(content)}
    for piece in other.content:
        at = places.get(_key(piece))
        if at is None:
            content.append(piece)
            continue
        mine = content[at]
        if not isinstance(piece, Fragment) or not isinstance(mine, Fragment):
            if piece != mine:
                return None
        elif (both := united(mine, piece)) is None:
            return None
        else:
            content[at] = both
    return Fragment(one.tag, tuple((attributes | others).items()), tuple(content), one.prefix or other.prefix)


def _key(piece: Fragment | Address | str) -> str:
    return f"{piece.tag} {key_in(piece)}" if isinstance(piece, Fragment) else repr(type(piece))


def _bereft(ground: Ground, taking: Unit, other: Unit) -> Iterator[tuple[Removed, tuple[Change, ...]]]:
    """Removals of one side, each with the other side's changes that need what it takes."""
    removals = [change for change in taking.changes if isinstance(change, Removed) and change.content.tag != LANE]
    for removed in removals:
        gone = _gone(ground, removed)
        needing = tuple(change for change in other.changes if _needs(ground, change, removed, gone))
        if needing:
            yield removed, needing


def _gone(ground: Ground, removed: Removed) -> frozenset[str]:
    return frozenset(ids_in(removed.content)) & ground.index.ids.keys()


def _needs(ground: Ground, change: Change, removed: Removed, gone: frozenset[str]) -> bool:
    if isinstance(change, Removed):
        return False
    if isinstance(change, AttributeChanged) and change.name == "id":
        return False
    at = change.place.parent if isinstance(change, Added) else change.at
    if ground.covers(removed.at, at):
        return True
    if isinstance(change, Moved) and ground.covers(removed.at, change.place.parent):
        return True
    if isinstance(change, Added) and change.content.tag == LANE:
        return False  # a question of the step's lane, see subject_of
    return bool(gone) and not gone.isdisjoint(_new_mentions(change))


def _new_mentions(change: Change) -> Iterator[str]:
    if isinstance(change, AttributeChanged):
        change = AttributeChanged(Address(), change.name, None, change.new)
    return mentions(change)


def _sorted(changes: frozenset[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=repr))
