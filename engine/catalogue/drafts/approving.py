"""Four eyes: another designer looks at exactly this revision of a draft, and says yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select

from engine.casework.history import actor_names
from engine.catalogue.drafts.ending import note
from engine.catalogue.drafts.rows import DraftId, open_row
from engine.catalogue.drafts.saving import overtaken
from engine.errors import InvalidState
from engine.events import DraftApproved
from engine.sentences import say
from engine.store.base import Base
from engine.store.studio import StudioApproval
from engine.unit_of_work import UnitOfWork

APPROVAL: Table = Base.metadata.tables[StudioApproval.__tablename__]


@dataclass(frozen=True, slots=True)
class Approval:
    by: str
    at: datetime


def approve_draft(uow: UnitOfWork, number: DraftId, revision: int) -> None:
    """Raises Changed, NotFound, NotPermitted, InvalidState for whoever changed the draft last."""
    row = open_row(uow, number)
    if row["revision"] != revision:
        raise overtaken(uow, row, say("Den Entwurf"))
    if not may_approve(uow, row):
        raise InvalidState(
            "draft.own",
            say("Diesen Stand haben Sie selbst hergestellt. Freigeben muss ihn jemand anderes: vier Augen sehen mehr."),
        )
    if any(each == uow.actor.audit_id for each, _ in _given(uow, row)):
        return
    uow.connection.execute(
        insert(APPROVAL).values(
            municipality=row["municipality"],
            draft=number,
            revision=revision,
            account=uow.actor.audit_id,
            given_at=uow.now,
        )
    )
    note(uow, row, DraftApproved(draft=number, revision=revision))
    uow.commit()


def may_approve(uow: UnitOfWork, row: Mapping[str, Any]) -> bool:
    return bool(row["changed_by"] != uow.actor.audit_id)


def approvals(uow: UnitOfWork, row: Mapping[str, Any]) -> tuple[Approval, ...]:
    """Of the revision that stands now."""
    given = _given(uow, row)
    names = actor_names(uow, [account for account, _ in given])
    return tuple(Approval(names[account], at) for account, at in given)


def _given(uow: UnitOfWork, row: Mapping[str, Any]) -> list[tuple[str, datetime]]:
    a = APPROVAL.c
    query = select(a.account, a.given_at).where(
        a.municipality == row["municipality"], a.draft == row["id"], a.revision == row["revision"]
    )
    return [(found.account, found.given_at) for found in uow.connection.execute(query.order_by(a.given_at))]
