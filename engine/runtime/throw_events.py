"""Throwing events, intermediate and at the end, and the send task. They have happened when what they throw is out;
only compensation is waited for. BPMN 2.0.2, 10.5.4 and 13.5.6."""

from __future__ import annotations

from collections.abc import Iterator

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import EventKind
from engine.runtime import compensation
from engine.runtime.activities import Activity
from engine.runtime.nodes import Node
from engine.runtime.throwing import send, throw_definition
from engine.runtime.tokens import Token


def throw(token: Token, number: int) -> None:
    element = token.task_spec.element
    definition = element.definitions[number]
    if definition.kind is EventKind.MESSAGE:
        send(token, number)
        return
    evaluator = token.instance.evaluator
    payload = {m.target: evaluator.into(element, token.scope, m.source, m.target) for m in element.inputs}
    throw_definition(token, definition, payload)


class ThrowEvent(Node):
    """With several definitions each is thrown, in document order; without one it marks a point that was reached."""

    def _on_complete(self, token: Token) -> None:
        token.instance.record.completed(self.element)
        token._set_state(TaskState.STARTED)
        for number in range(len(self.element.definitions)):
            if token.here:
                throw(token, number)
        if token.here:
            self.leave(token, self.chosen(token))


class CompensationThrowEvent(Node):
    """Undoes, and goes on when all is done."""

    def _run_hook(self, token: Token) -> bool | None:  # type: ignore[override]
        compensation.begin(token)
        return None

    def _on_cancel(self, token: Token) -> None:
        """Who is interrupted undoes no further."""
        job = token.internal_data.get("job")
        for other in list(token.instance.tokens()):
            if other.task_spec.drives and other.internal_data.get("job") == job:
                token.instance.cancel_token(other)


class LinkThrowEvent(Node):
    """Goes on at the link of the same name."""

    target: Node

    def _on_complete(self, token: Token) -> None:
        token.instance.record.completed(self.element)
        workflow, instance = token.workflow, token.instance
        token._set_state(TaskState.STARTED)
        instance.enter(workflow, self.target)
        self.retire(token)

    def followers(self) -> Iterator[tuple[Node, int | None]]:
        yield self.target, None


class SendTask(Activity):
    def effects(self, token: Token) -> bool:
        token._set_state(TaskState.STARTED)
        for number in range(len(self.element.definitions)):
            send(token, number)
        return token.here
