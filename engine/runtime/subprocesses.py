"""Embedded sub-processes and call activities."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element
from engine.runtime.activities import Activity
from engine.runtime.compensation import has_records, undoer
from engine.runtime.tokens import SubInstance, Token, called_scope


class SubProcess(Activity):
    """Sees and writes outwards; its data objects are names of its own."""

    def __init__(self, spec: Any, element: Element, inner: Any, *, is_item: bool = False) -> None:
        super().__init__(spec, element, is_item=is_item)
        self.inner = inner
        self.declared = tuple(inner.declared)

    def open_scope(self, token: Token) -> None:
        scopes = token.instance.scopes
        if token.id not in scopes.tree:
            scopes.open(token.id, token.scope, declared=self.declared)
        super().open_scope(token)

    def begin(self, token: Token) -> None:
        token._set_state(TaskState.STARTED)
        self.run_inside(token)

    def run_inside(self, host: Token) -> None:
        run_inside(host)

    def keeps_inner(self, host: Token, inner: SubInstance) -> bool:
        plain = self.handler is None and not self.is_item and not self.element.by_event
        return plain and (has_records(inner) or undoer(inner.spec) is not None)

    def inner_spec(self, host: Token) -> tuple[Any, str]:
        return self.inner, str(host.id)

    def inner_ended(self, host: Token, inner: SubInstance) -> None:
        host.complete()


class CallActivity(Activity):
    """A wall: only what the mappings (or the propagation flags) name crosses."""

    def open_scope(self, token: Token) -> None:
        scopes, inside = token.instance.scopes, called_scope(token)
        scopes.open(inside, token.scope, wall=True)
        if self.element.propagate_all_parent:
            for name, (value, zone) in scopes.visible(token.scope).items():
                if zone is scopes.zone_of(name):
                    scopes.set_here(inside, name, value)
        for mapping in self.element.inputs:
            value = token.instance.evaluator.into(self.element, token.scope, mapping.source, mapping.target)
            scopes.set_here(inside, mapping.target, value)

    def begin(self, token: Token) -> None:
        self.reach_stage(token)
        token._set_state(TaskState.STARTED)
        run_inside(token)

    def inner_spec(self, host: Token) -> tuple[Any, str]:
        return host.instance.specs.of(str(self.element.called)), called_scope(host)

    def inner_ended(self, host: Token, inner: SubInstance) -> None:
        host.complete()

    def map_outputs(self, token: Token) -> None:
        instance, inside = token.instance, called_scope(token)
        found = {
            m.target: instance.evaluator.into(self.element, inside, m.source, m.target) for m in self.element.outputs
        }
        if self.element.propagate_all_child:
            everything = instance.scopes.visible(inside)
            found = {name: value for name, (value, _) in everything.items()} | found
        for name, value in found.items():
            instance.scopes.set(token.scope, name, value)


def run_inside(host: Token) -> None:
    instance = host.instance
    spec, scope = host.task_spec.inner_spec(host)
    inner = instance.subprocesses[host.id] = SubInstance(spec, host, scope)
    instance.arm(inner)
    spec.begin(inner)
