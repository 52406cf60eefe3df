"""Multi-instance activities: a token for the loop, and inside it one for each item.

Instances are counted when the loop begins. Each item has a scope of its own (item, result, loopCounter from 1 on);
results are collected in the order of the items, null for those that never completed. The completion condition also
knows numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances and numberOfTerminatedInstances, as do
the conditions of the events that are thrown when items complete (`behavior`). BPMN 2.0.2, 13.3.7.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.expressions import COUNTS, source
from engine.bpmn.model import Element, Loop
from engine.runtime.activities import Activity
from engine.runtime.faults import Fault
from engine.runtime.throwing import throw_definition
from engine.runtime.tokens import Token, kept
from engine.sentences import say
from engine.terms import Zone

ITEMS = "items"
COUNTER = "loopCounter"
MAX_INSTANCES = 1_000


class MultiInstance(Activity):
    keeps = True

    def __init__(self, spec: Any, element: Element, loop: Loop, inner: Activity) -> None:
        super().__init__(spec, element)
        self.loop = loop
        self.inner = inner
        result = source(loop.result) if loop.result else ""
        names = (COUNTER, loop.item, result if result.isidentifier() else None)
        self.of_item = tuple(name for name in names if name)

    # -- beginning
    def _update(self, token: Token) -> None:
        if not self.gathered(token):
            return
        items = self._items(token)
        scopes, loop = token.instance.scopes, self.loop
        scopes.open(token.id, token.scope, declared=(loop.results,) if loop.results else ())
        if loop.results:
            scopes.set_here(token.id, loop.results, [None] * len(items))
        self.arm(token)
        token.internal_data |= {"total": len(items), "done": 0, "next": 0}
        if not items:
            token.instance.record.entered(self.element)
            token._ready()
            return
        token._set_state(TaskState.STARTED)
        if loop.sequential:
            scopes.put(self._zone(token), kept(token), ITEMS, items)
            self._begin_item(token, items[0])
            return
        for item in items:
            self._begin_item(token, item)

    def open_scope(self, token: Token) -> None:
        """Mappings belong to each item, not to the loop."""

    def _items(self, token: Token) -> list[Any]:
        evaluator, loop = token.instance.evaluator, self.loop
        if loop.collection is None:
            count = evaluator.feel(self.element, token.scope, loop.cardinality or "null")
            if not isinstance(count, Decimal | int) or isinstance(count, bool) or count < 0 or count != int(count):
                raise self._fault("loop.cardinality", say("Die Anzahl ist keine ganze Zahl ab 0"))
            if count > MAX_INSTANCES:
                raise self._too_many(int(count))
            return list(range(1, int(count) + 1))
        items = evaluator.feel(self.element, token.scope, loop.collection, towards=self._zone(token))
        if not isinstance(items, list):
            raise self._fault("loop.collection", say("Die Sammlung ist keine Liste"))
        if len(items) > MAX_INSTANCES:
            raise self._too_many(len(items))
        return items

    def _fault(self, code: str, what: str) -> Fault:
        return Fault(
            code,
            self.element,
            say("{what} (Mehrfachausführung von „{element}“).", what=what, element=self.element.label),
        )

    def _too_many(self, count: int) -> Fault:
        return self._fault(
            "loop.many",
            say(
                "{count} Durchläufe sind mehr als die erlaubten {most}",
                count=count,
                most=MAX_INSTANCES,
            ),
        )

    def _begin_item(self, token: Token, item: Any) -> None:
        instance, loop = token.instance, self.loop
        instance.spend(self)
        number = token.internal_data["next"] = token.internal_data["next"] + 1
        child = Token(token.workflow, self.inner, token)
        child.internal_data["index"] = number
        instance.scopes.open(child.id, token.id, declared=(*self.of_item, *self.inner.declared))
        instance.scopes.set_here(child.id, COUNTER, number)
        if loop.item:
            instance.scopes.set_here(child.id, loop.item, item)
        self.inner._update(child)

    # -- one item after the other
    def item_done(self, token: Token, child: Token) -> None:
        instance, counts = token.instance, token.internal_data
        counts["done"] += 1
        self._collect(token, child)
        self._throw(token, child)
        if not token.here:
            return
        complete = counts["done"] == counts["total"] or self._enough(token, child)
        for grandchild in child.offspring():
            instance.cancel_token(grandchild)
        instance.close_scopes(child)
        child.forget()
        if complete:
            self._end(token)
        elif self.loop.sequential:
            items = instance.scopes.taken(self._zone(token), kept(token), ITEMS) or []
            position = counts["next"]
            self._begin_item(token, items[position] if position < len(items) else None)

    def _collect(self, token: Token, child: Token) -> None:
        instance, loop = token.instance, self.loop
        if not loop.results:
            return
        value = instance.evaluator.into(self.element, child.id, loop.result, loop.results) if loop.result else None
        results = list(instance.scopes.get(token.id, loop.results) or [None] * token.internal_data["total"])
        results[child.internal_data["index"] - 1] = value
        instance.scopes.set_here(token.id, loop.results, results)

    def _throw(self, token: Token, child: Token) -> None:
        """The events of its `behavior`, to be caught at its boundary; one that interrupts takes the token away."""
        events = [e for e in self.loop.events if not e.once or token.internal_data["done"] == 1]
        thrown = [e for e in events if e.condition is None or self._holds_after(token, child, e.condition)]
        for event in thrown:
            if token.here:
                throw_definition(token, event.event)

    def _enough(self, token: Token, child: Token) -> bool:
        return self.loop.completion is not None and self._holds_after(token, child, self.loop.completion)

    def _holds_after(self, token: Token, child: Token, condition: str) -> bool:
        """Whether a condition holds now that this item has ended."""
        total, done, begun = (token.internal_data[key] for key in ("total", "done", "next"))
        counts = {"total": total, "active": begun - done, "done": done, "terminated": 0}
        extra = {name: counts[key] for key, names in COUNTS.items() for name in names}
        return token.instance.evaluator.condition(self.element, child.id, condition, extra)

    # -- ending
    def _on_complete(self, token: Token) -> None:
        """Reached through the queue only by a loop without items."""
        token.instance.record.completed(self.element)
        self._end(token)

    def _end(self, token: Token) -> None:
        instance = token.instance
        for child in token.offspring():
            instance.cancel_token(child)
        name = self.loop.results
        if name:
            value = instance.scopes.get(token.id, name)
            instance.scopes.set(str(instance.scopes.tree[token.id].parent), name, value)
        self.leave(token, self.chosen(token))

    def _zone(self, token: Token) -> Zone:
        """Where the items lie: with the name that takes them, else where the activity is."""
        item = self.loop.item
        return token.instance.scopes.zone_of(item) if item else self.element.zone
