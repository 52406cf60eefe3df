"""Blocks in which something interrupts or is thrown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import boundary, call, element, flow, script, sub_process, timer
from tests.properties.blocks import Block, Drawing, Part, World, closed, definition
from tests.properties.happened import Event, Happened, after, beside, step, steps


def caught(key: str, body: str, answer: Part, event: str, *, interrupting: bool, inside: bool) -> Part:
    """A sub-process `key` of that content whose event `<key>_b` is answered: by an event sub-process inside, or from
    its border; then the answer ends for itself (not interrupting) or joins again (interrupting)."""
    if inside:
        start = element("startEvent", f"{key}_b", event, isInterrupting=str(interrupting).lower())
        inner = start + answer.xml + flow(f"{key}_b", answer.first)
        inner += element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x")
        return Part(sub_process(key, body, element("subProcess", f"{key}_h", inner, triggeredByEvent="true")), key, key)
    return bordered(key, sub_process(key, body), answer, event, interrupting=interrupting)


def bordered(key: str, host: str, answer: Part, event: str, *, interrupting: bool) -> Part:
    xml = host + boundary(f"{key}_b", key, event, interrupting=interrupting)
    xml += answer.xml + flow(f"{key}_b", answer.first)
    if not interrupting:
        return Part(xml + element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x"), key, key)
    merge = element("exclusiveGateway", f"{key}_m")
    return Part(xml + merge + flow(key, f"{key}_m") + flow(answer.last, f"{key}_m"), key, f"{key}_m")


def answered(
    key: str, kept: list[Event], event: Happened, ran: Happened, *, interrupting: bool, inside: bool
) -> Happened:
    """`kept`: what of the body happens; `event`: the event and the answer to it; `ran`: the body by itself."""
    if inside:
        return within(key, kept, event, ran, interrupting=interrupting)
    return at_border(kept, event, ran.closed(key), interrupting=interrupting)


def within(key: str, kept: list[Event], event: Happened, ran: Happened, *, interrupting: bool) -> Happened:
    """The sub-process ends when the answer (and the body) has."""
    if not interrupting:
        return ran.closed(key, event)
    return Happened(kept + event.steps, event.last, event.over, event.tail).closed(key)


def at_border(kept: list[Event], event: Happened, closed: Happened, *, interrupting: bool) -> Happened:
    """`closed`: the host by itself, to its end."""
    if interrupting:
        return Happened(kept + event.steps, event.last, event.over, event.tail)
    return Happened(closed.steps + event.steps, closed.last, closed.over, event.done)


@dataclass
class Guarded(Block):
    """A sub-process with a boundary event (or an event sub-process in it) by time, cycle or message (`multiple`: or a
    signal, which never comes). With a boundary event the host may be a call activity or several instances at once."""

    own = ("", "_b")

    body: Block
    answer: Block
    kind: str
    span: int
    interrupting: bool
    inside: bool
    host: str = "subProcess"

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        kind = "timer" if self.kind == "cycle" else self.kind
        return _needs(kind, inside=self.inside)

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer)

    def apart(self) -> Sequence[Block]:
        return (self.body,) if self.host == "callActivity" else ()

    def draw(self, page: Drawing) -> Part:
        if self.host != "subProcess":
            host, answer = self._host(page), self.answer.draw(page)
            event = definition(page, self.kind, self.key, self.span)
            return bordered(self.key, host, answer, event, interrupting=self.interrupting)
        body, answer, event = (
            self.body.draw(page),
            self.answer.draw(page),
            definition(page, self.kind, self.key, self.span),
        )
        inside = closed(self.key, body)
        return caught(self.key, inside, answer, event, interrupting=self.interrupting, inside=self.inside)

    def _host(self, page: Drawing) -> str:
        key, body = self.key, self.body.draw(page)
        if self.host == "several":
            loop = "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
            loop = f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
            return sub_process(key, closed(key, body), loop=loop)
        xml = element("startEvent", f"{key}_s") + element("endEvent", f"{key}_e") + closed(key, body)
        page.processes.append(f'<bpmn:process id="p_{key}" isExecutable="true">{xml}</bpmn:process>')
        return call(key, f"p_{key}", all_in=True)

    def run(self, at: float, world: World) -> Happened:
        if self.host == "several":
            ran = ended = beside([self.body.run(at, world).closed(self.key) for _ in range(2)])
        else:
            ran = self.body.run(at, world)
            ended = ran.closed(self.key)
        heard = self.kind in ("message", "multiple")
        if heard:
            world.sent.add(f"m_{self.key}")
        times = {"message": [at], "multiple": [at], "timer": [at + self.span]}.get(
            self.kind, [at + n * self.span for n in (1, 2, 3)]
        )
        end, answers = ran.done, []
        for when in times:
            if when >= end:  # people are quicker than messages
                break
            event = step(when, f"{self.key}_b")
            if heard:
                event.steps[0].after = ran.until(when, included=True)
            answers.append(event.then(self.answer.run(when, world)))
            if self.inside:  # the sub-process waits for what it has begun
                end = max(end, answers[-1].done)
        if not answers:
            return ended
        kept = ran.until(times[0], included=heard)
        if self.inside:
            return within(self.key, kept, beside(answers), ran, interrupting=self.interrupting)
        return at_border(kept, beside(answers), ended, interrupting=self.interrupting)


def _needs(kind: str, *, inside: bool) -> tuple[str, ...]:
    if inside:
        return ("subProcess", "subProcess@triggeredByEvent=true", f"startEvent:{kind}")
    return ("subProcess", f"boundaryEvent:{kind}")


@dataclass
class Stirred(Block):
    """A sub-process that waits for a signal or a condition on its border or inside; after a time the signal is thrown
    (or the variable set) beside it."""

    own = ("", "_b", "_w", "_t")

    body: Block
    answer: Block
    kind: str
    span: int
    interrupting: bool
    inside: bool

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (*_needs(self.kind, inside=self.inside), "parallelGateway", "intermediateCatchEvent:timer", "scriptTask")

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer)

    def draw(self, page: Drawing) -> Part:
        body, answer, key = self.body.draw(page), self.answer.draw(page), self.key
        event = definition(page, self.kind, key)
        host = caught(key, closed(key, body), answer, event, interrupting=self.interrupting, inside=self.inside)
        xml = host.xml + script(f"{key}_z", f"{{q_{key}: 0}}") + stirring(key, event, self.kind, self.span)
        xml += element("parallelGateway", f"{key}_f") + element("parallelGateway", f"{key}_j")
        xml += flow(f"{key}_z", f"{key}_f") + flow(f"{key}_f", f"{key}_w") + flow(f"{key}_t", f"{key}_j")
        return Part(xml + flow(f"{key}_f", host.first) + flow(host.last, f"{key}_j"), f"{key}_z", f"{key}_j")

    def run(self, at: float, world: World) -> Happened:
        when, ran = at + self.span, self.body.run(at, world)
        stirred = steps(when, f"{self.key}_w", f"{self.key}_t")
        if when >= ran.done:
            return beside([ran.closed(self.key), stirred])
        event = step(when, f"{self.key}_b").then(self.answer.run(when, world))
        after(event.steps, stirred.last)
        kept = ran.until(when)
        found = answered(self.key, kept, event, ran, interrupting=self.interrupting, inside=self.inside)
        return beside([found, stirred])


def stirring(key: str, event: str, kind: str, span: int) -> str:
    """A timer `_w`, then what throws the signal or makes the condition true `_t`."""
    xml = element("intermediateCatchEvent", f"{key}_w", timer(f"PT{span}S")) + flow(f"{key}_w", f"{key}_t")
    if kind == "conditional":
        return xml + script(f"{key}_t", f"{{q_{key}: 1}}")
    return xml + element("intermediateThrowEvent", f"{key}_t", event)


@dataclass
class Thrown(Block):
    """A sub-process in which an error or an escalation is thrown, and caught around it (or inside it): at its end, or
    (an escalation) in the middle, and then `rest` follows."""

    own = ("", "_t", "_b")

    body: Block
    answer: Block
    kind: str
    interrupting: bool
    inside: bool
    rest: Block | None = None

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        throw = "endEvent" if self.rest is None else "intermediateThrowEvent"
        return (f"{throw}:{self.kind}", *_needs(self.kind, inside=self.inside))

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer) if self.rest is None else (self.body, self.answer, self.rest)

    @property
    def stops(self) -> bool:
        return self.interrupting or self.kind == "error"

    def draw(self, page: Drawing) -> Part:
        body, answer, key = self.body.draw(page), self.answer.draw(page), self.key
        event, throw = definition(page, self.kind, key), f"{key}_t"
        xml = body.xml + flow(f"{key}_s", body.first) + flow(body.last, throw)
        if self.rest is None:
            xml += element("endEvent", throw, event)
        else:
            rest = self.rest.draw(page)
            xml += element("intermediateThrowEvent", throw, event) + rest.xml
            xml += flow(throw, rest.first) + flow(rest.last, f"{key}_e")
        return caught(key, xml, answer, event, interrupting=self.stops, inside=self.inside)

    def run(self, at: float, world: World) -> Happened:
        ran = self.body.run(at, world)
        thrown = ran.over
        ran = ran.then(step(thrown, f"{self.key}_t"))
        event = step(thrown, f"{self.key}_b").then(self.answer.run(thrown, world))
        after(event.steps, ran.last)
        kept = ran.until(thrown, included=True)
        if self.rest is not None:
            rest = self.rest.run(thrown, world)
            if not self.stops:
                ran = ran.then(rest)
        return answered(self.key, kept, event, ran, interrupting=self.stops, inside=self.inside)


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
        stop = element("endEvent", f"{key}_t", definition(page, "terminate", key))
        stop += flow(f"{key}_f", f"{key}_w") + flow(f"{key}_w", f"{key}_t")
        return Part(sub_process(key, body.xml + fork + clock + stop + flow(body.last, f"{key}_e")), key, key)

    def run(self, at: float, world: World) -> Happened:
        end = at + self.span
        kept, stop = self.body.run(at, world).until(end), steps(end, f"{self.key}_w", f"{self.key}_t", self.key)
        return Happened(kept + stop.steps, stop.last, end, at)


__all__ = ["Guarded", "Stirred", "Terminated", "Thrown", "bordered", "stirring"]
