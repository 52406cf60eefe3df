"""Exclusive gateway: one flow. BPMN 2.0.2, 13.4.2."""

from __future__ import annotations

from collections.abc import Iterable

from engine.runtime.nodes import Edge, Node
from engine.runtime.tokens import Token


class ExclusiveGateway(Node):
    def chosen(self, token: Token) -> Iterable[Edge]:
        """The first flow in document order whose condition is true, else the default. Nothing to decide where only one
        leads on, or none: then the token ends here."""
        if not self.edges or (len(self.edges) == 1 and self.edges[0].condition is None):
            return self.edges
        for edge in self.edges:
            if not edge.is_default and self._holds(token.instance, token.scope, edge):
                return [edge]
        return [e for e in self.edges if e.is_default][:1] or self._no_way_out()
