"""Inclusive gateway: every flow whose condition is true; joins what can still come. BPMN 2.0.2, 13.4.3.

Whether more can come is asked when nothing else can move any more: a token elsewhere holds the gateway up when a
path without the gateway leads from it to an incoming flow without a token, and none leads to one with a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.runtime.nodes import Node
from engine.runtime.tokens import Token, take_one_of_each, wait_at

NOWHERE: frozenset[int] = frozenset()


class InclusiveGateway(Node):
    joins = True
    settles = True
    _reach: Mapping[str, frozenset[int]] | None = None

    def _update(self, token: Token) -> None:
        if self.incoming <= 1:
            token.internal_data.clear()
            super()._update(token)
        else:
            wait_at(token, self.name)

    def enabled(self, workflow: Any) -> bool:
        others = [t.task_spec for t in workflow.task_tree.offspring() if t.task_spec is not self and t.live]
        if not others:
            return True
        marked = workflow.joins[self.name].keys()
        reach = self.reach(workflow.spec)
        reached = (reach.get(node.name, NOWHERE) for node in others)
        return all(found <= marked or found & marked for found in reached)

    def join(self, workflow: Any) -> None:
        waiting = workflow.joins[self.name]
        token = next(queue[0] for queue in waiting.values())
        take_one_of_each(waiting, keep=token)
        super()._update(token)

    def reach(self, spec: Any) -> Mapping[str, frozenset[int]]:
        """Node name -> the incoming flows of this gateway that a token there can come to without passing it."""
        if self._reach is None:
            found: dict[str, set[int]] = {}
            for source, index in spec.before.get(self.name, ()):
                for name in _upstream(source, spec.before, self.name):
                    if index is not None:
                        found.setdefault(name, set()).add(index)
            self._reach = {name: frozenset(indexes) for name, indexes in found.items()}
        return self._reach


def _upstream(start: str, before: Mapping[str, list[tuple[str, int | None]]], without: str) -> set[str]:
    if start == without:
        return set()
    seen, todo = {start}, [start]
    while todo:
        for name, _ in before.get(todo.pop(), ()):
            if name != without and name not in seen:
                seen.add(name)
                todo.append(name)
    return seen
