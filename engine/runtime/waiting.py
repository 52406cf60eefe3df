"""What a token waits for besides people: a moment, a message. Values that it must remember lie in the parts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.bpmn.cycle import Cycle, read_cycle
from engine.bpmn.model import EventDefinition, TimerKind
from engine.runtime.faults import Fault
from engine.runtime.recorder import from_micros, to_micros
from engine.runtime.tokens import Token, kept
from engine.sentences import say

KEY, CYCLE = "key", "cycle"
ENDLESS = -1


def set_timer(token: Token, definition: EventDefinition) -> None:
    """Computed once, when the token arrives; the due time lies in the structure, as the scheduler needs it."""
    element, instance, rule = token.task_spec.element, token.instance, definition.timer
    if rule is None:
        raise Fault("timer.value", element, say("„{element}“ nennt keine Zeit.", element=element.label))
    if rule.kind is not TimerKind.CYCLE:
        _set_due(token, instance.evaluator.moment(element, token.scope, rule.expression))
        return
    text = instance.evaluator.text_or_feel(element, token.scope, rule.expression, towards=element.zone)
    cycle = _cycle(token, text)
    token.internal_data["left"] = cycle.count or ENDLESS
    instance.scopes.put(element.zone, kept(token), CYCLE, text)
    try:
        _set_due(token, cycle.first(instance.now))
    except (ValueError, OverflowError) as fault:
        raise _unreadable(token, text) from fault


def set_next(token: Token, last: int) -> None:
    """The next occurrence of a cycle, one step after the one that was due at `last` (microseconds)."""
    data = token.internal_data
    left = data.pop("left", 1)
    if left == 1:
        return
    data["left"] = left if left == ENDLESS else left - 1
    text = token.instance.scopes.taken(token.task_spec.element.zone, kept(token), CYCLE)
    try:
        _set_due(token, _cycle(token, text).after(from_micros(last)))
    except OverflowError:
        data.pop("left")  # beyond the year 9999


def _set_due(token: Token, due: datetime) -> None:
    token.internal_data["due"] = to_micros(due)
    token.instance.record.timer_set(token.id, token.task_spec.element.id, due)


def _cycle(token: Token, text: Any) -> Cycle:
    found = read_cycle(text) if isinstance(text, str) else None
    if found is None:
        raise _unreadable(token, text)
    return found


def _unreadable(token: Token, text: Any) -> Fault:
    return Fault(
        "timer.value",
        token.task_spec.element,
        say("„{text}“ ist keine wiederkehrende Zeit wie „R3/PT10M“.", text=str(text)[:80]),
    )


def keep_key(token: Token, number: int, definition: EventDefinition) -> None:
    """The correlation key is evaluated once, and kept in the zone of the element."""
    element, instance = token.task_spec.element, token.instance
    if definition.correlation_key is None:
        return
    value = instance.evaluator.feel(element, token.scope, definition.correlation_key, towards=element.zone)
    if value is None:
        raise Fault(
            "message.key", element, say("Der Korrelationsschlüssel von „{element}“ ist leer.", element=element.label)
        )
    instance.scopes.put(element.zone, kept(token), _key_name(number), value)


def key_of(token: Token, number: int = 0) -> Any:
    """None when any key will do, or when the zone is locked."""
    return token.instance.scopes.taken(token.task_spec.element.zone, kept(token), _key_name(number))


def _key_name(number: int) -> str:
    return f"{KEY}{number}" if number else KEY
