"""Blocks that repeat, call, or leave the order open: loops, multi-instances, quantities, calls, ad-hoc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import call, element, extensions, flow, script, sub_process
from tests.properties.blocks import Block, Chain, Drawing, Part, World, closed, definition
from tests.properties.happened import Happened, beside, nothing, step, steps

ENDS = ("none", "message", "signal", "escalation", "multiple")


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
class Rounds(Block):
    """A standard loop on a sub-process, or on a task where there is no body. `before`: asked before the first round, so
    that there may be none; `most`: it is the maximum that ends it."""

    own = ("",)

    body: Block | None
    rounds: int
    before: bool
    most: bool
    kind: str = "subProcess"
    needs = ("standardLoopCharacteristics", "subProcess")

    def inner(self) -> Sequence[Block]:
        return () if self.body is None else (self.body,)

    def draw(self, page: Drawing) -> Part:
        maximum = f' loopMaximum="{self.rounds}"' if self.most else ""
        condition = "true" if self.most else f"loopCounter &lt; {self.rounds}"
        loop = (
            f'<bpmn:standardLoopCharacteristics testBefore="{str(self.before).lower()}"{maximum}>'
            f"<bpmn:loopCondition>{condition}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
        )
        if self.body is None:
            inner = "<bpmn:script>{}</bpmn:script>" if self.kind == "scriptTask" else ""
            return Part(element(self.kind, self.key, inner + loop), self.key, self.key)
        return Part(sub_process(self.key, closed(self.key, self.body.draw(page)), loop=loop), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        if self.rounds == 0:
            return step(at, self.key)
        if self.body is None:
            return steps(at, *[self.key] * self.rounds)
        found = nothing(at)
        for _ in range(self.rounds):
            found = found.then(self.body.run(found.over, world).closed(self.key))
        return found


@dataclass
class Several(Block):
    """Multi-instance of an embedded sub-process. `enough`: so many that end are enough (the others could go on, but do
    not: it is the same for all), 0 without a completion condition."""

    own = ("",)

    body: Block
    count: int
    sequential: bool
    enough: int = 0
    needs = ("multiInstanceLoopCharacteristics", "subProcess", "completionCondition")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        condition = f"numberOfCompletedInstances &gt;= {self.enough}"
        done = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if self.enough else ""
        loop = (
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(self.sequential).lower()}">'
            f"<bpmn:loopCardinality>{self.count}</bpmn:loopCardinality>{done}</bpmn:multiInstanceLoopCharacteristics>"
        )
        return Part(sub_process(self.key, closed(self.key, self.body.draw(page)), loop=loop), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        if self.count == 0:
            return step(at, self.key)
        if not self.sequential:
            return beside([self.body.run(at, world).closed(self.key) for _ in range(self.count)])
        found = nothing(at)
        for _ in range(min(self.count, self.enough or self.count)):
            found = found.then(self.body.run(found.over, world).closed(self.key))
        return found


@dataclass
class Items(Block):
    """Multi-instance of a task over a list. Doubles each number of it where it is a script; `enough` as in Several."""

    own = ("",)

    kind: str
    count: int
    sequential: bool
    enough: int = 0
    needs = ("multiInstanceLoopCharacteristics", "zeebe:loopCharacteristics", "completionCondition")

    def draw(self, page: Drawing) -> Part:
        condition = f"numberOfCompletedInstances &gt;= {self.enough}"
        done = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if self.enough else ""
        items = f"=[{', '.join(str(n) for n in range(self.count))}]"
        result = f'outputCollection="o_{self.key}" outputElement="=i_{self.key} * 2"' if self._collects else ""
        collection = f'<zeebe:loopCharacteristics inputCollection="{items}" inputElement="i_{self.key}" {result}/>'
        loop = (
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(self.sequential).lower()}">'
            f"{extensions(collection)}{done}</bpmn:multiInstanceLoopCharacteristics>"
        )
        inner = "<bpmn:script>{}</bpmn:script>" if self.kind == "scriptTask" else ""
        return Part(element(self.kind, self.key, inner + loop), self.key, self.key)

    @property
    def _collects(self) -> bool:
        return not self.enough

    def run(self, at: float, world: World) -> Happened:
        if self._collects:
            world.values[self.key] = {f"o_{self.key}": [2 * n for n in range(self.count)]}
        if self.count == 0:
            return step(at, self.key)
        done = min(self.count, self.enough or self.count)
        return steps(at, *[self.key] * done) if self.sequential else beside([step(at, self.key) for _ in range(done)])


@dataclass
class Tokens(Block):
    """A task that makes so many tokens, and one that waits for them all; each token runs through the body."""

    own = ("_a", "_z")

    body: Block
    count: int
    needs = ("*@completionQuantity", "*@startQuantity")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    def draw(self, page: Drawing) -> Part:
        part, key = self.body.draw(page), self.key
        xml = element("userTask", f"{key}_a", completionQuantity=str(self.count)) + part.xml
        xml += element("task", f"{key}_z", startQuantity=str(self.count))
        return Part(xml + flow(f"{key}_a", part.first) + flow(part.last, f"{key}_z"), f"{key}_a", f"{key}_z")

    def run(self, at: float, world: World) -> Happened:
        ran = beside([self.body.run(at, world) for _ in range(self.count)])
        found = step(at, f"{self.key}_a").then(ran)
        return found.then(step(found.over, f"{self.key}_z"))


@dataclass
class Called(Block):
    """A call activity; the called process has variables of its own, of which one comes back doubled."""

    own = ("",)

    body: Block
    number: int = 0
    needs = ("callActivity", "scriptTask")

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    apart = inner

    def draw(self, page: Drawing) -> Part:
        part, key = self.body.draw(page), self.key
        xml = element("startEvent", f"{key}_s") + element("endEvent", f"{key}_e") + script(f"{key}_y", "{y: x * 2}")
        xml += part.xml + flow(f"{key}_s", f"{key}_y") + flow(f"{key}_y", part.first) + flow(part.last, f"{key}_e")
        page.processes.append(f'<bpmn:process id="p_{key}" isExecutable="true">{xml}</bpmn:process>')
        inputs, outputs = {"x": f"={self.number}"}, {f"z_{key}": "=y"}
        return Part(call(key, f"p_{key}", inputs, outputs, all_in=True), key, key)

    def run(self, at: float, world: World) -> Happened:
        world.values[self.key] = {f"z_{self.key}": 2 * self.number}
        return self.body.run(at, world).closed(self.key)


@dataclass
class AdHoc(Block):
    """All of it in any order. With `rounds` one task is offered again and again until it was done so often; then a
    second one, which nobody does, is taken away."""

    own = ("", "_t")

    bodies: list[Block]
    rounds: int = 0
    sequential: bool = False
    needs = ("adHocSubProcess", "completionCondition")

    def inner(self) -> Sequence[Block]:
        return self.bodies

    def draw(self, page: Drawing) -> Part:
        key, attributes = self.key, {"ordering": "Sequential"} if self.sequential else {}
        if not self.rounds:
            inside = "".join(body.draw(page).xml for body in self.bodies)
            return Part(element("adHocSubProcess", key, inside, **attributes), key, key)
        inside = element("userTask", f"{key}_t") + element("userTask", f"{key}_o")
        inside += f"<bpmn:completionCondition>d_{key}_t &gt;= {self.rounds}</bpmn:completionCondition>"
        return Part(element("adHocSubProcess", key, inside, **attributes), key, key)

    def run(self, at: float, world: World) -> Happened:
        if not self.rounds:
            return beside([body.run(at, world) for body in self.bodies]).closed(self.key)
        world.told[f"{self.key}_t"] = self.rounds
        world.ignored.add(f"{self.key}_o")
        return steps(at, *[f"{self.key}_t"] * self.rounds).closed(self.key)


@dataclass
class Forked(Block):
    """A sub-process whose task has several flows out, each to an end of its own. `ends`: what is thrown there, which
    nobody catches. `free`: without that task and without a start event, so that all begin by themselves."""

    own = ("", "_t", "_e0", "_e1", "_e2")

    bodies: list[Block]
    ends: list[str]
    free: bool = False

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("subProcess", "task", *(f"endEvent:{end}" for end in self.ends))

    def inner(self) -> Sequence[Block]:
        return self.bodies

    def draw(self, page: Drawing) -> Part:
        key, xml = self.key, list[str]()
        if not self.free:
            xml.append(element("task", f"{key}_t") + flow(f"{key}_s", f"{key}_t"))
        for number, body in enumerate(self.bodies):
            part, end = body.draw(page), f"{key}_e{number}"
            event = "" if self.ends[number] == "none" else definition(page, self.ends[number], end)
            xml.append(part.xml + element("endEvent", end, event) + flow(part.last, end))
            if not self.free:
                xml.append(flow(f"{key}_t", part.first))
        host = element("subProcess", key, "".join(xml)) if self.free else sub_process(key, *xml)
        return Part(host, key, key)

    def run(self, at: float, world: World) -> Happened:
        ran = [body.run(at, world) for body in self.bodies]
        ended = [each.then(step(each.over, f"{self.key}_e{n}")) for n, each in enumerate(ran)]
        begun = nothing(at) if self.free else step(at, f"{self.key}_t")
        return begun.then(beside(ended)).closed(self.key)


__all__ = ["ENDS", "AdHoc", "Called", "Forked", "Items", "Repeat", "Rounds", "Several", "Tokens"]
