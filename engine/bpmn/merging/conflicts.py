"""What a person has to decide: wishes of both sides that contradict each other, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.bpmn.addresses import Address
from engine.bpmn.changes import Change
from engine.bpmn.merging.clashes import Clash, clashes
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.units import Unit
from engine.merging import Groups, Side


@dataclass(frozen=True, slots=True)
class Conflict:
    """`key` stays the same as long as both sides want the same. `theirs`, `ours`: all that comes with one decision."""

    key: str
    clashes: tuple[Clash, ...]
    theirs: tuple[Change, ...]
    ours: tuple[Change, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of the elements in question."""
        return tuple(dict.fromkeys(clash.subject.at.owner for clash in self.clashes))


def conflicts(ground: Ground, theirs: Sequence[Unit], ours: Sequence[Unit]) -> tuple[Conflict, ...]:
    found = list(clashes(ground, theirs, ours))
    groups = Groups([*((Side.THEIRS, n) for n in range(len(theirs))), *((Side.OURS, n) for n in range(len(ours)))])
    for number, other, _ in found:
        groups.join((Side.THEIRS, number), (Side.OURS, other))
    result = []
    for members in groups.all():
        if len(members) > 1:
            within = tuple(clash for number, _, clash in found if (Side.THEIRS, number) in members)
            changes = {
                side: tuple(
                    c for s, n in members if s is side for c in (theirs if s is Side.THEIRS else ours)[n].changes
                )
                for side in Side
            }
            result.append(Conflict(_key(within), within, changes[Side.THEIRS], changes[Side.OURS]))
    return tuple(result)


def _key(found: Sequence[Clash]) -> str:
    said = sorted(repr((_spot(clash.subject.at), clash.subject.aspect, clash.theirs, clash.ours)) for clash in found)
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def _spot(at: Address) -> str:
    return f"{at.owner}/{'/'.join(f'{step.tag}:{step.key}:{step.index}' for step in at.path)}"
