"""Start events. Messages and signals have come when a case begins with them; times and conditions are waited for."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import EventKind
from engine.runtime.catching import Catching
from engine.runtime.nodes import Node
from engine.runtime.tokens import Token


class StartEvent(Node):
    pass


class WaitingStartEvent(Catching, StartEvent):
    """A timer or conditional start event: the case begins, and goes on when its time has come."""

    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        self.listen(token)

    def caught(self, token: Token, number: int) -> None:
        self.stop_waiting(token)
        token._ready()


def waits_at_start(kind: EventKind) -> bool:
    return kind in (EventKind.TIMER, EventKind.CONDITIONAL)


def first_start(nodes: Any) -> Any:
    """The first none start event, else the first of all."""
    found = [n for n in nodes if isinstance(n, StartEvent)]
    return next((n for n in found if n.element.event is EventKind.NONE), found[0] if found else None)
