"""Claim and release a user task: who has it changes, the process does not move."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, update

from engine.casework.loading import LoadedTask, load_task
from engine.casework.task_rows import grant_access
from engine.casework.visibility import coordinates, escalated_to_actor, open_label, why_not_work
from engine.errors import InvalidState, NotPermitted
from engine.events import UserTaskClaimed, UserTaskReleased
from engine.runtime import OpenedTask
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import UserTask
from engine.terms import AccountId, TaskState, TenantId, UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
GONE = say("Diese Aufgabe ist nicht mehr offen.")


@dataclass(frozen=True, slots=True)
class ClaimTask:
    task_id: UserTaskId


@dataclass(frozen=True, slots=True)
class ReleaseTask:
    task_id: UserTaskId


@dataclass(frozen=True, slots=True)
class TaskReleased:
    """`taken_from`: the colleague who had the task, None when it was the actor's own."""

    name: str
    taken_from: AccountId | None


def claim_task(uow: UnitOfWork, command: ClaimTask) -> UserTaskClaimed:
    """The actor takes an open task of one of their groups, or one that a missed deadline has brought to them, from
    whoever has it. Raises NotFound, NotPermitted, InvalidState."""
    loaded, case, label, reason = open_task(uow, command.task_id)
    if uow.actor.account_id is None:
        raise NotPermitted("user_task.claim", say("Nur ein Benutzerkonto kann eine Aufgabe übernehmen (--as KONTO)."))
    if reason and escalated_to_actor(uow.actor, loaded.task):
        reason = ""
    if reason and loaded.task["assignee"] is not None:
        raise InvalidState("user_task.claim", reason, expected="unassigned", found="assigned")
    if reason:
        raise NotPermitted("user_task.claim", reason)
    event = UserTaskClaimed(
        instance_id=case.id,
        zone=loaded.zone,
        task_id=command.task_id,
        element_id=label["element"],
        name=label["name"],
    )
    _assign(uow, command.task_id, case.municipality, uow.actor.account_id)
    uow.record(event)
    grant_access(uow, case, uow.actor.account_id)
    uow.commit()
    return event


def take_opened(uow: UnitOfWork, case: Case, task: OpenedTask) -> None:
    """The actor has this task from the moment it opens, in the transaction that opened it."""
    assert uow.actor.account_id is not None
    _assign(uow, task.task_id, case.municipality, uow.actor.account_id)
    uow.record(
        UserTaskClaimed(
            instance_id=case.id, zone=task.zone, task_id=task.task_id, element_id=task.element_id, name=task.name
        )
    )
    grant_access(uow, case, uow.actor.account_id)


def release_task(uow: UnitOfWork, command: ReleaseTask) -> TaskReleased:
    """The task goes back to its group. The assignee may do so, and the coordinators for someone who is away."""
    loaded, case, label, _ = open_task(uow, command.task_id)
    if loaded.task["assignee"] is None:
        raise InvalidState("user_task.release", say("Diese Aufgabe hat niemand übernommen."), expected="assigned")
    own = loaded.task["assignee"] == uow.actor.account_id
    if not own and not coordinates(uow.actor):
        raise NotPermitted(
            "user_task.release", say("Zurückgeben kann eine Aufgabe nur, wer sie hat, oder die Koordination.")
        )
    holder = loaded.task["assignee"]
    _assign(uow, command.task_id, case.municipality, None)
    uow.record(
        UserTaskReleased(
            instance_id=case.id,
            zone=loaded.zone,
            task_id=command.task_id,
            element_id=label["element"],
            name=label["name"],
        )
    )
    uow.commit()
    return TaskReleased(label["name"], None if own else AccountId(holder))


def open_task(uow: UnitOfWork, task_id: UserTaskId) -> tuple[LoadedTask, Case, dict[str, str], str]:
    """With the label of the task, and why the actor may not work on it. Raises NotFound, InvalidState."""
    loaded = load_task(uow, task_id, lock=True)
    case = uow.open_case(loaded.instance)
    label = open_label(loaded.task, case.keys.get(Zone.MEDIATION))
    reason = why_not_work(uow, loaded.task, label["group"])
    if loaded.task["state"] != TaskState.CREATED:
        raise InvalidState("user_task.claim", GONE, expected="CREATED", found=TaskState(loaded.task["state"]).name)
    return loaded, case, label, reason


def _assign(uow: UnitOfWork, task_id: UserTaskId, municipality: TenantId, account: int | None) -> None:
    uow.write(update(TASK).where(TASK.c.id == task_id, TASK.c.municipality == municipality).values(assignee=account))
