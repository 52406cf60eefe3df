"""Complete a user task: check, run to the next wait, write, commit. The path that every click takes."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine import runtime
from engine.bpmn import Definition, Element
from engine.casework.advancing import apply_advance, insist_on_state, record_releases, summarize
from engine.casework.drafts import drop_draft
from engine.casework.four_eyes import PROPERTY, why_not_second
from engine.casework.loading import LoadedTask, facts, load_task
from engine.casework.names import insist_on_names
from engine.casework.raise_incident import raise_incident
from engine.casework.task_rows import ACCOUNT, grant_access
from engine.casework.visibility import coordinates, followed_zones, open_label, why_not_work
from engine.errors import InvalidState, NotPermitted
from engine.events import UserTaskCompleted
from engine.runtime import OpenedTask
from engine.sentences import say
from engine.terms import InstanceState, TaskState, UserTaskId, Variables, Zone
from engine.unit_of_work import Case, UnitOfWork

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """`variables`: validated values of the task's form. `has_draft`: the actor's draft goes with the completion."""

    task_id: UserTaskId
    variables: Variables
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class TaskCompletion:
    """`opened`: tasks that follow and that the actor may do. `elsewhere`: those that others do, as far as the actor
    may know of them. `incident`: German sentence of a Störung."""

    instance_id: str
    aktenzeichen: str
    opened: tuple[OpenedTask, ...]
    finished: bool
    incident: str | None = None
    elsewhere: tuple[OpenedTask, ...] = ()


def complete_task(uow: UnitOfWork, command: CompleteTask) -> TaskCompletion:
    """Raises NotFound, NotPermitted, InvalidState (already done, canceled, state not readable)."""
    loaded = load_task(uow, command.task_id, lock=True)
    case = uow.open_case(loaded.instance)
    label = open_label(loaded.task, case.keys.get(Zone.MEDIATION))
    reason = why_not_work(uow, loaded.task, label["group"])
    _insist_on_open(uow, loaded)
    if reason:
        raise NotPermitted("user_task.complete", reason)
    insist_on_state(case, InstanceState.ACTIVE, InstanceState.INCIDENT)
    insist_on_names(command.variables)
    definition = uow.definition(case.row["definition"])
    advance = runtime.complete(
        definition, case.state, command.task_id, command.variables, case=facts(case, uow), now=uow.now
    )
    if advance.incident is not None:
        doing = {"command": "complete", "task": command.task_id, "variables": dict(command.variables)}
        raise_incident(uow, case, definition, advance.incident, task=command.task_id, doing=doing)
        uow.commit()
        return TaskCompletion(case.id, case.row["aktenzeichen"], (), False, advance.incident.message)
    closed = next(entry for entry in advance.closed if entry.task_id == command.task_id)
    element = definition.processes[closed.process_id].elements[closed.element_id]
    if reason := why_not_second(uow, case, element):
        raise NotPermitted("user_task.four_eyes", reason)
    uow.record(
        UserTaskCompleted(
            instance_id=case.id,
            zone=element.zone,
            task_id=command.task_id,
            element_id=element.id,
            name=label["name"],
            entered=tuple(sorted(command.variables)),
        )
    )
    record_releases(uow, case, advance)
    apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    summarize(uow, case, command.variables)
    if command.has_draft:
        drop_draft(uow, command.task_id)
    if uow.actor.account_id is not None and not coordinates(uow.actor):
        grant_access(uow, case, uow.actor.account_id)
    uow.commit()
    mine, elsewhere = _who_goes_on(uow, case, definition, advance, element)
    return TaskCompletion(case.id, case.row["aktenzeichen"], mine, advance.finished, elsewhere=elsewhere)


def _who_goes_on(
    uow: UnitOfWork, case: Case, definition: Definition, advance: runtime.Advance, done: Element
) -> tuple[tuple[OpenedTask, ...], tuple[OpenedTask, ...]]:
    """Tasks that follow: the actor's, and others'. Whoever did the step before is never the second pair of eyes."""
    if uow.actor.unrestricted:
        return advance.opened, ()
    followed = followed_zones(uow, case.id)
    mine, elsewhere = [], []
    for task in advance.opened:
        second = definition.processes[task.process_id].elements[task.element_id].properties.get(PROPERTY) == done.id
        if task.group in uow.actor.groups and not second:
            mine.append(task)
        elif task.zone in followed:
            elsewhere.append(task)
    return tuple(mine), tuple(elsewhere)


def _insist_on_open(uow: UnitOfWork, loaded: LoadedTask) -> None:
    """Raises InvalidState with who was first and when, so that nobody wonders."""
    task = loaded.task
    if task["state"] == TaskState.CREATED:
        return
    if loaded.instance["state"] == InstanceState.DISCARDED and task["state"] == TaskState.CANCELED:
        sentence = say(
            "Diese Aufgabe ist inzwischen entfallen, weil der Vorgang irrtümlich angelegt war und verworfen ist."
        )
    elif task["state"] == TaskState.CANCELED:
        sentence = say("Diese Aufgabe ist inzwischen entfallen, weil der Vorgang einen anderen Weg genommen hat.")
    else:
        when = task["closed_at"].astimezone(BERLIN)
        sentence = say(
            "Diese Aufgabe hat {name} am {day} um {time} Uhr abgeschlossen.",
            name=closed_by_name(uow, task["closed_by"]),
            day=f"{when:%d.%m.%Y}",
            time=f"{when:%H:%M}",
        )
    raise InvalidState(
        "user_task.complete", sentence, expected=TaskState.CREATED.name, found=TaskState(task["state"]).name
    )


def closed_by_name(uow: UnitOfWork, audit_id: str | None) -> str:
    """The name behind an audit id, within the municipality."""
    if audit_id is None or not audit_id.isdigit():
        return say("die Verwaltung") if audit_id == "operator" else say("das System")
    query = select(ACCOUNT.c.name).where(ACCOUNT.c.id == int(audit_id))
    if not uow.actor.unrestricted:
        query = query.where(ACCOUNT.c.municipality == uow.actor.municipality)
    return uow.connection.execute(query).scalar() or say("jemand anderes")
