"""ProcessModel -> SpiffWorkflow specs, built once per definition and never changed by the instances.

Nodes are named with a prefix, so that no id of a designer can meet a name that SpiffWorkflow uses itself.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.bpmn.compile import Definition
from engine.bpmn.model import Element, EventKind, Flow, ProcessModel
from engine.errors import InvalidState
from engine.runtime import activities, boundary, nodes
from engine.runtime.multi_instance import MultiInstance
from engine.runtime.subprocesses import CallActivity, SubProcess
from engine.runtime.user_task import UserTask

_KEPT = 256
_cache: dict[str, Specs] = {}
_building = Lock()

EVENTS: dict[tuple[str, EventKind], type[nodes.Node]] = {
    ("startEvent", EventKind.NONE): nodes.StartEvent,
    ("endEvent", EventKind.NONE): nodes.EndEvent,
    ("endEvent", EventKind.TERMINATE): nodes.TerminateEndEvent,
    ("endEvent", EventKind.ERROR): nodes.ErrorEndEvent,
    ("intermediateThrowEvent", EventKind.NONE): nodes.NoneThrowEvent,
    ("intermediateCatchEvent", EventKind.TIMER): activities.TimerCatchEvent,
    ("intermediateCatchEvent", EventKind.MESSAGE): activities.MessageCatchEvent,
    ("boundaryEvent", EventKind.TIMER): boundary.TimerBoundaryEvent,
    ("boundaryEvent", EventKind.MESSAGE): boundary.MessageBoundaryEvent,
    ("boundaryEvent", EventKind.ERROR): boundary.ErrorBoundaryEvent,
}
GATEWAYS: dict[str, type[nodes.Node]] = {
    "exclusiveGateway": nodes.ExclusiveGateway,
    "parallelGateway": nodes.ParallelGateway,
}
TASKS: dict[str, type[activities.Activity]] = {
    "task": UserTask,
    "userTask": UserTask,
    "manualTask": UserTask,
    "scriptTask": activities.ScriptTask,
    "businessRuleTask": activities.BusinessRuleTask,
    "receiveTask": activities.MessageCatchEvent,
    "callActivity": CallActivity,
}


class ProcessSpec(BpmnProcessSpec):
    """One process or embedded sub-process. `nodes` are those that tokens stand on, by spec name."""

    def __init__(self, name: str, scope: str | None) -> None:
        super().__init__(name)
        self.scope = scope
        self.nodes: dict[str, nodes.Node] = {}
        self.declared: tuple[str, ...] = ()

    @property
    def first(self) -> nodes.Node:
        return next(n for n in self.nodes.values() if isinstance(n, nodes.StartEvent))


class Specs:
    """All specs of one definition."""

    def __init__(self, definition: Definition) -> None:
        self._processes = {key: _Builder(model).process() for key, model in definition.processes.items()}

    def of(self, process_id: str) -> ProcessSpec:
        found = self._processes.get(process_id)
        if found is None:
            raise InvalidState(
                "process.unknown",
                "Dieser Prozess gehört nicht zur Prozessdefinition.",
                expected="process",
                found=process_id,
            )
        return found


def specs_of(definition: Definition) -> Specs:
    """Of one definition always the same; safe to ask from several threads."""
    found = _cache.get(definition.hash)
    if found is not None:
        return found
    with _building:
        found = _cache.get(definition.hash) or Specs(definition)
        while len(_cache) >= _KEPT:
            _cache.pop(next(iter(_cache)))
        _cache[definition.hash] = found
    return found


class _Builder:
    def __init__(self, model: ProcessModel) -> None:
        self.model = model
        self.by_scope: dict[str | None, list[Element]] = {}
        for element in model.elements.values():
            self.by_scope.setdefault(element.parent, []).append(element)
        self.flows: dict[str | None, list[Flow]] = {}
        for flow in model.flows:
            if flow.source in model.elements:
                self.flows.setdefault(model.elements[flow.source].parent, []).append(flow)

    def process(self) -> ProcessSpec:
        return self._scope(None)

    def _scope(self, scope: str | None) -> ProcessSpec:
        spec = ProcessSpec(self.model.id if scope is None else f"{self.model.id}/{scope}", scope)
        spec.declared = tuple(name for where, name in self.model.data_objects if where == scope)
        elements = self.by_scope.get(scope, [])
        for element in elements:
            self._add(spec, element)
        for element in elements:
            if element.attached_to is not None:
                host: Any = spec.nodes[f"node:{element.attached_to}"]
                host.boundaries.append(spec.nodes[f"node:{element.id}"])
        for flow in self.flows.get(scope, []):
            start, target = spec.nodes.get(f"node:{flow.source}"), spec.nodes.get(f"node:{flow.target}")
            if start is not None and target is not None:
                start.edges.append(nodes.Edge.of(flow, target.incoming, target))
                target.incoming += 1
                start.connect(target)
        return spec

    def _add(self, spec: ProcessSpec, element: Element) -> None:
        if element.loop is None:
            node = self._node(spec, element, is_item=False)
        else:
            inner: Any = self._node(spec, element, is_item=True)
            spec.nodes[inner.name] = inner
            node = MultiInstance(spec, element, element.loop, inner)
        spec.nodes[node.name] = node

    def _node(self, spec: ProcessSpec, element: Element, *, is_item: bool) -> nodes.Node:
        if element.type == "subProcess":
            return SubProcess(spec, element, self._scope(element.id), is_item=is_item)
        if element.type in TASKS:
            return TASKS[element.type](spec, element, is_item=is_item)
        kind = GATEWAYS.get(element.type) or EVENTS.get((element.type, element.event))
        if kind is None:
            raise InvalidState(
                "element.unsupported",
                f"«{element.label}» kann nicht ausgeführt werden.",
                expected="runs",
                found=element.type,
            )
        return kind(spec, element)
