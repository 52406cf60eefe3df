"""What all catching events share: they wait for one of their definitions, or (parallel multiple) for all of them.

A waiting token has a bit for each definition: in `on` those that can still come, in `held` the conditions that are
true already; `due` is the moment of its timer. BPMN 2.0.2, 10.5.4 and 10.5.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.model import EventDefinition, EventKind
from engine.runtime.nodes import Node
from engine.runtime.tokens import Token
from engine.runtime.waiting import keep_key, set_next, set_timer

WAITED_FOR = frozenset((EventKind.MESSAGE, EventKind.TIMER, EventKind.SIGNAL, EventKind.CONDITIONAL))
"""Errors, escalations, cancels and compensations look for their catcher themselves."""
NOTHING: Mapping[str, Any] = {}


class Catching(Node):
    repeats = False
    """Whether it goes on waiting after it has happened."""

    @property
    def waits(self) -> bool:
        return any(d.kind in WAITED_FOR for d in self.element.definitions)

    def listen(self, token: Token) -> None:
        definitions = self.element.definitions
        token.internal_data["on"] = (1 << len(definitions)) - 1
        for number, definition in enumerate(definitions):
            if definition.kind is EventKind.TIMER:
                set_timer(token, definition)
            elif definition.kind is EventKind.MESSAGE:
                keep_key(token, number, definition)

    def awaited(self, token: Token, kind: EventKind) -> Iterator[tuple[int, EventDefinition]]:
        """Definitions of that kind for which this token still waits."""
        on = token.internal_data.get("on", 0)
        for number, definition in enumerate(self.element.definitions):
            if definition.kind is kind and on >> number & 1:
                yield number, definition

    def fire(self, token: Token) -> None:
        """Its timer is due."""
        last = token.internal_data.pop("due")
        token.instance.record.timer_gone(token.id)
        number, _ = next(self.awaited(token, EventKind.TIMER))
        if self.repeats:
            set_next(token, last)
        self.catch(token, number)

    def catch(self, token: Token, number: int, payload: Mapping[str, Any] = NOTHING) -> None:
        """Definition `number` has come."""
        self.bring(token, payload)
        if self.element.parallel_multiple:
            token.internal_data["on"] &= ~(1 << number)
            if token.internal_data["on"]:
                return
        self.caught(token, number)

    def bring(self, token: Token, payload: Mapping[str, Any]) -> None:
        """What a message brings goes where it lives."""
        for name, value in payload.items():
            token.instance.scopes.set(str(token.workflow.scope), name, value, self.element.zone)

    def caught(self, token: Token, number: int) -> None:
        raise NotImplementedError(self.name)

    def go_on_waiting(self, token: Token, number: int) -> None:
        """After it has happened without interrupting: signals, messages and conditions may come again, a timer only
        as often as it says."""
        data, element = token.internal_data, self.element
        if element.parallel_multiple:
            again = not any(d.kind is EventKind.TIMER for d in element.definitions)
            data["on"] = (1 << len(element.definitions)) - 1 if again else 0
        elif element.definitions[number].kind is EventKind.TIMER and "due" not in data:
            data["on"] &= ~(1 << number)
        if not data["on"]:
            token.instance.cancel_token(token)

    def stop_waiting(self, token: Token) -> None:
        data = token.internal_data
        for key in ("on", "held", "left"):
            data.pop(key, None)
        if data.pop("due", None) is not None:
            token.instance.record.timer_gone(token.id)

    def _on_cancel(self, token: Token) -> None:
        self.stop_waiting(token)


def listens(token: Token) -> bool:
    return "on" in token.internal_data
