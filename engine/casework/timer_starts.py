"""Cases that begin by the clock: planned when a path is published, begun when due, the next one set in the same
transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from engine import runtime
from engine.bpmn import Definition
from engine.bpmn.model import Element
from engine.casework.loading import newest_deployment
from engine.casework.start_case import StartCase, begin_by_clock
from engine.errors import EngineError, InvalidInput, NotFound
from engine.runtime.faults import Fault
from engine.sentences import say
from engine.store.base import Base
from engine.store.timer_start import TimerStart
from engine.terms import Actor, Finding, Severity, TenantId
from engine.unit_of_work import Platform, UnitOfWork

START: Table = Base.metadata.tables[TimerStart.__tablename__]
BATCH = 25
LATER = timedelta(hours=1)
"""When a case that could not begin is tried again."""
LOOK = (
    select(START.c.municipality, START.c.process, START.c.element)
    .where(START.c.due <= bindparam("now"))
    .order_by(START.c.due)
    .limit(BATCH)
)
log = logging.getLogger("schlichtwerk.timers")


def plan_timer_starts(uow: UnitOfWork, tenant: TenantId, definition: Definition) -> None:
    """The rows of a newly published path. A rule that stays the same keeps its moment. Raises InvalidInput for
    an expression that gives no time; the check has seen the literals."""
    query = select(START).where(START.c.municipality == tenant)
    known = {(row["process"], row["element"]): row for row in uow.connection.execute(query).mappings()}
    rows = []
    for event in runtime.timer_starts(definition):
        before = known.get((event.process_id, event.id))
        rule = event.timer.expression if event.timer is not None else ""
        if before is not None and before["rule"] == rule:
            rows.append(dict(before))
            continue
        found = _first(definition, event, uow.now)
        if found is not None:
            rows.append(_row(tenant, event.process_id, event.id, rule, found))
    end_timer_starts(uow, tenant)
    if rows:
        uow.connection.execute(insert(START), rows)


def end_timer_starts(uow: UnitOfWork, tenant: TenantId) -> None:
    """Nothing begins by the clock any more."""
    uow.connection.execute(delete(START).where(START.c.municipality == tenant))


def _first(definition: Definition, event: Element, now: datetime) -> runtime.Beginning | None:
    try:
        return runtime.first_beginning(definition, event, now)
    except Fault as fault:
        file = definition.processes[event.process_id].file
        place = (file, event.line, event.id, event.name or None)
        finding = Finding("timer.value", fault.message, Severity.ERROR, *place, "Eine feste Zeit eintragen.")
        raise InvalidInput(
            "process.refused", say("„{file}“ wurde nicht veröffentlicht.", file=file), findings=(finding,)
        ) from fault


def _row(tenant: str, process: str, element: str, rule: str, found: runtime.Beginning) -> dict[str, Any]:
    return {
        "municipality": tenant,
        "process": process,
        "element": element,
        "due": found.due,
        "remaining": found.remaining,
        "rule": rule,
    }


def fire_timer_starts(platform: Platform) -> int:
    """Begins what is due now, at most one batch; the number of start events looked at."""
    now = platform.clock.now()
    with platform.database.reading() as connection:
        found = connection.execution_options(unscoped="the clock").execute(LOOK, {"now": now})
        due = [dict(row) for row in found.mappings()]
    for row in due:
        try:
            with platform.command(Actor.system()) as uow:
                _begin(uow, row)
        except SQLAlchemyError:
            raise
        except Exception as error:
            why = error.code if isinstance(error, EngineError) else type(error).__name__
            log.error("no case began by the clock in %s at %s: %s", row["municipality"], row["element"], why)
            _postpone(platform, row, now)
    return len(due)


def _begin(uow: UnitOfWork, wanted: Mapping[str, Any]) -> None:
    """Idempotent: what another worker has begun meanwhile is left alone."""
    query = select(START).where(*_place(wanted)).with_for_update()
    row = next((dict(found) for found in uow.connection.execute(query).mappings()), None)
    if row is None or row["due"] > uow.now:
        return
    tenant = TenantId(row["municipality"])
    try:
        definition = uow.definition(newest_deployment(uow, tenant).definition)
        event = definition.element(row["process"], row["element"])
    except (NotFound, KeyError):
        uow.connection.execute(delete(START).where(*_place(row)))
        uow.connection.commit()
        return
    last = runtime.Beginning(row["due"], row["remaining"])
    following = runtime.next_beginning(definition, event, last, uow.now)
    if following is None:
        uow.connection.execute(delete(START).where(*_place(row)))
    else:
        values = {"due": following.due, "remaining": following.remaining}
        uow.connection.execute(update(START).where(*_place(row)).values(**values))
    begin_by_clock(uow, StartCase(tenant, row["process"], row["element"]))


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        START.c.municipality == row["municipality"],
        START.c.process == row["process"],
        START.c.element == row["element"],
    )


def _postpone(platform: Platform, row: Mapping[str, Any], now: datetime) -> None:
    """What cannot begin must not keep the clock busy."""
    with platform.database.commanding() as connection:
        connection.execution_options(unscoped="the clock").execute(
            update(START).where(*_place(row), START.c.due <= now).values(due=now + LATER)
        )
        connection.commit()
