"""Event-based gateway: the first of the events behind it decides. Where an instance begins with it, that event has come
already; parallel, all the others must come, too, before the gateway is done. BPMN 2.0.2, 13.4.4.

While it waits, each event behind it is a child of its token.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element
from engine.runtime.nodes import Node
from engine.runtime.tokens import Token


class EventBasedGateway(Node):
    offers = True

    @property
    def begins(self) -> bool:  # type: ignore[override]
        return self.element.instantiate

    def beginnings(self) -> list[tuple[Element, int]]:
        return [found for edge in self.edges for found in edge.target.beginnings()]

    def begin_with(self, workflow: Any, element: Element, number: int) -> None:
        token = workflow.top_workflow.enter(workflow, self)
        child: Any = next(t for t in token.offspring() if t.task_spec.element is element)
        child.task_spec.catch(child, number)

    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        token._set_state(TaskState.STARTED)
        for edge in self.edges:
            target: Any = edge.target
            child = Token(token.workflow, target, token)
            target.open_scope(child)
            target.listen(child)

    def decide(self, token: Token, child: Token) -> None:
        """This event has come, and its token goes on alone; unless all must come, the others wait no longer."""
        instance = token.instance
        for other in token.offspring():
            if other is not child and not self.element.parallel_events:
                instance.cancel_token(other)
        edge = next(edge for edge in self.edges if edge.target is child.task_spec)
        child.move_to(token.workflow.task_tree)
        if not token.offspring():
            instance.record.completed(self.element)
            token.forget()
        instance.record.flow(self.element, edge.id)
        instance.spend(edge.target)
        instance.record.entered(edge.target.element)
        child._ready()
