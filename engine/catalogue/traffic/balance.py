"""What flows in flows out: the equations between the counts of a path's steps and sequence flows.

A count is a variable: of a flow how often it was taken, of a step how often it was entered and how often it was left.
An equation says that the first is the sum of the others. BPMN 2.0.2, 13.3 and 13.4.
"""

from __future__ import annotations

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
    for model in models.values():
        yield from _of_process(model)
    yield from _of_calls(models)


def _of_process(model: ProcessModel) -> Iterator[Equation]:
    come: dict[str, list[Flow]] = {}
    go: dict[str, list[Flow]] = {}
    for flow in model.flows:
        come.setdefault(flow.target, []).append(flow)
        go.setdefault(flow.source, []).append(flow)
    unsteady = _unsteady(model)
    for element in model.elements.values():
        yield from _entering(model, element, come.get(element.id, []))
        yield from _within(model, element)
        loose = element.type in WRITING and not unsteady.isdisjoint(_around(model, element))
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


def repeats(element: Element) -> bool:
    """Its tasks are more than its passes."""
    return element.loop is not None or element.standard_loop is not None
