"""Blocks that are not block-structured inside: a maze of exclusive gateways, nets of parallel or inclusive ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import element, flow, script, sub_process
from tests.properties.blocks import Block, Drawing, Part, World
from tests.properties.happened import Happened, after, beside, nothing


@dataclass
class Maze(Block):
    """Exclusive gateways that lead anywhere: from node n to `jumps[n]`, forwards or backwards, at most `rounds` times
    each, else on to n + 1. Sound because whoever goes on for long enough comes out."""

    nodes: list[Block]
    jumps: list[tuple[int, int]]
    """For each node: where to, how often."""
    needs = ("exclusiveGateway", "scriptTask")

    def inner(self) -> Sequence[Block]:
        return self.nodes

    def draw(self, page: Drawing) -> Part:
        key, count = self.key, len(self.nodes)
        zero = ", ".join(f"j_{key}_{n}: 0" for n in range(count))
        xml = [script(f"{key}_b", "{" + zero + "}"), element("exclusiveGateway", f"{key}_i{count}")]
        xml.append(flow(f"{key}_b", f"{key}_i0"))
        for number, node in enumerate(self.nodes):
            part, (target, rounds), name = node.draw(page), self.jumps[number], f"j_{key}_{number}"
            enter, gate, jump = (f"{key}_{x}{number}" for x in "igt")
            xml.append(element("exclusiveGateway", enter) + part.xml + flow(enter, part.first))
            xml.append(element("exclusiveGateway", gate, default=f"{gate}_d") + flow(part.last, gate))
            xml.append(flow(gate, f"{key}_i{number + 1}", key=f"{gate}_d"))
            xml.append(script(jump, f"{{{name}: {name} + 1}}") + flow(gate, jump, f"{name} < {rounds}"))
            xml.append(flow(jump, f"{key}_i{min(target, count)}"))
        return Part("".join(xml), f"{key}_b", f"{key}_i{count}")

    def way(self) -> list[int]:
        """The nodes in the order in which they are passed."""
        found, number, jumped = [], 0, [0] * len(self.nodes)
        while number < len(self.nodes):
            found.append(number)
            target, rounds = self.jumps[number]
            if jumped[number] < rounds:
                jumped[number] += 1
                number = min(target, len(self.nodes))
            else:
                number += 1
        return found

    def run(self, at: float, world: World) -> Happened:
        found = nothing(at)
        for number in self.way():
            found = found.then(self.nodes[number].run(found.over, world))
        return found


@dataclass
class Net(Block):
    """An acyclic net of parallel gateways: node n begins when all its predecessors are done. Every node runs once."""

    nodes: list[Block]
    edges: list[tuple[int, int]]
    needs = ("parallelGateway",)

    def inner(self) -> Sequence[Block]:
        return self.nodes

    def before(self, number: int) -> list[int]:
        return sorted({a for a, b in self.edges if b == number and a < b})

    def after(self, number: int) -> list[int]:
        return sorted({b for a, b in self.edges if a == number and a < b and b < len(self.nodes)})

    def draw(self, page: Drawing) -> Part:
        key = self.key
        xml = [element("parallelGateway", f"{key}_{x}") for x in "se"]
        for number, node in enumerate(self.nodes):
            part, join, fork = node.draw(page), f"{key}_i{number}", f"{key}_o{number}"
            xml.append(element("parallelGateway", join) + element("parallelGateway", fork) + part.xml)
            xml.append(flow(join, part.first) + flow(part.last, fork))
            if not self.before(number):
                xml.append(flow(f"{key}_s", join))
            xml += [flow(fork, f"{key}_i{other}") for other in self.after(number)] or [flow(fork, f"{key}_e")]
        return Part("".join(xml), f"{key}_s", f"{key}_e")

    def run(self, at: float, world: World) -> Happened:
        ran: list[Happened] = []
        for number, node in enumerate(self.nodes):
            before = self.before(number)
            found = node.run(max([at, *(ran[n].over for n in before)]), world)
            after(found.steps, [e for n in before for e in ran[n].last])
            ran.append(found)
        return beside(ran)


@dataclass
class Conditional(Net):
    """The same with inclusive gateways, in a sub-process: of its flows a node takes those of `taken` and otherwise the
    last. A node begins, once, when nothing before it can still come."""

    own = ("",)

    taken: frozenset[tuple[int, int]] = frozenset()
    needs = ("inclusiveGateway", "subProcess")

    def _out(self, number: int) -> list[int]:
        """Where to; the last is the default. -1 is the beginning, the number of nodes the end."""
        if number == -1:
            return [n for n in range(len(self.nodes)) if not self.before(n)]
        return self.after(number) or [len(self.nodes)]

    def _chosen(self, number: int) -> list[int]:
        *some, last = self._out(number)
        return [n for n in some if (number, n) in self.taken] or [last]

    def draw(self, page: Drawing) -> Part:
        key, end = self.key, len(self.nodes)
        xml = [element("inclusiveGateway", f"{key}_i{end}") + flow(f"{key}_i{end}", f"{key}_e")]
        xml.append(flow(f"{key}_s", f"{key}_o-1"))
        for number, node in enumerate(self.nodes):
            part, join = node.draw(page), f"{key}_i{number}"
            xml.append(element("inclusiveGateway", join) + part.xml + flow(join, part.first))
            xml.append(flow(part.last, f"{key}_o{number}"))
        for number in range(-1, end):
            fork, (*some, last) = f"{key}_o{number}", self._out(number)
            xml.append(element("inclusiveGateway", fork, default=f"{fork}_d"))
            xml += [flow(fork, f"{key}_i{n}", f"{self._name(number, n)} = 1") for n in some]
            xml.append(flow(fork, f"{key}_i{last}", key=f"{fork}_d"))
        return Part(sub_process(key, *xml), key, key)

    def _name(self, number: int, other: int) -> str:
        return f"c_{self.key}_{number + 1}_{other}"

    def run(self, at: float, world: World) -> Happened:
        for number in range(-1, len(self.nodes)):
            chosen = self._chosen(number)
            world.choices |= {self._name(number, n): int(n in chosen) for n in self._out(number)[:-1]}
        ran: dict[int, Happened] = {}
        for number, node in enumerate(self.nodes):
            reached = [n for n in (-1, *self.before(number)) if (n == -1 or n in ran) and number in self._chosen(n)]
            if reached:
                earlier = [ran[n] for n in self._upstream(number) if n in ran]
                found = node.run(max([at, *(h.over for h in earlier)]), world)
                after(found.steps, [e for h in earlier for e in h.last])
                ran[number] = found
        return beside(list(ran.values())).closed(self.key)

    def _upstream(self, number: int) -> set[int]:
        found, todo = set[int](), [number]
        while todo:
            new = set(self.before(todo.pop())) - found
            found |= new
            todo += new
        return found


__all__ = ["Conditional", "Maze", "Net"]
