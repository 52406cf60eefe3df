"""Blocks that are not block-structured inside: a maze of exclusive gateways, a net of parallel ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import element, flow, script
from tests.properties.blocks import Block, Drawing, Happened, Part, World


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

    def run(self, at: float, world: World) -> Happened:
        found, number, jumped = Happened([], at, at), 0, [0] * len(self.nodes)
        while number < len(self.nodes):
            ran = self.nodes[number].run(found.over, world)
            found = Happened(found.steps + ran.steps, ran.over, max(found.tail, ran.tail))
            target, rounds = self.jumps[number]
            if jumped[number] < rounds:
                jumped[number] += 1
                number = min(target, len(self.nodes))
            else:
                number += 1
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
            ran.append(node.run(max([at, *(ran[n].over for n in self.before(number))]), world))
        return Happened([s for r in ran for s in r.steps], max(r.over for r in ran), max(r.tail for r in ran))
