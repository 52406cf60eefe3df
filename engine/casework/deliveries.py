"""Sendings are taken, done with, tried again later, or given up. Each step is one transaction.

Whoever takes a sending has LEASE to be done: it is due again after that, so that one whose taker died is sent again,
with the same key (at least once). It is done with when its row goes, in the transaction that lets the case go on: a
second taker who comes late finds nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from engine import runtime
from engine.bpmn import Definition
from engine.casework.advancing import apply_advance, unless_locked
from engine.casework.loading import facts, load_case_row
from engine.casework.outbox import OUTBOX, OUTSIDE, Sending, close_answer, open_sending
from engine.casework.raise_incident import raise_incident
from engine.errors import InvalidState
from engine.events import CaseEvent, DeliveryFailed, MessageUndelivered, Sent
from engine.runtime import Advance, Incident
from engine.store.base import FOREVER
from engine.terms import InstanceId, Variables
from engine.unit_of_work import Case, Platform, UnitOfWork

BATCH = 25
LEASE = timedelta(minutes=5)
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long after each failure it is tried again; after the last it is given up."""
LAST = len(PAUSES) + 1
HOUSE = "the outbox is worked off for the whole house"
LOOK = select(OUTBOX.c.id).where(OUTBOX.c.due <= bindparam("now")).order_by(OUTBOX.c.due, OUTBOX.c.id).limit(BATCH)
TAKE = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("of_id"), OUTBOX.c.due <= bindparam("now"))
    .values(due=bindparam("until"), attempts=OUTBOX.c.attempts + 1)
    .returning(*OUTBOX.c)
)


@dataclass(frozen=True, slots=True)
class Failure:
    """`sentence`: German, for the administration; it names no addresses and no content. `final`: trying again is of
    no use."""

    code: str
    sentence: str
    final: bool = False


def due_sendings(platform: Platform) -> list[int]:
    """Rows that may be taken now, the longest due first. One statement however many wait."""
    with platform.database.reading() as connection:
        rows = connection.execution_options(unscoped=HOUSE).execute(LOOK, {"now": platform.clock.now()})
        return [row.id for row in rows]


def take(uow: UnitOfWork, number: int) -> Sending | None:
    """None when another was quicker, or when its case has been erased."""
    values = {"of_id": number, "now": uow.now, "until": uow.now + LEASE}
    row = uow.connection.execute(TAKE.execution_options(unscoped=HOUSE), values).mappings().first()
    if row is None:
        return None
    sending = _opened(uow, dict(row))
    if sending is None:
        o = OUTBOX.c
        uow.connection.execute(delete(OUTBOX).where(o.id == number, o.municipality == row["municipality"]))
    uow.commit()
    return sending


def _opened(uow: UnitOfWork, row: Mapping[str, Any]) -> Sending | None:
    instance = row["instance"]
    keys = uow.keys.house if instance is None else uow.keys.keys_of(InstanceId(instance))
    try:
        return open_sending(row, keys)
    except KeyError:
        return None


def done_with(uow: UnitOfWork, sending: Sending) -> bool:
    """Removes the row; False when another was quicker: then nothing may be changed."""
    return uow.connection.execute(delete(OUTBOX).where(*_this(sending))).rowcount == 1


def _this(sending: Sending) -> tuple[Any, ...]:
    o = OUTBOX.c
    return o.id == sending.id, o.municipality == sending.municipality, o.attempts == sending.attempts


# ------------------------------------------------------------------ what came of it
def finish_job(uow: UnitOfWork, sending: Sending, answer: Variables) -> None:
    """What a service task sent is out: the case goes on. A fault behind it is a Störung of the case; tried again, it
    is not sent again."""
    case, definition = _case_of(uow, sending)
    element = definition.element(*sending.letter.place)
    advance = _resumed(uow, case, definition, sending, answer if element.outputs else {})
    if advance is not None and advance.incident is not None:
        _park(uow, case, definition, sending, advance.incident, answer=answer)
    elif done_with(uow, sending):
        if advance is not None:
            uow.record(Sent(instance_id=case.id, zone=element.zone, element_id=element.id, name=element.label))
            apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
        uow.commit()


