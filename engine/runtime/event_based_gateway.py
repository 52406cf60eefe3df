"""Event-based gateway: the first of the events behind it decides. BPMN 2.0.2, 13.4.4 (exclusive, not instantiating).

While it waits, each event behind it is a child of its token.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import Node
from engine.runtime.tokens import Token


class EventBasedGateway(Node):
    offers = True

    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        token._set_state(TaskState.STARTED)
        for edge in self.edges:
            target: Any = edge.target
            child = Token(token.workflow, target, token)
            target.open_scope(child)
            target.listen(child)

    def decide(self, token: Token, child: Token) -> None:
        """This event has come first: the others wait no longer, and its token goes on alone."""
        instance = token.instance
        for other in token.offspring():
            if other is not child:
                instance.cancel_token(other)
        instance.record.completed(self.element)
        edge = next(edge for edge in self.edges if edge.target is child.task_spec)
        instance.record.flow(self.element, edge.id)
        instance.spend(edge.target)
        instance.record.entered(edge.target.element)
        child.move_to(token.workflow.task_tree)
        token.forget()
        child._ready()
