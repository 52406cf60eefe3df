"""Boundary events: they hang on their activity's token as waiting children."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.runtime.nodes import Node
from engine.runtime.tokens import Token
from engine.runtime.waiting import listen, set_timer

if TYPE_CHECKING:
    from collections.abc import Mapping


class BoundaryEvent(Node):
    """The subclasses say what it waits for."""

    def arm(self, host: Token) -> None:
        raise NotImplementedError

    def happen(self, token: Token) -> None:
        """What it waited for has come."""
        host = token.workflow.tasks[token._parent]
        if self.element.interrupting:
            token.instance.interrupt(host, self)
            return
        self.after_happening(token)
        self.happened(token.workflow)

    def after_happening(self, token: Token) -> None:
        """Not interrupting: a timer is over once it has fired; a message may come again."""

    def happened(self, workflow: Any) -> None:
        instance = workflow.top_workflow
        instance.record.entered(self.element)
        instance.record.completed(self.element)
        instance.proceed(workflow, self, self.chosen_after(workflow))

    def chosen_after(self, workflow: Any) -> Any:
        """Flows out of a boundary event; conditions are read in the scope around the activity."""
        return self.taken(workflow.top_workflow, workflow.scope)


class TimerBoundaryEvent(BoundaryEvent):
    def arm(self, host: Token) -> None:
        set_timer(Token(host.workflow, self, host))

    def fire(self, token: Token) -> None:
        self.happen(token)

    def after_happening(self, token: Token) -> None:
        token.instance.cancel_token(token)

    def _on_cancel(self, token: Token) -> None:
        token.instance.record.timer_gone(token.id)


class MessageBoundaryEvent(BoundaryEvent):
    keeps = True

    def arm(self, host: Token) -> None:
        listen(Token(host.workflow, self, host))

    def deliver(self, token: Token, payload: Mapping[str, Any]) -> None:
        for name, value in payload.items():
            token.instance.scopes.set(token.scope, name, value)
        self.happen(token)


class ErrorBoundaryEvent(BoundaryEvent):
    """Needs no token: a thrown error looks for it on the activities around."""

    def arm(self, host: Token) -> None:
        pass
