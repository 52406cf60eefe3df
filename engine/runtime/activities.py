"""Tasks and catch events: what begins, may have mappings and boundary events, and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine import feel
from engine.bpmn.expressions import source
from engine.bpmn.model import Element
from engine.runtime.boundary import BoundaryEvent, ErrorBoundaryEvent
from engine.runtime.faults import Fault
from engine.runtime.nodes import Edge, Node
from engine.runtime.tokens import Token
from engine.runtime.waiting import listen, set_timer


class Activity(Node):
    """`is_item`: this node runs once per item, inside the token of its loop (multi_instance.py)."""

    def __init__(self, spec: Any, element: Element, *, is_item: bool = False) -> None:
        super().__init__(spec, element, "item:" if is_item else "node:")
        self.is_item = is_item
        self.boundaries: list[BoundaryEvent] = []
        self.declared: tuple[str, ...] = ()

    # -- beginning
    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        self.open_scope(token)
        self.arm(token)
        self.begin(token)

    def begin(self, token: Token) -> None:
        token._ready()

    def open_scope(self, token: Token) -> None:
        """Names of its own: those of input mappings, and what it sets when output mappings pass only parts on."""
        if not (self.element.inputs or self.element.outputs):
            return
        instance = token.instance
        if token.id not in instance.scopes.tree:
            instance.scopes.open(token.id, token.scope, declared=self.declared)
        for mapping in self.element.inputs:
            value = instance.evaluator.into(self.element, token.id, mapping.source, mapping.target)
            instance.scopes.set_here(token.id, mapping.target, value)

    def arm(self, token: Token) -> None:
        for boundary in self.boundaries:
            boundary.arm(token)

    def catcher(self, code: str | None) -> BoundaryEvent | None:
        """The boundary event that catches this error: one with the same code before one that takes all."""
        found = [b for b in self.boundaries if isinstance(b, ErrorBoundaryEvent)]
        return next(
            (b for b in found if b.element.error_code == code and code is not None),
            next((b for b in found if b.element.error_code is None), None),
        )

    def body_of(self, token: Token) -> Token:
        return token.workflow.tasks[token._parent] if self.is_item else token

    # -- ending
    def take(self, token: Token, variables: Mapping[str, Any]) -> None:
        """What a person or a message brings. With output mappings it stays inside; else it goes where it lives."""
        scopes = token.instance.scopes
        for name, value in variables.items():
            if self.element.outputs:
                scopes.set_here(token.id, name, value)
            else:
                scopes.set(token.scope, name, value)

    def _on_complete(self, token: Token) -> None:
        instance = token.instance
        self.map_outputs(token)
        for release in self.element.release:
            for name in release.names:
                instance.scopes.release(token.scope, name, release.target)
        instance.record.completed(self.element)
        if self.is_item:
            body = self.body_of(token)
            body.task_spec.item_done(body, token)
        else:
            self.leave(token, self.chosen(token))

    def map_outputs(self, token: Token) -> None:
        instance = token.instance
        found = [
            (m.target, instance.evaluator.into(self.element, token.scope, m.source, m.target))
            for m in self.element.outputs
        ]
        for name, value in found:
            instance.scopes.set(self.outer(token), name, value)

    def outer(self, token: Token) -> str:
        """Where results go: around this activity; an item still sees what its loop declares."""
        scope = token.instance.scopes.tree.get(token.id)
        return token.scope if scope is None or self.is_item else str(scope.parent)

    def leave(self, token: Token, edges: Iterable[Edge]) -> None:
        edges = list(edges)
        for child in token.offspring():
            token.instance.cancel_token(child)
        super().leave(token, edges)


class ScriptTask(Activity):
    def take(self, token: Token, variables: Mapping[str, Any]) -> None:
        token.instance.record.scripted(self.element, variables)
        super().take(token, variables)

    def _run_hook(self, token: Token) -> bool:
        instance, element = token.instance, self.element
        text = source(element.script or "null")
        if element.result_variable:
            value = instance.evaluator.into(element, token.scope, "=" + text, element.result_variable)
            self.take(token, {element.result_variable: value})
            return True
        self.take(token, self._entries(token, text))
        return True

    def _entries(self, token: Token, text: str) -> dict[str, Any]:
        """A script without a result variable gives a context. What is written outside the mediation is computed
        without what the mediation knows."""
        instance, element = token.instance, self.element
        zone_of, evaluator = instance.scopes.zone_of, instance.evaluator
        result: dict[str, Any] = {}
        whole = evaluator.feel(element, token.scope, text)
        if not isinstance(whole, dict):
            raise Fault(
                "script.result",
                element,
                f"Das Skript «{element.label}» hat keine Ergebnisvariable und ergibt "
                "keinen Kontext wie {name: wert}.",
            )
        views: dict[Any, Any] = {}
        for name in whole:
            zone = zone_of(name)
            if zone not in views:
                views[zone] = evaluator.feel(element, token.scope, text, towards=zone) if len(whole) else whole
            view = views[zone]
            result[name] = view.get(name) if isinstance(view, dict) else None
        return result


class BusinessRuleTask(Activity):
    def _run_hook(self, token: Token) -> bool:
        instance, element = token.instance, self.element
        decision = str(instance.evaluator.text_or_feel(element, token.scope, element.decision))
        decisions = instance.definition.decisions.get(decision)
        name = element.result_variable
        if decisions is None or name is None:
            raise Fault("decision.missing", element, f"Die Entscheidung «{decision}» gehört nicht zu dieser Fassung.")
        zone, read = instance.scopes.zone_of(name), decisions.find(decision).names
        context = {n: instance.scopes.get(token.scope, n, towards=zone) for n in read} | instance.evaluator.always
        try:
            with instance.evaluator.charged(element):
                found = decisions.evaluate(decision, context, now=instance.now)
        except feel.BudgetExceeded as fault:
            raise Fault("decision.fault", element, f"Die Entscheidung «{decision}» ist gescheitert: {fault}") from fault
        instance.record.decided(element, decision, tuple(found.matched), element.zone)
        self.take(token, {name: found.value})
        return True


class TimerCatchEvent(Activity):
    def begin(self, token: Token) -> None:
        set_timer(token)

    def fire(self, token: Token) -> None:
        token.instance.record.timer_gone(token.id)
        token._ready()

    def _on_cancel(self, token: Token) -> None:
        token.instance.record.timer_gone(token.id)


class MessageCatchEvent(Activity):
    """Message intermediate catch event and receive task."""

    keeps = True

    def begin(self, token: Token) -> None:
        listen(token)

    def deliver(self, token: Token, payload: Mapping[str, Any]) -> None:
        self.take(token, payload)
        token._ready()
