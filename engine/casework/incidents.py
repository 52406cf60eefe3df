"""Störungen: what failed, tried again or put aside. The case itself was kept as it was before the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, func, select, update

from engine.casework.complete_task import CompleteTask, complete_task
from engine.casework.deliver_message import NOTES
from engine.casework.deliver_signal import hear_signal
from engine.casework.deliveries import put_aside, requeue
from engine.casework.fire_timers import fire_timers_of, rearm
from engine.casework.loading import INSTANCE, load_case_row
from engine.casework.send_message import SendMessage, send_message
from engine.casework.visibility import coordinates, insist_on
from engine.errors import IncidentRaised, InvalidState, NotFound
from engine.events import IncidentResolved
from engine.feel import codec
from engine.sentences import say
from engine.store.base import Base
from engine.store.keys import STRUCTURE
from engine.store.models import IncidentRow
from engine.store.sealing import associated, unseal
from engine.terms import Actor, InstanceId, InstanceState, Role, UserTaskId, Zone
from engine.unit_of_work import Platform, UnitOfWork

INCIDENT: Table = Base.metadata.tables[IncidentRow.__tablename__]
ASIDE = "beiseitegelegt"
VEILED = "Ein geschützter Schritt ist gescheitert."
"""The fault may name the step: only those who know of a mediation read it (§ 4 MediationsG)."""


class Doing(StrEnum):
    """What was being done when it failed, and so what trying again and putting aside mean."""

    COMPLETE = "complete"
    MESSAGE = "message"
    SIGNAL = "signal"
    SENDING = "outbox"
    JOB = "job"
    """A sending that its case waits for."""
    TIMER = "timers"


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """`message` is the German sentence of the fault; it may name elements, never values. `stops`: the case stands
    still until somebody has looked."""

    id: int
    aktenzeichen: str
    municipality: str
    code: str
    element: str
    message: str
    occurred_at: datetime
    doing: Doing
    stops: bool


def incident_list(uow: UnitOfWork) -> tuple[IncidentLine, ...]:
    """Open ones, newest first."""
    _insist(uow)
    query = (
        select(*INCIDENT.c, INSTANCE.c.aktenzeichen)
        .join_from(INCIDENT, INSTANCE, INSTANCE.c.id == INCIDENT.c.instance)
        .where(INCIDENT.c.resolved_at.is_(None))
        .order_by(INCIDENT.c.id.desc())
        .limit(500)
    )
    if not uow.actor.unrestricted:
        query = query.where(INCIDENT.c.municipality == uow.actor.municipality)
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    keys = uow.keys.keys_of_all({row["instance"] for row in rows}, [STRUCTURE])
    lines = []
    for row in rows:
        key = keys.get(row["instance"], {}).get(STRUCTURE)
        doing = _doing(row, key) if key else {}
        veiled = doing.get("zone") == Zone.MEDIATION.value and not coordinates(uow.actor)
        lines.append(
            IncidentLine(
                row["id"],
                row["aktenzeichen"],
                row["municipality"],
                row["code"],
                row["element"],
                VEILED if veiled else doing.get("message", ""),
                row["occurred_at"],
                _what(row, doing),
                row["code"] not in NOTES,
            )
        )
    return tuple(lines)


def _what(row: Mapping[str, Any], doing: Mapping[str, Any]) -> Doing:
    command = doing.get("command")
    if command == Doing.SENDING:
        return Doing.SENDING if row["task"] is None else Doing.JOB
    return Doing(command) if command in set(Doing) else Doing.TIMER


def retry_incident(platform: Platform, actor: Actor, number: int) -> None:
    """Does again what failed, with what had been entered. Raises IncidentRaised when it fails again."""
    with platform.query(actor) as uow:
        row, doing = _load(uow, number)
    with platform.command(Actor.operator()) as uow:
        uow.actor = Actor(actor.audit_id, actor.account_id, unrestricted=True)
        failed = _again(uow, row, doing)
    if failed:
        _resolve(platform, actor, number, "erneut gescheitert")
        raise IncidentRaised("incident.again", say("Es ist erneut gescheitert: {failed}", failed=failed))
    _resolve(platform, actor, number, "wiederholt")


def resolve_incident(platform: Platform, actor: Actor, number: int) -> None:
    """Puts an incident aside. What the case cannot do without, a timer or a sending, is due again."""
    with platform.query(actor) as uow:
        _load(uow, number)
    _resolve(platform, actor, number, ASIDE)


def _again(uow: UnitOfWork, row: Mapping[str, Any], doing: Mapping[str, Any]) -> str | None:
    if doing["command"] == "complete":
        return complete_task(uow, CompleteTask(UserTaskId(doing["task"]), doing["variables"])).incident
    if doing["command"] == "message":
        return send_message(
            uow, SendMessage(row["instance"], doing["message"], doing.get("key"), doing["variables"])
        ).incident
    if doing["command"] == "signal":
        return hear_signal(uow, row["instance"], doing["signal"], doing["variables"])
    if doing["command"] == "outbox":
        requeue(uow, int(doing["sending"]), row["municipality"])
        uow.commit()
        return None
    return None if fire_timers_of(uow, row["instance"]) else "Frist"


def _resolve(platform: Platform, actor: Actor, number: int, how: str) -> None:
    with platform.command(actor) as uow:
        row, doing = _load(uow, number)
        case = uow.open_case(load_case_row(uow, instance=row["instance"], lock=True))
        _load(uow, number)  # again: whoever held the case may have resolved it
        uow.write(
            update(INCIDENT)
            .where(INCIDENT.c.id == number, INCIDENT.c.municipality == case.municipality)
            .values(resolved_at=uow.now)
        )
        others = uow.connection.execute(
            select(func.count())
            .select_from(INCIDENT)
            .where(
                INCIDENT.c.municipality == case.municipality,
                INCIDENT.c.instance == case.id,
                INCIDENT.c.resolved_at.is_(None),
                INCIDENT.c.id != number,
                INCIDENT.c.code.not_in(NOTES),
            )
        ).scalar_one()
        if how == ASIDE and doing.get("command") == "outbox":
            put_aside(uow, int(doing["sending"]), case.municipality)
        if not others and case.row["state"] == InstanceState.INCIDENT:
            case.changes["state"] = InstanceState.ACTIVE.value
            rearm(uow, case)
        uow.record(IncidentResolved(instance_id=case.id, number=number, how=how))
        uow.commit()


def _load(uow: UnitOfWork, number: int) -> tuple[Mapping[str, Any], dict[str, Any]]:
    _insist(uow)
    query = select(*INCIDENT.c).where(INCIDENT.c.id == number)
    if not uow.actor.unrestricted:
        query = query.where(INCIDENT.c.municipality == uow.actor.municipality)
    found = uow.connection.execute(query).mappings().first()
    if found is None:
        raise NotFound("incident.unknown", say("Die Störung {number} ist nicht bekannt.", number=number))
    row = dict(found)
    if row["resolved_at"] is not None:
        raise InvalidState(
            "incident.resolved", say("Die Störung {number} ist schon erledigt.", number=number), expected="open"
        )
    key = uow.keys.keys_of(InstanceId(row["instance"])).get(STRUCTURE)
    return row, _doing(row, key) if key else {}


def _doing(row: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    opened = codec.decode(unseal(key, row["sealed"], associated("incident", row["instance"])))
    return dict(opened) if isinstance(opened, dict) else {}


def _insist(uow: UnitOfWork) -> None:
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Störungen bearbeitet die Verwaltung."))
