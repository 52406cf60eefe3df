"""Small blocks: data objects that hide, global tasks, multi-instances that throw when their instances complete."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bpmn.models import boundary, call, element, flow, script, sub_process
from tests.properties.blocks import Block, Drawing, Part, World
from tests.properties.happened import Happened, beside, step, steps

BEHAVIOURS = ("None", "One", "Complex")
GLOBAL = ("globalTask", "globalUserTask", "globalManualTask", "globalScriptTask")


@dataclass
class Hidden(Block):
    """A data object of a sub-process that has the name of a variable outside, which it hides."""

    own = ("", "_a", "_i", "_z")

    number: int
    needs = ("subProcess", "dataObject", "scriptTask")

    def draw(self, page: Drawing) -> Part:
        key, name = self.key, f"w_{self.key}"
        inside = f'<bpmn:dataObject id="{key}_d" name="{name}"/>' + script(f"{key}_i", f"{{{name}: 100}}")
        inside += flow(f"{key}_s", f"{key}_i") + flow(f"{key}_i", f"{key}_e")
        xml = script(f"{key}_a", f"{{{name}: {self.number}}}") + sub_process(key, inside)
        xml += script(f"{key}_z", f"{{z_{key}: {name} + 1}}")
        return Part(xml + flow(f"{key}_a", key) + flow(key, f"{key}_z"), f"{key}_a", f"{key}_z")

    def run(self, at: float, world: World) -> Happened:
        world.values[f"{self.key}_z"] = {f"z_{self.key}": self.number + 1}
        return steps(at, f"{self.key}_a", f"{self.key}_i", self.key, f"{self.key}_z")


@dataclass
class Global(Block):
    """A call activity that calls a global task."""

    own = ("",)

    kind: str

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("callActivity", self.kind)

    def draw(self, page: Drawing) -> Part:
        inner = "<bpmn:script>{}</bpmn:script>" if self.kind == "globalScriptTask" else ""
        page.head.append(element(self.kind, f"g_{self.key}", inner))
        return Part(call(self.key, f"g_{self.key}"), self.key, self.key)

    def run(self, at: float, world: World) -> Happened:
        return step(at, self.key)


@dataclass
class Announced(Block):
    """A multi-instance of a user task that throws after each instance (None), after the first (One) or after the last
    (Complex); caught at its border."""

    own = ("", "_b")

    count: int
    sequential: bool
    behaviour: str
    kind: str
    interrupting: bool

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        found = ("multiInstanceLoopCharacteristics", "*@behavior", f"boundaryEvent:{self.kind}")
        return (*found, "complexBehaviorDefinition", "event") if self.behaviour == "Complex" else found

    def draw(self, page: Drawing) -> Part:
        key, name = self.key, f"{self.kind}_{self.key}"
        code = f' escalationCode="{name}"' if self.kind == "escalation" else ""
        page.head.append(f'<bpmn:{self.kind} id="{name}" name="{name}"{code}/>')
        page.head.append(f'<bpmn:{self.kind}EventDefinition id="ed_{key}" {self.kind}Ref="{name}"/>')
        event = f"<bpmn:eventDefinitionRef>ed_{key}</bpmn:eventDefinitionRef>"
        named, inner = f' {self.behaviour.lower()}BehaviorEventRef="ed_{key}"', ""
        if self.behaviour == "Complex":
            named, condition = "", f"numberOfCompletedInstances = {self.count}"
            inner = f"<bpmn:condition>{condition}</bpmn:condition><bpmn:event>{event}</bpmn:event>"
            inner = f"<bpmn:complexBehaviorDefinition>{inner}</bpmn:complexBehaviorDefinition>"
        loop = (
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(self.sequential).lower()}" '
            f'behavior="{self.behaviour}"{named}><bpmn:loopCardinality>{self.count}</bpmn:loopCardinality>{inner}'
            "</bpmn:multiInstanceLoopCharacteristics>"
        )
        xml = element("userTask", key, loop) + boundary(f"{key}_b", key, event, interrupting=self.interrupting)
        if not self.interrupting:
            return Part(xml + element("endEvent", f"{key}_x") + flow(f"{key}_b", f"{key}_x"), key, key)
        merge = element("exclusiveGateway", f"{key}_m")
        return Part(xml + merge + flow(key, f"{key}_m") + flow(f"{key}_b", f"{key}_m"), key, f"{key}_m")

    def run(self, at: float, world: World) -> Happened:
        task, event = self.key, f"{self.key}_b"
        if self.interrupting:  # with the first that is thrown all is over
            return self._tasks(at, self.count if self.behaviour == "Complex" else 1).then(step(at, event))
        if self.behaviour == "Complex":
            return self._tasks(at, self.count).then(step(at, event))
        if self.behaviour == "One":  # after the first, whichever it was
            first = steps(at, task, event, *[task] * (self.count - 1))
            return first if self.sequential else beside([self._tasks(at, self.count), step(at, event)])
        each = [steps(at, task, event) for _ in range(self.count)]
        return steps(at, *[task, event] * self.count) if self.sequential else beside(each)

    def _tasks(self, at: float, count: int) -> Happened:
        return steps(at, *[self.key] * count) if self.sequential else beside([step(at, self.key) for _ in range(count)])


__all__ = ["BEHAVIOURS", "GLOBAL", "Announced", "Global", "Hidden"]
