"""What a case waits for, and that it waits for something."""

from __future__ import annotations

from engine.bpmn.model import EventKind
from engine.runtime.boundary import BoundaryEvent
from engine.runtime.catching import listens
from engine.runtime.faults import Fault
from engine.runtime.instance import Instance
from engine.runtime.results import MessageWait, SignalWait
from engine.runtime.service_task import is_job
from engine.runtime.tokens import Token
from engine.runtime.user_task import waits_for_person
from engine.runtime.waiting import key_of
from engine.sentences import say
from engine.terms import UserTaskId


def waits(instance: Instance) -> tuple[MessageWait, ...]:
    """Every message that would be taken now."""
    return tuple(
        _wait(token, number, definition.message or "")
        for token in instance.tokens()
        if listens(token)
        for number, definition in token.task_spec.awaited(token, EventKind.MESSAGE)
    )


def _wait(token: Token, number: int, name: str) -> MessageWait:
    element = token.task_spec.element
    return MessageWait(_key(token, number), element.id, element.process_id, name, key_of(token, number), element.label)


def listening(instance: Instance) -> tuple[SignalWait, ...]:
    """Every signal that would be heard now."""
    return tuple(
        SignalWait(_key(token, number), definition.signal or "", token.task_spec.element.zone)
        for token in instance.tokens()
        if listens(token)
        for number, definition in token.task_spec.awaited(token, EventKind.SIGNAL)
    )


def _key(token: Token, number: int) -> UserTaskId:
    """The second definition of one event has an id of its own, too."""
    return UserTaskId(f"{int(token.id, 16) ^ number:032x}")


def insist_on_progress(instance: Instance) -> None:
    """A case that is neither finished nor waiting for anyone would be lost."""
    if instance.completed or any(_waits(token) for token in instance.tokens()):
        return
    stuck = next(token for token in instance.tokens() if token.live)
    raise Fault(
        "process.stuck",
        stuck.task_spec.element,
        say(
            "Der Vorgang käme bei „{element}“ zum Stehen: es wartet niemand mehr auf etwas, und doch "
            "ist er nicht zu Ende.",
            element=stuck.task_spec.element.label,
        ),
    )


def _waits(token: Token) -> bool:
    return listens(token) or waits_for_person(token) or is_job(token)


def shown(token: Token) -> bool:
    """Whether people see that a token stands here."""
    node = token.task_spec
    return not (isinstance(node, BoundaryEvent) or node.watches or node.apart or node.drives)
