"""Another process of the same case, begun by a message or a signal: it has variables of its own, behind a wall, and
the case has ended when all its processes have. Messages kept for a partner wait here too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element
from engine.runtime.nodes import Node
from engine.runtime.settling import MAIL
from engine.runtime.tokens import SubInstance, Token, called_scope
from engine.terms import Zone

PARTICIPANT = "participant:"


class Participant(Node):
    apart = True

    def __init__(self, spec: Any, process_id: str) -> None:
        super().__init__(spec, Element(process_id, "", "participant", process_id), PARTICIPANT)

    def begin(self, instance: Any, payload: Mapping[str, Any], zone: Zone = Zone.EINGANG) -> SubInstance:
        """`zone`: that of the event which brings the payload."""
        instance.spend(self)
        token = Token(instance, self, instance.task_tree, TaskState.STARTED)
        inside = called_scope(token)
        instance.scopes.open(inside, "", wall=True)
        for name, value in payload.items():
            instance.scopes.set_here(inside, name, value, zone)
        spec, scope = self.inner_spec(token)
        inner = instance.subprocesses[token.id] = SubInstance(spec, token, scope)
        instance.arm(inner)
        return inner

    def inner_spec(self, host: Token) -> tuple[Any, str]:
        return host.instance.specs.of(self.element.process_id), called_scope(host)

    def inner_ended(self, host: Token, inner: SubInstance) -> None:
        host.instance.close_scopes(host)
        host.forget()
        host.instance.end_if_done(host.instance)


class Mail(Node):
    """A message that a partner will ask for; `sender` and `number` say which (settling.py)."""

    watches = True
    apart = True
    keeps = True

    def __init__(self, spec: Any, process_id: str) -> None:
        super().__init__(spec, Element("", "", "mail", process_id), MAIL)
