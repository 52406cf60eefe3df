"""Blocks in which something is undone: compensation, and transactions that are canceled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import boundary, element, flow, sub_process, timer
from tests.properties.blocks import Block, Drawing, Part, World
from tests.properties.happened import Happened, after, beside, step, steps

SHAPES = ("row", "end", "one", "parallel", "deep", "handled", "own")
"""Thrown in the middle, at the end, for the first task only, after parallel tasks, for a sub-process that has ended,
by an event sub-process that an error has begun; by the sub-process's own compensation event sub-process."""


def undoable(task: str, undo: str, catch: str) -> str:
    """A task, its compensation event, what undoes it."""
    return (
        element("userTask", task)
        + element("boundaryEvent", catch, "<bpmn:compensateEventDefinition/>", attachedToRef=task)
        + element("userTask", undo, isForCompensation="true")
        + f'<bpmn:association id="{catch}_a" sourceRef="{catch}" targetRef="{undo}"/>'
    )


def row(key: str, count: int, start: str, last: str) -> str:
    """Tasks one after the other, from `start` to `last`."""
    xml, before = [], start
    for number in range(count):
        xml.append(
            undoable(f"{key}_{number}", f"{key}_u{number}", f"{key}_c{number}") + flow(before, f"{key}_{number}")
        )
        before = f"{key}_{number}"
    return "".join(xml) + flow(before, last)


@dataclass
class Undone(Block):
    """Tasks with compensation, then a throw that undoes each once, the last first."""

    own = ("", "_t", "_0", "_1", "_2", "_u0", "_u1", "_u2", "_i", "_r", "_h")

    count: int
    shape: str = "row"

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        throw = "endEvent" if self.shape == "end" else "intermediateThrowEvent"
        if self.shape == "own":
            return ("startEvent:compensate", "subProcess@triggeredByEvent=true", "intermediateThrowEvent:compensate")
        return ("boundaryEvent:compensate", "*@isForCompensation=true", f"{throw}:compensate", "subProcess")

    def draw(self, page: Drawing) -> Part:
        key, t, count = self.key, f"{self.key}_t", self.count
        which = f' activityRef="{key}_0"' if self.shape == "one" else ""
        event = f"<bpmn:compensateEventDefinition{which}/>"
        if self.shape == "end":
            return Part(sub_process(key, row(key, count, f"{key}_s", t), element("endEvent", t, event)), key, key)
        throw = element("intermediateThrowEvent", t, event)
        if self.shape == "handled":
            return Part(
                sub_process(key, row(key, count, f"{key}_s", f"{key}_r"), *self._handled(page, throw)), key, key
            )
        throw += flow(t, f"{key}_e")
        if self.shape == "deep":
            inside = sub_process(f"{key}_i", row(key, count, f"{key}_i_s", f"{key}_i_e"))
            return Part(sub_process(key, inside, throw, flow(f"{key}_s", f"{key}_i"), flow(f"{key}_i", t)), key, key)
        if self.shape == "own":
            inside = sub_process(f"{key}_i", self._own())
            return Part(sub_process(key, inside, throw, flow(f"{key}_s", f"{key}_i"), flow(f"{key}_i", t)), key, key)
        if self.shape == "parallel":
            tasks = [undoable(f"{key}_{n}", f"{key}_u{n}", f"{key}_c{n}") for n in range(count)]
            joints = [flow(f"{key}_f", f"{key}_{n}") + flow(f"{key}_{n}", f"{key}_j") for n in range(count)]
            gates = element("parallelGateway", f"{key}_f") + element("parallelGateway", f"{key}_j")
            gates += flow(f"{key}_s", f"{key}_f") + flow(f"{key}_j", t)
            return Part(sub_process(key, *tasks, *joints, gates, throw), key, key)
        return Part(sub_process(key, row(key, count, f"{key}_s", t), throw), key, key)

    def _own(self) -> str:
        """Tasks without compensation, and what undoes them all at once."""
        key, tasks = self.key, [f"{self.key}_{n}" for n in range(self.count)]
        undo = element("startEvent", f"{key}_gs", "<bpmn:compensateEventDefinition/>") + element(
            "userTask", f"{key}_u0"
        )
        undo += element("endEvent", f"{key}_ge") + flow(f"{key}_gs", f"{key}_u0") + flow(f"{key}_u0", f"{key}_ge")
        xml = "".join(element("userTask", task) for task in tasks) + flow(f"{key}_i_s", tasks[0])
        xml += "".join(flow(a, b) for a, b in itertools.pairwise(tasks)) + flow(tasks[-1], f"{key}_i_e")
        return xml + element("subProcess", f"{key}_g", undo, triggeredByEvent="true")

    def _handled(self, page: Drawing, throw: str) -> tuple[str, str]:
        """An error at the end; the event sub-process that catches it undoes."""
        key, name = self.key, f"error_{self.key}"
        page.needs(f'<bpmn:error id="{name}" name="{name}" errorCode="{name}"/>')
        event = f'<bpmn:errorEventDefinition errorRef="{name}"/>'
        inner = element("startEvent", f"{key}_hs", event) + throw + element("endEvent", f"{key}_he")
        inner += flow(f"{key}_hs", f"{key}_t") + flow(f"{key}_t", f"{key}_he")
        handler = element("subProcess", f"{key}_h", inner, triggeredByEvent="true")
        return element("endEvent", f"{key}_r", event), handler

    def run(self, at: float, world: World) -> Happened:
        key, tasks = self.key, [f"{self.key}_{n}" for n in range(self.count)]
        undos = [f"{self.key}_u{n}" for n in reversed(range(self.count))]
        match self.shape:
            case "one":
                return steps(at, *tasks, f"{key}_u0", f"{key}_t", key)
            case "own":
                return steps(at, *tasks, f"{key}_i", f"{key}_u0", f"{key}_t", key)
            case "deep":
                return steps(at, *tasks, f"{key}_i", *undos, f"{key}_t", key)
            case "handled":
                return steps(at, *tasks, f"{key}_r", *undos, f"{key}_t", f"{key}_h", key)
            case "parallel":  # in the reverse of whatever order they were done in
                done = beside([step(at, task) for task in tasks])
                return done.then(beside([step(at, undo) for undo in undos])).then(steps(at, f"{key}_t", key))
        return steps(at, *tasks, *undos, f"{key}_t", key)


