"""Questions to a state; none of them changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.bpmn.compile import Definition
from engine.bpmn.model import Element
from engine.errors import NotFound
from engine.feel import codec as values
from engine.runtime import codec
from engine.runtime.instance import Instance
from engine.runtime.progress import listening, shown, waits
from engine.runtime.recorder import from_micros
from engine.runtime.results import Job, Mark, MarkState, MessageWait, SignalWait, State, TaskContext, Timer
from engine.runtime.scopes import ROOT
from engine.runtime.service_task import is_job, job_of
from engine.runtime.user_task import waits_for_person
from engine.sentences import say
from engine.terms import UserTaskId, Zone

_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)


def task_context(definition: Definition, state: State, task_id: UserTaskId | str) -> TaskContext:
    """For the form of an open task. Of the mediation's names a task elsewhere sees only what was released to its
    zone. Raises NotFound."""
    instance = _restored(definition, state)
    token = instance.token(task_id)
    if token is None or not waits_for_person(token):
        raise NotFound("user_task.unknown", say("Diese Aufgabe gibt es nicht oder nicht mehr."))
    element = token.task_spec.element
    visible = instance.scopes.visible(token.scope, towards=element.zone)
    return TaskContext(
        element,
        {name: value for name, (value, _) in visible.items()},
        {name: zone for name, (_, zone) in visible.items()},
    )


def open_tasks(definition: Definition, state: State) -> tuple[UserTaskId, ...]:
    return tuple(UserTaskId(t.id) for t in _restored(definition, state).tokens() if waits_for_person(t))


def waiting_messages(definition: Definition, state: State) -> tuple[MessageWait, ...]:
    return waits(_restored(definition, state))


def waiting_timers(definition: Definition, state: State) -> tuple[tuple[Element, datetime], ...]:
    """Events that wait for a moment, with that moment (UTC)."""
    tokens = _restored(definition, state).tokens()
    return tuple((t.task_spec.element, from_micros(t.internal_data["due"])) for t in tokens if "due" in t.internal_data)


def waiting_signals(definition: Definition, state: State) -> tuple[SignalWait, ...]:
    return listening(_restored(definition, state))


def timer_rows(definition: Definition, state: State) -> tuple[Timer, ...]:
    """As an Advance gives them, when they were set."""
    tokens = _restored(definition, state).tokens()
    return tuple(
        Timer(UserTaskId(t.id), t.task_spec.element.id, from_micros(t.internal_data["due"]))
        for t in tokens
        if "due" in t.internal_data
    )


def waiting_jobs(definition: Definition, state: State) -> tuple[Job, ...]:
    """Outgoing work that is not done yet."""
    return tuple(job_of(t) for t in _restored(definition, state).tokens() if is_job(t))


def marks(definition: Definition, state: State) -> tuple[Mark, ...]:
    """For the diagram: every element or flow that was passed or is current. Counts outlive finished history."""
    instance = _restored(definition, state)
    found = {
        (process, key): Mark(process, key, MarkState.FINISHED, count, from_micros(at))
        for process, entries in instance.record.marks.items()
        for key, (count, at) in entries.items()
    }
    for token in instance.tokens():
        if not shown(token):
            continue
        element = token.task_spec.element
        place = (element.process_id, element.id)
        known = found.get(place)
        found[place] = Mark(*place, MarkState.CURRENT, known.count if known else 0, known.last_at if known else None)
    return tuple(found.values())


def variables(parts: Mapping[Zone, bytes]) -> dict[Zone, dict[str, dict[str, Any]]]:
    """Decoded parts: zone -> scope id ("" is the instance, "freigabe" what was released) -> name -> value."""
    return {zone: values.decode(part) for zone, part in parts.items()}


def handed_on(definition: Definition, state: State) -> tuple[str, ...]:
    """Scope ids of called processes under way whose call hands on all their variables, outermost first: what they
    hold will be their caller's. Nothing that a call keeps to itself is among them."""
    instance = _restored(definition, state)
    open_to_all, called = {ROOT}, []
    for sub in sorted(instance.subprocesses.values(), key=lambda sub: int(sub.depth)):
        element, scope = sub.host.task_spec.element, instance.scopes.tree.get(sub.scope)
        is_call = element.type == "callActivity"
        if scope is None or scope.parent not in open_to_all or (is_call and not element.propagate_all_child):
            continue
        open_to_all.add(scope.id)
        called += [scope.id] if is_call else []
    return tuple(called)


def _restored(definition: Definition, state: State) -> Instance:
    return codec.decode(definition, state.structure, state.parts, {}, _NO_CLOCK)
