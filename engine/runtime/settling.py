"""What is decided only when nothing else can move: messages that were kept, and inclusive gateways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element, EventKind
from engine.runtime.throwing import receivers
from engine.runtime.tokens import Token, kept

if TYPE_CHECKING:
    from engine.runtime.instance import Instance

MAIL = "mail:"
_KEY = " key"
"""Beside the names of the payload, and no name itself."""


def settle(instance: Instance) -> bool:
    """Let the first of these go on; whether any did."""
    return _deliver(instance) or _join(instance)


def _join(instance: Instance) -> bool:
    for workflow in instance.workflows():
        for name, waiting in workflow.joins.items():
            node = workflow.spec.nodes[name]
            if waiting and node.settles and node.enabled(workflow):
                node.join(workflow)
                return True
    return False


def _deliver(instance: Instance) -> bool:
    for token in instance.task_tree.offspring():
        if token.task_spec.name == MAIL:
            sender, number = instance.specs.senders[token.internal_data["sender"]], token.internal_data["number"]
            key = instance.scopes.taken(sender.zone, kept(token), _KEY)
            found = receivers(instance, sender.definitions[number].message or "", key)
            if found:
                names = [m.target for m in sender.inputs]
                payload = {n: instance.scopes.taken(instance.scopes.zone_of(n), kept(token), n) for n in names}
                instance.cancel_token(token)
                receiver, at = found[0]
                receiver.task_spec.catch(receiver, at, payload)
                return True
    return False


def keep_message(instance: Instance, sender: Element, number: int, key: Any, payload: Mapping[str, Any]) -> bool:
    """For a partner in the same definition that catches this message somewhere."""
    name = sender.definitions[number].message
    if (name, sender.process_id) not in instance.specs.asked_elsewhere:
        return False
    token = Token(instance, instance.spec.nodes[MAIL], instance.task_tree, TaskState.WAITING)
    token.internal_data = {"sender": instance.specs.senders.index(sender), "number": number}
    for target, value in payload.items():
        instance.scopes.put(instance.scopes.zone_of(target), kept(token), target, value)
    if key is not None:
        instance.scopes.put(sender.zone, kept(token), _KEY, key)
    return True


def is_message(element: Element) -> bool:
    return any(d.kind is EventKind.MESSAGE for d in element.definitions)
