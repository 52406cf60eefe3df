"""Document -> ProcessModel: one walk over each bpmn:process, without judging what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from engine.bpmn import declarations as say
from engine.bpmn import dialects, repetition
from engine.bpmn.calling import with_callings
from engine.bpmn.event_reading import definitions, handlers, job_kind, kind_of
from engine.bpmn.model import Element, EventDefinition, Flow, Lane, ProcessModel
from engine.bpmn.namespaces import bpmn, flag, line_of, local, reference, text_of
from engine.bpmn.reading import Document
from engine.terms import Stage, Zone

EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
TASKS = ("task", "userTask", "manualTask", "scriptTask", "businessRuleTask", "serviceTask", "sendTask", "receiveTask")
SUBPROCESSES = ("subProcess", "transaction", "adHocSubProcess")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
FLOW_NODES = frozenset((*EVENTS, *TASKS, *SUBPROCESSES, *GATEWAYS, "callActivity"))
ACTIVITIES = frozenset((*TASKS, *SUBPROCESSES, "callActivity"))
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
"""What call activities can call besides processes -> the task that it is."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What an element inherits from what surrounds it."""

    lane: str | None
    group: str
    role: str
    zone: Zone
    stage: Stage


@dataclass(slots=True)
class _Walk:
    document: Document
    process: etree._Element
    by_id: dict[str, etree._Element]
    lanes: dict[str, Lane] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    data_objects: list[tuple[str | None, str]] = field(default_factory=list)
    handlers: dict[str, str] = field(default_factory=dict)


def models(
    document: Document, *, default_zone: Zone = Zone.EINGANG, default_stage: Stage = Stage.EINGANG
) -> tuple[ProcessModel, ...]:
    """Every bpmn:process of the file, then every global task as a process of one task. The defaults hold where
    nothing declares one (a called process)."""
    key = ("models", default_zone, default_stage)
    if key not in document.memo:
        by_id = index(document)
        document.memo[key] = tuple(
            _model(_Walk(document, node, by_id), default_zone, default_stage)
            for node in (
                *document.root.findall(bpmn("process")),
                *(n for n in document.root if local(n) in GLOBAL_TASKS),
            )
        )
    found: tuple[ProcessModel, ...] = document.memo[key]
    return found


def index(document: Document) -> dict[str, etree._Element]:
    """Elements by id; the first of a doubled id (the check reports the doubling)."""
    if "index" not in document.memo:
        by_id: dict[str, etree._Element] = {}
        for node in document.root.iter(etree.Element):
            if local(node) and (key := node.get("id")) is not None:
                by_id.setdefault(key, node)
        document.memo["index"] = by_id
    found: dict[str, etree._Element] = document.memo["index"]
    return found


def _model(walk: _Walk, default_zone: Zone, default_stage: Stage) -> ProcessModel:
    node = walk.process
    properties = dialects.properties(node)
    walk.handlers = handlers(node)
    for lane_set in node.iter(bpmn("laneSet")):  # those of sub-processes, too
        _read_lanes(walk, lane_set, None)
    own = say.zone(properties.get(say.ZONE))
    top = _Setting(None, "", "fachstelle", own or default_zone, say.stage(properties.get(say.STAGE)) or default_stage)
    if local(node) in GLOBAL_TASKS:
        task = replace(_element(walk, node, None, top), type=GLOBAL_TASKS[local(node)])
        walk.elements[task.id] = task
    else:
        _read_scope(walk, top)
    found = ProcessModel(
        id=node.get("id") or "",
        name=node.get("name") or "",
        documentation=_documentation(node),
        version_tag=dialects.version_tag(node),
        properties=properties,
        elements=walk.elements,
        flows=tuple(walk.flows),
        lanes=tuple(walk.lanes.values()),
        file=walk.document.file,
        executable=flag(node, "isExecutable", local(node) == "process"),
        zone=own,
        line=line_of(node),
        data_objects=tuple(walk.data_objects),
    )
    return with_callings(found)


def _read_lanes(walk: _Walk, lane_set: etree._Element, parent: str | None) -> None:
    for node in lane_set.findall(bpmn("lane")):
        key = node.get("id") or f"lane{len(walk.lanes)}"
        properties = dialects.properties(node)
        outer = walk.lanes[parent].role if parent in walk.lanes else "fachstelle"
        walk.lanes[key] = Lane(
            key,
            node.get("name") or "",
            properties.get(say.GROUP) or key,
            properties.get(say.ROLE) or outer,
            say.zone(properties.get(say.ZONE)),
            say.stage(properties.get(say.STAGE)),
            parent,
            line_of(node),
            properties,
        )
        for member in node.findall(bpmn("flowNodeRef")):
            walk.lane_of[text_of(member) or ""] = key
        for child in node.findall(bpmn("childLaneSet")):
            _read_lanes(walk, child, key)


def _read_scope(walk: _Walk, top: _Setting) -> None:
    """The process and its sub-processes, with a list of what is still to read instead of recursion."""
    todo: list[tuple[etree._Element, str | None, _Setting]] = [(walk.process, None, top)]
    while todo:
        scope, parent, setting = todo.pop(0)
        defaults = {c.get("default") for c in scope if c.get("default")}
        for node in scope:
            kind = local(node)
            if kind == "sequenceFlow":
                walk.flows.append(_flow(node, defaults))
            elif kind in ("dataObject", "property"):
                walk.data_objects.append((parent, node.get("name") or node.get("id") or ""))
            elif kind in FLOW_NODES:
                element = _element(walk, node, parent, setting)
                walk.elements.setdefault(element.id, element)
                if kind in SUBPROCESSES:
                    inner = _Setting(element.lane, element.group, element.role, element.zone, element.stage)
                    todo.append((node, element.id, inner))


