"""The commands: restore, do one thing, run to the next wait state, encode. Nothing here stores or decides who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.bpmn.compile import Definition
from engine.errors import InvalidInput, InvalidState
from engine.runtime import codec
from engine.runtime.faults import Fault
from engine.runtime.instance import Instance
from engine.runtime.progress import insist_on_progress, listening, waits
from engine.runtime.recorder import to_micros
from engine.runtime.results import Advance, Incident, State
from engine.runtime.scopes import LOCKED, ROOT, Scopes
from engine.runtime.service_task import is_job
from engine.runtime.specs import specs_of
from engine.runtime.throwing import broadcast, receivers, throw_error
from engine.runtime.tokens import Token
from engine.runtime.user_task import waits_for_person
from engine.sentences import say
from engine.terms import UserTaskId

MOST_AT_ONCE = 200
"""Timers that one command fires: a timer that repeats every second has thousands to make up for after a night."""


def start(
    definition: Definition,
    *,
    process_id: str | None = None,
    start_event: str | None = None,
    variables: Mapping[str, Any],
    case: Mapping[str, Any],
    now: datetime,
    beside: Sequence[str] = (),
    by_clock: bool = False,
) -> Advance:
    """Start a case: with the event `start_event` that has come (it, a receive task, or one behind an instantiating
    gateway), else at the process's entries (engine.bpmn.beginning). `beside`: processes of the definition that begin
    before it in the same case, as partners. `by_clock`: the time of a timer start event has come; otherwise the case
    waits for it."""
    key = process_id or definition.main
    instance = Instance(definition, specs_of(definition), key, Scopes(definition.declared_zone), case, now)
    node = instance.spec.nodes.get(f"node:{start_event}")
    named = node is not None and node.element.type == "startEvent"
    came = None if named or start_event is None else instance.spec.beginning(start_event)
    if start_event is not None and not named and came is None:
        raise InvalidInput(
            "start_event.unknown", say("Der Prozess hat kein Startereignis „{start_event}“.", start_event=start_event)
        )

    first = came[0] if came is not None else node or instance.spec.entries[0]

    def begin() -> None:
        for partner in beside:
            instance.begin_partner(partner)
            instance.run()
        for name, value in variables.items():
            instance.scopes.set(ROOT, name, value, first.element.zone)
        instance.arm(instance)
        if came is not None:
            at, element, number = came
            at.begin_with(instance, element, number)
        elif node is not None:
            token: Any = instance.enter(instance, node)
            if by_clock:
                token.task_spec.caught(token, 0)
        else:
            instance.spec.begin(instance)

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
    _insist_on_open(instance, token, variables)

    def act() -> None:
        token.task_spec.take(token, variables)
        token.run()

    return _advance(instance, act, state)


def fire_due(definition: Definition, state: State, *, case: Mapping[str, Any], now: datetime) -> Advance:
    """Fire what is due by now, each once, in the order of their due times; at most MOST_AT_ONCE, the rest stays due."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)
    until = to_micros(now)
    if _next_due(instance, until) is None:
        return _unchanged(instance, state)

    def act() -> None:
        for _ in range(MOST_AT_ONCE):
            token = _next_due(instance, until)
            if token is None:
                return
            instance.spend(token.task_spec)
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
    found = receivers(instance, message_name, correlation_key)
    if not found:
        raise InvalidState(
            "message.correlate",
            say("Dieser Vorgang wartet nicht auf die Nachricht „{message_name}“.", message_name=message_name),
            expected="waiting",
            found="none",
        )
    token, number = found[0]
    _insist_on_open(instance, token, payload)
    return _advance(instance, lambda: token.task_spec.catch(token, number, payload), state)


def signal(
    definition: Definition,
    state: State,
    name: str,
    payload: Mapping[str, Any],
    *,
    case: Mapping[str, Any],
    now: datetime,
    beginning: bool = True,
) -> Advance:
    """A signal from outside reaches everything in the case that waits for it. Unchanged when nothing does. Not
    `beginning`: its own processes that begin with the signal stay away."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)

    def act() -> None:
        broadcast(instance, name, payload, beginning=beginning)

    return _advance(instance, act, state)


def finish_job(
    definition: Definition,
    state: State,
    task_id: UserTaskId | str,
    result: Mapping[str, Any],
    *,
    error: str | None = None,
    case: Mapping[str, Any],
    now: datetime,
) -> Advance:
    """The outgoing work of a service task is done; `error` is the code of a BPMN error with which it has failed.
    Raises InvalidState("job.finish") for one that is not wanted (any more)."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)
    token = instance.token(task_id)
    if token is None or not is_job(token):
        raise InvalidState(
            "job.finish", say("Auf dieses Ergebnis wartet der Vorgang nicht mehr."), expected="CREATED", found="CLOSED"
        )

    def act() -> None:
        if error is not None:
            throw_error(token, error)
        else:
            token.task_spec.finish(token, result)

    return _advance(instance, act, state)


def discard(definition: Definition, state: State, *, case: Mapping[str, Any], now: datetime) -> Advance:
    """Takes all tokens away, of every process of the case: nothing is undone, nothing is sent."""
    instance = codec.decode(definition, state.structure, state.parts, case, now)

    def act() -> None:
        for token in instance.task_tree.offspring():
            instance.cancel_token(token)
        instance.completed = True

    return _advance(instance, act, state)


def _advance(instance: Instance, act: Callable[[], None], before: State) -> Advance:
    try:
        act()
        instance.run()
        insist_on_progress(instance)
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
        jobs=tuple(record.jobs.values()),
        jobs_gone=tuple(record.jobs_gone),
        sent=tuple(record.sent),
        signals=tuple(record.signals),
        listening=listening(instance),
        released=tuple(record.releases),
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
        listening=listening(instance),
        finished=finished,
        outcome=instance.outcome,
        stage=instance.stage,
        stage_zone=instance.stage_zone,
        incident=incident,
    )


def _next_due(instance: Instance, until: int) -> Token | None:
    due = [t for t in instance.tokens() if t.internal_data.get("due", until + 1) <= until]
    return min(due, key=lambda t: t.internal_data["due"], default=None)


def _insist_on_open(instance: Instance, token: Token, brought: Mapping[str, Any]) -> None:
    """What a person enters, or a message brings, is refused before anything happens. Raises InvalidState."""
    zones = {instance.scopes.home(name, token.task_spec.element.zone) for name in brought}
    if any(instance.scopes.locked(zone) for zone in zones):
        raise InvalidState("zone.locked", LOCKED, expected="open", found="locked")


def _task(instance: Instance, task_id: str) -> Token:
    token = instance.token(task_id)
    if token is None or not waits_for_person(token):
        raise InvalidState(
            "user_task.complete",
            say("Diese Aufgabe ist nicht mehr offen."),
            expected="CREATED",
            found="CLOSED" if token is None else "WAITING",
        )
    return token
