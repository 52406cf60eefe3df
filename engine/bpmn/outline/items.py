"""What an outline is made of: processes, their steps in the order of the flow, and what is nested below a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What a list of steps is. START: from a start event on; BRANCH: from a gateway on; EVENT: what an event at the
    edge of a step leads to; INSIDE: of a sub-process; ASIDE: event sub-processes; LOOSE: reached from nowhere."""

    START = "start"
    BRANCH = "branch"
    EVENT = "event"
    INSIDE = "inside"
    ASIDE = "aside"
    LOOSE = "loose"


class Way(StrEnum):
    """How a list of steps ends. ENDS: with its last step; ON: with a step that stands elsewhere; BACK: with an
    earlier one."""

    ENDS = "ends"
    ON = "on"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Leads:
    way: Way = Way.ENDS
    target: str = ""
    name: str = ""
    flow: str = ""
    """The sequence flow that leads there."""

    @property
    def sentence(self) -> str:
        return {Way.ENDS: "", Way.ON: f"weiter mit »{self.name}«", Way.BACK: f"zurück zu »{self.name}«"}[self.way]


@dataclass(frozen=True, slots=True)
class Position:
    """`index` of `total` steps in its list; `branch`: what that list is called, empty for the process itself."""

    index: int
    total: int
    branch: str = ""

    @property
    def sentence(self) -> str:
        place = f"Schritt {self.index} von {self.total}"
        return f"{place}, Zweig »{self.branch}«" if self.branch else place


@dataclass(frozen=True, slots=True)
class Item:
    """One step. `kind`: the BPMN element, `event`: what an event waits for or throws ("" for none), `words`: both for
    people. `incoming`: the sequence flow over which this list comes to it; "" for the first of a process."""

    id: str
    kind: str
    event: str
    words: str
    name: str
    label: str
    """The name; where there is none, what tells it apart: "Zusammenführung 4"."""
    number: str
    level: int
    position: Position
    process: str
    parent: str | None = None
    lane: str = ""
    group: str = ""
    deadline: str = ""
    form: str = ""
    documentation: str = ""
    incoming: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def splits(self) -> bool:
        return any(part.kind is PartKind.BRANCH for part in self.parts)


@dataclass(frozen=True, slots=True)
class Part:
    """A list of steps. `id`: of the sequence flow of a branch, else of the event or the (sub-)process.
    `condition`: in words; `default`: taken where no other one is."""

    kind: PartKind
    id: str
    number: str
    name: str
    condition: str = ""
    default: bool = False
    steps: tuple[Item, ...] = ()
    leads: Leads = Leads()
    event: Item | None = None
    """The event at the edge, of an EVENT."""


@dataclass(frozen=True, slots=True)
class Section:
    """One process. `pool`: what its pool is called."""

    process: str
    name: str
    pool: str
    parts: tuple[Part, ...]

    @property
    def steps(self) -> int:
        return sum(1 for _ in walk(self.parts))

    @property
    def unfinished(self) -> tuple[Item | None, int]:
        """The last step of a path that has no end yet, None where it has one; and how many come before it."""
        if len(self.parts) != 1 or any(item.kind == "endEvent" for item in walk(self.parts)):
            return None, 0
        steps = self.parts[0].steps
        return (steps[-1], len(steps) - 1) if steps and steps[0].kind == "startEvent" else (None, 0)


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]

    def items(self) -> Iterator[Item]:
        """All of them, in the order of the page."""
        for section in self.sections:
            yield from walk(section.parts)

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items() if item.id == key), None)

    def part_of(self, key: str) -> Part | None:
        """The list in which a step stands."""
        return next((p for s in self.sections for p in lists(s.parts) if any(i.id == key for i in p.steps)), None)


def lists(parts: tuple[Part, ...]) -> Iterator[Part]:
    todo = list(reversed(parts))
    while todo:
        part = todo.pop()
        yield part
        below = [*(part.event.parts if part.event else ()), *(p for item in part.steps for p in item.parts)]
        todo += reversed(below)


def walk(parts: tuple[Part, ...]) -> Iterator[Item]:
    """Each step before what is nested below it."""
    todo: list[Item | Part] = list(reversed(parts))
    while todo:
        found = todo.pop()
        if isinstance(found, Part):
            todo += [*reversed(found.steps), *([found.event] if found.event else [])]
        else:
            yield found
            todo += reversed(found.parts)
