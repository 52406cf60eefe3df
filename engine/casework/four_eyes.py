"""Vier-Augen-Prinzip: a task that names another one may not be completed by whoever completed that one last."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from engine.bpmn import Element
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import UserTask
from engine.terms import TaskState
from engine.unit_of_work import Case, UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
PROPERTY = "vier_augen"


def why_not_second(uow: UnitOfWork, case: Case, element: Element) -> str:
    """Empty when the actor may be the second person here, else the German reason."""
    first = element.properties.get(PROPERTY)
    if first is None or uow.actor.account_id is None:
        return ""
    names = [first, uow.token(case.municipality, case.id, first)]
    query: Any = (
        select(TASK.c.closed_by)
        .where(
            TASK.c.municipality == case.municipality,
            TASK.c.instance == case.id,
            TASK.c.element.in_(names),
            TASK.c.state == TaskState.COMPLETED.value,
        )
        .order_by(TASK.c.closed_at.desc())
        .limit(1)
    )
    if uow.connection.execute(query).scalar() != uow.actor.audit_id:
        return ""
    return say(
        "Vier-Augen-Prinzip: Den Schritt davor haben Sie selbst abgeschlossen. "
        "Bitte lassen Sie eine zweite Person prüfen."
    )
