"""What flows in flows out: the equations between the counts of a path's steps and sequence flows.

A count is a variable: of a flow how often it was taken, of a step how often it was entered and how often it was left.
An equation says that the first is the sum of the others. BPMN 2.0.2, 13.3 and 13.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.bpmn.model import Element, EventKind, Flow, ProcessModel

PERSONAL = frozenset({"userTask", "manualTask"})
"""Steps at which a case waits for a person: each has a row for every task."""
HOLDING = frozenset({"subProcess", "transaction", "adHocSubProcess"})
WAITING = (
    PERSONAL
    | HOLDING
    | {
        *("receiveTask", "intermediateCatchEvent", "serviceTask", "sendTask", "callActivity"),
        *("intermediateThrowEvent", "endEvent", "eventBasedGateway"),
    }
)
WRITING = PERSONAL | {"scriptTask", "businessRuleTask", "serviceTask", "sendTask", "receiveTask", "callActivity"}
OR_ONE = frozenset({"exclusiveGateway", "eventBasedGateway"})
CUTTING = frozenset({EventKind.TERMINATE, EventKind.ERROR, EventKind.ESCALATION, EventKind.CANCEL})
Scope = tuple[str, str | None]
"""Process id, and id of a sub-process in it; None: the process itself."""


class Side(StrEnum):
    TAKEN = "taken"
    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How often a flow was taken, or a step entered or left."""

    process_id: str
    id: str
    side: Side


@dataclass(frozen=True, slots=True)
class Equation:
    """`whole` is the sum of `parts`. `loose`: only once nothing waits at the step and nothing has broken off."""

    whole: Count
    parts: tuple[Count, ...]
    loose: bool = False


def equations(models: Mapping[str, ProcessModel]) -> Iterator[Equation]:
    """Of a whole package, called processes included."""
    cut = cut_short(models)
    for model in models.values():
        yield from _of_process(model, cut)
    yield from _of_calls(models)


def _of_process(model: ProcessModel, cut: frozenset[Scope]) -> Iterator[Equation]:
    come: dict[str, list[Flow]] = {}
    go: dict[str, list[Flow]] = {}
    for flow in model.flows:
        come.setdefault(flow.target, []).append(flow)
        go.setdefault(flow.source, []).append(flow)
    unsteady = _unsteady(model)
    for element in model.elements.values():
        around = tuple(_around(model, element))
        broken = any((model.id, scope) in cut for scope in around)
        loose = broken or element.type in WRITING and not unsteady.isdisjoint(around)
        for found in (*_entering(model, element, come.get(element.id, [])), *_within(model, element)):
            yield replace(found, loose=found.loose or broken)
        yield from (replace(found, loose=loose) for found in _leaving(model, element, go.get(element.id, [])))


def _taken(model: ProcessModel, flow: Flow) -> Count:
    return Count(model.id, flow.id, Side.TAKEN)


def _entering(model: ProcessModel, element: Element, come: list[Flow]) -> Iterator[Equation]:
    if not come or repeats(element) or element.start_quantity != 1:
        return
    entered = Count(model.id, element.id, Side.ENTERED)
    if element.type == "parallelGateway" and len(come) > 1:
        for flow in come:
            yield Equation(entered, (_taken(model, flow),), loose=True)
    elif element.type not in ("inclusiveGateway", "complexGateway") or len(come) == 1:
        yield Equation(entered, tuple(_taken(model, flow) for flow in come))


def _within(model: ProcessModel, element: Element) -> Iterator[Equation]:
    """A step where nothing can wait is left as often as it is entered: a command goes through it or is undone."""
    entered, left = Count(model.id, element.id, Side.ENTERED), Count(model.id, element.id, Side.LEFT)
    if repeats(element):
        return
    edges = [event for event in model.boundary_events(element.id) if event.interrupting]
    away = tuple(Count(model.id, event.id, Side.ENTERED) for event in edges)
    yield Equation(entered, (left, *away), loose=element.type in WAITING)
    if element.type in HOLDING:
        starts = model.start_events(element.id)
        if len(starts) == 1:
            yield Equation(entered, (Count(model.id, starts[0].id, Side.ENTERED),))


