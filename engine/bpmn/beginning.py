"""Where tokens begin: start events, what stands for them where there is none, and what an event from outside begins.
BPMN 2.0.2, 10.5.2, 13.2 and 13.3.4."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.model import Element, EventKind, Flow, ProcessModel


def entries(elements: Iterable[Element], flows: Iterable[Flow]) -> list[Element]:
    """Of one level: its first none start event, else its first. Without a start event all that no flow leads to, or
    the first that an event from outside could have begun."""
    elements = list(elements)
    starts = [e for e in elements if e.type == "startEvent"]
    if starts:
        return [next((e for e in starts if e.event is EventKind.NONE), starts[0])]
    targets = {f.target for f in flows}
    first = [e for e in elements if e.id not in targets and not _stands_apart(e)]
    return [e for e in first if not e.instantiate] or first[:1]


def _stands_apart(element: Element) -> bool:
    """Nothing leads to it, and yet it does not begin with its level."""
    link = element.event is EventKind.LINK and element.type == "intermediateCatchEvent"
    return link or element.by_event or element.for_compensation or element.type == "boundaryEvent"


def begun_by_event(process: ProcessModel) -> list[Element]:
    """The events with which an instance can begin: start events, instantiating receive tasks, and the events behind
    an instantiating gateway."""
    gates = {e.id for e in process.elements.values() if e.instantiate and e.type == "eventBasedGateway"}
    behind = {f.target for f in process.flows if f.source in gates}
    return [
        e
        for e in process.elements.values()
        if e.parent is None and (e.type == "startEvent" or e.id in behind or (e.instantiate and e.id not in gates))
    ]


def can_be_called(process: ProcessModel) -> bool:
    """Whether it begins without an event: a call activity brings none."""
    level = [e for e in process.elements.values() if e.parent is None]
    return any(
        not e.instantiate and (e.type != "startEvent" or not e.definitions) for e in entries(level, process.flows)
    )
