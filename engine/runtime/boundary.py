"""Boundary events: those that wait hang on their activity's token; the others are looked for by what is thrown."""

from __future__ import annotations

from typing import Any

from engine.bpmn.model import Element, EventKind
from engine.runtime.catching import Catching
from engine.runtime.tokens import Token


class BoundaryEvent(Catching):
    def __init__(self, spec: Any, element: Element) -> None:
        super().__init__(spec, element)
        self.repeats = not element.interrupting

    def arm(self, host: Token) -> None:
        if self.waits:
            self.listen(Token(host.workflow, self, host))

    def caught(self, token: Token, number: int) -> None:
        host = token.above
        assert host is not None
        if not self.element.interrupting:
            self.go_on_waiting(token, number)
        self.strike(host)

    def strike(self, host: Token) -> None:
        """It happens to this activity."""
        workflow = host.workflow
        if self.element.interrupting:
            workflow.top_workflow.cancel_token(host)
        self.happened(workflow)

    def happened(self, workflow: Any) -> None:
        """Flows out of a boundary event; conditions are read in the scope around the activity."""
        instance = workflow.top_workflow
        instance.record.entered(self.element)
        instance.record.completed(self.element)
        instance.proceed(workflow, self, self.taken(instance, workflow.scope))


class CompensationBoundaryEvent(BoundaryEvent):
    """Only says which activity undoes its own; tokens never stand here."""

    @property
    def waits(self) -> bool:
        return False


def is_compensation(element: Element) -> bool:
    return element.event is EventKind.COMPENSATION
