"""What our side changed of what their side locks now: a question like any other, even where they changed nothing else.

Everything is said in terms of the base, as the changes are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.bpmn.addresses import Index
from engine.bpmn.changes import Added, Change
from engine.bpmn.merging.clashes import united, wish
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.locked import Lock, Reach, counts, locks_in, reach
from engine.bpmn.merging.units import Unit


@dataclass(frozen=True, slots=True)
class Breach:
    """`unit`: number of ours. `changes`: those of it that the lock forbids."""

    lock: Lock
    unit: int
    changes: tuple[Change, ...]


def breaches(
    ground: Ground, template: Index, renames: Mapping[str, str], theirs: Sequence[Change], ours: Sequence[Unit]
) -> tuple[Breach, ...]:
    """`template`: the newer one. `theirs`: what it changed. What both want alike breaks nothing."""
    agreed = _Agreed(theirs)
    return tuple(
        Breach(each.lock, number, found)
        for each in _reaches(ground, template, renames)
        for number, unit in enumerate(ours)
        if (found := tuple(c for c in unit.changes if counts(c, ground) and each.broken_by(c) and not agreed.hold(c)))
    )


def _reaches(ground: Ground, template: Index, renames: Mapping[str, str]) -> Iterator[Reach]:
    """Of the locks that are new."""
    had = {(renames.get(lock.element, lock.element), lock.what) for lock in locks_in(ground.index)}
    formerly = {now: was for was, now in renames.items()}
    new = Ground(template)
    for lock in locks_in(template):
        was = formerly.get(lock.element, lock.element)
        if (lock.element, lock.what) in had or was not in ground.index.ids:
            continue
        found = reach(lock, new)
        within = {formerly.get(key, key) for key in found.within}
        gone = {key for key in ground.within(was) if renames.get(key, key) not in template.ids}
        yield Reach(replace(lock, element=was), found.framed, frozenset(within | gone))


class _Agreed:
    """What theirs wants, too."""

    def __init__(self, theirs: Sequence[Change]) -> None:
        self.wishes = {wish(change) for change in theirs}
        self.added = [change for change in theirs if isinstance(change, Added)]

    def hold(self, change: Change) -> bool:
        if wish(change) in self.wishes:
            return True
        return isinstance(change, Added) and any(
            change.place.parent == other.place.parent and united(other.content, change.content) == other.content
            for other in self.added
        )
