"""Multi-instances, standard loops, ad-hoc sub-processes and quantities as XML says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engine.bpmn import dialects
from engine.bpmn.event_reading import ById, definition, definition_nodes
from engine.bpmn.model import AdHoc, EventDefinition, EventKind, Loop, LoopEvent, StandardLoop
from engine.bpmn.namespaces import bpmn, flag, local, reference, text_of

UNKNOWN = EventDefinition(EventKind.NONE)
"""Stands for an event that the file does not have, for the check to see."""


def multi_instance(node: etree._Element, by_id: ById) -> Loop | None:
    loop, found = dialects.loop(node), node.find(bpmn("multiInstanceLoopCharacteristics"))
    return None if loop is None or found is None else replace(loop, events=tuple(_loop_events(found, by_id)))


def _loop_events(loop: etree._Element, by_id: ById) -> Iterator[LoopEvent]:
    """`behavior`: which events are thrown when instances complete; All, the standard's own value, means none."""
    match loop.get("behavior") or "All":
        case "None":
            yield LoopEvent(_referred(loop.get("noneBehaviorEventRef"), by_id))
        case "One":
            yield LoopEvent(_referred(loop.get("oneBehaviorEventRef"), by_id), once=True)
        case "Complex":
            for node in loop.findall(bpmn("complexBehaviorDefinition")):
                yield from _complex(node, by_id)
        case "All":
            return
        case _:
            yield LoopEvent(UNKNOWN)


def _referred(ref: str | None, by_id: ById) -> EventDefinition:
    target = by_id.get(reference(ref) or "")
    return UNKNOWN if target is None else definition(target, by_id)


def _complex(node: etree._Element, by_id: ById) -> Iterator[LoopEvent]:
    condition, event = dialects.feel(text_of(node.find(bpmn("condition")))), node.find(bpmn("event"))
    if event is None:
        return  # nothing to throw
    thrown = definition_nodes(event, by_id) if condition is not None else []
    yield from (LoopEvent(definition(t, by_id), condition=condition) for t in thrown)
    if not thrown:
        yield LoopEvent(UNKNOWN)


def standard_loop(node: etree._Element) -> StandardLoop | None:
    found = node.find(bpmn("standardLoopCharacteristics"))
    if found is None:
        return None
    condition = dialects.feel(text_of(found.find(bpmn("loopCondition"))))
    return StandardLoop(flag(found, "testBefore"), number(found.get("loopMaximum")), condition)


def ad_hoc(node: etree._Element) -> AdHoc | None:
    if local(node) != "adHocSubProcess":
        return None
    completion = dialects.feel(text_of(node.find(bpmn("completionCondition"))))
    sequential = (node.get("ordering") or "Parallel").strip().lower() == "sequential"
    remaining = node.find(bpmn("cancelRemainingInstances"))  # an attribute in the standard, an element in some files
    text = node.get("cancelRemainingInstances") if remaining is None else text_of(remaining)
    return AdHoc(sequential, completion, (text or "true").strip() in ("true", "1"))


def number(text: str | None, default: int | None = None) -> int | None:
    """A whole number of at most nine digits; anything else is the default."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def quantity(node: etree._Element, name: str) -> int:
    return number(node.get(name), 1) or 1