@dataclass
class Transacted(Block):
    """A transaction that ends, or (after a time) is canceled: then its tasks are undone, what still runs in it is taken
    away, and `answer` follows."""

    own = ("", "_0", "_1", "_u0", "_u1", "_w", "_t", "_b")

    body: Block
    answer: Block
    count: int
    canceled: bool
    span: int
    needs = ("transaction", "endEvent:cancel", "boundaryEvent:cancel", "boundaryEvent:compensate", "parallelGateway")

    def inner(self) -> Sequence[Block]:
        return (self.body, self.answer)

    def draw(self, page: Drawing) -> Part:
        key, body, answer = self.key, self.body.draw(page), self.answer.draw(page)
        xml = element("startEvent", f"{key}_s") + element("endEvent", f"{key}_e") + body.xml
        xml += element("parallelGateway", f"{key}_f") + row(key, self.count, f"{key}_s", f"{key}_f")
        xml += element("exclusiveGateway", f"{key}_x", default=f"{key}_d")
        xml += element("intermediateCatchEvent", f"{key}_w", timer(f"PT{self.span}S"))
        xml += element("endEvent", f"{key}_t", "<bpmn:cancelEventDefinition/>") + element("endEvent", f"{key}_y")
        xml += flow(f"{key}_f", body.first) + flow(body.last, f"{key}_e")
        xml += flow(f"{key}_f", f"{key}_w") + flow(f"{key}_w", f"{key}_x")
        xml += flow(f"{key}_x", f"{key}_t", f"c_{key} = 1") + flow(f"{key}_x", f"{key}_y", key=f"{key}_d")
        xml = element("transaction", key, xml) + boundary(f"{key}_b", key, "<bpmn:cancelEventDefinition/>")
        xml += answer.xml + flow(f"{key}_b", answer.first) + element("exclusiveGateway", f"{key}_m")
        return Part(xml + flow(key, f"{key}_m") + flow(answer.last, f"{key}_m"), key, f"{key}_m")

    def run(self, at: float, world: World) -> Happened:
        key, when = self.key, at + self.span
        world.choices[f"c_{key}"] = int(self.canceled)
        tasks = steps(at, *(f"{key}_{n}" for n in range(self.count)))
        ran, clock = self.body.run(at, world), step(when, f"{key}_w")
        if not self.canceled:
            return tasks.then(beside([ran, clock])).closed(key)
        kept = ran.until(when)
        after(kept, tasks.last)
        undos = [f"{key}_u{n}" for n in reversed(range(self.count))]
        undone = clock.then(steps(when, f"{key}_t", *undos, f"{key}_b")).then(self.answer.run(when, world))
        return Happened(tasks.steps + kept + undone.steps, undone.last, undone.over, undone.tail)


__all__ = ["SHAPES", "Transacted", "Undone"]
