"""Sendings that have failed at least once and are still tried again: for the administration, without their content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.casework.deliveries import LAST
from engine.casework.loading import INSTANCE
from engine.casework.outbox import OUTBOX
from engine.casework.visibility import insist_on
from engine.sentences import say
from engine.store.base import FOREVER
from engine.terms import Role
from engine.unit_of_work import UnitOfWork

MOST = 200


@dataclass(frozen=True, slots=True)
class DelayedSending:
    """`aktenzeichen`: None for a signal sent by hand. After `most` attempts it becomes a Störung."""

    aktenzeichen: str | None
    since: datetime
    attempts: int
    most: int
    next_at: datetime


def delayed_sendings(uow: UnitOfWork) -> tuple[DelayedSending, ...]:
    """Those of the own municipality, the longest waiting first. Raises NotPermitted."""
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Störungen bearbeitet die Verwaltung."))
    o = OUTBOX.c
    query = (
        select(o.created_at, o.attempts, o.due, INSTANCE.c.aktenzeichen)
        .join_from(OUTBOX, INSTANCE, INSTANCE.c.id == o.instance, isouter=True)
        .where(o.attempts > 0, o.due < FOREVER)
        .order_by(o.created_at, o.id)
        .limit(MOST)
    )
    if uow.actor.unrestricted:
        query = query.execution_options(unscoped="the command line acts for the whole house")
    else:
        query = query.where(o.municipality == uow.actor.municipality)
    return tuple(
        DelayedSending(row.aktenzeichen, row.created_at, row.attempts, LAST, row.due)
        for row in uow.connection.execute(query)
    )
