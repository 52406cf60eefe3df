"""Sound process models as blocks: each renders itself as BPMN and says, without the engine, what must happen.

`run(at, world)` gives what happens from the moment `at` (seconds). Waiting takes no time except at timers; people (and
outgoing work) answer before messages come, and messages before the clock moves. Every timer has a span of its own such
that sums of a few of them never meet.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bpmn.models import element, extensions, flow, message, rule, script, user
from tests.properties.drawing import Drawing, Part, World, definition
from tests.properties.happened import Happened, beside, nothing, step, steps

SPANS = [7**n for n in range(11)]
"""Seconds; 7 because nothing is repeated more than six times."""
SPLITS = {"exclusive": "exclusive", "parallel": "parallel", "inclusive": "inclusive", "task": "inclusive"}
"""Kind of a split -> kind of the gateway that joins; `task`: conditions on the flows out of a task."""


class Block:
    key = ""
    needs: tuple[str, ...] = ()
    """Keys of the profile without which it cannot run."""
    own: tuple[str, ...] = ()
    """Endings of the ids of those of its elements whose steps `run` foretells."""

    def inner(self) -> Sequence[Block]:
        return ()

    def apart(self) -> Sequence[Block]:
        """Those inside that have variables of their own."""
        return ()

    def draw(self, page: Drawing) -> Part:
        raise NotImplementedError

    def run(self, at: float, world: World) -> Happened:
        raise NotImplementedError


def walk(block: Block) -> list[Block]:
    return [block, *itertools.chain.from_iterable(walk(inner) for inner in block.inner())]


def numbered(block: Block) -> Block:
    for number, each in enumerate(walk(block)):
        each.key = f"n{number}"
    return block


def count_of(key: str) -> str:
    return f"v_{key}"


def counting(key: str) -> str:
    """A script task that counts its own executions."""
    name = count_of(key)
    return script(key, f"{{{name}: (if {name} = null then 0 else {name}) + 1}}")


JOBS = {"serviceTask:mail": "mail", "serviceTask:webhook": "webhook", "sendTask:mail": "mail"}
THROWS = {"throw": (), "throw:message": ("message",), "throw:signal": ("signal",), "throw:escalation": ("escalation",),
          "throw:multiple": ("signal", "message", "escalation")}  # fmt: skip
STEPS = (
    "userTask", "scriptTask", "manualTask", "task", "businessRuleTask", "sendTask", *JOBS, *THROWS,
)  # fmt: skip


@dataclass
class Step(Block):
    """Something that somebody does, that runs by itself, or that is thrown and that nobody waits for. What a decision
    suggests is confirmed."""

    own = ("", "_k")

    kind: str = "scriptTask"

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        if self.kind in THROWS:
            thrown = THROWS[self.kind]
            return (f"intermediateThrowEvent:{thrown[0] if len(thrown) == 1 else 'multiple' if thrown else 'none'}",)
        return (self.kind.split(":")[0],)

    def draw(self, page: Drawing) -> Part:
        if self.kind == "businessRuleTask":
            key, confirming = self.key, f"{self.key}_k"
            xml = rule(key, "verfahren", f"b_{key}") + user(confirming, bestaetigt=key)
            return Part(xml + flow(key, confirming), key, confirming)
        return Part(self._xml(page), self.key, self.key)

    def _xml(self, page: Drawing) -> str:
        kind, key = self.kind, self.key
        if kind == "scriptTask":
            return counting(key)
        if kind in JOBS:
            return element(kind.split(":")[0], key, extensions(f'<zeebe:taskDefinition type="{JOBS[kind]}"/>'))
        if kind in THROWS:
            inner = "".join(definition(page, thrown, key) for thrown in THROWS[kind])
            return element("intermediateThrowEvent", key, inner)
        if kind == "sendTask":
            definition(page, "message", key)
            return element("sendTask", key, messageRef=f"m_{key}")
        return element(kind, key)

    def run(self, at: float, world: World) -> Happened:
        if self.kind == "businessRuleTask":
            world.choices["stufe"] = 2
            world.values[self.key] = {f"b_{self.key}": "gespraech"}
            return steps(at, self.key, f"{self.key}_k")
        return step(at, self.key)


@dataclass
class Wait(Block):
    """A timer; `date`: a moment that is computed when it is reached; `multiple`: one of two triggers, of which the
    other (a message) never comes; `all`: both, at last."""

    own = ("",)

    span: int = 1
    kind: str = "timer"

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        more = {"timer": (), "date": (), "multiple": ("multiple",), "all": ("multiple", "*")}[self.kind]
        keys = {"multiple": "intermediateCatchEvent:multiple", "*": "*@parallelMultiple=true"}
        return ("intermediateCatchEvent:timer", *(keys[m] for m in more))

    def draw(self, page: Drawing) -> Part:
        inner = definition(page, "date" if self.kind == "date" else "timer", self.key, self.span)
        if self.kind in ("multiple", "all"):
            inner += definition(page, "message", self.key)
        more = {"parallelMultiple": "true"} if self.kind == "all" else {}
        return Part(element("intermediateCatchEvent", self.key, inner, **more), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        if self.kind == "all":
            world.sent.add(f"m_{self.key}")
        return step(at + self.span, self.key)


@dataclass
class Receive(Block):
    """Waits for a message that comes; `task`: as a receive task; `keyed`: with the value of a variable as its key."""

    own = ("",)

    task: bool = False
    keyed: bool = False

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("receiveTask" if self.task else "intermediateCatchEvent:message",)

    def draw(self, page: Drawing) -> Part:
        if self.keyed:
            page.needs(message(f"m_{self.key}", f"m_{self.key}", "=schluessel"))
            inner = f'<bpmn:messageEventDefinition messageRef="m_{self.key}"/>'
        else:
            inner = definition(page, "message", self.key)
        if self.task:
            return Part(element("receiveTask", self.key, messageRef=f"m_{self.key}"), self.key, self.key)
        return Part(element("intermediateCatchEvent", self.key, inner), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        world.sent.add(f"m_{self.key}")
        if self.keyed:
            world.choices["schluessel"] = 7
        return step(at, self.key)


@dataclass
class Chain(Block):
    parts: list[Block]

    def inner(self) -> Sequence[Block]:
        return self.parts

    def draw(self, page: Drawing) -> Part:
        drawn = [part.draw(page) for part in self.parts]
        joints = "".join(flow(a.last, b.first) for a, b in itertools.pairwise(drawn))
        return Part("".join(d.xml for d in drawn) + joints, drawn[0].first, drawn[-1].last)

    def run(self, at: float, world: World) -> Happened:
        found = nothing(at)
        for part in self.parts:
            found = found.then(part.run(found.over, world))
        return found


@dataclass
class Gateway(Block):
    """Exclusive (one branch), inclusive (some) or parallel (all). `taken`: the numbers of those taken; the last branch
    is the default."""

    kind: str
    branches: list[Block]
    taken: list[int] = field(default_factory=list)

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (f"{SPLITS[self.kind]}Gateway",)

    def inner(self) -> Sequence[Block]:
        return self.branches

    @property
    def chosen(self) -> list[int]:
        if self.kind == "parallel":
            return list(range(len(self.branches)))
        real = sorted({t for t in self.taken if t < len(self.branches) - 1})
        return (real[:1] if self.kind == "exclusive" else real) or [len(self.branches) - 1]

    def draw(self, page: Drawing) -> Part:
        split, join, default = f"{self.key}_s", f"{self.key}_j", f"{self.key}_d"
        marks = {} if self.kind == "parallel" else {"default": default}
        kind = "manualTask" if self.kind == "task" else f"{self.kind}Gateway"
        xml = [element(kind, split, **marks), element(f"{SPLITS[self.kind]}Gateway", join)]
        for number, branch in enumerate(self.branches):
            part = branch.draw(page)
            last = number == len(self.branches) - 1
            condition = None if last or self.kind == "parallel" else f"c_{self.key}_{number} = 1"
            xml.append(part.xml + flow(split, part.first, condition, default if marks and last else None))
            xml.append(flow(part.last, join))
        return Part("".join(xml), split, join)

    def run(self, at: float, world: World) -> Happened:
        if self.kind != "parallel":
            world.choices |= {f"c_{self.key}_{n}": int(n in self.chosen) for n in range(len(self.branches) - 1)}
        return beside([self.branches[n].run(at, world) for n in self.chosen])


@dataclass
class Linked(Block):
    """Goes on at a link."""

    own = ("_t", "_c")
    needs = ("intermediateThrowEvent:link", "intermediateCatchEvent:link")

    def draw(self, page: Drawing) -> Part:
        event = f'<bpmn:linkEventDefinition name="l_{self.key}"/>'
        throw = element("intermediateThrowEvent", f"{self.key}_t", event)
        return Part(throw + element("intermediateCatchEvent", f"{self.key}_c", event), f"{self.key}_t", f"{self.key}_c")

    def run(self, at: float, world: World) -> Happened:
        return steps(at, f"{self.key}_t", f"{self.key}_c")


def closed(key: str, part: Part, *more: str) -> str:
    """The inside of a sub-process: start, the part, end."""
    return part.xml + flow(f"{key}_s", part.first) + flow(part.last, f"{key}_e") + "".join(more)


__all__ = [
    "SPANS", "STEPS", "Block", "Chain", "Drawing", "Gateway", "Linked", "Part", "Receive", "Step", "Wait", "World",
    "closed", "count_of", "counting", "definition", "numbered", "walk",
]  # fmt: skip
