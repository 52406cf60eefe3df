"""The commands: restore, do one thing, run to the next wait state, encode. Nothing here stores or decides who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.compile import Definition
from engine.bpmn.model import Element
from engine.errors import InvalidInput, InvalidState
from engine.runtime import codec
from engine.runtime.activities import MessageCatchEvent
from engine.runtime.boundary import MessageBoundaryEvent
from engine.runtime.faults import Fault
from engine.runtime.instance import Instance
from engine.runtime.recorder import to_micros
from engine.runtime.results import Advance, Incident, MessageWait, State
from engine.runtime.scopes import ROOT, Scopes
from engine.runtime.specs import specs_of
from engine.runtime.tokens import Token
from engine.runtime.user_task import waits_for_person
from engine.runtime.waiting import key_of
from engine.terms import UserTaskId


def start(
    definition: Definition,
    *,
    process_id: str | None = None,
    start_event: str | None = None,
    variables: Mapping[str, Any],
    case: Mapping[str, Any],
    now: datetime,
) -> Advance:
    """Start a case. `start_event` defaults to the process's first none start event."""
    key = process_id or definition.main
    instance = Instance(definition, specs_of(definition), key, Scopes(definition.zone_of), case, now)
    nodes = instance.spec.nodes
    node = instance.spec.first if start_event is None else nodes.get(f"node:{start_event}")
    if node is None or node.element.type != "startEvent":
        raise InvalidInput("start_event.unknown", f"Der Prozess hat kein Startereignis «{start_event}».")

    def begin() -> None:
        for name, value in variables.items():
            instance.scopes.set(ROOT, name, value)
        instance.enter(instance, node)

    return _advance(instance, begin, State(b"", {}))


def complete(
    definition: Definition,
    state: State,
    task_id: UserTaskId | str,
    variables: Mapping[str, Any],
    *,
    case: Mapping[str, Any],
    now: datetime,
) -> Advance:
    """Complete one user or manual task. Raises InvalidState("user_task.complete") for a closed or unknown one."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)
    token = _task(instance, task_id)

    def act() -> None:
        token.task_spec.take(token, variables)
        token.run()

    return _advance(instance, act, state)


def fire_due(definition: Definition, state: State, *, case: Mapping[str, Any], now: datetime) -> Advance:
    """Fire every timer that is due by now, each once, in the order of their due times."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)
    until = to_micros(now)
    if _next_due(instance, until) is None:
        return _unchanged(instance, state)

    def act() -> None:
        while (token := _next_due(instance, until)) is not None:
            instance.spend(token.task_spec)
            token.internal_data.pop("due")
            token.task_spec.fire(token)
            instance.run()

    return _advance(instance, act, state)


def correlate(
    definition: Definition,
    state: State,
    message_name: str,
    correlation_key: Any,
    payload: Mapping[str, Any],
    *,
    case: Mapping[str, Any],
    now: datetime,
) -> Advance:
    """Deliver a message to the one that has waited longest for this name and key. Raises
    InvalidState("message.correlate") when nothing waits for it."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)
    token = next(
        (
            t
            for t in _listeners(instance)
            if t.task_spec.element.message == message_name and _same(key_of(t), correlation_key)
        ),
        None,
    )
    if token is None:
        raise InvalidState(
            "message.correlate",
            f"Dieser Vorgang wartet nicht auf die Nachricht «{message_name}».",
            expected="waiting",
            found="none",
        )
    return _advance(instance, lambda: token.task_spec.deliver(token, payload), state)


def waits(instance: Instance) -> tuple[MessageWait, ...]:
    return tuple(_wait(token, token.task_spec.element) for token in _listeners(instance))


def _wait(token: Token, element: Element) -> MessageWait:
    return MessageWait(
        UserTaskId(token.id), element.id, element.process_id, element.message or "", key_of(token), element.label
    )


def _advance(instance: Instance, act: Callable[[], None], before: State) -> Advance:
    try:
        act()
        instance.run()
        _insist_on_progress(instance)
        structure = codec.encode(instance)
        parts = instance.scopes.changed_parts()
    except Fault as fault:
        element = fault.element
        undone = _unchanged(instance, before, Incident(fault.code, element.id if element else None, fault.message))
        return replace(undone, scripts=tuple(instance.record.scripts), tried=tuple(instance.record.passed))
    record = instance.record
    return Advance(
        structure,
        parts,
        tuple(record.opened.values()),
        tuple(record.closed),
        tuple(record.timers.values()),
        tuple(record.timers_gone),
        waits(instance),
        tuple(record.passed),
        tuple(record.decisions),
        instance.completed,
        instance.outcome,
        instance.stage,
        instance.stage_zone,
        scripts=tuple(record.scripts),
    )


def _unchanged(instance: Instance, state: State, incident: Incident | None = None) -> Advance:
    """Read again from the given state, so that nothing of a failed step shows."""
    if not state.structure:
        return Advance(b"", {}, incident=incident)
    if incident is not None:
        instance = codec.decode(instance.definition, state.structure, state.parts, instance.case, instance.now)
    finished = next(instance.tokens(), None) is None
    return Advance(
        state.structure,
        {},
        messages=waits(instance),
        finished=finished,
        outcome=instance.outcome,
        stage=instance.stage,
        stage_zone=instance.stage_zone,
        incident=incident,
    )


def _insist_on_progress(instance: Instance) -> None:
    """A case that is neither finished nor waiting for anyone would be lost."""
    if instance.completed or any(_waits(token) for token in instance.tokens()):
        return
    stuck = next(instance.tokens())
    raise Fault(
        "process.stuck",
        stuck.task_spec.element,
        f"Der Vorgang käme bei «{stuck.task_spec.element.label}» zum "
        "Stehen: es wartet niemand mehr auf etwas, und doch ist er nicht zu Ende.",
    )


def _waits(token: Token) -> bool:
    return "due" in token.internal_data or waits_for_person(token) or _listens(token)


def _listens(token: Token) -> bool:
    return token._state == TaskState.WAITING and isinstance(token.task_spec, MessageCatchEvent | MessageBoundaryEvent)


def _listeners(instance: Instance) -> list[Token]:
    return [token for token in instance.tokens() if _listens(token)]


def _next_due(instance: Instance, until: int) -> Token | None:
    due = [t for t in instance.tokens() if t.internal_data.get("due", until + 1) <= until]
    return min(due, key=lambda t: t.internal_data["due"], default=None)


def _task(instance: Instance, task_id: str) -> Token:
    token = instance.token(task_id)
    if token is None or not waits_for_person(token):
        raise InvalidState(
            "user_task.complete",
            "Diese Aufgabe ist nicht mehr offen.",
            expected="CREATED",
            found="CLOSED" if token is None else "WAITING",
        )
    return token


def _same(kept_key: Any, given: Any) -> bool:
    return kept_key is None or (given is not None and str(kept_key) == str(given))
