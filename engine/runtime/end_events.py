"""End events: a token ends here, and what the event says happens. BPMN 2.0.2, 13.5.6."""

from __future__ import annotations

from typing import Any

from engine.runtime import compensation
from engine.runtime.nodes import Node
from engine.runtime.throw_events import CompensationThrowEvent, ThrowEvent
from engine.runtime.throwing import throw_error
from engine.runtime.tokens import SubInstance, Token


def note_outcome(node: Node, token: Token) -> None:
    """The outcome of the case: told by the ends of its path, and by those of what has interrupted the path for good."""
    if node.element.outcome and _ends_the_path(token.workflow):
        token.instance.outcome = node.element.outcome


def _ends_the_path(workflow: Any) -> bool:
    if not isinstance(workflow, SubInstance):
        return workflow is workflow.top_workflow
    host = workflow.host
    return host.task_spec.element.by_event and host.task_spec.interrupting and _ends_the_path(host.workflow)


class EndEvent(ThrowEvent):
    """Without a definition, or with what is thrown once: messages, signals, escalations."""

    def _run_hook(self, token: Token) -> bool:
        note_outcome(self, token)
        return True


class ErrorEndEvent(EndEvent):
    def _on_complete(self, token: Token) -> None:
        token.instance.record.completed(self.element)
        throw_error(token, self.element.error_code)


class TerminateEndEvent(EndEvent):
    def _on_complete(self, token: Token) -> None:
        """Ends this (sub-)process with all its tokens; nothing of it can be undone."""
        instance, workflow = token.instance, token.workflow
        instance.record.completed(self.element)
        token.forget()
        instance.clear(workflow)
        instance.end_if_done(workflow)


class CompensationEndEvent(CompensationThrowEvent):
    def _run_hook(self, token: Token) -> bool | None:  # type: ignore[override]
        note_outcome(self, token)
        return super()._run_hook(token)


class CancelEndEvent(EndEvent):
    """Cancels the transaction: its tokens go, what has ended in it is undone, it leaves by its cancel event."""

    def _on_complete(self, token: Token) -> None:
        instance, workflow = token.instance, token.workflow
        instance.record.completed(self.element)
        token.forget()
        instance.clear(workflow, records=False)
        compensation.drive(workflow, compensation.CANCEL)