def _flow(node: etree._Element, defaults: set[str | None]) -> Flow:
    key = node.get("id") or ""
    return Flow(
        key,
        node.get("name") or "",
        reference(node.get("sourceRef")) or "",
        reference(node.get("targetRef")) or "",
        dialects.feel(text_of(node.find(bpmn("conditionExpression")))),
        key in defaults,
        line_of(node),
    )


def _element(walk: _Walk, node: etree._Element, parent: str | None, around: _Setting) -> Element:
    properties = dialects.properties(node)
    key = node.get("id") or ""
    setting = _setting(walk, key, properties, around)
    who = dialects.assignment(node)
    due, follow_up = dialects.schedule(node)
    decision, decision_result = dialects.decision(node)
    script, script_result = dialects.script(node)
    inputs, outputs = dialects.mappings(node)
    call = dialects.call(node)
    found = definitions(node, walk.by_id)
    message = _first(found, "message")
    return Element(
        id=key,
        name=" ".join((node.get("name") or "").split()),
        type=local(node),
        process_id=walk.process.get("id") or "",
        documentation=_documentation(node),
        lane=setting.lane,
        group=setting.group,
        role=setting.role,
        zone=setting.zone,
        stage=setting.stage,
        form_id=dialects.form_id(node),
        frist=properties.get(say.DEADLINE) or None,
        due_date=due,
        follow_up=follow_up,
        escalation=say.names(properties.get(say.ESCALATION)),
        release=say.releases(properties.get(say.RELEASE)) or (),
        assignee=who.assignee,
        candidate_groups=who.groups,
        candidate_users=who.users,
        confirms=properties.get(say.CONFIRMS) or None,
        outcome=properties.get(say.OUTCOME) or None,
        properties=properties,
        attached_to=reference(node.get("attachedToRef")),
        message=message,
        line=line_of(node),
        parent=parent,
        event=kind_of(node, found),
        interrupting=flag(node, "isInterrupting" if local(node) == "startEvent" else "cancelActivity", True),
        timer=_first(found, "timer"),
        correlation_key=_first(found, "correlation_key"),
        error_code=_first(found, "code"),
        default_flow=node.get("default") or None,
        script=script,
        result_variable=decision_result or script_result,
        decision=decision,
        decision_mapping=dialects.decision_mapping(node) if decision else None,
        called=call.process,
        inputs=inputs,
        outputs=outputs,
        propagate_all_parent=call.all_in,
        propagate_all_child=call.all_out,
        loop=repetition.multi_instance(node, walk.by_id),
        definitions=found,
        parallel_multiple=flag(node, "parallelMultiple") and len(found) > 1,
        by_event=local(node) == "subProcess" and flag(node, "triggeredByEvent"),
        for_compensation=flag(node, "isForCompensation"),
        handler=walk.handlers.get(key),
        standard_loop=repetition.standard_loop(node),
        ad_hoc=repetition.ad_hoc(node),
        start_quantity=repetition.quantity(node, "startQuantity"),
        completion_quantity=repetition.quantity(node, "completionQuantity"),
        instantiate=local(node) in ("receiveTask", "eventBasedGateway") and flag(node, "instantiate"),
        parallel_events=(node.get("eventGatewayType") or "").strip() == "Parallel",
        job=job_kind(node),
        to_office=key in _to_offices(walk.document),
    )


def _to_offices(document: Document) -> frozenset[str]:
    """Elements from which a message flow leads to a pool without a process."""
    if "to_offices" not in document.memo:
        offices = {p.get("id") for p in document.root.iter(bpmn("participant")) if not p.get("processRef")}
        found = document.root.iter(bpmn("messageFlow"))
        document.memo["to_offices"] = frozenset(
            source
            for f in found
            if reference(f.get("targetRef")) in offices and (source := reference(f.get("sourceRef"))) is not None
        )
    sources: frozenset[str] = document.memo["to_offices"]
    return sources


def _setting(walk: _Walk, key: str, properties: dict[str, str], around: _Setting) -> _Setting:
    lane = walk.lane_of.get(key)
    group, role, zone, stage, name = around.group, around.role, around.zone, around.stage, around.lane
    for step in reversed(list(_outward(walk, lane))):
        group, role, name = step.group, step.role, step.name or step.id
        zone, stage = step.zone or zone, step.stage or stage
    return _Setting(
        name,
        properties.get(say.GROUP) or group,
        properties.get(say.ROLE) or role,
        say.zone(properties.get(say.ZONE)) or zone,
        say.stage(properties.get(say.STAGE)) or stage,
    )


def _outward(walk: _Walk, lane: str | None) -> Iterator[Lane]:
    while lane is not None and (found := walk.lanes.get(lane)) is not None:
        yield found
        lane = found.parent


def _first(found: tuple[EventDefinition, ...], name: str) -> Any:
    return next((value for d in found if (value := getattr(d, name)) is not None), None)


def _documentation(node: etree._Element) -> str:
    return "\n\n".join(t for d in node.findall(bpmn("documentation")) if (t := text_of(d)))
