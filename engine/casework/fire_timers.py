"""Wake up what is due: one look costs one statement however many wait; each case is woken by a command of its own."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from engine import runtime
from engine.casework.advancing import apply_advance, record_fired_timers, unless_locked
from engine.casework.loading import facts, load_case_row
from engine.casework.raise_incident import raise_incident
from engine.store.base import FOREVER, Base
from engine.store.models import Timer
from engine.terms import Actor
from engine.unit_of_work import Case, Platform, UnitOfWork

TIMER: Table = Base.metadata.tables[Timer.__tablename__]
BATCH = 25
LATER = timedelta(minutes=15)
"""When a case whose timers could not even be tried is looked at again."""
log = logging.getLogger("schlichtwerk.timers")
LOOK = select(TIMER.c.instance).where(TIMER.c.due <= bindparam("now")).order_by(TIMER.c.due).limit(BATCH)


def fire_timers(platform: Platform) -> int:
    """Fires what is due now, at most one batch; the number of cases that were woken."""
    instances = due_instances(platform, platform.clock.now())
    for instance in instances:
        try:
            with platform.command(Actor.system()) as uow:
                fire_timers_of(uow, instance)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.error("the timers of case %s wait: %s", instance, type(error).__name__)
            _postpone(platform, instance)
    return len(instances)


def _postpone(platform: Platform, instance: str) -> None:
    """A case that does not open must not keep the clock from all others: it is tried again later."""
    now = platform.clock.now()
    with platform.database.commanding() as connection:
        connection.execution_options(unscoped="the clock").execute(
            update(TIMER).where(TIMER.c.instance == instance, TIMER.c.due <= now).values(due=now + LATER)
        )
        connection.commit()


def due_instances(platform: Platform, now: datetime) -> list[str]:
    """Cases with a due timer, most overdue first. Scoped to no tenant: the clock belongs to all."""
    with platform.database.reading() as connection:
        rows = connection.execution_options(unscoped="the clock").execute(LOOK, {"now": now})
        return list(dict.fromkeys(row.instance for row in rows))


def _forget_due(uow: UnitOfWork, case: Case) -> None:
    uow.write(
        delete(TIMER).where(
            TIMER.c.instance == case.id, TIMER.c.municipality == case.municipality, TIMER.c.due <= uow.now
        )
    )


def next_timer(uow: UnitOfWork, instance: str) -> datetime | None:
    """When the next timer of a case is due (UTC), None when it waits for none."""
    query = select(TIMER.c.due).where(TIMER.c.instance == instance).order_by(TIMER.c.due).limit(1)
    if not uow.actor.unrestricted:
        query = query.where(TIMER.c.municipality == uow.actor.municipality)
    return uow.connection.execute(query).scalar()


def rearm(uow: UnitOfWork, case: Case) -> None:
    """Timers that a Störung had silenced are due again: what was put aside must not make them miss their moment."""
    for timer in runtime.timer_rows(uow.definition(case.row["definition"]), case.state):
        if timer.due <= uow.now:
            uow.write(
                update(TIMER)
                .where(TIMER.c.task == timer.task_id, TIMER.c.municipality == case.municipality)
                .values(due=timer.due)
            )


def fire_timers_of(uow: UnitOfWork, instance: str) -> bool:
    """Idempotent: a case whose timers were fired meanwhile is left alone. False on an incident."""
    row = load_case_row(uow, instance=instance, lock=True)
    case = uow.open_case(row)
    definition = uow.definition(row["definition"])
    advance = unless_locked(case, runtime.fire_due(definition, case.state, case=facts(case, uow), now=uow.now))
    if not advance.timers_gone and advance.incident is None:
        _forget_due(uow, case)  # rows that the case knows nothing of would be found due for ever
        uow.commit()
        return True
    if advance.incident is not None:
        uow.write(
            update(TIMER)
            .where(TIMER.c.instance == instance, TIMER.c.municipality == case.municipality, TIMER.c.due <= uow.now)
            .values(due=FOREVER)
        )
        raise_incident(uow, case, definition, advance.incident, task=None, doing={"command": "timers"})
        uow.commit()
        return False
    record_fired_timers(uow, case, definition, advance)
    apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    uow.commit()
    return True