def _leaving(model: ProcessModel, element: Element, go: list[Flow]) -> Iterator[Equation]:
    if not go or repeats(element) or element.completion_quantity != 1:
        return
    left, taken = Count(model.id, element.id, Side.LEFT), [_taken(model, flow) for flow in go]
    if element.type in OR_ONE or len(go) == 1 and go[0].condition is None:
        yield Equation(left, tuple(taken))
    elif element.type not in ("inclusiveGateway", "complexGateway"):
        for flow, count in zip(go, taken, strict=True):
            if element.type == "parallelGateway" or flow.condition is None and not flow.is_default:
                yield Equation(left, (count,))


def _of_calls(models: Mapping[str, ProcessModel]) -> Iterator[Equation]:
    calls: dict[str, list[Element]] = {}
    for model in models.values():
        for element in model.elements.values():
            if element.called is not None:
                calls.setdefault(element.called, []).append(element)
    for called, callers in calls.items():
        starts = models[called].start_events() if called in models else []
        if len(starts) == 1 and not any(repeats(caller) for caller in callers):
            parts = tuple(Count(caller.process_id, caller.id, Side.ENTERED) for caller in callers)
            yield Equation(Count(called, starts[0].id, Side.ENTERED), parts)


def _around(model: ProcessModel, element: Element) -> Iterator[str | None]:
    """The sub-processes around a step, from within, and None for the process."""
    parent = element.parent
    while parent is not None:
        yield parent
        parent = model.elements[parent].parent
    yield None


def _unsteady(model: ProcessModel) -> frozenset[str | None]:
    """Sub-processes, and None for the process, that a condition breaks off: what a step writes may end it before any
    flow behind the step is taken."""
    found: set[str | None] = set()
    for element in model.elements.values():
        if element.interrupting and any(one.kind is EventKind.CONDITIONAL for one in element.definitions):
            if element.type == "boundaryEvent":
                found.add(element.attached_to)
            elif element.type == "startEvent" and element.parent is not None:
                found.add(model.elements[element.parent].parent)
    return frozenset(found)


def cut_short(models: Mapping[str, ProcessModel]) -> frozenset[Scope]:
    """Processes and sub-processes of which one branch may end the others in the midst of a command, by a terminate,
    error, escalation or cancel event: what went into a branch need not have come out of it."""
    found: set[Scope] = set()
    for model in models.values():
        for element in model.elements.values():
            kinds = {one.kind for one in element.definitions}
            if element.type in ("endEvent", "intermediateThrowEvent") and not kinds.isdisjoint(CUTTING):
                found |= {(model.id, scope) for scope in _ended_by(model, element, kinds)}
    found = {scope for scope in found if _branches(models[scope[0]], scope[1])}
    while called := _called_within(models, found) - found:
        found |= called
    return frozenset(found)


def _ended_by(model: ProcessModel, thrower: Element, kinds: set[EventKind]) -> Iterator[str | None]:
    """From within, up to the one at which it is caught."""
    catching = [e for e in model.elements.values() if not CUTTING.isdisjoint({one.kind for one in e.definitions})]
    at_edges = {event.attached_to for event in catching if event.type == "boundaryEvent"}
    inside = {model.elements[e.parent].parent for e in catching if e.type == "startEvent" and e.parent is not None}
    for scope in _around(model, thrower):
        yield scope
        if kinds == {EventKind.TERMINATE} or scope in at_edges or scope in inside:
            return


def _branches(model: ProcessModel, scope: str | None) -> bool:
    """Whether more than one token can be under way in it, at any depth, or in what it calls."""
    going = Counter(flow.source for flow in model.flows)
    return any(
        scope in _around(model, element)
        and (
            repeats(element)
            or element.called is not None
            or element.by_event
            or element.type == "boundaryEvent"
            or element.type not in OR_ONE
            and going[element.id] > 1
        )
        for element in model.elements.values()
    )


def _called_within(models: Mapping[str, ProcessModel], scopes: set[Scope]) -> set[Scope]:
    return {
        (str(element.called), None)
        for process, scope in scopes
        for element in models[process].elements.values()
        if element.called in models and scope in _around(models[process], element)
    }


def repeats(element: Element) -> bool:
    """Its tasks are more than its passes."""
    return element.loop is not None or element.standard_loop is not None
