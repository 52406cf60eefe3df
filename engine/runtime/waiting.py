"""What a token waits for besides people: a moment, a message."""

from __future__ import annotations

from typing import Any

from engine.runtime.faults import Fault
from engine.runtime.instance import kept
from engine.runtime.recorder import to_micros
from engine.runtime.tokens import Token

KEY = "key"


def set_timer(token: Token) -> None:
    """Computed once, when the token arrives; the due time lies in the structure, as the scheduler needs it."""
    element, instance = token.task_spec.element, token.instance
    if element.timer is None:
        raise Fault("timer.value", element, f"«{element.label}» nennt keine Zeit.")
    due = instance.evaluator.moment(element, token.scope, element.timer.expression)
    token.internal_data["due"] = to_micros(due)
    instance.record.timer_set(token.id, element.id, due)


def listen(token: Token) -> None:
    """The correlation key is evaluated once, and kept in the zone of the element."""
    element, instance = token.task_spec.element, token.instance
    if element.correlation_key is None:
        return
    value = instance.evaluator.feel(element, token.scope, element.correlation_key, towards=element.zone)
    if value is None:
        raise Fault("message.key", element, f"Der Korrelationsschlüssel von «{element.label}» ist leer.")
    instance.scopes.put(element.zone, kept(token), KEY, value)


def key_of(token: Token) -> Any:
    """None when any key will do, or when the zone is locked."""
    return token.instance.scopes.taken(token.task_spec.element.zone, kept(token), KEY)
