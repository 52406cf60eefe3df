"""Logging out ends a session for good: a copy of its cookie opens nothing any more."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import Table, delete, insert

from engine.store.base import Base
from engine.store.desk import EndedSession
from engine.unit_of_work import UnitOfWork

ENDED: Table = Base.metadata.tables[EndedSession.__tablename__]


def new_session() -> str:
    """The id of a session, which its cookie carries."""
    return secrets.token_urlsafe(16)


def end_session(uow: UnitOfWork, session: str, lasts: timedelta) -> None:
    """`lasts`: how long a session lives unused; a cookie older than that is refused anyway."""
    uow.write(delete(ENDED).where(ENDED.c.until < uow.now))
    uow.write(delete(ENDED).where(ENDED.c.id == session))
    uow.write(insert(ENDED).values(id=session, until=uow.now + lasts))
    uow.commit()
