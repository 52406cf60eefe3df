"""Discard a case that was begun by mistake, before anybody has done anything in it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Table, delete, select

from engine import runtime
from engine.casework.advancing import apply_advance
from engine.casework.drafts import DRAFT
from engine.casework.flow_counts import uncount_flows
from engine.casework.loading import facts, load_case_row
from engine.casework.visibility import coordinates, see_case
from engine.errors import IncidentRaised, InvalidState, NotPermitted
from engine.events import CaseDiscarded, CaseStarted, UserTaskCompleted
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import AuditEntry
from engine.terms import Actor, Aktenzeichen, InstanceState
from engine.unit_of_work import Case, UnitOfWork

ENTRY: Table = Base.metadata.tables[AuditEntry.__tablename__]


def discard_case(uow: UnitOfWork, aktenzeichen: Aktenzeichen) -> None:
    """Its tasks, deadlines and drafts go; number and trail stay. Raises NotFound, NotPermitted,
    InvalidState, IncidentRaised."""
    row = load_case_row(uow, aktenzeichen=aktenzeichen, lock=True)
    see_case(uow, row["id"])
    case = uow.open_case(row)
    if reason := why_not_discard(uow, case):
        raise reason
    definition = uow.definition(case.row["definition"])
    advance = runtime.discard(definition, case.state, case=facts(case, uow), now=uow.now)
    if advance.incident is not None:
        raise IncidentRaised(advance.incident.code, advance.incident.message)
    uncount_flows(uow, case, definition)
    gone = [closed.task_id for closed in advance.closed]
    uow.write(delete(DRAFT).where(DRAFT.c.task.in_(gone), DRAFT.c.municipality == case.municipality))
    uow.record(CaseDiscarded(instance_id=case.id))
    apply_advance(uow, case, definition, replace(advance, finished=False), by=uow.actor.audit_id)
    case.changes |= {"state": InstanceState.DISCARDED.value, "ended_at": uow.now}
    uow.commit()


def why_not_discard(uow: UnitOfWork, case: Case) -> InvalidState | NotPermitted | None:
    """None when the actor may discard this case now."""
    if not coordinates(uow.actor):
        return NotPermitted("case.discard", say("Verwerfen darf einen Vorgang die Koordination."))
    if case.row["state"] == InstanceState.INCIDENT:
        return InvalidState(
            "case.discard",
            say(
                "In diesem Vorgang ist eine Störung aufgetreten. Verwerfen lässt er sich, sobald die Verwaltung sie "
                "behoben hat."
            ),
            expected="active",
            found="incident",
        )
    if case.row["state"] != InstanceState.ACTIVE:
        return InvalidState(
            "case.discard", say("Dieser Vorgang ist nicht mehr offen."), expected="active", found=case.row["state"]
        )
    if _began_by_itself(uow, case):
        return InvalidState(
            "case.discard",
            say(
                "Diesen Vorgang hat niemand von Hand angelegt, er hat von selbst begonnen. Führen Sie ihn auf seinem "
                "Weg zu Ende; verwerfen lässt sich nur, was irrtümlich angelegt ist."
            ),
            expected="by hand",
            found="by itself",
        )
    done = select(ENTRY.c.id).where(
        ENTRY.c.municipality == case.municipality,
        ENTRY.c.instance == case.id,
        ENTRY.c.kind == UserTaskCompleted.kind,
    )
    if uow.connection.execute(done.limit(1)).first() is None:
        return None
    return InvalidState(
        "case.discard",
        say(
            "In diesem Vorgang ist schon eine Aufgabe erledigt. Führen Sie ihn auf seinem Weg zu Ende; verwerfen lässt "
            "sich nur, was irrtümlich angelegt ist."
        ),
        expected="untouched",
        found="begun",
    )


def _began_by_itself(uow: UnitOfWork, case: Case) -> bool:
    """Whether the clock or a message began it: nobody's slip of the hand, and others count on it."""
    begun = select(ENTRY.c.actor_id).where(
        ENTRY.c.municipality == case.municipality,
        ENTRY.c.instance == case.id,
        ENTRY.c.kind == CaseStarted.kind,
    )
    return uow.connection.execute(begun).scalar() == Actor.system().audit_id
