"""Sound process models as blocks: each renders itself as BPMN and says, without the engine, what must happen.

`run(at, world)` gives what happens from the moment `at` (seconds): steps with their times, and when the block is over.
Waiting takes no time except at timers; people answer before messages come, and messages before the clock moves.
Every timer has a span of its own such that sums of a few of them never meet.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bpmn.models import boundary, call, element, extensions, flow, script, sub_process, timer

NEVER = float("inf")
SPANS = [11**n for n in range(9)]
"""Seconds; 11 because nothing is repeated more than ten times at once."""


@dataclass
class Happened:
    """`steps`: (time, element id). `over`: when the token leaves, NEVER when it does not. `tail`: when the last of
    what was begun beside it is done."""

    steps: list[tuple[float, str]] = field(default_factory=list)
    over: float = 0
    tail: float = 0

    def until(self, end: float, *, included: bool = False) -> list[tuple[float, str]]:
        return [(at, key) for at, key in self.steps if at < end or (included and at == end)]

    @property
    def done(self) -> float:
        return max(self.over if self.over != NEVER else 0, self.tail)


@dataclass
class World:
    """`choices`: start variables that conditions read. `sent`: messages that will come."""

    choices: dict[str, int] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)


@dataclass
class Drawing:
    """What a model needs around its process: messages, errors, called processes."""

    head: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)


@dataclass
class Part:
    """A piece of XML with one way in and one way out ("" when no token leaves it)."""

    xml: str
    first: str
    last: str


class Block:
    key = ""
    needs: tuple[str, ...] = ()
    """Keys of the profile without which it cannot run."""
    own: tuple[str, ...] = ()
    """Endings of the ids of those of its elements whose steps `run` foretells."""

    def inner(self) -> Sequence[Block]:
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


@dataclass
class Step(Block):
    """Something that somebody does, or that runs by itself."""

    own = ("",)

    kind: str = "scriptTask"

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.kind,)

    def draw(self, page: Drawing) -> Part:
        xml = counting(self.key) if self.kind == "scriptTask" else element(self.kind, self.key)
        return Part(xml, self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        return Happened([(at, self.key)], at)


@dataclass
class Wait(Block):
    """A timer."""

    own = ("",)

    span: int = 1
    needs = ("intermediateCatchEvent:timer",)

    def draw(self, page: Drawing) -> Part:
        return Part(element("intermediateCatchEvent", self.key, timer(f"PT{self.span}S")), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        return Happened([(at + self.span, self.key)], at + self.span)


def message_head(page: Drawing, name: str) -> str:
    page.head.append(f'<bpmn:message id="{name}" name="{name}"/>')
    return f'<bpmn:messageEventDefinition messageRef="{name}"/>'


@dataclass
class Receive(Block):
    """Waits for a message that comes; `task`: as a receive task."""

    own = ("",)

    task: bool = False

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("receiveTask" if self.task else "intermediateCatchEvent:message",)

    def draw(self, page: Drawing) -> Part:
        definition = message_head(page, f"m_{self.key}")
        if self.task:
            return Part(element("receiveTask", self.key, messageRef=f"m_{self.key}"), self.key, self.key)
        return Part(element("intermediateCatchEvent", self.key, definition), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        world.sent.add(f"m_{self.key}")
        return Happened([(at, self.key)], at)


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
        found = Happened([], at, at)
        for part in self.parts:
            if found.over == NEVER:
                break
            step = part.run(found.over, world)
            found = Happened(found.steps + step.steps, step.over, max(found.tail, step.tail))
        return found


@dataclass
class Gateway(Block):
    """`kind`: exclusive (one branch), inclusive (some) or parallel (all). `taken`: the numbers of those taken; the
    last branch is the default."""

    kind: str
    branches: list[Block]
    taken: list[int] = field(default_factory=list)

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (f"{self.kind}Gateway",)

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
        xml = [element(f"{self.kind}Gateway", split, **marks), element(f"{self.kind}Gateway", join)]
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
        ran = [self.branches[n].run(at, world) for n in self.chosen]
        return Happened([s for r in ran for s in r.steps], max(r.over for r in ran), max(r.tail for r in ran))


@dataclass
class Repeat(Block):
    """A loop drawn with an exclusive gateway."""

    body: Block
    rounds: int
    needs = ("exclusiveGateway", "scriptTask")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        part, name = self.body.draw(page), f"r_{self.key}"
        begin, merge, again, gate = (f"{self.key}_{x}" for x in ("b", "m", "a", "g"))
        xml = script(begin, f"{{{name}: 0}}") + script(again, f"{{{name}: {name} + 1}}")
        xml += element("exclusiveGateway", merge) + element("exclusiveGateway", gate, default=f"{self.key}_d")
        xml += element("exclusiveGateway", f"{self.key}_o") + part.xml
        xml += flow(begin, merge) + flow(merge, part.first) + flow(part.last, again) + flow(again, gate)
        xml += flow(gate, merge, f"{name} < {self.rounds}") + flow(gate, f"{self.key}_o", key=f"{self.key}_d")
        return Part(xml, begin, f"{self.key}_o")

    def run(self, at: float, world: World) -> Happened:
        return Chain([self.body] * self.rounds).run(at, world)


@dataclass
class Several(Block):
    """Multi-instance of an embedded sub-process."""

    body: Block
    count: int
    sequential: bool
    needs = ("multiInstanceLoopCharacteristics", "subProcess")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        part = self.body.draw(page)
        loop = (
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(self.sequential).lower()}">'
            f"<bpmn:loopCardinality>{self.count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
        )
        inside = part.xml + flow(f"{self.key}_s", part.first) + flow(part.last, f"{self.key}_e")
        return Part(sub_process(self.key, inside, loop=loop), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        steps: list[tuple[float, str]] = []
        ends, over = [at], at
        for _ in range(self.count):
            ran = self.body.run(over if self.sequential else at, world)
            over = ran.done
            steps += [*ran.steps, (over, self.key)]
            ends.append(over)
        return Happened(steps, max(ends), at)


@dataclass
class Called(Block):
    """A call activity; the called process has variables of its own."""

    own = ("",)

    body: Block
    needs = ("callActivity",)

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        part, name = self.body.draw(page), f"p_{self.key}"
        start, end = element("startEvent", f"{self.key}_s"), element("endEvent", f"{self.key}_e")
        inside = start + end + part.xml + flow(f"{self.key}_s", part.first) + flow(part.last, f"{self.key}_e")
        page.processes.append(f'<bpmn:process id="{name}" isExecutable="true">{inside}</bpmn:process>')
        return Part(call(self.key, name, all_in=True), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        ran = self.body.run(at, world)
        return Happened([*ran.steps, (ran.done, self.key)], ran.done, at)


def tally(found: Happened) -> Counter[str]:
    return Counter(key for _, key in found.steps)


__all__ = [
    "NEVER", "SPANS", "Block", "Called", "Chain", "Drawing", "Gateway", "Happened", "Part", "Receive", "Repeat",
    "Several", "Step", "Wait", "World", "boundary", "count_of", "counting", "extensions", "numbered", "tally", "walk",
]  # fmt: skip