def put_off(uow: UnitOfWork, sending: Sending, failure: Failure) -> None:
    """Tried again after a pause that grows, then given up: at once when it is of no use."""
    if not failure.final and sending.attempts < LAST:
        due = uow.now + PAUSES[sending.attempts - 1]
        uow.connection.execute(update(OUTBOX).where(*_this(sending)).values(due=due))
        uow.commit()
    elif sending.instance is None:
        done_with(uow, sending)
        uow.commit()
    elif sending.letter.kind in OUTSIDE:
        _give_up_job(uow, sending, failure)
    else:
        case, definition = _case_of(uow, sending)
        event = MessageUndelivered(instance_id=case.id, zone=sending.letter.zone, name=sending.letter.name)
        incident = Incident(failure.code, sending.letter.place[1], failure.sentence)
        _park(uow, case, definition, sending, incident, event, stops=False)


def _give_up_job(uow: UnitOfWork, sending: Sending, failure: Failure) -> None:
    """An error event around the task may stand for this; else it is a Störung."""
    case, definition = _case_of(uow, sending)
    element = definition.element(*sending.letter.place)
    advance = _resumed(uow, case, definition, sending, {}, error=failure.code)
    if advance is None:
        done_with(uow, sending)
        uow.commit()
    elif advance.incident is None:
        if done_with(uow, sending):
            uow.record(
                DeliveryFailed(instance_id=case.id, zone=element.zone, element_id=element.id, name=element.label)
            )
            apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
            uow.commit()
    else:
        own = Incident(failure.code, element.id, failure.sentence)
        _park(uow, case, definition, sending, own if advance.incident.code == "error.uncaught" else advance.incident)


def _park(
    uow: UnitOfWork,
    case: Case,
    definition: Definition,
    sending: Sending,
    incident: Incident,
    *events: CaseEvent,
    answer: Variables | None = None,
    stops: bool = True,
) -> None:
    """The row waits until a person has looked at the Störung. Not `stops`: the case itself goes on meanwhile."""
    kept = sending.answer if answer is None else answer
    closed = None if kept is None else close_answer(case.keys, sending, kept)
    parked = update(OUTBOX).where(*_this(sending)).values(due=FOREVER, answer=closed)
    if uow.connection.execute(parked).rowcount != 1:
        return
    for event in events:
        uow.record(event)
    raise_incident(
        uow,
        case,
        definition,
        incident,
        task=sending.letter.task,
        doing={"command": "outbox", "sending": sending.id},
        stops=stops,
    )
    uow.commit()


def _case_of(uow: UnitOfWork, sending: Sending) -> tuple[Case, Definition]:
    row = load_case_row(uow, instance=sending.instance, lock=True)
    return uow.open_case(row), uow.definition(row["definition"])


def _resumed(
    uow: UnitOfWork,
    case: Case,
    definition: Definition,
    sending: Sending,
    result: Variables,
    error: str | None = None,
) -> Advance | None:
    """None when the case does not wait for it any more."""
    try:
        advance = runtime.finish_job(
            definition, case.state, sending.letter.task or "", result, error=error, case=facts(case, uow), now=uow.now
        )
    except InvalidState as gone:
        if gone.code != "job.finish":
            raise
        return None
    return unless_locked(case, advance)


# ------------------------------------------------------------------ after a Störung
def requeue(uow: UnitOfWork, number: int, municipality: str) -> None:
    """Tried again from the beginning; nothing when it is not wanted any more."""
    this = OUTBOX.c.id == number, OUTBOX.c.municipality == municipality
    uow.write(update(OUTBOX).where(*this).values(due=uow.now, attempts=0))


def put_aside(uow: UnitOfWork, number: int, municipality: str) -> None:
    """A message for nobody is forgotten. A service task's case waits for it: it is tried again."""
    this = OUTBOX.c.id == number, OUTBOX.c.municipality == municipality
    uow.write(delete(OUTBOX).where(*this, OUTBOX.c.task.is_(None)))
    requeue(uow, number, municipality)
