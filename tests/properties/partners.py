"""Another pool: a message begins it, and its answer comes back; a message flow is drawn for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bpmn.models import element, extensions, flow, mapping
from tests.properties.blocks import Block, Drawing, Part, World, definition
from tests.properties.happened import Happened, after, step, steps

ASKING = ("intermediateThrowEvent", "sendTask")
CATCHING = ("intermediateCatchEvent", "receiveTask")
BEGINNING = ("startEvent", "receiveTask", "eventBasedGateway")
ANSWERING = ("intermediateThrowEvent", "endEvent", "sendTask")


@dataclass
class Partnered(Block):
    """`asking`, `answering`, `catching` and `beginning` are element types; the gateway has a second event, which never
    comes."""

    own = ("_t", "_s", "_a", "_c", "_l")

    body: Block
    asking: str = ASKING[0]
    answering: str = ANSWERING[0]
    catching: str = CATCHING[0]
    beginning: str = BEGINNING[0]

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        kinds = (self.asking, self.answering, self.catching)
        begins = "startEvent:message" if self.beginning == "startEvent" else f"{self.beginning}@instantiate=true"
        return (begins, *(k if k.endswith("Task") else f"{k}:message" for k in kinds))

    def inner(self) -> Sequence[Block]:
        return (self.body,)

    apart = inner

    def draw(self, page: Drawing) -> Part:
        key, body = self.key, self.body.draw(page)
        xml = self._beginning(page) + body.xml
        xml += _message(page, self.answering, f"{key}_a", f"{key}_r") + flow(f"{key}_s", body.first)
        xml += flow(body.last, f"{key}_a")
        if self.answering != "endEvent":
            xml += element("endEvent", f"{key}_e") + flow(f"{key}_a", f"{key}_e")
        page.processes.append(f'<bpmn:process id="p_{key}" isExecutable="true">{xml}</bpmn:process>')
        page.pools.append(f'<bpmn:participant id="k_{key}" name="{key}" processRef="p_{key}"/>')
        page.pools.append(f'<bpmn:messageFlow id="k_{key}_1" sourceRef="{key}_t" targetRef="{key}_s"/>')
        page.pools.append(f'<bpmn:messageFlow id="k_{key}_2" sourceRef="{key}_a" targetRef="{key}_c"/>')
        world = World()
        self.body.run(0, world)  # what its conditions read is sent along
        sent = extensions(mapping({name: f"={name}" for name in world.choices})) if world.choices else ""
        own = _message(page, self.asking, f"{key}_t", f"{key}_q", sent) + element("manualTask", f"{key}_l")
        own += _message(page, self.catching, f"{key}_c", f"{key}_r")
        return Part(own + flow(f"{key}_t", f"{key}_l") + flow(f"{key}_l", f"{key}_c"), f"{key}_t", f"{key}_c")

    def _beginning(self, page: Drawing) -> str:
        key, asked = self.key, definition(page, "message", f"{self.key}_q")
        if self.beginning == "startEvent":
            return element("startEvent", f"{key}_s", asked)
        if self.beginning == "receiveTask":
            return element("receiveTask", f"{key}_s", messageRef=f"m_{key}_q", instantiate="true")
        never = definition(page, "message", f"{key}_never")
        xml = element("eventBasedGateway", f"{key}_g", instantiate="true")
        xml += element("intermediateCatchEvent", f"{key}_n", never) + element("endEvent", f"{key}_ne")
        xml += element("intermediateCatchEvent", f"{key}_s", asked)
        return xml + flow(f"{key}_g", f"{key}_s") + flow(f"{key}_g", f"{key}_n") + flow(f"{key}_n", f"{key}_ne")

    def run(self, at: float, world: World) -> Happened:
        key = self.key
        asked, later = step(at, f"{key}_t"), step(at, f"{key}_l")
        answer = step(at, f"{key}_s").then(self.body.run(at, world))
        answer = answer.then(step(answer.over, f"{key}_a"))
        after(answer.steps, asked.last)
        after(later.steps, asked.last)
        caught = steps(answer.over, f"{key}_c")
        after(caught.steps, [*later.last, *answer.last])
        happened = asked.steps + later.steps + answer.steps + caught.steps
        return Happened(happened, caught.last, answer.over, answer.tail)


def _message(page: Drawing, kind: str, key: str, name: str, inner: str = "") -> str:
    event = definition(page, "message", name)
    if kind.endswith("Task"):
        return element(kind, key, inner, messageRef=f"m_{name}")
    return element(kind, key, inner + event)


__all__ = ["ANSWERING", "ASKING", "BEGINNING", "CATCHING", "Partnered"]
