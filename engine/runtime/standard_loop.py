"""Standard loops: the same activity again while its condition holds. BPMN 2.0.2, 13.3.6.

`loopCounter` is the number of rounds that have begun; before the first it is 0.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element, StandardLoop
from engine.runtime.activities import Activity
from engine.runtime.tokens import Token

COUNTER = "loopCounter"


class StandardLoopActivity(Activity):
    def __init__(self, spec: Any, element: Element, loop: StandardLoop, inner: Activity) -> None:
        super().__init__(spec, element)
        self.loop = loop
        self.inner = inner

    def open_scope(self, token: Token) -> None:
        """Mappings belong to each round, not to the loop."""
        token.instance.scopes.open(token.id, token.scope)

    def begin(self, token: Token) -> None:
        token.internal_data["done"] = 0
        if self.loop.test_before and not self._again(token):
            token._ready()
            return
        token._set_state(TaskState.STARTED)
        self._round(token)

    def _again(self, token: Token) -> bool:
        done, loop = token.internal_data["done"], self.loop
        if loop.maximum is not None and done >= loop.maximum:
            return False
        return loop.condition is None or token.instance.evaluator.condition(
            self.element, token.id, loop.condition, {COUNTER: done}
        )

    def _round(self, token: Token) -> None:
        instance = token.instance
        instance.spend(self)
        child = Token(token.workflow, self.inner, token)
        instance.scopes.open(child.id, token.id, declared=(COUNTER, *self.inner.declared))
        instance.scopes.set_here(child.id, COUNTER, token.internal_data["done"] + 1)
        self.inner._update(child)

    def item_done(self, token: Token, child: Token) -> None:
        """A round has ended."""
        instance = token.instance
        for grandchild in child.offspring():
            instance.cancel_token(grandchild)
        instance.close_scopes(child)
        child.forget()
        token.internal_data["done"] += 1
        if self._again(token):
            self._round(token)
        else:
            self.leave(token, self.chosen(token))

    def _on_complete(self, token: Token) -> None:
        """Reached through the queue only by a loop without a round."""
        token.instance.record.completed(self.element)
        self.leave(token, self.chosen(token))
