"""What there is to pass in a definition, what rehearsals have passed of it, and what they have left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.bpmn import Definition
from engine.bpmn.model import EventKind, ProcessModel
from engine.runtime import Advance
from engine.sentences import say

Step = tuple[str, str]
"""Process id, and id of an element or flow."""
Rule = tuple[str, str]
"""Decision id and rule id."""


@dataclass(slots=True)
class Passed:
    """Grows with each advance."""

    steps: set[Step] = field(default_factory=set)
    rules: set[Rule] = field(default_factory=set)

    def add(self, advance: Advance) -> None:
        self.steps |= {(step.process_id, step.element_id) for step in advance.passed}
        self.rules |= {(made.decision_id, rule) for made in advance.decisions for rule in made.matched}

    def merge(self, other: Passed) -> None:
        self.steps |= other.steps
        self.rules |= other.rules

    def as_json(self) -> dict[str, list[Any]]:
        return {"steps": sorted(self.steps), "rules": sorted(self.rules)}

    @classmethod
    def from_json(cls, raw: Mapping[str, list[list[str]]]) -> Passed:
        return cls(*({(first, second) for first, second in raw.get(key, ())} for key in ("steps", "rules")))


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a process: an element, a flow, or a rule of a decision that it calls. `decision`: of a rule."""

    id: str
    name: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """All that there is to pass in one process."""

    process: str
    name: str
    elements: tuple[Place, ...]
    flows: tuple[Place, ...]
    rules: tuple[Place, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Parts:
        kinds = (tuple(Place(**place) for place in raw[kind]) for kind in ("elements", "flows", "rules"))
        return cls(raw["process"], raw["name"], *kinds)


@dataclass(frozen=True, slots=True)
class Share:
    """`passed` of `all`, and which are missing."""

    passed: int
    all: int
    missing: tuple[Place, ...]

    @property
    def whole(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one process."""

    process: str
    name: str
    elements: Share
    flows: Share
    rules: Share

    @property
    def shares(self) -> tuple[Share, Share, Share]:
        return self.elements, self.flows, self.rules

    @property
    def whole(self) -> bool:
        return all(share.whole for share in self.shares)

    def as_json(self) -> dict[str, list[int]]:
        shares = {"elements": self.elements, "flows": self.flows, "rules": self.rules}
        return {name: [share.passed, share.all] for name, share in shares.items()}

    def missing_as_json(self) -> list[dict[str, str]]:
        kinds = (("element", self.elements), ("flow", self.flows), ("rule", self.rules))
        return [{"process": self.process, "kind": k, **asdict(place)} for k, share in kinds for place in share.missing]


def parts_of(definition: Definition) -> tuple[Parts, ...]:
    """Of every process that can run in it: the main one first, then its partners and what they call."""
    main = definition.processes[definition.main]
    others = [process for process in definition.processes.values() if process is not main]
    return tuple(_parts(process, definition) for process in (main, *others))


def coverage(parts: Iterable[Parts], passed: Passed) -> tuple[Coverage, ...]:
    """Each process once, however often it is named."""
    once = {each.process: each for each in parts}
    return tuple(
        Coverage(
            each.process,
            each.name,
            _share(each.elements, {key for process, key in passed.steps if process == each.process}),
            _share(each.flows, {key for process, key in passed.steps if process == each.process}),
            _share(each.rules, {f"{decision} {rule}" for decision, rule in passed.rules}),
        )
        for each in once.values()
    )


def _parts(process: ProcessModel, definition: Definition) -> Parts:
    elements = [e for e in process.elements.values() if not _never_passed(e.type, e.event)]
    called = dict.fromkeys(e.decision for e in process.elements.values() if e.decision)
    rules = [
        Place(rule.id, rule.annotation or say("Regel {number}", number=rule.number), decision.id)
        for key in called
        if key in definition.decisions
        for decision in [definition.decisions[key].find(key)]
        for rule in decision.rules
    ]
    return Parts(
        process.id,
        process.name or process.id,
        tuple(Place(e.id, e.known_as or "") for e in elements),
        tuple(Place(f.id, f.label) for f in process.flows),
        tuple(rules),
    )


def _never_passed(kind: str, event: EventKind) -> bool:
    """A compensation boundary event only says which activity undoes its own; no token ever stands there."""
    return kind == "boundaryEvent" and event is EventKind.COMPENSATION


def _share(places: tuple[Place, ...], passed: set[str]) -> Share:
    missing = tuple(p for p in places if (f"{p.decision} {p.id}" if p.decision else p.id) not in passed)
    return Share(len(places) - len(missing), len(places), missing)
