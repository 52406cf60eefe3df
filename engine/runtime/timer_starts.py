"""Timer start events: when a process of the file begins by itself (start(..., by_clock=True) begins it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn.compile import Definition
from engine.bpmn.cycle import Cycle, read_cycle
from engine.bpmn.model import Element, EventKind, TimerKind
from engine.runtime.evaluation import Evaluator
from engine.runtime.faults import Fault
from engine.runtime.scopes import ROOT, Scopes
from engine.sentences import say

MOST_MISSED = 100_000
"""Occurrences that are counted through one by one; after more of them the rhythm starts anew."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The next time at which a process begins. `remaining`: how often it will, this time included; None: always."""

    due: datetime
    remaining: int | None


def timer_starts(definition: Definition) -> tuple[Element, ...]:
    """The timer start events of the processes of the main file; called processes wait for their callers."""
    file = definition.processes[definition.main].file
    return tuple(
        event
        for model in definition.processes.values()
        if model.file == file and model.executable
        for event in model.start_events()
        if event.event is EventKind.TIMER
    )


def first_beginning(definition: Definition, element: Element, now: datetime) -> Beginning | None:
    """Counted from the moment of publishing; None when its time has passed. Raises Fault for what gives no time:
    there are no variables yet, only `heute` and `jetzt`."""
    evaluator = Evaluator(Scopes(definition.declared_zone), {}, now)
    rule = element.timer
    if rule is None:
        raise Fault("timer.value", element, say("„{element}“ nennt keine Zeit.", element=element.label))
    if rule.kind is not TimerKind.CYCLE:
        due = evaluator.moment(element, ROOT, rule.expression)
        return Beginning(due, 1) if due > now else None
    cycle = _cycle(element, evaluator.text_or_feel(element, ROOT, rule.expression, towards=element.zone))
    return _after(cycle, Beginning(cycle.first(now), cycle.count), now)


def next_beginning(definition: Definition, element: Element, last: Beginning, now: datetime) -> Beginning | None:
    """What follows a case that has begun. What was missed is not made up, unless the process says rueckstand =
    "alle"."""
    rule = element.timer
    if rule is None or rule.kind is not TimerKind.CYCLE or last.remaining == 1:
        return None
    evaluator = Evaluator(Scopes(definition.declared_zone), {}, now)
    cycle = _cycle(element, evaluator.text_or_feel(element, ROOT, rule.expression, towards=element.zone))
    following = _step(cycle, last)
    made_up = definition.processes[element.process_id].properties.get("rueckstand") == "alle"
    return following if made_up else _after(cycle, following, now)


def _after(cycle: Cycle, found: Beginning | None, now: datetime) -> Beginning | None:
    steps = 0
    while found is not None and found.due <= now:
        steps += 1
        if steps > MOST_MISSED and found.remaining is None:
            return Beginning(cycle.after(now), None)
        found = _step(cycle, found)
    return found


def _step(cycle: Cycle, last: Beginning) -> Beginning | None:
    if last.remaining == 1:
        return None
    try:
        due = cycle.after(last.due)
    except (ValueError, OverflowError):
        return None  # beyond the year 9999
    return Beginning(due, None if last.remaining is None else last.remaining - 1)


def _cycle(element: Element, text: Any) -> Cycle:
    found = read_cycle(text) if isinstance(text, str) else None
    if found is None:
        raise Fault(
            "timer.value", element, say("„{text}“ ist keine wiederkehrende Zeit wie „R3/PT10M“.", text=str(text)[:80])
        )
    return found
