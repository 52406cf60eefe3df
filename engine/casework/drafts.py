"""Unfinished forms: kept for the one person who typed them, sealed under the zone of the task, gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgpack
from sqlalchemy import Table, delete, insert, select

from engine import runtime
from engine.casework.claim_task import open_task
from engine.casework.loading import TASK
from engine.errors import InvalidInput, NotPermitted
from engine.sentences import say
from engine.store.base import Base
from engine.store.desk import Draft
from engine.store.sealing import NotOpened, associated, seal, unseal
from engine.terms import UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

DRAFT: Table = Base.metadata.tables[Draft.__tablename__]
LARGEST = 500_000
"""Characters of all fields together."""

Fields = Sequence[tuple[str, str]]
"""Name and value of each field as the browser sends them, in its order; nothing is checked yet."""


@dataclass(frozen=True, slots=True)
class DraftView:
    fields: tuple[tuple[str, str], ...]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SaveDraft:
    task_id: UserTaskId
    fields: Fields


def save_draft(uow: UnitOfWork, command: SaveDraft) -> datetime:
    """When it was kept. Raises NotFound, NotPermitted, InvalidState (not open any more), InvalidInput (too large)."""
    loaded, case, _, reason = open_task(uow, command.task_id)
    account = uow.actor.account_id
    if reason or account is None:
        raise NotPermitted("draft.save", reason or "Nur ein Benutzerkonto hat Entwürfe.")
    if sum(len(name) + len(value) for name, value in command.fields) > LARGEST:
        raise InvalidInput("draft.size", say("Der Entwurf ist zu groß. Kürzen Sie bitte die langen Texte."))
    key = case.keys.get(_zone(uow, case, command.task_id))
    if key is None:
        raise NotPermitted("draft.save", say("Die Angaben dieser Schutzzone sind gelöscht."))
    content = msgpack.packb([list(field) for field in command.fields])
    _drop_done(uow, account)
    drop_draft(uow, command.task_id)
    row = {
        "task": command.task_id,
        "account": account,
        "municipality": loaded.task["municipality"],
        "saved_at": uow.now,
        "sealed": seal(key, content, _associated(command.task_id, account)),
    }
    uow.write(insert(DRAFT).values(row))
    uow.commit()
    return uow.now


def discard_draft(uow: UnitOfWork, task_id: UserTaskId) -> None:
    """One's own. Raises NotFound, InvalidState."""
    open_task(uow, task_id)
    drop_draft(uow, task_id)
    uow.commit()


def drop_draft(uow: UnitOfWork, task_id: UserTaskId) -> None:
    """The actor's draft of a task goes with the commit."""
    uow.write(
        delete(DRAFT).where(
            DRAFT.c.task == task_id,
            DRAFT.c.account == uow.actor.account_id,
            DRAFT.c.municipality == uow.actor.municipality,
        )
    )


def draft_of(uow: UnitOfWork, case: Case, task_id: UserTaskId, zone: Zone) -> DraftView | None:
    """The actor's own draft of a task, None without one or without its key."""
    account, key = uow.actor.account_id, case.keys.get(zone)
    if account is None or key is None:
        return None
    row = uow.connection.execute(
        select(DRAFT.c.sealed, DRAFT.c.saved_at).where(
            DRAFT.c.task == task_id, DRAFT.c.account == account, DRAFT.c.municipality == case.municipality
        )
    ).first()
    if row is None:
        return None
    try:
        fields = msgpack.unpackb(unseal(key, row.sealed, _associated(task_id, account)))
    except NotOpened:
        return None
    return DraftView(tuple((name, value) for name, value in fields), row.saved_at)


def _zone(uow: UnitOfWork, case: Case, task_id: UserTaskId) -> Zone:
    return runtime.task_context(uow.definition(case.row["definition"]), case.state, task_id).element.zone


def _associated(task_id: str, account: int) -> bytes:
    return associated("draft", f"{task_id}.{account}")


def _drop_done(uow: UnitOfWork, account: int) -> None:
    """Drafts whose task somebody else completed, or that fell away."""
    done = select(TASK.c.id).where(
        TASK.c.id == DRAFT.c.task, TASK.c.municipality == DRAFT.c.municipality, TASK.c.state != 0
    )
    uow.write(
        delete(DRAFT).where(DRAFT.c.account == account, DRAFT.c.municipality == uow.actor.municipality, done.exists())
    )
