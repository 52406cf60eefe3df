"""Blocks that wait for one thing or another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import boundary, element, extensions, flow, script, timer
from tests.properties.blocks import JOBS, Block, Drawing, Part, World, definition
from tests.properties.events import bordered, stirring
from tests.properties.happened import Event, Happened, after, beside, step, steps


@dataclass
class Overdue(Block):
    """Something that nobody does until its time is over. `reminding`: how often before that time somebody is told."""

    own = ("", "_b", "_r")

    answer: Block
    kind: str
    span: int
    reminding: int = 0
    needs = ("boundaryEvent:timer",)

    def inner(self) -> Sequence[Block]:
        return (self.answer,)

    def draw(self, page: Drawing) -> Part:
        key, inner, more = self.key, "", {}
        if self.kind == "serviceTask":
            inner = extensions('<zeebe:taskDefinition type="webhook"/>')
        elif self.kind == "receiveTask":
            definition(page, "message", key)
            more = {"messageRef": f"m_{key}"}
        event = definition(page, "timer", key, self.span)
        host = element(self.kind, key, inner, **more)
        if self.reminding:
            host += boundary(f"{key}_r", key, definition(page, "cycle", key, self.reminding), interrupting=False)
            host += element("endEvent", f"{key}_q") + flow(f"{key}_r", f"{key}_q")
        return bordered(key, host, self.answer.draw(page), event, interrupting=True)

    def run(self, at: float, world: World) -> Happened:
        world.ignored.add(self.key)
        end = at + self.span
        found = step(end, f"{self.key}_b").then(self.answer.run(end, world))
        if self.reminding:
            moments = [at + n * self.reminding for n in (1, 2, 3)]
            found.steps += [Event(moment, f"{self.key}_r") for moment in moments if moment < end]
        return found


@dataclass
class Failing(Block):
    """Outgoing work that fails, with an error that is caught at its border."""

    own = ("", "_b")

    answer: Block
    kind: str
    needs = ("serviceTask", "boundaryEvent:error")

    def inner(self) -> Sequence[Block]:
        return (self.answer,)

    def draw(self, page: Drawing) -> Part:
        work, job = self.kind.split(":")[0], extensions(f'<zeebe:taskDefinition type="{JOBS[self.kind]}"/>')
        event = definition(page, "error", self.key)
        return bordered(self.key, element(work, self.key, job), self.answer.draw(page), event, interrupting=True)

    def run(self, at: float, world: World) -> Happened:
        world.failing[self.key] = f"error_{self.key}"
        return step(at, f"{self.key}_b").then(self.answer.run(at, world))


@dataclass
class Choice(Block):
    """An event-based gateway: a message that comes (`first` says how it is caught), or the shortest of the times."""

    own = ("_0", "_1", "_2")

    branches: list[Block]
    spans: list[int]
    first: str = "timer"
    needs = ("eventBasedGateway", "intermediateCatchEvent:timer", "intermediateCatchEvent:message", "receiveTask")

    def inner(self) -> Sequence[Block]:
        return self.branches

    @property
    def winner(self) -> int:
        return 0 if self.first != "timer" else min(range(len(self.branches)), key=lambda n: self.spans[n])

    def draw(self, page: Drawing) -> Part:
        key = self.key
        xml = [element("eventBasedGateway", f"{key}_g"), element("exclusiveGateway", f"{key}_j")]
        for number, branch in enumerate(self.branches):
            part, catch = branch.draw(page), f"{key}_{number}"
            kind = self.first if number == 0 else "timer"
            event = definition(page, "timer" if kind == "timer" else "message", key, self.spans[number])
            if kind == "receiveTask":
                xml.append(element("receiveTask", catch, messageRef=f"m_{key}"))
            else:
                xml.append(element("intermediateCatchEvent", catch, event))
            xml.append(flow(f"{key}_g", catch) + flow(catch, part.first) + part.xml + flow(part.last, f"{key}_j"))
        return Part("".join(xml), f"{key}_g", f"{key}_j")

    def run(self, at: float, world: World) -> Happened:
        when = at if self.first != "timer" else at + self.spans[self.winner]
        if self.first != "timer":
            world.sent.add(f"m_{self.key}")
        return step(when, f"{self.key}_{self.winner}").then(self.branches[self.winner].run(when, world))


@dataclass
class Signalled(Block):
    """Two branches: one waits for a signal (or a condition) that the other throws after a time. `gateway`: it waits
    behind an event-based gateway, beside a longer time."""

    own = ("_w", "_t", "_c", "_l")

    waiting: Block
    throwing: Block
    kind: str
    span: int
    gateway: bool

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        found = ("parallelGateway", f"intermediateCatchEvent:{self.kind}", "intermediateThrowEvent:signal")
        return (*found, "eventBasedGateway") if self.gateway else found

    def inner(self) -> Sequence[Block]:
        return (self.waiting, self.throwing)

    def draw(self, page: Drawing) -> Part:
        key, a, b = self.key, self.waiting.draw(page), self.throwing.draw(page)
        event, first = definition(page, self.kind, key), f"{key}_c"
        xml = script(f"{key}_z", f"{{q_{key}: 0}}") + element("parallelGateway", f"{key}_f") + a.xml + b.xml
        xml += element("intermediateCatchEvent", f"{key}_c", event) + stirring(key, event, self.kind, self.span)
        if self.gateway:
            first = f"{key}_g"
            xml += element("eventBasedGateway", first) + flow(first, f"{key}_c") + flow(first, f"{key}_l")
            xml += element("intermediateCatchEvent", f"{key}_l", timer(f"PT{self.span + 1}S"))
            xml += element("endEvent", f"{key}_x") + flow(f"{key}_l", f"{key}_x")
        xml += element("parallelGateway", f"{key}_j") + flow(f"{key}_z", f"{key}_f")
        xml += flow(f"{key}_f", first) + flow(f"{key}_c", a.first) + flow(a.last, f"{key}_j")
        xml += flow(f"{key}_f", f"{key}_w") + flow(f"{key}_t", b.first) + flow(b.last, f"{key}_j")
        return Part(xml, f"{key}_z", f"{key}_j")

    def run(self, at: float, world: World) -> Happened:
        when = at + self.span
        caught = step(when, f"{self.key}_c").then(self.waiting.run(when, world))
        thrown = steps(when, f"{self.key}_w", f"{self.key}_t")
        after(caught.steps, thrown.last)
        return beside([caught, thrown.then(self.throwing.run(when, world))])


__all__ = ["Choice", "Failing", "Overdue", "Signalled"]
