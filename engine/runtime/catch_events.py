"""Intermediate catch events and receive tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.runtime.activities import Activity
from engine.runtime.catching import Catching
from engine.runtime.tokens import Token


class IntermediateCatchEvent(Catching, Activity):
    """Waits for its definition; like a task it may map what comes. Behind an event-based gateway it waits there."""

    def begin(self, token: Token) -> None:
        self.listen(token)

    def bring(self, token: Token, payload: Mapping[str, Any]) -> None:
        self.take(token, payload)

    def caught(self, token: Token, number: int) -> None:
        self.stop_waiting(token)
        gateway = token.above
        if gateway is not None and gateway.task_spec.offers:
            gateway.task_spec.decide(gateway, token)
        else:
            token._ready()


class ReceiveTask(IntermediateCatchEvent):
    """Instantiating: an instance begins with its message, which has come when one is started here by hand."""

    @property
    def begins(self) -> bool:  # type: ignore[override]
        return self.element.instantiate

    def begin(self, token: Token) -> None:
        if self.element.instantiate:
            token._ready()
        else:
            super().begin(token)


class LinkCatchEvent(Activity):
    """Where a link leads to: it only marks the place."""
