"""Hand over a user task to a colleague, and put one away until a day (Wiedervorlage). The process does not move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select, update

from engine.casework.claim_task import open_task
from engine.casework.loading import TASK, LoadedTask
from engine.casework.task_rows import grant_access
from engine.casework.visibility import coordinates
from engine.errors import InvalidInput, NotPermitted
from engine.events import FollowUpRemoved, FollowUpSet, UserTaskHandedOver
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Account
from engine.terms import AccountId, CandidateGroup, UserTaskId
from engine.unit_of_work import UnitOfWork

ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
BERLIN = ZoneInfo("Europe/Berlin")
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the group who could do a task."""

    account: AccountId
    name: str


@dataclass(frozen=True, slots=True)
class HandOver:
    task_id: UserTaskId
    to: AccountId


@dataclass(frozen=True, slots=True)
class SetFollowUp:
    """`on`: the day from which the task is wanted again, in Berlin's days; None takes the Wiedervorlage back."""

    task_id: UserTaskId
    on: date | None


def hand_over(uow: UnitOfWork, command: HandOver) -> UserTaskHandedOver:
    """From now on a colleague has the task. Raises NotFound, NotPermitted, InvalidState, InvalidInput."""
    loaded, case, label, _ = open_task(uow, command.task_id)
    if not _may_give(uow, loaded):
        raise NotPermitted(
            "user_task.hand_over", say("Weitergeben kann eine Aufgabe nur, wer sie hat, oder die Koordination.")
        )
    people = {colleague.account: colleague for colleague in colleagues(uow, loaded, label["group"])}
    if command.to == loaded.task["assignee"]:
        raise InvalidInput(
            "user_task.hand_over", say("Diese Person hat die Aufgabe schon. Wählen Sie bitte jemand anderen.")
        )
    if command.to == uow.actor.account_id:
        raise InvalidInput(
            "user_task.hand_over",
            say(
                "An sich selbst gibt niemand eine Aufgabe weiter. Wählen Sie bitte jemand anderen, "
                "oder übernehmen Sie die Aufgabe."
            ),
        )
    if command.to not in people:
        raise InvalidInput(
            "user_task.hand_over",
            say("Diese Person gehört nicht zur Gruppe der Aufgabe. Wählen Sie bitte eine aus der Liste."),
        )
    event = UserTaskHandedOver(
        instance_id=case.id,
        zone=loaded.zone,
        task_id=command.task_id,
        element_id=label["element"],
        name=label["name"],
        receiver=people[command.to].name,
    )
    _change(uow, loaded, assignee=command.to)
    uow.record(event)
    grant_access(uow, case, command.to)
    uow.commit()
    return event


def colleagues(uow: UnitOfWork, loaded: LoadedTask, group: str) -> tuple[Colleague, ...]:
    """Active accounts of the municipality in the task's group, but neither the actor nor the one that has it; by name.
    Nobody for an actor who may not hand it over."""
    if not _may_give(uow, loaded):
        return ()
    a = ACCOUNT.c
    rows = uow.connection.execute(
        select(a.id, a.name, a.groups).where(a.municipality == loaded.task["municipality"], a.active).order_by(a.name)
    )
    return tuple(
        Colleague(AccountId(row.id), row.name)
        for row in rows
        if CandidateGroup(group) in row.groups.split() and row.id not in (loaded.task["assignee"], uow.actor.account_id)
    )


def _may_give(uow: UnitOfWork, loaded: LoadedTask) -> bool:
    mine = loaded.task["assignee"] is not None and loaded.task["assignee"] == uow.actor.account_id
    return mine or coordinates(uow.actor)


def set_follow_up(uow: UnitOfWork, command: SetFollowUp) -> None:
    """Until that day the task stands under Wiedervorlage, unless it falls due before. Raises as `hand_over`."""
    loaded, case, label, reason = open_task(uow, command.task_id)
    if reason:
        raise NotPermitted("user_task.follow_up", reason)
    today = uow.now.astimezone(BERLIN).date()
    if command.on is not None and not today < command.on <= today + FARTHEST:
        raise InvalidInput(
            "user_task.follow_up", say("Nehmen Sie bitte einen Tag nach heute, höchstens ein Jahr voraus.")
        )
    facts: dict[str, Any] = {
        "instance_id": case.id,
        "zone": loaded.zone,
        "task_id": command.task_id,
        "element_id": label["element"],
        "name": label["name"],
    }
    if command.on is None:
        uow.record(FollowUpRemoved(**facts))
    else:
        uow.record(FollowUpSet(**facts, day=f"{command.on:%d.%m.%Y}"))
    _change(uow, loaded, follow_up=datetime.combine(command.on, time.min, BERLIN) if command.on else None)
    uow.commit()


def _change(uow: UnitOfWork, loaded: LoadedTask, **values: object) -> None:
    uow.write(
        update(TASK)
        .where(TASK.c.id == loaded.task["id"], TASK.c.municipality == loaded.task["municipality"])
        .values(**values)
    )
