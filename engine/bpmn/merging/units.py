"""Changes of one side that belong together: a new step comes with its flows, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.bpmn.changes import Added, Change, Removed
from engine.bpmn.merging.subjects import Subject, ids_in, mentions, subject_of
from engine.merging import Groups


@dataclass(frozen=True, slots=True)
class Unit:
    """One wish of one side. `taken`: ids of the elements that go with it."""

    changes: tuple[Change, ...]
    taken: frozenset[str]
    subjects: dict[Subject, frozenset[Change]]


def units(changes: Sequence[Change]) -> tuple[Unit, ...]:
    """Connected by the elements that come or go (and by what they say of one subject)."""
    fleeting = frozenset(key for change in changes for key in _come_or_gone(change))
    groups = Groups(range(len(changes)))
    first: dict[object, int] = {}
    for number, change in enumerate(changes):
        for key in (subject_of(change), *(name for name in mentions(change) if name in fleeting)):
            groups.join(first.setdefault(key, number), number)
    return tuple(_unit([changes[number] for number in members]) for members in groups.all())


def _come_or_gone(change: Change) -> Iterable[str]:
    if isinstance(change, Added | Removed):
        return ids_in(change.content)
    return ()


def _unit(members: Sequence[Change]) -> Unit:
    subjects: dict[Subject, set[Change]] = defaultdict(set)
    for change in members:
        subjects[subject_of(change)].add(change)
    taken = {key for change in members if isinstance(change, Removed) for key in ids_in(change.content)}
    return Unit(tuple(members), frozenset(taken), {key: frozenset(found) for key, found in subjects.items()})
