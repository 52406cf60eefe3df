"""Start events. Messages and signals have come when a case begins with them; times and conditions are waited for."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import Element, EventKind
from engine.runtime.catching import Catching
from engine.runtime.nodes import Node
from engine.runtime.tokens import Token

WAITING = (EventKind.TIMER, EventKind.CONDITIONAL)


class StartEvent(Node):
    @property
    def begins(self) -> bool:  # type: ignore[override]
        return bool(self.element.definitions)


class WaitingStartEvent(Catching, StartEvent):
    """A time or a condition: the case begins, and goes on when it has come. So it does when several must come."""

    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        self.listen(token)

    def begin_with(self, workflow: Any, element: Element, number: int) -> None:
        token = workflow.top_workflow.enter(workflow, self)
        self.catch(token, number)

    def caught(self, token: Token, number: int) -> None:
        self.stop_waiting(token)
        token._ready()


def waits(element: Element) -> bool:
    return element.parallel_multiple or any(d.kind in WAITING for d in element.definitions)
