"""What a person has to decide: wishes of both sides that contradict each other, and ours that break a new lock, with
all that hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.bpmn.addresses import Address
from engine.bpmn.changes import Change
from engine.bpmn.merging.breaches import Breach
from engine.bpmn.merging.clashes import Clash, clashes
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.locked import Lock
from engine.bpmn.merging.subjects import Subject, subject_of
from engine.bpmn.merging.units import Unit
from engine.merging import Groups, Side


@dataclass(frozen=True, slots=True)
class Conflict:
    """`key` stays the same as long as both sides want the same. `theirs`, `ours`: all that comes with one decision.
    `locks`: what ours may not change any more."""

    key: str
    clashes: tuple[Clash, ...]
    theirs: tuple[Change, ...]
    ours: tuple[Change, ...]
    locks: tuple[Lock, ...] = ()

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of the elements in question."""
        return tuple(dict.fromkeys(clash.subject.at.owner for clash in self.clashes))


def conflicts(
    ground: Ground, theirs: Sequence[Unit], ours: Sequence[Unit], broken: Sequence[Breach] = ()
) -> tuple[Conflict, ...]:
    """`broken`: what ours did to what theirs locks; all that one lock forbids is one question."""
    found = list(clashes(ground, theirs, ours))
    groups = Groups([*((Side.THEIRS, n) for n in range(len(theirs))), *((Side.OURS, n) for n in range(len(ours)))])
    for number, other, _ in found:
        groups.join((Side.THEIRS, number), (Side.OURS, other))
    first: dict[Lock, int] = {}
    for breach in broken:
        groups.join((Side.OURS, first.setdefault(breach.lock, breach.unit)), (Side.OURS, breach.unit))
    result = []
    for members in groups.all():
        forbidden = [breach for breach in broken if (Side.OURS, breach.unit) in members]
        if not forbidden and {side for side, _ in members} != set(Side):
            continue
        within = [clash for number, _, clash in found if (Side.THEIRS, number) in members]
        within += _one_sided(forbidden, {clash.subject for clash in within})
        locks = tuple(dict.fromkeys(breach.lock for breach in forbidden))
        changes = {
            side: tuple(c for s, n in members if s is side for c in (theirs if s is Side.THEIRS else ours)[n].changes)
            for side in Side
        }
        result.append(Conflict(_key(within, locks), tuple(within), changes[Side.THEIRS], changes[Side.OURS], locks))
    return tuple(result)


def _one_sided(broken: Sequence[Breach], asked: Collection[Subject]) -> list[Clash]:
    """What ours wants of something locked that theirs left as it was."""
    wanted: dict[Subject, dict[Change, None]] = {}
    for change in (change for breach in broken for change in breach.changes):
        if (subject := subject_of(change)) not in asked:
            wanted.setdefault(subject, {})[change] = None
    return [Clash(subject, (), tuple(changes)) for subject, changes in wanted.items()]


def _key(found: Sequence[Clash], locks: Sequence[Lock]) -> str:
    said = sorted(repr((_spot(clash.subject.at), clash.subject.aspect, clash.theirs, clash.ours)) for clash in found)
    said += sorted(f"{lock.element}.{lock.what}" for lock in locks)
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def _spot(at: Address) -> str:
    return f"{at.owner}/{'/'.join(f'{step.tag}:{step.key}:{step.index}' for step in at.path)}"
