"""Which class runs which element: one look-up, by type and by event."""

from __future__ import annotations

from engine.bpmn.model import Element, EventKind
from engine.runtime import activities, boundary, catch_events, end_events, start_events, subprocesses, throw_events
from engine.runtime.ad_hoc import AdHocSubProcess
from engine.runtime.event_based_gateway import EventBasedGateway
from engine.runtime.event_subprocesses import EventSubProcess
from engine.runtime.exclusive_gateway import ExclusiveGateway
from engine.runtime.inclusive_gateway import InclusiveGateway
from engine.runtime.nodes import Node
from engine.runtime.parallel_gateway import ParallelGateway
from engine.runtime.service_task import ServiceTask
from engine.runtime.transaction import Transaction
from engine.runtime.user_task import UserTask

TASKS: dict[str, type[activities.Activity]] = {
    "task": activities.AbstractTask,
    "userTask": UserTask,
    "manualTask": UserTask,
    "scriptTask": activities.ScriptTask,
    "businessRuleTask": activities.BusinessRuleTask,
    "serviceTask": ServiceTask,
    "sendTask": throw_events.SendTask,
    "receiveTask": catch_events.ReceiveTask,
    "callActivity": subprocesses.CallActivity,
}
SUBPROCESSES: dict[str, type[subprocesses.SubProcess]] = {
    "subProcess": subprocesses.SubProcess,
    "transaction": Transaction,
    "adHocSubProcess": AdHocSubProcess,
}
GATEWAYS: dict[str, type[Node]] = {
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventBasedGateway,
}
EVENTS: dict[str, type[Node]] = {
    "startEvent": start_events.StartEvent,
    "endEvent": end_events.EndEvent,
    "intermediateThrowEvent": throw_events.ThrowEvent,
    "boundaryEvent": boundary.BoundaryEvent,
}
SPECIAL: dict[tuple[str, EventKind], type[Node]] = {
    ("endEvent", EventKind.ERROR): end_events.ErrorEndEvent,
    ("endEvent", EventKind.TERMINATE): end_events.TerminateEndEvent,
    ("endEvent", EventKind.COMPENSATION): end_events.CompensationEndEvent,
    ("endEvent", EventKind.CANCEL): end_events.CancelEndEvent,
    ("intermediateThrowEvent", EventKind.COMPENSATION): throw_events.CompensationThrowEvent,
    ("intermediateThrowEvent", EventKind.LINK): throw_events.LinkThrowEvent,
    ("intermediateCatchEvent", EventKind.LINK): catch_events.LinkCatchEvent,
    ("boundaryEvent", EventKind.COMPENSATION): boundary.CompensationBoundaryEvent,
}


def node_class(element: Element) -> type[Node] | None:
    """None for what does not run."""
    if element.type in SUBPROCESSES:
        return EventSubProcess if element.by_event else SUBPROCESSES[element.type]
    if element.type == "sendTask" and element.job is not None:
        return ServiceTask
    if element.type == "intermediateCatchEvent" and element.event not in (EventKind.NONE, EventKind.LINK):
        return catch_events.IntermediateCatchEvent
    if element.type == "startEvent" and start_events.waits(element):
        return start_events.WaitingStartEvent
    plain = TASKS.get(element.type) or GATEWAYS.get(element.type) or EVENTS.get(element.type)
    return SPECIAL.get((element.type, element.event), plain)


def is_link_target(node: Node) -> bool:
    return isinstance(node, catch_events.LinkCatchEvent)


def is_offered(node: Node) -> bool:
    """What an ad-hoc sub-process offers from its beginning on."""
    fixed = isinstance(node, activities.Activity) and not node.is_item and node.incoming == 0
    return fixed and not (node.element.by_event or node.element.for_compensation or is_link_target(node))
