"""ProcessModel -> SpiffWorkflow specs, built once per definition and never changed by the instances.

Nodes are named with a prefix, so that no id of a designer can meet a name that SpiffWorkflow uses itself.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.bpmn.beginning import entries
from engine.bpmn.compile import Definition
from engine.bpmn.model import Element, EventKind, Flow, ProcessModel
from engine.errors import InvalidState
from engine.runtime import node_classes, nodes
from engine.runtime.boundary import CompensationBoundaryEvent
from engine.runtime.compensation import Driver
from engine.runtime.event_subprocesses import EventSubProcess, EventTrigger
from engine.runtime.multi_instance import MultiInstance
from engine.runtime.participant import Mail, Participant
from engine.runtime.standard_loop import StandardLoopActivity
from engine.runtime.start_events import StartEvent
from engine.runtime.throw_events import LinkThrowEvent
from engine.sentences import say

_KEPT = 256
_cache: dict[str, Specs] = {}
_building = Lock()
THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")


class ProcessSpec(BpmnProcessSpec):
    """One process or embedded sub-process. `nodes` are those that tokens stand on, by spec name; `triggers` begin
    its event sub-processes."""

    def __init__(self, name: str, scope: str | None) -> None:
        super().__init__(name)
        self.scope = scope
        self.nodes: dict[str, nodes.Node] = {}
        self.declared: tuple[str, ...] = ()
        self.entries: list[nodes.Node] = []
        self.triggers: list[EventTrigger] = []

    @cached_property
    def before(self) -> dict[str, list[tuple[str, int | None]]]:
        """Node name -> the nodes from which tokens come to it, each with the number of the flow, if it is one."""
        found: dict[str, list[tuple[str, int | None]]] = {}
        for node in self.nodes.values():
            for target, index in node.followers():
                found.setdefault(target.name, []).append((node.name, index))
        return found

    def begin(self, workflow: Any) -> None:
        """Tokens on all entries; a level without any has ended at once."""
        for node in self.entries:
            workflow.top_workflow.enter(workflow, node)
        workflow.top_workflow.end_if_done(workflow)

    def beginning(self, element_id: str) -> tuple[nodes.Node, Element, int] | None:
        """The node at which an instance begins with that event."""
        found = ((n, e, i) for n in self.nodes.values() if n.begins for e, i in n.beginnings() if e.id == element_id)
        return next(found, None)


class Specs:
    """All specs of one definition."""

    def __init__(self, definition: Definition) -> None:
        models = definition.processes
        self._processes = {key: _Builder(model, tuple(models)).process() for key, model in models.items()}
        elements = [e for key in sorted(models) for e in models[key].elements.values()]
        self.conditional = any(d.kind is EventKind.CONDITIONAL for e in elements for d in e.definitions)
        self.starts = [n for spec in self._processes.values() for n in spec.nodes.values() if n.begins]
        self.senders = [e for e in elements if e.type in THROWING and _messages(e)]
        catchers = [(name, e.process_id) for e in elements if e.type not in THROWING for name in _messages(e)]
        self.asked_elsewhere = {(name, key) for name, catcher in catchers for key in models if key != catcher}
        """(message name, process id): some other process than this one asks for the message."""

    def of(self, process_id: str) -> ProcessSpec:
        found = self._processes.get(process_id)
        if found is None:
            raise InvalidState(
                "process.unknown",
                say("Dieser Prozess gehört nicht zur Prozessdefinition."),
                expected="process",
                found=process_id,
            )
        return found


def _messages(element: Element) -> list[str]:
    return [d.message or "" for d in element.definitions if d.kind is EventKind.MESSAGE]


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
    def __init__(self, model: ProcessModel, processes: tuple[str, ...]) -> None:
        self.model = model
        self.processes = processes
        self.by_scope: dict[str | None, list[Element]] = {}
        for element in model.elements.values():
            self.by_scope.setdefault(element.parent, []).append(element)
        self.flows: dict[str | None, list[Flow]] = {}
        for flow in model.flows:
            if flow.source in model.elements:
                self.flows.setdefault(model.elements[flow.source].parent, []).append(flow)

    def process(self) -> ProcessSpec:
        spec = self._scope(None)
        for key in self.processes:
            node = Participant(spec, key)
            spec.nodes[node.name] = node
        mail = Mail(spec, self.model.id)
        spec.nodes[mail.name] = mail
        return spec

    def _scope(self, scope: str | None) -> ProcessSpec:
        spec = ProcessSpec(self.model.id if scope is None else f"{self.model.id}/{scope}", scope)
        spec.declared = tuple(name for where, name in self.model.data_objects if where == scope)
        driver = Driver(spec, self.model.id)
        spec.nodes[driver.name] = driver
        elements = self.by_scope.get(scope, [])
        for element in elements:
            self._add(spec, element)
        for element in elements:
            if element.attached_to is not None:
                _attach(spec, element)
        for flow in self.flows.get(scope, []):
            start, target = spec.nodes.get(f"node:{flow.source}"), spec.nodes.get(f"node:{flow.target}")
            if start is not None and target is not None:
                start.edges.append(nodes.Edge.of(flow, target.incoming, target))
                target.incoming += 1
                start.connect(target)
        _link(spec)
        self._offer(spec, scope)
        spec.entries = [spec.nodes[f"node:{e.id}"] for e in entries(elements, self.flows.get(scope, []))]
        return spec

    def _offer(self, spec: ProcessSpec, scope: str | None) -> None:
        if scope is not None and self.model.elements[scope].ad_hoc is not None:
            for node in spec.nodes.values():
                node.offered = node_classes.is_offered(node)

    def _add(self, spec: ProcessSpec, element: Element) -> None:
        if element.loop is None and element.standard_loop is None:
            node = self._node(spec, element, is_item=False)
        else:
            inner: Any = self._node(spec, element, is_item=True)
            spec.nodes[inner.name] = inner
            if element.loop is not None:
                node = MultiInstance(spec, element, element.loop, inner)
            else:
                assert element.standard_loop is not None
                node = StandardLoopActivity(spec, element, element.standard_loop, inner)
        spec.nodes[node.name] = node

    def _node(self, spec: ProcessSpec, element: Element, *, is_item: bool) -> nodes.Node:
        around = self.model.elements.get(element.parent or "")
        inside_event = element.type == "startEvent" and around is not None and around.by_event
        kind: Any = StartEvent if inside_event else node_classes.node_class(element)
        if kind is None:
            raise InvalidState(
                "element.unsupported",
                say("„{element_label}“ kann nicht ausgeführt werden.", element_label=element.label),
                expected="runs",
                found=element.type,
            )
        if element.type in node_classes.SUBPROCESSES:
            inner = self._scope(element.id)
            found: nodes.Node = kind(spec, element, inner, is_item=is_item)
            if isinstance(found, EventSubProcess):
                trigger = EventTrigger(spec, inner.entries[0].element, found)
                spec.triggers.append(trigger)
                spec.nodes[trigger.name] = trigger
            return found
        if element.type in node_classes.TASKS:
            task: nodes.Node = kind(spec, element, is_item=is_item)
            return task
        plain: nodes.Node = kind(spec, element)
        return plain


def _attach(spec: ProcessSpec, element: Element) -> None:
    host: Any = spec.nodes[f"node:{element.attached_to}"]
    event: Any = spec.nodes[f"node:{element.id}"]
    if isinstance(event, CompensationBoundaryEvent):
        host.handler = spec.nodes[f"node:{element.handler}"]
    else:
        host.boundaries.append(event)


def _link(spec: ProcessSpec) -> None:
    """A link goes on at the one catch event of its name on the same level."""
    places = {n.element.definitions[0].link: n for n in spec.nodes.values() if node_classes.is_link_target(n)}
    for node in spec.nodes.values():
        if isinstance(node, LinkThrowEvent):
            node.target = places[node.element.definitions[0].link]
