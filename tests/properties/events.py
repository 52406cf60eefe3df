"""Blocks in which something interrupts, is thrown or is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import boundary, element, flow, sub_process, timer
from tests.properties.blocks import NEVER, Block, Chain, Drawing, Happened, Part, World, message_head

TERMINATE = "<bpmn:terminateEventDefinition/>"


def definition(page: Drawing, kind: str, key: str, span: int = 1) -> str:
    """An event definition with what it refers to."""
    if kind == "timer":
        return timer(f"PT{span}S")
    if kind == "message":
        return message_head(page, f"m_{key}")
    name = f"{kind}_{key}"
    code = f'{kind}Code="{name}"' if kind in ("error", "escalation") else ""
    head = f'<bpmn:{kind} id="{name}" name="{name}" {code}/>'
    if head not in page.head:
        page.head.append(head)
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{name}"/>'


def closed(key: str, part: Part, *more: str) -> str:
    """The inside of a sub-process: start, the part, end."""
    end = flow(part.last, f"{key}_e") if part.last else ""
    return part.xml + flow(f"{key}_s", part.first) + end + "".join(more)


@dataclass
class Guarded(Block):
    """A sub-process with a boundary event (or an event sub-process in it) by time or message. What follows the event
    ends for itself (not interrupting) or joins again (interrupting)."""

    own = ("", "_b")

    body: Block
    answer: Block
    kind: str
    span: int
    interrupting: bool
    inside: bool

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        if self.inside:
            return ("subProcess", "subProcess@triggeredByEvent=true", f"startEvent:{self.kind}")
        return ("subProcess", f"boundaryEvent:{self.kind}")

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer)

    def draw(self, page: Drawing) -> Part:
        body, answer, key = self.body.draw(page), self.answer.draw(page), self.key
        event = definition(page, self.kind, key, self.span)
        if self.inside:
            return self._event_sub_process(body, answer, event)
        xml = sub_process(key, closed(key, body)) + boundary(f"{key}_b", key, event, interrupting=self.interrupting)
        xml += answer.xml + flow(f"{key}_b", answer.first)
        if not self.interrupting:
            return Part(xml + element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x"), key, key)
        merge = element("exclusiveGateway", f"{key}_m")
        return Part(xml + merge + flow(key, f"{key}_m") + flow(answer.last, f"{key}_m"), key, f"{key}_m")

    def _event_sub_process(self, body: Part, answer: Part, event: str) -> Part:
        key = self.key
        start = element("startEvent", f"{key}_b", event, isInterrupting=str(self.interrupting).lower())
        inner = start + answer.xml + flow(f"{key}_b", answer.first)
        inner += element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x")
        handler = element("subProcess", f"{key}_h", inner, triggeredByEvent="true")
        return Part(sub_process(key, closed(key, body, handler)), key, key)

    def run(self, at: float, world: World) -> Happened:
        ran = self.body.run(at, world)
        when = at + self.span if self.kind == "timer" else at
        if self.kind == "message":
            world.sent.add(f"m_{self.key}")
        if when >= ran.done:  # people are quicker than messages
            return Happened([*ran.steps, (ran.done, self.key)], ran.done, at)
        answer = self.answer.run(when, world)
        event = (when, f"{self.key}_b")
        if not self.interrupting:
            over = max(ran.done, answer.done) if self.inside else ran.done
            steps = [*ran.steps, event, *answer.steps, (over, self.key)]
            return Happened(steps, over, at if self.inside else answer.done)
        steps = [*ran.until(when, included=self.kind == "message"), event, *answer.steps]
        if self.inside:
            return Happened([*steps, (answer.done, self.key)], answer.done, at)
        return Happened(steps, answer.over, answer.tail)


@dataclass
class Thrown(Block):
    """A sub-process at whose end an error or an escalation is thrown, and caught around it (or inside it)."""

    own = ("", "_t", "_b")

    body: Block
    answer: Block
    kind: str
    interrupting: bool
    inside: bool

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        catch = ("subProcess@triggeredByEvent=true", f"startEvent:{self.kind}")
        return ("subProcess", f"endEvent:{self.kind}", *(catch if self.inside else (f"boundaryEvent:{self.kind}",)))

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer)

    @property
    def stops(self) -> bool:
        return self.interrupting or self.kind == "error"

    def draw(self, page: Drawing) -> Part:
        body, answer, key = self.body.draw(page), self.answer.draw(page), self.key
        event = definition(page, self.kind, key)
        throw = element("endEvent", f"{key}_t", event)
        inside = body.xml + flow(f"{key}_s", body.first) + throw + flow(body.last, f"{key}_t")
        if self.inside:
            start = element("startEvent", f"{key}_b", event, isInterrupting=str(self.stops).lower())
            inner = start + answer.xml + flow(f"{key}_b", answer.first)
            inner += element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x")
            return Part(
                sub_process(key, inside + element("subProcess", f"{key}_h", inner, triggeredByEvent="true")), key, key
            )
        xml = sub_process(key, inside) + boundary(f"{key}_b", key, event, interrupting=self.stops)
        xml += answer.xml + flow(f"{key}_b", answer.first)
        if not self.stops:
            return Part(xml + element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x"), key, key)
        merge = element("exclusiveGateway", f"{key}_m")
        return Part(xml + merge + flow(key, f"{key}_m") + flow(answer.last, f"{key}_m"), key, f"{key}_m")

    def run(self, at: float, world: World) -> Happened:
        ran = self.body.run(at, world)
        # what was begun beside the body goes on unless it is interrupted
        thrown = ran.over
        answer = self.answer.run(thrown, world)
        event = [(thrown, f"{self.key}_t"), (thrown, f"{self.key}_b")]
        before = ran.until(thrown, included=True) if self.stops else ran.steps
        steps = [*before, *event, *answer.steps]
        if self.inside:
            over = answer.done if self.stops else max(ran.done, answer.done)
            return Happened([*steps, (over, self.key)], over, at)
        if self.stops:
            return Happened(steps, answer.over, answer.tail)
        return Happened([*steps, (ran.done, self.key)], ran.done, answer.done)


@dataclass
class Terminated(Block):
    """A sub-process that a terminate end event ends after a time, whatever else still runs in it."""

    own = ("", "_w", "_t")

    body: Block
    span: int
    needs = ("subProcess", "parallelGateway", "intermediateCatchEvent:timer", "endEvent:terminate")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        body, key = self.body.draw(page), self.key
        fork = element("parallelGateway", f"{key}_f") + flow(f"{key}_s", f"{key}_f") + flow(f"{key}_f", body.first)
        clock = element("intermediateCatchEvent", f"{key}_w", timer(f"PT{self.span}S"))
        stop = element("endEvent", f"{key}_t", TERMINATE) + flow(f"{key}_f", f"{key}_w") + flow(f"{key}_w", f"{key}_t")
        return Part(sub_process(key, body.xml + fork + clock + stop + flow(body.last, f"{key}_e")), key, key)

    def run(self, at: float, world: World) -> Happened:
        end = at + self.span
        ran = self.body.run(at, world)
        return Happened([*ran.until(end), (end, f"{self.key}_w"), (end, f"{self.key}_t"), (end, self.key)], end, at)


@dataclass
class Choice(Block):
    """An event-based gateway: a message that comes, or the shortest of the times."""

    own = ("_0", "_1", "_2")

    branches: list[Block]
    spans: list[int]
    message: bool
    needs = ("eventBasedGateway", "intermediateCatchEvent:timer", "intermediateCatchEvent:message")

    def inner(self) -> Sequence[Block]:
        return self.branches

    @property
    def winner(self) -> int:
        return 0 if self.message else min(range(len(self.branches)), key=lambda n: self.spans[n])

    def draw(self, page: Drawing) -> Part:
        key = self.key
        xml = [element("eventBasedGateway", f"{key}_g"), element("exclusiveGateway", f"{key}_j")]
        for number, branch in enumerate(self.branches):
            part, catch = branch.draw(page), f"{key}_{number}"
            kind = "message" if self.message and number == 0 else "timer"
            event = definition(page, kind, key, self.spans[number])
            xml.append(element("intermediateCatchEvent", catch, event) + flow(f"{key}_g", catch))
            xml.append(flow(catch, part.first) + part.xml + flow(part.last, f"{key}_j"))
        return Part("".join(xml), f"{key}_g", f"{key}_j")

    def run(self, at: float, world: World) -> Happened:
        when = at if self.message else at + self.spans[self.winner]
        if self.message:
            world.sent.add(f"m_{self.key}")
        ran = self.branches[self.winner].run(when, world)
        return Happened([(when, f"{self.key}_{self.winner}"), *ran.steps], ran.over, ran.tail)


@dataclass
class Signalled(Block):
    """Two branches: one waits for a signal that the other throws after a time."""

    own = ("_w", "_t", "_c")

    waiting: Block
    throwing: Block
    span: int
    needs = ("parallelGateway", "intermediateCatchEvent:signal", "intermediateThrowEvent:signal")

    def inner(self) -> Sequence[Block]:
        return (self.waiting, self.throwing)

    def draw(self, page: Drawing) -> Part:
        key, a, b = self.key, self.waiting.draw(page), self.throwing.draw(page)
        event = definition(page, "signal", key)
        xml = element("parallelGateway", f"{key}_f") + element("parallelGateway", f"{key}_j") + a.xml + b.xml
        xml += element("intermediateCatchEvent", f"{key}_c", event)
        xml += element("intermediateThrowEvent", f"{key}_t", event)
        xml += element("intermediateCatchEvent", f"{key}_w", timer(f"PT{self.span}S"))
        xml += flow(f"{key}_f", f"{key}_c") + flow(f"{key}_c", a.first) + flow(a.last, f"{key}_j")
        xml += flow(f"{key}_f", f"{key}_w") + flow(f"{key}_w", f"{key}_t")
        xml += flow(f"{key}_t", b.first) + flow(b.last, f"{key}_j")
        return Part(xml, f"{key}_f", f"{key}_j")

    def run(self, at: float, world: World) -> Happened:
        when = at + self.span
        a, b = self.waiting.run(when, world), self.throwing.run(when, world)
        own = [(when, f"{self.key}_{x}") for x in "wtc"]
        return Happened([*own, *a.steps, *b.steps], max(a.over, b.over), max(a.tail, b.tail))


@dataclass
class Undone(Block):
    """Tasks with compensation, then a throw that undoes each once."""

    own = ("", "_t", "_0", "_1", "_2", "_u0", "_u1", "_u2")

    count: int
    needs = ("boundaryEvent:compensate", "intermediateThrowEvent:compensate", "subProcess")

    def draw(self, page: Drawing) -> Part:
        key, xml, before = self.key, [], f"{self.key}_s"
        for number in range(self.count):
            task, catch, undo = f"{key}_{number}", f"{key}_c{number}", f"{key}_u{number}"
            xml.append(element("userTask", task) + flow(before, task))
            xml.append(element("boundaryEvent", catch, "<bpmn:compensateEventDefinition/>", attachedToRef=task))
            xml.append(element("userTask", undo, isForCompensation="true"))
            xml.append(f'<bpmn:association id="{key}_a{number}" sourceRef="{catch}" targetRef="{undo}"/>')
            before = task
        xml.append(element("intermediateThrowEvent", f"{key}_t", "<bpmn:compensateEventDefinition/>"))
        xml.append(flow(before, f"{key}_t") + flow(f"{key}_t", f"{key}_e"))
        return Part(sub_process(key, *xml), key, key)

    def run(self, at: float, world: World) -> Happened:
        names = [f"{self.key}_{x}{n}" for n in range(self.count) for x in ("", "u")]
        return Happened([(at, name) for name in (*names, f"{self.key}_t", self.key)], at, at)


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
        return Happened([(at, f"{self.key}_t"), (at, f"{self.key}_c")], at, at)


__all__ = ["NEVER", "Chain", "Choice", "Guarded", "Linked", "Signalled", "Terminated", "Thrown", "Undone"]
