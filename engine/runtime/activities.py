"""Tasks and catch events: what begins, may have mappings and boundary events, and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.declarations import CONSENT
from engine.bpmn.expressions import source
from engine.bpmn.model import Element
from engine.runtime.boundary import BoundaryEvent
from engine.runtime.faults import Fault
from engine.runtime.nodes import Edge, Node
from engine.runtime.tokens import Token, is_beside, take_one_of_each, wait_at
from engine.sentences import say


class Activity(Node):
    """`is_item`: this node runs once per item, inside the token of its loop (multi_instance.py)."""

    def __init__(self, spec: Any, element: Element, *, is_item: bool = False) -> None:
        super().__init__(spec, element, "item:" if is_item else "node:")
        self.is_item = is_item
        self.boundaries: list[BoundaryEvent] = []
        self.declared: tuple[str, ...] = ()
        self.handler: Node | None = None
        """What undoes this activity once it has ended."""
        self.joins = element.start_quantity > 1 and not is_item

    # -- beginning
    def _update(self, token: Token) -> None:
        if not self.gathered(token):
            return
        token.instance.record.entered(self.element)
        self.open_scope(token)
        self.arm(token)
        self.begin(token)

    def gathered(self, token: Token) -> bool:
        """startQuantity: so many tokens begin the activity once, over whichever flows they come."""
        if not self.joins:
            return True
        token.internal_data["via"] = 0
        queue = wait_at(token, self.name)[0]
        if len(queue) < self.element.start_quantity:
            return False
        for other in queue[:-1]:
            other.forget()
        queue[:] = [token]
        take_one_of_each(token.workflow.joins[self.name], keep=token)
        return True

    def begin(self, token: Token) -> None:
        token._ready()

    def reach_stage(self, token: Token) -> None:
        """The case has come to the stage of this step, unless the step runs beside the path and interrupts nothing."""
        if not is_beside(token):
            token.instance.stage, token.instance.stage_zone = self.element.stage, self.element.zone

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

    def body_of(self, token: Token) -> Token:
        return token.workflow.tasks[token._parent] if self.is_item else token

    # -- ending
    def take(self, token: Token, variables: Mapping[str, Any]) -> None:
        """What a person or a message brings. With output mappings it stays inside; else it goes where it lives."""
        scopes = token.instance.scopes
        for name, value in variables.items():
            if self.element.outputs:
                scopes.set_here(token.id, name, value, self.element.zone)
            else:
                scopes.set(token.scope, name, value, self.element.zone)

    def _on_complete(self, token: Token) -> None:
        instance = token.instance
        self.map_outputs(token)
        self.release(token)
        instance.record.completed(self.element)
        if not self.effects(token):
            return
        if self.is_item:
            body = self.body_of(token)
            body.task_spec.item_done(body, token)
        else:
            self.leave(token, self.chosen(token))

    def release(self, token: Token) -> None:
        """freigabe: nothing crosses where its condition (`freigabe_wenn`) does not hold, nor stays from before."""
        instance, consent = token.instance, self.element.properties.get(CONSENT)
        given = consent is None or instance.evaluator.condition(self.element, token.scope, consent)
        for release in self.element.release:
            for name in release.names:
                if given:
                    instance.scopes.release(token.scope, name, release.target)
                else:
                    instance.scopes.withhold(name, release.target)
            if given:
                instance.record.released(release)

    def effects(self, token: Token) -> bool:
        """What happens outside because it has ended (a message is sent); False when that took this token away."""
        return True

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
        around = getattr(token.workflow, "host", None)
        if around is not None and around.task_spec.element.ad_hoc and around.task_spec.enough(token):
            self.retire(token)
            token.instance.clear(token.workflow, records=False)
            token.instance.end_if_done(token.workflow)
            return
        super().leave(token, edges * self.element.completion_quantity)

    def followers(self) -> Iterator[tuple[Node, int | None]]:
        yield from super().followers()
        yield from ((boundary, None) for boundary in self.boundaries)

    def retire(self, token: Token) -> None:
        """What can be undone leaves a record."""
        workflow = token.workflow
        if self.handler is not None:
            super().retire(token)
            Token(workflow, self, workflow.task_tree, TaskState.COMPLETED).internal_data["nr"] = _number(workflow)
        elif token.id in token.instance.subprocesses:
            token.internal_data = {"nr": _number(workflow)}
            token._set_state(TaskState.COMPLETED)
        else:
            super().retire(token)


def _number(workflow: Any) -> int:
    """Records are numbered in the order in which the activities ended."""
    return 1 + max((t.internal_data["nr"] for t in workflow.task_tree.offspring() if t.is_record), default=0)


class AbstractTask(Activity):
    """Completes at once. BPMN 2.0.2, 13.3.3."""


class ScriptTask(Activity):
    """Without a script it is an abstract task. BPMN 2.0.2, table 10.11."""

    def take(self, token: Token, variables: Mapping[str, Any]) -> None:
        token.instance.record.scripted(self.element, variables)
        super().take(token, variables)

    def _run_hook(self, token: Token) -> bool:
        instance, element = token.instance, self.element
        if element.script is None:
            return True
        text = source(element.script)
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
        evaluator = instance.evaluator
        result: dict[str, Any] = {}
        whole = evaluator.feel(element, token.scope, text)
        if not isinstance(whole, dict):
            raise Fault(
                "script.result",
                element,
                say(
                    "Das Skript „{element}“ hat keine Ergebnisvariable und ergibt keinen Kontext wie {{name: wert}}.",
                    element=element.label,
                ),
            )
        views: dict[Any, Any] = {}
        for name in whole:
            zone = instance.scopes.home(name, element.zone)
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
            raise Fault(
                "decision.missing",
                element,
                say("Die Entscheidung „{decision}“ gehört nicht zu dieser Fassung.", decision=decision),
            )
        zone, read = instance.scopes.zone_of(name), decisions.find(decision).names
        context = {n: instance.scopes.get(token.scope, n, towards=zone) for n in read} | instance.evaluator.always
        try:
            with instance.evaluator.charged(element):
                found = decisions.evaluate(decision, context, now=instance.now)
        except feel.BudgetExceeded as fault:
            raise Fault(
                "decision.fault",
                element,
                say("Die Entscheidung „{decision}“ ist gescheitert: {fault}", decision=decision, fault=fault.args[0]),
            ) from fault
        instance.record.decided(element, decision, tuple(found.matched), element.zone)
        self.take(token, {name: found.value})
        return True
