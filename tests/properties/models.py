"""A whole file with what must happen when it runs, and the strategy that draws one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.bpmn.models import HEAD, element, flow
from tests.properties.blocks import Block, Drawing, Part, Step, World, count_of, definition, numbered, walk
from tests.properties.dice import Dice, Drawn, Seeded
from tests.properties.happened import Happened, beside, step, tally
from tests.properties.makers import MAKERS
from tests.properties.making import Making, Place

STARTS = ("none", "message", "signal", "timer", "conditional", "multiple")


@dataclass
class Process(Block):
    """The process itself: how it begins, and an event sub-process that answers while it runs."""

    own = ("_s", "_b")

    body: Block
    start: str = "none"
    span: int = 1
    answer: Block | None = None
    answered: str = "timer"
    answer_span: int = 1
    interrupting: bool = True

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        answers = () if self.answer is None else ("subProcess@triggeredByEvent=true", f"startEvent:{self.answered}")
        return ("process", f"startEvent:{self.start}", "endEvent:none", *answers)

    def inner(self) -> Sequence[Block]:
        return (self.body,) if self.answer is None else (self.body, self.answer)

    def draw(self, page: Drawing) -> Part:
        key, body = self.key, self.body.draw(page)
        event = "" if self.start == "none" else definition(page, self.start, f"{key}_s", self.span)
        xml = element("startEvent", f"{key}_s", event) + element("endEvent", f"{key}_e") + body.xml
        xml += flow(f"{key}_s", body.first) + flow(body.last, f"{key}_e")
        if self.answer is not None:
            answer, event = self.answer.draw(page), definition(page, self.answered, key, self.answer_span)
            start = element("startEvent", f"{key}_b", event, isInterrupting=str(self.interrupting).lower())
            inner = start + answer.xml + flow(f"{key}_b", answer.first)
            inner += element("endEvent", f"{key}_x") + flow(answer.last, f"{key}_x")
            xml += element("subProcess", f"{key}_h", inner, triggeredByEvent="true")
        return Part(xml, "", "")

    def run(self, at: float, world: World) -> Happened:
        if self.start == "conditional":
            world.choices[f"q_{self.key}_s"] = 1
        begun = step(at + (self.span if self.start == "timer" else 0), f"{self.key}_s")
        ran = begun.then(self.body.run(begun.over, world))
        if self.answer is None:
            return ran
        when = at + self.answer_span if self.answered == "timer" else at
        if self.answered == "message":
            world.sent.add(f"m_{self.key}")
        if when >= ran.done:
            return ran
        event = step(when, f"{self.key}_b").then(self.answer.run(when, world))
        if not self.interrupting:
            return beside([ran, event])
        kept = ran.until(when, included=self.answered == "message")
        if self.answered == "message":
            event.steps[0].after = kept
        return Happened(kept + event.steps, event.last, event.over, event.tail)


class Model:
    """`thrown`: the numbers that made it, where they are known."""

    def __init__(self, root: Process, thrown: Sequence[int] = ()) -> None:
        self.root, self.thrown, self.world = root, thrown, World()
        self.expected = root.run(0, self.world)

    def __repr__(self) -> str:
        return f"{self.root}\n{self.xml.decode()}"

    @functools.cached_property
    def xml(self) -> bytes:
        page = Drawing()
        part = self.root.draw(page)
        if page.pools:
            pools = '<bpmn:participant id="k" name="p" processRef="p"/>' + "".join(page.pools)
            page.head.append(f'<bpmn:collaboration id="ks">{pools}</bpmn:collaboration>')
        xml = f'{HEAD}{"".join(page.head)}<bpmn:process id="p" isExecutable="true">{part.xml}</bpmn:process>'
        return (xml + "".join(page.processes) + "</bpmn:definitions>").encode()

    @functools.cached_property
    def compared(self) -> frozenset[str]:
        """Elements whose steps are foretold."""
        return frozenset(block.key + ending for block in walk(self.root) for ending in block.own)

    @functools.cached_property
    def needs(self) -> frozenset[str]:
        """Keys of the profile that it makes use of."""
        return frozenset(key for block in walk(self.root) for key in block.needs)

    @functools.cached_property
    def variables(self) -> dict[str, Any]:
        """What the case holds in the end: how often each script ran, results of calls, loops and decisions."""
        apart = {y.key for x in walk(self.root) for inner in x.apart() for y in walk(inner)}
        counts = tally(self.expected.steps)
        scripts = {x.key for x in walk(self.root) if isinstance(x, Step) and x.kind == "scriptTask"} - apart
        found: dict[str, Any] = {count_of(key): counts[key] for key in scripts if counts[key]}
        hidden = {f"{key}_z" for key in apart}
        for key in (self.world.values.keys() & counts.keys()) - apart - hidden:
            found |= self.world.values[key]
        return found


def made(dice: Dice, most: int) -> Process:
    """At most so many leaves, more or less."""
    making = Making(dice, MAKERS)
    budget, start, place = making.between(1, most), making.pick(STARTS), Place()
    span = making.span() if start == "timer" else 1
    if not making.one_in(5):
        return _numbered(Process(making.chain(place, budget), start, span))
    answered, interrupting, answer_span = making.pick(("timer", "message")), making.yes(), making.span()
    inside = replace(place, silent=answered == "message", stopped=interrupting)
    body, answer = making.two(inside, place, budget)
    return _numbered(Process(body, start, span, answer, answered, answer_span, interrupting))


def _numbered(process: Process) -> Process:
    numbered(process)
    return process


def seeded(seed: str, most: int) -> Model:
    dice = Seeded(seed)
    return Model(made(dice, most), dice.thrown)


@st.composite
def models(draw: st.DrawFn, most: int) -> Model:
    return Model(made(Drawn(draw), most))


__all__ = ["Model", "Process", "models", "seeded"]
