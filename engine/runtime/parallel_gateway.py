"""Parallel gateway: all flows, in and out. BPMN 2.0.2, 13.4.1."""

from __future__ import annotations

from collections.abc import Iterable

from engine.runtime.nodes import Edge, Node
from engine.runtime.tokens import Token, take_one_of_each, wait_at


class ParallelGateway(Node):
    """Waits for one token on each incoming flow; a second token on the same flow waits for the next round."""

    joins = True

    def _update(self, token: Token) -> None:
        waiting = wait_at(token, self.name)
        if len(waiting) < self.incoming:
            return
        take_one_of_each(waiting, keep=token)
        super()._update(token)

    def chosen(self, token: Token) -> Iterable[Edge]:
        return self.edges
