"""Deadlines with consequences: people are reminded before one ends, and a missed one reaches deputy, head and chair as
the process file says. A look costs one statement however many tasks wait; each task is a command of its own."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, and_, bindparam, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from engine.casework.deadline_plan import due_now
from engine.casework.loading import load_task
from engine.casework.visibility import open_label
from engine.events import DeadlineReminded, UserTaskEscalated
from engine.store.base import Base
from engine.store.models import UserTask
from engine.terms import Actor, TaskState, UserTaskId, Zone
from engine.unit_of_work import Platform, UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
BERLIN = ZoneInfo("Europe/Berlin")
BATCH = 25
LATER = timedelta(minutes=15)
"""When a task whose case does not open is looked at again."""
log = logging.getLogger("schlichtwerk.deadlines")
LOOK = (
    select(TASK.c.id)
    .where(and_(text("user_task.state = 0"), TASK.c.watch <= bindparam("now")))
    .order_by(TASK.c.watch)
    .limit(BATCH)
)


def watch_deadlines(platform: Platform) -> int:
    """Does what follows from deadlines now, at most one batch; the number of tasks that were looked at."""
    found = due_tasks(platform, platform.clock.now())
    for task_id in found:
        try:
            with platform.command(Actor.system()) as uow:
                watch_deadline_of(uow, task_id)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.error("the deadline of task %s waits: %s", task_id, type(error).__name__)
            _postpone(platform, task_id)
    return len(found)


def due_tasks(platform: Platform, now: datetime) -> list[UserTaskId]:
    """Tasks with a consequence that is due, the longest due first. Scoped to no tenant: the clock belongs to all."""
    with platform.database.reading() as connection:
        rows = connection.execution_options(unscoped="the clock").execute(LOOK, {"now": now})
        return [UserTaskId(row.id) for row in rows]


def watch_deadline_of(uow: UnitOfWork, task_id: UserTaskId) -> int:
    """How many consequences there were. Idempotent: what another worker did meanwhile, and a task that is not open any
    more, is left alone. Raises NotFound."""
    loaded = load_task(uow, task_id, lock=True)
    row = loaded.task
    if row["state"] != TaskState.CREATED or row["watch"] is None or row["watch"] > uow.now:
        return 0
    case = uow.open_case(loaded.instance)
    label = open_label(row, case.keys.get(Zone.MEDIATION))
    due = due_now(row, uow.now)
    facts: dict[str, Any] = {
        "instance_id": case.id,
        "zone": loaded.zone,
        "task_id": task_id,
        "element_id": label["element"],
        "name": label["name"],
        "due": f"{row['due'].astimezone(BERLIN):%d.%m.%Y}",
    }
    for consequence in due.consequences:
        if consequence.group:
            uow.record(UserTaskEscalated(**facts, receiver=consequence.word))
        else:
            uow.record(DeadlineReminded(**facts))
    uow.write(update(TASK).where(TASK.c.id == task_id, TASK.c.municipality == case.municipality).values(**due.values))
    uow.commit()
    return len(due.consequences)


def next_watch(uow: UnitOfWork, instance: str) -> datetime | None:
    """When the next deadline of a case has a consequence (UTC); None when none has."""
    query = (
        select(TASK.c.watch)
        .where(TASK.c.instance == instance, text("user_task.state = 0"), TASK.c.watch.is_not(None))
        .order_by(TASK.c.watch)
        .limit(1)
    )
    if not uow.actor.unrestricted:
        query = query.where(TASK.c.municipality == uow.actor.municipality)
    return uow.connection.execute(query).scalar()


def _postpone(platform: Platform, task_id: UserTaskId) -> None:
    """A case that does not open must not keep the clock from all others."""
    with platform.database.commanding() as connection:
        now = platform.clock.now()
        connection.execution_options(unscoped="the clock").execute(
            update(TASK).where(TASK.c.id == task_id, TASK.c.watch <= now).values(watch=now + LATER)
        )
        connection.commit()
