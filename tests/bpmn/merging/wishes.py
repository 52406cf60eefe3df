"""What two people may do to one path; what each wish writes, takes and needs is known before anything is merged."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from engine.bpmn import editing
from engine.bpmn.editing import AddStep, Edited, StepKind
from engine.bpmn.namespaces import bpmn
from engine.bpmn.patch import apply
from engine.bpmn.reading import Document, read
from engine.catalogue.drafts.blank import blank_page

Edit = Callable[[Document], Edited]
Spot = tuple[str, str, str]
"""(element id, what of it, the value wanted)"""


@dataclass(frozen=True)
class Wish:
    said: str
    edit: Edit = field(compare=False, repr=False)
    writes: frozenset[Spot] = frozenset()
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def done(self, content: bytes) -> bytes:
        return apply(content, self.edit(read(content)).changes)

    @property
    def touched(self) -> frozenset[str]:
        return frozenset(key for key, _, _ in self.writes) | self.takes | self.needs


def contested(one: Wish, other: Wish) -> set[str]:
    """Ids of the elements about which the two contradict each other."""
    if one == other:
        return set()
    wanted = {(key, what): value for key, what, value in one.writes}
    found = {key for key, what, value in other.writes if wanted.get((key, what), value) != value}
    for taking, needing in ((one, other), (other, one)):
        found |= taking.takes & ({key for key, _, _ in needing.writes} | needing.needs)
    return found


@cache
def village() -> bytes:
    """A small path: two lanes, a row of steps, a decision with three branches, two of them with a step."""
    content = blank_page("dorf", "Dorf", {"ags": "05915000", "art": "kreisfreie Stadt"})
    content = _edited(content, lambda document: editing.add_lane(document, "konfliktweg_dorf", "Beratung"))
    after = "start"
    for name in ("Aufnehmen", "Prüfen", "Sprechen", "Klären"):
        content, after = _added(content, AddStep(StepKind.USER, name, after=after))
    ways = ("Beraten", "Vermitteln", "Enden")
    content, choice = _added(content, AddStep(StepKind.CHOICE, "Wie weiter?", after=after, branches=ways))
    for number, flow in enumerate(flow for flow in flows(content) if flow.get("sourceRef") == choice):
        if number < 2:
            command = AddStep(StepKind.USER, f"{flow.get('name')} lassen", flow=flow.get("id") or "")
            content, _ = _added(content, command)
    return _added(content, AddStep(StepKind.USER, "Abschließen", after="wie_weiter_zusammen"))[0]


def _edited(content: bytes, edit: Edit) -> bytes:
    return apply(content, edit(read(content)).changes)


def _added(content: bytes, command: AddStep) -> tuple[bytes, str]:
    made = editing.add_step(read(content), command)
    return apply(content, made.changes), made.element


def flows(content: bytes) -> list[etree._Element]:
    return list(etree.fromstring(content).iter(bpmn("sequenceFlow")))


class Dice:
    """Wishes by chance, on the village as it is."""

    def __init__(self, seed: int, content: bytes) -> None:
        self.random = random.Random(seed)
        root = etree.fromstring(content)
        self.flows = {f.get("id", ""): (f.get("sourceRef", ""), f.get("targetRef", "")) for f in flows(content)}
        self.steps = [node.get("id", "") for node in root.iter(bpmn("userTask"))]
        self.lanes = [node.get("id", "") for node in root.iter(bpmn("lane"))]
        self.lane_of = {
            (ref.text or ""): lane.get("id", "")
            for lane in root.iter(bpmn("lane"))
            for ref in lane.iter(bpmn("flowNodeRef"))
        }

    def side(self, most: int = 4) -> list[Wish]:
        """Wishes that one person has at once: none contradicts or touches another."""
        found: list[Wish] = []
        for _ in range(self.random.randint(1, most)):
            wish = self.wish()
            if all(wish.touched.isdisjoint(other.touched) for other in found):
                found.append(wish)
        return found

    def wish(self) -> Wish:
        kinds = (self.named, self.due, self.explained, self.staged, self.asked, self.inserted, self.deleted, self.moved)
        return self.random.choice(kinds)()

    def _set(self, key: str, what: str, value: str) -> Wish:
        edit: Edit = lambda document: editing.set_fields(document, key, {what: value})  # noqa: E731
        return Wish(f"{key}.{what} = {value}", edit, frozenset({(key, what, value)}))

    def named(self) -> Wish:
        return self._set(self.random.choice([*self.steps, *self.flows]), "name", self.random.choice("ABC"))

    def due(self) -> Wish:
        return self._set(self.random.choice(self.steps), "frist", self.random.choice(("3 AT", "2 Wochen")))

    def staged(self) -> Wish:
        return self._set(self.random.choice(self.steps), "stufe", self.random.choice(("clearing", "beirat")))

    def explained(self) -> Wish:
        return self._set(self.random.choice(self.steps), "hilfe", self.random.choice(("Eins.", "Zwei & mehr.")))

    def asked(self) -> Wish:
        choices = [key for key, (source, _) in self.flows.items() if source == "wie_weiter"]
        return self._set(self.random.choice(choices), "bedingung", self.random.choice(("x > 1", 'y = "a"')))

    def moved(self) -> Wish:
        step = self.random.choice(self.steps)
        lane = next(lane for lane in self.lanes if lane != self.lane_of[step])
        return Wish(
            f"{step} -> {lane}", lambda d: editing.move_to_lane(d, step, lane), frozenset({(step, "lane", lane)})
        )

    def inserted(self) -> Wish:
        flow = self.random.choice(list(self.flows))
        command = AddStep(StepKind.USER, self.random.choice(("Nachfragen", "Vermerken", "Einladen")), flow=flow)
        needs = frozenset({self.flows[flow][1]})
        return Wish(
            f"{command.name} on {flow}",
            lambda d: editing.add_step(d, command),
            frozenset({(flow, "target", command.name), (command.name.casefold(), "there", flow)}),
            needs=needs,
        )

    def deleted(self) -> Wish:
        step = self.random.choice(self.steps)
        (inward,) = (key for key, (_, target) in self.flows.items() if target == step)
        onward = [(key, target) for key, (source, target) in self.flows.items() if source == step]
        # Of the last step nothing leads on: the flow to it goes, too.
        takes = frozenset({step, *(key for key, _ in onward or [(inward, "")])})
        needs = frozenset(target for _, target in onward)
        writes = frozenset({(inward, "target", target) for _, target in onward})
        return Wish(f"without {step}", lambda d: editing.delete_step(d, step), writes, takes, needs)


def applied(content: bytes, wishes: list[Wish]) -> bytes:
    for wish in wishes:
        content = wish.done(content)
    return content


def kept(content: bytes, wishes: list[Wish]) -> Iterator[str]:
    """What is missing of these wishes, in words."""
    root = etree.fromstring(content)
    ids = {key: node for node in root.iter(etree.Element) if (key := node.get("id")) is not None}
    for wish in wishes:
        if wish.takes & ids.keys():
            yield f"{wish.said}: still there"
        for key, what, value in wish.writes:
            node = ids.get(key)
            if node is None:
                yield f"{wish.said}: {key} is gone"
            elif what == "name" and node.get("name") != value:
                yield f"{wish.said}: is called {node.get('name')}"
            elif what not in ("name", "target", "lane", "there") and value not in etree.tostring(
                node, encoding="unicode"
            ).replace("&amp;", "&").replace("&gt;", ">"):
                yield f"{wish.said}: not said"
